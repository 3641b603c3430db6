using System.Globalization;

namespace Radiomics.Studies.Tests;

/// <summary>What a study notes that a reader would ask: outcomes among the factors, identifiers, horizons in another unit, a path that ends
/// too early.</summary>
public sealed class WarningTests : IDisposable
{
    private readonly SmallCohort _cohort = new();

    public void Dispose() => _cohort.Dispose();

    private static void Noted(StudyResult study, string step, string text) =>
        Assert.Contains(study.Notes, n => n.Step == step && n.Message.Contains(text, StringComparison.Ordinal));

    private StudyResult Run(StudyProtocol? protocol = null) =>
        _cohort.Run(options: (protocol ?? StudyProtocol.Default) with { Bootstraps = 0 });

    [Fact]
    public void Another_endpoint_among_the_factors_is_asked_for()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "male");
        _cohort.Set(
            "pfs_time",
            (i, row) =>
                (double.Parse(_cohort.Cell(row, "time"), CultureInfo.InvariantCulture) * (0.7 + (i % 4 * 0.1))).ToString(
                    "R",
                    CultureInfo.InvariantCulture
                )
        );
        _cohort.Set("progressed", (i, row) => i == 7 ? "1" : _cohort.Cell(row, "event"));
        var study = Run();
        Noted(study, "cox", "'pfs_time' orders the follow-up almost perfectly");
        Noted(study, "cox", "'progressed' tells the event");
        Assert.DoesNotContain(
            study.Notes,
            n => n.Message.Contains("'male'", StringComparison.Ordinal) && n.Message.Contains("outcome", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("time")]
    [InlineData("event")]
    public void The_outcome_is_no_factor_of_itself(string column)
    {
        var refused = Assert.Throws<StudyInputException>(() => Run(StudyProtocol.Default with { Factors = ["male", column] }));
        Assert.Contains($"'{column}' is the column of the {column}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_both_sets_words_is_told_where_no_split_is_named()
    {
        StudyResult Unsplit() => _cohort.Run(
            new StudyColumns(), StudyProtocol.Default with { Bootstraps = 0, PipelineBootstraps = 0, PipelineFolds = 0 });
        _cohort.Keep("id", "time", "event", "male");
        _cohort.Set("Cohort part", (i, _) => i % 4 == 0 ? "Validation" : "train");
        Noted(Unsplit(), "input", "The column 'Cohort part' looks like one; name it to have it taken (the setting split).");
        _cohort.Set("Cohort part", (i, _) => i % 4 == 0 ? "Validation" : i % 4 == 1 ? "external" : "train");
        Assert.DoesNotContain(Unsplit().Notes, n => n.Message.Contains("looks like one", StringComparison.Ordinal));
    }

    [Fact]
    public void A_unit_in_the_name_of_the_time_is_held_against_the_unit()
    {
        _cohort.Set("Follow-up (years)", (_, row) => _cohort.Cell(row, "time"));
        StudyResult In(string unit) => _cohort.Run(
            new StudyColumns { Split = "set", Folds = "foldid", Time = "Follow-up (years)", Ignored = ["time"] },
            StudyProtocol.Default with
            {
                TimeUnit = unit,
                Bootstraps = 0,
                PipelineBootstraps = 0,
                PipelineFolds = 0,
                Columns = new StudyColumns { Split = "set", Folds = "foldid", Time = "Follow-up (years)", Ignored = ["time"] },
            });
        Noted(In("weeks"), "input", "The column 'Follow-up (years)' speaks of years, and the unit of time is weeks: which holds?");
        Assert.DoesNotContain(In("years").Notes, n => n.Message.Contains("speaks of", StringComparison.Ordinal));
    }

    // The event in other words separates the events; joining its levels is no remedy.
    [Fact]
    public void A_copy_of_the_event_in_words_is_asked_for()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "male");
        _cohort.Set("recurrence", (_, row) => _cohort.Cell(row, "event") == "1" ? "yes" : "no");
        _cohort.Set("sex", (_, row) => _cohort.Cell(row, "male") == "1" ? "M" : "F");
        var study = Run();
        Noted(study, "cox", "'recurrence' tells the event of 100% of the training patients: is it an outcome?");
        Assert.DoesNotContain(study.Notes, n => n.Message.Contains("join its rare levels", StringComparison.Ordinal));
        Assert.DoesNotContain(study.Notes, n => n.Message.Contains("'sex' tells", StringComparison.Ordinal));
    }

    // One cell mistyped among numbers is told by its place: a factor that is named is refused, one that nobody named is not screened.
    [Theory]
    [InlineData(60)]
    [InlineData(3)]
    public void A_number_mistyped_is_no_level(int different)
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "male");
        _cohort.Set("age", (i, _) => i == 7 ? "sixty" : (40 + (i * 7 % different)).ToString(CultureInfo.InvariantCulture));
        var study = Run();
        Noted(study, "cox", "'sixty' in row 8 (line 9)");
        Assert.DoesNotContain(study.Cox.Univariable, u => u.Name.StartsWith("age", StringComparison.Ordinal));
        var refused = Assert.Throws<StudyInputException>(() => Run(StudyProtocol.Default with { Factors = ["age"] }));
        Assert.Contains("'sixty' in row 8 (line 9)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identifiers_are_not_screened_unless_they_are_named()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "male");
        _cohort.Set("case", (i, _) => (90_210 + (i * 37 % 137)).ToString(CultureInfo.InvariantCulture));
        var study = Run();
        Noted(study, "cox", "Column 'case' of 'cohort.csv' holds whole numbers that are all different");
        Assert.Single(study.Notes, n => n.Message.Contains("'case'", StringComparison.Ordinal));
        Assert.DoesNotContain(study.Cox.Univariable, u => u.Name == "case");
        // With gaps and a word that is none of ids'.
        _cohort.Set("folder", (i, _) => (90_210 + (i * i * 13)).ToString(CultureInfo.InvariantCulture));
        var other = Run();
        Assert.Single(other.Notes, n => n.Message.Contains("'folder'", StringComparison.Ordinal));
        Assert.DoesNotContain(other.Cox.Univariable, u => u.Name == "folder");
        Assert.Contains(Run(StudyProtocol.Default with { Factors = ["case"] }).Cox.Univariable, u => u.Name == "case");
    }

    [Fact]
    public void Horizons_in_another_unit_or_beyond_the_follow_up_are_noted()
    {
        var study = Run(StudyProtocol.Default with { Horizons = [6, 1000] });
        Noted(study, "input", "nothing is predicted at 1000");
        Assert.DoesNotContain(" \n", study.ToString(), StringComparison.Ordinal);
        Assert.Equal([6], study.Models!.Horizons);
        _cohort.Set(
            "time",
            (_, row) =>
                (30.4375 * double.Parse(_cohort.Cell(row, "time"), CultureInfo.InvariantCulture)).ToString(
                    "R",
                    CultureInfo.InvariantCulture
                )
        );
        Noted(Run(StudyProtocol.Default with { Horizons = [6, 12, 18] }), "input", "Are the horizons in the unit of the follow-up?");
        Assert.DoesNotContain(
            Run(StudyProtocol.Default with { Horizons = [180, 365, 540] }).Notes,
            n => n.Message.Contains("unit of the follow-up", StringComparison.Ordinal)
        );
    }

    // A date has no unit that could be left out.
    [Fact]
    public void Dates_are_told_as_dates()
    {
        _cohort.Set("visit", (i, _) => $"{1 + (i % 28)}.{1 + (i % 12):00}.20{10 + (i % 14)}");
        var note = Assert.Single(Run().Notes, n => n.Step == "cox" && n.Message.Contains("'visit'", StringComparison.Ordinal));
        Assert.Contains("has dates in", note.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a unit or a sign", note.Message, StringComparison.Ordinal);
    }

    // Numbers of patients are no characteristic: the column that is not screened for that is not described either.
    [Fact]
    public void Ids_are_not_described_in_the_first_table()
    {
        _cohort.Set("Nr", (i, _) => (5000 + 7 * i).ToString(CultureInfo.InvariantCulture));
        var result = Run();
        Assert.Contains(result.Notes, n => n.Step == "cox" && n.Message.Contains("'Nr'", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Baseline.Numeric, n => n.Name == "Nr");
        Assert.Contains(result.Baseline.Numeric, n => n.Name == "time");
    }

    // Riley and others count the candidates of a model, not what its selection kept.
    [Fact]
    public void Patients_are_asked_for_by_the_candidates()
    {
        _cohort.Set("foldid", (i, _) => (1 + (i % 4)).ToString(CultureInfo.InvariantCulture));
        _cohort.Set("event", (i, row) => i % 3 == 0 ? _cohort.Cell(row, "event") : "0");
        var note = Assert.Single(Run().Notes, n => n.Message.Contains("Riley's criteria", StringComparison.Ordinal));
        var numbers = System.Text.RegularExpressions.Regex.Match(note.Message, @"ask (\d+) patients for (\d+); .* they ask (\d+):");
        Assert.True(numbers.Success, note.Message);
        Assert.Contains($"selected from {numbers.Groups[2].Value} candidates", note.Message, StringComparison.Ordinal);
        Assert.True(int.Parse(numbers.Groups[1].Value, CultureInfo.InvariantCulture)
            > int.Parse(numbers.Groups[3].Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Horizons_are_chosen_where_none_are_given()
    {
        var study = Run();
        Assert.InRange(study.Protocol.Horizons.Count, 1, 3);
        Assert.InRange(study.Sets.Training.FollowUp.Time.ToArray().Count(t => t <= study.Protocol.Horizons[^1]) / 95.0, 0.5, 0.95);
        Noted(study, "input", "No horizons were given");
    }

    /// <summary>Of the deviances of the path that is fitted the least is never the last of the first ones, and no more is fitted than it
    /// takes.</summary>
    [Fact]
    public void The_path_goes_on_until_the_deviance_rises_again()
    {
        // A feature that goes with the follow-up, so that the path is worth following.
        for (var i = 1; i < _cohort.Features.Count; i++)
            _cohort.Features[i][1] = (
                Math.Log(1 + double.Parse(_cohort.Cell(_cohort.Clinical[i], "time"), CultureInfo.InvariantCulture))
                + (i * 7919 % 137 / 137.0)
            ).ToString("R", CultureInfo.InvariantCulture);
        var study = Run(HccSbrtProtocol.Value with { LambdasFitted = 4 });
        var cv = study.Lasso!.Cv;
        Assert.InRange(cv.IndexMin, 4, cv.Lambdas.Count - 2);
        var deep = Run(HccSbrtProtocol.Value with { LambdasFitted = 100 }).Lasso!.Cv;
        Assert.Equal(deep.IndexMin, cv.IndexMin);
        Assert.Equal(deep.LambdaMin, cv.LambdaMin);
    }

    [Fact]
    public void A_reference_level_is_the_first_and_makes_levels_of_numbers()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "male");
        _cohort.Set("grade", (i, _) => ((i % 3) + 1).ToString(CultureInfo.InvariantCulture));
        var study = Run(StudyProtocol.Default with { Factors = [new StudyFactor("grade") { Reference = "2" }, "male"] });
        Assert.Equal(["grade1", "grade3"], study.Cox.Univariable.Single(u => u.Name == "grade").Model!.ColumnNames);
        Assert.Contains(
            "2, 3",
            Assert
                .Throws<StudyInputException>(() =>
                    Run(StudyProtocol.Default with { Factors = [new StudyFactor("grade") { Reference = "4" }] })
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_coding_of_the_event_is_said_and_a_third_spelling_is_refused()
    {
        _cohort.Set("event", (_, row) => _cohort.Cell(row, "event") == "1" ? "dead" : "alive");
        var columns = new StudyColumns { Split = "set", Folds = "foldid", EventValues = ["dead"] };
        Assert.Contains("dead", _cohort.Read(columns).EventCoding, StringComparison.Ordinal);
        _cohort.Set("event", (i, row) => i == 3 ? "Dead" : _cohort.Cell(row, "event"));
        Assert.Contains("'Dead'", Assert.Throws<StudyInputException>(() => _cohort.Read(columns)).Message, StringComparison.Ordinal);
    }
}

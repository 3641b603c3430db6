using System.Globalization;
using System.Text.Json;
using Survival.Models.CutPoints;
using Survival.Models.Prognosis;

namespace Radiomics.Studies.Tests;

/// <summary>Cohorts of other shapes than the reference's: the study goes on with what there is, and says so.</summary>
public sealed class OtherCohortTests : IDisposable
{
    private static readonly StudyColumns Plain = new();
    private readonly SmallCohort _cohort = new();

    public void Dispose() => _cohort.Dispose();

    private static void Noted(StudyResult study, string step, string text) =>
        Assert.Contains(study.Notes, n => n.Step == step && n.Message.Contains(text, StringComparison.Ordinal));

    /// <summary>Every study can be written, whatever it lacks, and its JSON has all fifteen steps.</summary>
    private static JsonElement Written(StudyResult study)
    {
        using var stream = new MemoryStream();
        study.WriteJson(stream);
        var steps = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("steps");
        Assert.Equal(15, steps.EnumerateObject().Count());
        foreach (
            var table in new[]
            {
                StudyTables.Baseline(study),
                StudyTables.CoxModels(study),
                StudyTables.Concordance(study),
                StudyTables.ExternalBaseline(study),
            }
        )
            Assert.All(table, row => Assert.Equal(table[0].Count, row.Count));
        Assert.NotEmpty(study.ToJsonSummary().ToString());
        return steps;
    }

    [Fact]
    public void An_empty_clinical_column_is_noted_and_left_out()
    {
        _cohort.Set("blank", (_, _) => "");
        var study = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0 });
        Noted(study, "cox", "'blank' is empty for every training patient");
    }

    // 0 and 1 are "no" and "yes" only where they are all there is: beside a 2 they are grades.
    [Theory]
    [InlineData(3, "0", "0|1|2")]
    [InlineData(2, "1", "1|0")]
    [InlineData(2, null, "no|yes")]
    public void Tables_name_the_levels_of_a_factor_as_the_files_do(int levels, string? reference, string expected)
    {
        _cohort.Set("ecog", (i, _) => (i % levels).ToString(CultureInfo.InvariantCulture));
        var study = _cohort.Run(options: HccSbrtProtocol.Value with
        {
            Bootstraps = 0,
            Factors = [new StudyFactor("ecog") { Reference = reference }],
            ExternalModel = null,
        });
        Assert.Equal(expected.Split('|').Order(), Rows(StudyTables.Baseline(study)).Select(r => r[1]).Order());
        var cox = Rows(StudyTables.CoxModels(study));
        Assert.Equal(expected.Split('|'), cox.Select(r => r[1]));
        Assert.StartsWith("1 (reference)", cox[0][4], StringComparison.Ordinal);
        Assert.All(cox.Skip(1), r => Assert.Matches(@"^\d.* \(.*\)$", r[4]));

        static List<IReadOnlyList<string>> Rows(IReadOnlyList<IReadOnlyList<string>> table)
        {
            var first = table.ToList().FindIndex(r => r[0] == "ecog");
            return [.. table.Skip(first).TakeWhile((r, k) => k == 0 || r[0].Length == 0)];
        }
    }

    [Fact]
    public void Without_a_second_reader_every_feature_goes_on()
    {
        var study = _cohort.Run();
        Assert.Null(study.Icc);
        Noted(study, "icc", "No second reader");
        Assert.Equal(study.Input.Features.ColumnCount, study.Scale!.Features.Count);
        Assert.Equal(JsonValueKind.Null, Written(study).GetProperty("icc").GetProperty("values").ValueKind);
    }

    [Fact]
    public void With_a_second_reader_fewer_features_go_on()
    {
        var study = _cohort.Run(second: true);
        Assert.Equal(30, study.Icc!.Subjects.Count);
        Assert.Equal(study.Icc.Kept, study.Scale!.Features);
        Assert.InRange(study.Icc.Kept.Count, 1, study.Icc.Features.Count - 1);
    }

    [Fact]
    public void A_list_of_robust_features_stands_in_place_of_a_second_reader()
    {
        var input = _cohort.Read();
        string[] robust = [.. input.Features.ColumnNames.Where((_, j) => j % 2 == 0)];
        var study = Study.Run(
            input.WithRobustFeatures([.. robust.Reverse(), "original_not_there"]),
            HccSbrtProtocol.Value with
            {
                Bootstraps = 0,
            }
        );
        Assert.Null(study.Icc);
        Noted(study, "icc", $"{robust.Length} of {input.Features.ColumnCount} features hold under perturbations");
        Assert.Equal(robust, study.Scale!.Features);
        Assert.Throws<StudyInputException>(() => input.WithRobustFeatures(["original_not_there"]));
        Assert.Throws<StudyInputException>(() => _cohort.Read(second: true).WithRobustFeatures(robust));
    }

    [Fact]
    public void Split_and_folds_are_drawn_by_the_seed()
    {
        var options = HccSbrtProtocol.Value with { Bootstraps = 0 };
        var (first, again, other) = (
            _cohort.Run(Plain, options),
            _cohort.Run(Plain, options),
            _cohort.Run(Plain, options with { Seed = 2 })
        );
        Assert.Equal((95, 42), (first.Sets.Training.Rows.Count, first.Sets.Validation!.Rows.Count));
        var share = first.Input.FollowUp.EventCount / 137.0;
        Assert.Equal(share, first.Sets.Training.FollowUp.EventCount / 95.0, 0.02);
        Assert.Equal(10, first.Lasso!.Folds.Count);
        Assert.Equal(first.ToJson().ToJsonString(), again.ToJson().ToJsonString());
        Assert.NotEqual(first.Sets.Training.Rows, other.Sets.Training.Rows);
        Assert.DoesNotContain(first.Cox!.Univariable, f => f.Name is "set" or "foldid" or "reader2");
    }

    [Fact]
    public void All_may_train()
    {
        var study = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, TrainOnAll = true });
        Assert.Equal(137, study.Sets.Training.Rows.Count);
        Assert.Null(study.Sets.Validation);
        Assert.Null(study.Concordance!.Validation);
        Assert.False(Written(study).GetProperty("km_logrank").GetProperty("values").TryGetProperty("validation", out _));
    }

    [Fact]
    public void Text_is_coded_by_levels_and_missing_cells_leave_patients_out_of_the_models_that_need_them()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "male", "tumour_cm");
        _cohort.Set(
            "stage",
            (i, row) =>
                double.Parse(_cohort.Cell(row, "tumour_cm"), CultureInfo.InvariantCulture) switch
                {
                    < 4 => "I",
                    < 7 => "II",
                    _ => "III",
                }
        );
        _cohort.Set("stage", (i, row) => i % 25 == 3 ? "" : _cohort.Cell(row, "stage"));
        _cohort.Set("sex", (_, row) => _cohort.Cell(row, "male") == "1" ? "M" : "F");
        _cohort.Set("name", (i, _) => $"text {i}");
        _cohort.Set("rare", (i, _) => i % 2 == 0 ? "NA" : "3");
        _cohort.Set("site", (_, _) => "A");
        var study = _cohort.Run(
            options: HccSbrtProtocol.Value with
            {
                Bootstraps = 5,
                PipelineBootstraps = 0,
                Factors = ["stage", "sex", "name", "rare", "site"],
                ScreenOtherColumns = null,
            }
        );
        Assert.Equal(["stage", "sex"], study.Cox.Univariable.Where(u => u.Name != "radscore").Select(u => u.Name));
        var stage = study.Cox.Univariable.Single(u => u.Name == "stage");
        Assert.Equal(["stageII", "stageIII"], stage.Model!.ColumnNames);
        Assert.Equal(study.Sets.Training.Rows.Count(r => r % 25 != 3), stage.Model.RowCount);
        Assert.Equal(stage.Model.Wald(0, 1).PValue, stage.PValue);
        Noted(study, "cox", "'name' has");
        Noted(study, "cox", "'rare' is missing");
        Noted(study, "cox", "'site' has one value");
        if (study.Cox.Kept.Contains("stage"))
        {
            Assert.True(double.IsNaN(study.Models!.Final.LinearPredictor[3]));
            Assert.DoesNotContain(3, study.Concordance!.Training.Patients.Rows.Concat(study.Concordance.Validation!.Patients.Rows));
            Assert.Contains(
                study.Models.Nomogram!.Axes,
                a => a.Name == "stage" && a.Ticks.Select(t => t.Label).SequenceEqual(["I", "II", "III"])
            );
        }
        Written(study);
    }

    [Fact]
    public void A_level_is_taken_by_the_model_as_it_was_in_the_study()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "tumour_cm");
        _cohort.Set(
            "stage",
            (i, row) =>
                double.Parse(_cohort.Cell(row, "tumour_cm"), CultureInfo.InvariantCulture) switch
                {
                    < 4 => "I",
                    < 7 => "II",
                    _ => "III",
                }
        );
        var study = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, Factors = ["stage"], ScreenOtherColumns = null });
        Assert.Equal(["stage"], study.Cox.Kept);
        var model = Saved(study.Model!);
        for (var i = 0; i < 20; i++)
        {
            var prediction = model.Predict(
                FeaturesOf(study, i),
                new Dictionary<string, string> { ["stage"] = study.Input.Clinical.Texts("stage")[i]! }
            );
            Assert.Equal(study.Models!.Final.LinearPredictor[i], prediction.LinearPredictor, 1e-12);
            Assert.Equal(prediction.TotalPoints, prediction.Predictors.Sum(p => p.Points), 1e-9);
        }
        var refused = Assert.Throws<PatientInputException>(() =>
            model.Predict(FeaturesOf(study, 0), new Dictionary<string, string> { ["stage"] = "IV" })
        );
        Assert.Contains("I, II, III", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "'stage' is missing",
            Assert.Throws<PatientInputException>(() => model.Predict(FeaturesOf(study, 0), new Dictionary<string, string>())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Raw_columns_stand_in_for_coded_ones_and_companions_are_not_screened()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event", "bed", "dose_gy", "fractions", "tumour_cm", "size_gt5", "age_ge50");
        _cohort.Set("ki67", (i, _) => (i % 13).ToString(CultureInfo.InvariantCulture));
        var names = _cohort.Run().Cox.Univariable.Select(u => u.Name).Where(n => n != "radscore");
        Assert.Equal(["size_gt5", "bed", "age_ge50", "ki67"], names);
    }

    [Fact]
    public void Without_clinical_factors_the_signature_is_the_model()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event");
        var study = _cohort.Run();
        Assert.Equal("signature", study.Models!.Final.Name);
        Assert.Empty(study.Cox.Kept);
        Assert.False(study.Cox.FallbackUsed);
        Assert.Empty(study.Concordance!.Training.Comparisons);
        Written(study);
    }

    [Fact]
    public void Without_a_signature_the_clinical_model_goes_on()
    {
        Noise();
        var study = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, Lambda = LambdaRule.OneStandardError });
        Assert.Equal(0, study.Lasso!.Model.NonzeroCount);
        Assert.Null(study.RadScore);
        Assert.Null(study.CutPoint);
        Assert.Equal("clinical", study.Models!.Final.Name);
        Assert.Null(study.Model!.Signature);
        Noted(study, "lasso", "selects no feature");
        Written(study);
    }

    [Fact]
    public void With_neither_the_study_ends_without_a_model()
    {
        Noise();
        _cohort.Keep("id", "set", "foldid", "time", "event");
        var study = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, Lambda = LambdaRule.OneStandardError });
        Assert.Null(study.Models);
        Assert.Null(study.Model);
        Noted(study, "nomogram", "without a model");
        Written(study);
        using var folder = new TemporaryFolder();
        Assert.DoesNotContain(study.Save(folder.PathOf("out")), f => Path.GetFileName(f) == "model.json");
    }

    [Fact]
    public void When_no_factor_passes_the_best_is_kept_and_said_so()
    {
        _cohort.Keep("id", "set", "foldid", "time", "event");
        _cohort.Set("noise", (i, _) => (i * 37 % 11).ToString(CultureInfo.InvariantCulture));
        _cohort.Set("more_noise", (i, _) => (i * 53 % 7).ToString(CultureInfo.InvariantCulture));
        var study = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, Alpha = 1e-6 });
        Assert.True(study.Cox.FallbackUsed);
        Assert.Empty(study.Cox.Passed);
        Assert.Equal(study.Cox.Univariable.Where(u => u.Name != "radscore").MinBy(u => u.PValue)!.Name, Assert.Single(study.Cox.Kept));
        Noted(study, "cox", "smallest p value");
    }

    [Fact]
    public void Columns_that_repeat_or_separate_are_left_out_by_name()
    {
        _cohort.Set("again", (_, row) => _cohort.Cell(row, "size_gt5"));
        var censored = 0;
        _cohort.Set("separates", (_, row) => _cohort.Cell(row, "event") == "0" && censored++ % 2 == 0 ? "1" : "0");
        var study = _cohort.Run();
        Assert.Null(study.Cox.Univariable.Single(u => u.Name == "separates").Model);
        Noted(study, "cox", "'separates'");
        Assert.DoesNotContain("again", study.Cox.Multivariable!.ColumnNames);
        Written(study);
    }

    [Fact]
    public void Where_a_time_is_not_defined_in_validation_it_is_null_and_the_reason_is_noted()
    {
        _cohort.Set(
            "time",
            (_, row) =>
                _cohort.Cell(row, "set") == "train"
                    ? _cohort.Cell(row, "time")
                    : Math.Min(double.Parse(_cohort.Cell(row, "time"), CultureInfo.InvariantCulture), 14)
                        .ToString("R", CultureInfo.InvariantCulture)
        );
        var study = _cohort.Run();
        Assert.Equal([6, 12, 18], study.Accuracy!.Training.Times);
        Assert.Equal([6, 12], study.Accuracy.Validation!.Times);
        Noted(study, "time_auc", "validation, at 18 months");
        var auc = Written(study)
            .GetProperty("time_auc")
            .GetProperty("values")
            .GetProperty("validation")
            .GetProperty("timeROC")
            .GetProperty("signature")
            .GetProperty("auc");
        Assert.Equal(JsonValueKind.Number, auc[1].ValueKind);
        Assert.Equal(JsonValueKind.Null, auc[2].ValueKind);
    }

    [Fact]
    public void Days_with_horizons_in_days_give_the_numbers_of_months()
    {
        var months = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0 });
        // A factor that is a power of two changes no bit of any time.
        _cohort.Set(
            "time",
            (_, row) =>
                (32 * double.Parse(_cohort.Cell(row, "time"), CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture)
        );
        var days = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, Horizons = [192, 384, 576], TimeUnit = "days" });
        Assert.Equal(months.RadScore, days.RadScore);
        Assert.Equal(months.Concordance!.Validation!.Models[0].Harrell.Index, days.Concordance!.Validation!.Models[0].Harrell.Index);
        Assert.Equal(months.Models!.Final.Survival[1], days.Models!.Final.Survival[1]);
    }

    [Fact]
    public void Few_events_draw_fewer_folds()
    {
        var events = 0;
        _cohort.Set("event", (_, row) => _cohort.Cell(row, "event") == "1" && events++ < 12 ? "1" : "0");
        var study = _cohort.Run(Plain);
        Assert.InRange(study.Sets.Training.FollowUp.EventCount, 5, 11);
        if (study.Lasso is { } lasso)
            Assert.InRange(lasso.Folds.Count, 3, study.Sets.Training.FollowUp.EventCount);
        Written(study);
    }

    [Fact]
    public void Features_that_are_constant_text_or_incomplete_are_left_out_by_name()
    {
        for (var i = 0; i < _cohort.Features.Count; i++)
            _cohort
                .Features[i]
                .AddRange(
                    i == 0
                        ? ["constant", "Image", "holes", "diagnostics_Versions_Python"]
                        : ["5.1", "x.nii", i % 40 == 0 ? "" : "1.5", "3.9"]
                );
        var study = _cohort.Run();
        Noted(study, "input", "Image");
        Noted(study, "input", "holes");
        Noted(study, "standardize", "constant");
        Assert.DoesNotContain("constant", study.Scale!.Features);
        Assert.DoesNotContain("diagnostics_Versions_Python", study.Input.Features.ColumnNames);
    }

    [Fact]
    public void Patients_of_one_file_only_are_left_out_by_name()
    {
        _cohort.Features.RemoveAt(5);
        _cohort.Features.Add(["STRANGER", .. _cohort.Features[1].Skip(1)]);
        _cohort.Features[7] = [_cohort.Features[7][0], .. _cohort.Features[7].Skip(1).Select(_ => "")];
        var missing = _cohort.Clinical[5][0];
        var study = _cohort.Run();
        Assert.Equal(135, study.Input.Ids.Count);
        Noted(study, "input", missing);
        Noted(study, "input", "STRANGER");
        Noted(study, "input", "whose features are all missing");
    }

    [Fact]
    public void The_rule_at_the_cut_is_a_choice_and_both_are_written()
    {
        var paper = _cohort.Run();
        var survminer = _cohort.Run(options: HccSbrtProtocol.Value with { Bootstraps = 0, GroupRule = CutPointRule.Above });
        var cut = paper.CutPoint!;
        var at = Enumerable.Range(0, 137).Single(i => paper.RadScore![i] == cut.Search.CutPoint);
        Assert.True(cut.High[at]);
        Assert.False(survminer.CutPoint!.High[at]);
        Assert.Same(paper.Survival.Training.GroupsAtOrAbove, paper.Survival.Training.Groups);
        Assert.Same(survminer.Survival.Training.GroupsAbove, survminer.Survival.Training.Groups);
    }

    /// <summary>Three features that have nothing to do with the follow-up: no more than lambda_max is within a standard error.</summary>
    private void Noise()
    {
        foreach (var row in _cohort.Features)
            row.RemoveRange(1, row.Count - 1);
        _cohort.Features[0].AddRange(["a", "b", "c"]);
        for (var i = 1; i < _cohort.Features.Count; i++)
            _cohort.Features[i].AddRange([$"{i * 7919 % 137}", $"{i * 104_729 % 131}", $"{i * 15_485_863L % 127}"]);
    }

    private static PrognosticModel Saved(PrognosticModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        return PrognosticModel.Load(stream);
    }

    private static Dictionary<string, double> FeaturesOf(StudyResult study, int row) =>
        study.Model!.Signature!.Terms.ToDictionary(
            t => t.Feature,
            t => study.Input.Features[row, study.Input.Features.IndexOf(t.Feature)],
            StringComparer.Ordinal
        );
}

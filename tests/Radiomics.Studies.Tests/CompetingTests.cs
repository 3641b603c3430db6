using Survival.Models.CompetingRisks;

namespace Radiomics.Studies.Tests;

/// <summary>A study whose event column names a competing event.</summary>
public sealed class CompetingTests
{
    private static readonly StudyColumns Columns = new()
    {
        Split = "set",
        Folds = "foldid",
        EventValues = ["1"],
        CompetingValues = ["2"],
    };

    // Every second censoring is a competing event.
    private static SmallCohort Cohort()
    {
        var cohort = new SmallCohort();
        var censored = 0;
        cohort.Set("event", (_, row) => cohort.Cell(row, "event") == "0" && ++censored % 2 == 0 ? "2" : cohort.Cell(row, "event"));
        return cohort;
    }

    [Fact]
    public void Incidences_take_competing_events_and_all_else_censors_them()
    {
        using var cohort = Cohort();
        var study = cohort.Run(Columns);
        using var plain = new SmallCohort();
        Assert.Equal(plain.Run().Cox.Multivariable!.LogLikelihood, study.Cox.Multivariable!.LogLikelihood);
        var set = study.Competing!.Training;
        var (rows, follow) = (study.Sets.Training.Rows, study.Sets.Training.FollowUp);
        Assert.Equal(rows.Count(r => study.Input.Competing![r]), set.Competing);
        Assert.Equal(follow.EventCount, set.Events);
        var data = CompetingRisksData.Create(
            follow.Time, [.. rows.Select((r, i) => follow.Event[i] ? 1 : study.Input.Competing![r] ? 2 : 0)]);
        var curve = CumulativeIncidence.ForCause(data, 1);
        foreach (var row in set.Incidence.Where(i => i.Group == "all"))
        {
            Assert.Equal(curve.At(row.Time).Estimate, row.Incidence);
            // Kaplan and Meier's complement is larger where competing events came before.
            Assert.True(row.Incidence <= 1 - study.Survival.Training.Overall.Curve.At(row.Time).Estimate + 1e-12);
        }
        Assert.Equal(["all", "low", "high"], set.Incidence.Select(i => i.Group).Distinct());
        Assert.NotNull(set.Gray);
        Assert.Equal(study.Models!.Final.Model.ColumnNames, study.FineGray!.ColumnNames);
        Assert.Contains(study.Notes, n => n.Step == StudyStep.Competing && n.Message.Contains("competing event", StringComparison.Ordinal));
        var json = study.ToJson()["steps"]!["competing_risks"]!["values"]!;
        Assert.Equal(set.Competing, json["sets"]!["train"]!["competing"]!.GetValue<int>());
        Assert.NotNull(json["fine_gray"]!["coef"]);
        // What follow-up with censoring alone would give is another quantity, and left out.
        Assert.Null(study.Accuracy);
        Assert.Null(study.Decisions);
        Assert.All(study.Calibration!.Training, c => Assert.True(c is { Groups: null, InTheLarge: null, Smooth: null, Slope: not null }));
        Assert.Null(study.ToJson()["steps"]![StudyStep.Models]!["values"]!["predicted_survival"]);
        Assert.NotEmpty(set.Performance);
        Assert.DoesNotContain("survival", study.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_model_predicts_the_incidence_of_the_Fine_Gray_model()
    {
        using var cohort = Cohort();
        var study = cohort.Run(Columns);
        var (model, fit) = (study.Model!, study.FineGray!);
        Assert.True(model.Description.Endpoint.IsIncidence);
        Assert.StartsWith("competing events", model.Description.Endpoint.Competing, StringComparison.Ordinal);
        Assert.Equal(fit.Coefficients.ToArray(), model.Coefficients.ToArray());
        Assert.Contains($"{fit.CompetingCount} competing", model.Description.Provenance["fitted_to"], StringComparison.Ordinal);
        Assert.StartsWith("risk_t", model.Nomogram!.Functions[0].Name, StringComparison.Ordinal);
        // The patients of the set on average have about the incidence that is observed: the fit balances them up to the weights.
        var at = study.Competing!.Training.Performance[^1];
        var final = study.Models!.Final;
        var risk = fit.PredictIncidence(final.Covariates, at.Time);
        double[] training = [.. study.Sets.Training.Rows.Select(r => risk[final.Rows.ToList().IndexOf(r)])];
        Assert.Equal(training.Average(), at.InTheLarge.MeanPredictedRisk, 1e-12);
        Assert.InRange(at.InTheLarge.ObservedOverExpected, 0.9, 1.1);
    }

    [Theory]
    [InlineData("Relapse")]
    [InlineData("DEATH")]
    public void Another_spelling_is_named_and_not_taken_for_a_censoring(string odd)
    {
        using var cohort = Cohort();
        var first = true;
        cohort.Set("event", (_, row) =>
        {
            var word = cohort.Cell(row, "event") switch { "1" => "relapse", "2" => "death", _ => "alive" };
            var isOdd = first && string.Equals(word, odd, StringComparison.OrdinalIgnoreCase);
            first &= !isOdd;
            return isOdd ? odd : word;
        });
        var refusal = Assert.Throws<StudyInputException>(
            () => cohort.Run(Columns with { EventValues = ["relapse"], CompetingValues = ["death"] }));
        Assert.Contains($"'{odd}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("\"relapse\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_up_is_censored_by_its_end_alone()
    {
        using var cohort = Cohort();
        var study = cohort.Run(Columns);
        foreach (var (set, followUp) in new[] { (study.Sets.Training, study.Survival.Training.MedianFollowUp) })
        {
            // The product limit by hand, with those censored as events: neither the event nor a competing one is.
            var rows = set.Rows.Select((r, i) =>
                (Time: set.FollowUp.Time[i], Censored: !set.FollowUp.Event[i] && !study.Input.Competing![r])).OrderBy(r => r.Time).ToList();
            var (left, median) = (1.0, double.NaN);
            foreach (var at in rows.GroupBy(r => r.Time))
            {
                left *= 1 - ((double)at.Count(r => r.Censored) / rows.Count(r => r.Time >= at.Key));
                if (left <= 0.5 && double.IsNaN(median))
                    median = at.Key;
            }
            Assert.Equal(median, followUp, 1e-9);
            Assert.True(rows.Count(r => r.Censored) < set.FollowUp.Count - set.FollowUp.EventCount);
        }
    }

    [Fact]
    public void The_event_must_be_named_beside_it_and_the_value_must_be_there()
    {
        using var cohort = Cohort();
        Assert.Contains("event_value", Assert.Throws<StudyInputException>(
            () => cohort.Read(Columns with { EventValues = [] })).Message, StringComparison.Ordinal);
        Assert.Contains("'7'", Assert.Throws<StudyInputException>(
            () => cohort.Read(Columns with { CompetingValues = ["7"] })).Message, StringComparison.Ordinal);
        var input = cohort.Read(Columns);
        Assert.Throws<StudyInputException>(() => input.WithCompeting([true]));
        Assert.Throws<StudyInputException>(() => input.WithCompeting([.. input.Ids.Select(_ => true)]));
    }
}

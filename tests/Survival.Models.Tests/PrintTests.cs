using Survival.Models.Calibration;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Statistics;

namespace Survival.Models.Tests;

/// <summary>What a result prints, of six patients whose numbers are worked by hand.</summary>
public class PrintTests
{
    private static readonly SurvivalData Data = SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, true, true, true, true]);

    [Fact]
    public void A_decision_curve_prints_a_row_a_threshold_and_a_column_a_strategy()
    {
        var curve = DecisionCurve.Survival(Data, 3, [("model", [0.9, 0.8, 0.7, 0.2, 0.1, 0.1])],
            new DecisionCurveOptions { Thresholds = [0.25, 0.5] });
        // A strategy's points are a table: a row of names and one for each threshold.
        Assert.Equal(3, curve["model"].Points.ToString()!.Split('\n').Length);
        // Treating all: 1/2 - 1/2 x 1/3 and 1/2 - 1/2; the model finds the three: 1/2 and no false one.
        Assert.Equal("""
            Net benefit; event rate 0.5000
            threshold     all    none   model
            0.2500     0.3333  0.0000  0.5000
            0.5000     0.0000  0.0000  0.5000
            """.ReplaceLineEndings("\n"), curve.ToString());
    }

    [Fact]
    public void A_curve_has_no_survival_where_survivors_were_not_followed()
    {
        // One of three dies at 1; the last is censored at 3.
        var lines = KaplanMeier.Fit(SurvivalData.Create([1, 2, 3], [true, false, false])).ToTable(3, 5).TrimEnd().Split('\n');
        Assert.Contains("0.6667", lines[1]);
        Assert.Matches(@"^5\.000 +0 +0 +NA +NA +NA +NA$", lines[2]);
        // Where all have died it is known to be 0.
        Assert.DoesNotContain("0.5", KaplanMeier.Fit(SurvivalData.Create([1, 2], [true, true])).ToTable(5));
    }

    [Fact]
    public void A_Brier_score_prints_a_row_a_time()
    {
        // Without censoring the mean of (risk - event)^2: (0.01 + 0.04 + 0.09 + 0.04 + 0.01 + 0.01) / 6.
        var lines = BrierScore.Ipcw(Data, [[0.9, 0.8, 0.7, 0.2, 0.1, 0.1]], [3.5]).ToString().Split('\n');
        Assert.StartsWith("time    Brier", lines[0]);
        Assert.StartsWith("3.500  0.0333", lines[1]);
    }

    [Fact]
    public void A_table_of_characteristics_prints_means_medians_and_counts()
    {
        var table = BaselineTable.Create(["a", "a", "a", "b", "b", "b"], [("age", [50, 60, 70, 40, 50, 60])],
            [("sex", ["f", "m", "m", "f", "f", "m"])]);
        var lines = table.ToString().Split('\n');
        Assert.Contains("a (n = 3)", lines[0]);
        Assert.Contains("60.00 (10.00)", lines[1]);
        Assert.Contains("50.00 (10.00)", lines[1]);
        Assert.Contains("60.00 (55.00 to 65.00)", lines[2]);
        Assert.Matches(@"^  f +1 \(33\.3%\) +2 \(66\.7%\)$", lines[4]);
    }

    [Fact]
    public void Limits_of_a_validated_models_groups_are_those_of_log_survival()
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 120).Select(_ => random.NextDouble())];
        double[] time = [.. x.Select(v => -Math.Log(1 - random.NextDouble()) / Math.Exp(v))];
        var data = SurvivalData.Create(time, [.. x.Select(_ => random.NextDouble() < 0.8)]);
        var validation = ModelValidation.Bootstrap(data, DesignMatrix.FromColumns(("x", x)), 0.4, [Enumerable.Range(0, 120).ToArray()],
            new ModelValidationOptions { GroupSize = 40 });
        foreach (var g in validation.Groups)
        {
            Assert.Equal(g.Observed * Math.Exp(-1.959963984540054 * g.StandardErrorOfLog), g.Lower, 12);
            Assert.Equal(Math.Min(1, g.Observed * Math.Exp(1.959963984540054 * g.StandardErrorOfLog)), g.Upper, 12);
            Assert.True(g.Lower < g.Observed);
        }
    }
}

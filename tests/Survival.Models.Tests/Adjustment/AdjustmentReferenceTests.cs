using System.Text.Json;
using Survival.Models.Adjustment;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Adjustment;

/// <summary>Against glm, nnet (followed by Newton's steps to the optimum), survfit and coxph with weights, and mvtnorm: two
/// groups of 180 rows, three of 240, two of 60.</summary>
public sealed class AdjustmentReferenceTests
{
    private static readonly JsonElement[] Cases = [.. RReference.Load("adjusted").EnumerateArray()];
    private static readonly double[] At = [2, 5, 8];

    private static (SurvivalData Data, int[] Group, DesignMatrix X) Read(JsonElement c)
    {
        var rows = c.GetProperty("data").EnumerateArray().ToArray();
        double[] Of(string name) => [.. rows.Select(r => r.Number(name))];
        return (SurvivalData.Create(Of("time"), Array.ConvertAll(Of("event"), v => v == 1)), Array.ConvertAll(Of("g"), v => (int)v),
            DesignMatrix.FromColumns(("a", Of("a")), ("b", Of("b"))));
    }

    [Fact]
    public void InverseProbabilityWeights()
    {
        foreach (var c in Cases)
        {
            var (data, group, x) = Read(c);
            var result = WeightedSurvival.Estimate(data, group, x);
            var weights = c.Numbers("weights");
            for (var i = 0; i < weights.Length; i++)
                RReference.Near(weights[i], result.Weights[i], 1e-8, $"weight {i}");
            var (survival, error) = (c.Numbers("survival"), c.Numbers("error"));
            for (var g = 0; g < result.Curves.Count; g++)
            {
                for (var k = 0; k < 3; k++)
                {
                    var at = result.Curves[g].At(At[k]);
                    RReference.Near(survival[(g * 3) + k], at.Estimate, 1e-8, $"survival of {g} at {At[k]}");
                    RReference.Near(error[(g * 3) + k], at.StandardError, 1e-8, $"its error of {g} at {At[k]}");
                }
            }
            RReference.Near(c.Number("score"), result.Test.Test.Statistic, 1e-8, "robust log-rank test");
            Assert.All(result.Balance, b => Assert.True(Math.Abs(b.After) < Math.Max(0.1, Math.Abs(b.Before)), $"{b}"));
        }
    }

    [Fact]
    public void StandardisedCurves()
    {
        foreach (var c in Cases)
        {
            var (data, group, x) = Read(c);
            var points = StandardisedSurvival.Estimate(data, group, x, At, resamples: 40);
            var expected = c.Numbers("standard");
            for (var k = 0; k < expected.Length; k++)
            {
                var survival = points[k].Survival;
                RReference.Near(expected[k], survival.Estimate, 1e-7, $"point {k}");
                Assert.InRange(survival.Estimate, survival.Lower, survival.Upper);
                Assert.Equal(survival.Estimate - points[k % 3].Survival.Estimate, points[k].Difference.Estimate);
            }
            var two = StandardisedSurvival.Estimate(
                data, group, x, At, resamples: 40, maxDegreeOfParallelism: 2);
            Assert.Equal(points, two);
        }
    }

    [Fact]
    public void WeightedLogRanksAndTheirMaximum()
    {
        foreach (var c in Cases)
        {
            var (all, codes, _) = Read(c);
            int[] rows = Array.ConvertAll(c.Numbers("rows"), v => (int)v);
            var (data, group) = (all.Select(rows), Array.ConvertAll(rows, i => codes[i]));
            var weights = MaxCombo.DefaultWeights;
            var four = MaxCombo.Test(data, group);
            Check(c.GetProperty("fh"), four, 1e-6);
            Check(c.GetProperty("fh3"), MaxCombo.Test(data, group, [weights[0], weights[2], weights[3]]), 1e-9);
            Check(c.GetProperty("fh11"), MaxCombo.Test(data, group, [weights[0], weights[3]]), 1e-10);
            for (var k = 0; k < 4; k++)
            {
                var alone = LogRank.Test(data, group, weights[k].Rho, gamma: weights[k].Gamma);
                RReference.Near(Math.Pow(four.Tests[k].Z, 2), alone.Test.Statistic, 1e-9, $"weight {k}");
            }
        }

        static void Check(JsonElement expected, MaxCombo test, double digits)
        {
            var (z, r) = (expected.Numbers("z"), expected.Numbers("cor"));
            for (var k = 0; k < z.Length; k++)
                RReference.Near(z[k], test.Tests[k].Z, 1e-9, $"z {k}");
            for (var k = 0; k < r.Length; k++)
                RReference.Near(r[k], test.Correlation[k / z.Length, k % z.Length], 1e-9, $"correlation {k}");
            Assert.Equal(expected.Number("p"), test.PValue, digits);
        }
    }

    // All of the treated have a counterpart in the other group: weights 1 / (2/3), 1 / (1/3) by one binary covariate, worked by hand.
    [Fact]
    public void WeightsByHand()
    {
        int[] group = [0, 1, 1, 0, 0, 1];
        var x = DesignMatrix.FromColumns(("x", [0, 0, 0, 1, 1, 1]));
        var data = SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, true, true, true, true]);
        var plain = WeightedSurvival.Estimate(data, group, x, stabilised: false);
        double[] expected = [3, 1.5, 1.5, 1.5, 1.5, 3];
        for (var i = 0; i < 6; i++)
            Assert.Equal(expected[i], plain.Weights[i], 1e-9);
        // Group 0 at time 1: 3 of the weights 3 + 1.5 + 1.5 die.
        Assert.Equal(0.5, plain.Curves[0].At(1).Estimate, 1e-9);
        var stable = WeightedSurvival.Estimate(data, group, x);
        Assert.Equal(1.5, stable.Weights[0], 1e-9);
        Assert.Equal(0, stable.Balance[0].After, 1e-9);
    }

    [Fact]
    public void AdjustmentRefuses()
    {
        var data = SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, true, true, true, true]);
        var x = DesignMatrix.FromColumns(("x", [0, 0, 0, 1, 1, 1]));
        Assert.Throws<ConvergenceException>(() => WeightedSurvival.Estimate(data, [0, 0, 0, 1, 1, 1], x));
        Assert.Throws<ArgumentException>(() => WeightedSurvival.Estimate(data, [0, 0, 0, 0, 0, 0], x));
        Assert.Throws<InvalidSurvivalDataException>(
            () => WeightedSurvival.Estimate(data, [0, 1, 0, 1, 0, 1], DesignMatrix.FromColumns(("x", [1, 1, 1, 1, 1, 1]))));
        Assert.Throws<ArgumentException>(() => StandardisedSurvival.Estimate(data, [0, 1, 0, 1, 0, 1], x, [9]));
        Assert.Throws<ArgumentException>(() => MaxCombo.Test(data, [0, 1, 2, 0, 1, 2]));
        Assert.Throws<ArgumentException>(() => MaxCombo.Test(data, [0, 1, 0, 1, 0, 1], [(0, 0), (0, 0)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogRank.Test(data, [0, 1, 0, 1, 0, 1], gamma: -1));
    }

    [Fact]
    public void AreasByIncidenceAndByModelledCensoring()
    {
        var c = RReference.Load("validation").GetProperty("external");
        var rows = c.GetProperty("data").EnumerateArray().ToArray();
        double[] Of(string name) => [.. rows.Select(r => r.Number(name))];
        var data = SurvivalData.Create(Of("time"), Array.ConvertAll(Of("event"), v => v == 1));
        var lp = c.Numbers("lp");
        var incident = TimeDependentRoc.IncidentDynamic(data, lp, c.Numbers("times"));
        for (var k = 0; k < incident.Length; k++)
            RReference.Near(c.Numbers("incident")[k], incident[k], 1e-10, $"incident area {k}");
        var cox = AdjustedAuc.Estimate(data, lp, [4, 6], DesignMatrix.FromColumns(("a", Of("a")), ("z", Of("z"))));
        for (var k = 0; k < 2; k++)
            RReference.Near(c.Numbers("aucCox")[k], cox[k], 1e-7, $"area by modelled censoring {k}");
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeDependentRoc.IncidentDynamic(data, lp, [1e6]));
    }
}

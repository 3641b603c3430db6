using System.Text.Json;
using Survival.Models.SampleSize;
using Survival.Models.Statistics;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Statistics;

/// <summary>Intervals and tests beside R 4.2.2 and pROC.</summary>
public sealed class GroupTestReferenceTests
{
    private static readonly JsonElement R = RReference.Load("group-tests");

    private static void All(double[] expected, double[] actual, string what, double relative = 1e-9)
    {
        for (var k = 0; k < expected.Length; k++)
            RReference.Near(expected[k], actual[k], relative, $"{what}, value {k}");
    }

    [Fact]
    public void Differences()
    {
        foreach (var c in R.GetProperty("groups").EnumerateArray())
        {
            var (x, y) = (c.Numbers("x"), c.Numbers("y"));
            var n = Math.Min(x.Length, y.Length);
            var what = $"{x.Length} and {y.Length}";
            All(c.Numbers("welch"), Limits(GroupDifferences.Means(x, y)), "Welch " + what);
            All(c.Numbers("student"), Limits(GroupDifferences.Means(x, y, equalVariances: true)), "Student " + what);
            var paired = GroupDifferences.PairedMeans(x[..n], y[..n]);
            All(c.Numbers("paired"), [.. Limits(paired), paired.Test.Statistic], "paired " + what);
            var variances = GroupDifferences.Variances(x, y);
            All(c.Numbers("var"), [variances.Estimate, .. Limits(variances)], "variances " + what);
            if (c.TryGetProperty("hl", out var hl) && hl.ValueKind == JsonValueKind.Array)
            {
                var shift = GroupDifferences.HodgesLehmann(x, y);
                All(hl.Numbers(), [shift.Estimate, shift.Lower, shift.Upper], "Hodges-Lehmann " + what);
            }
        }
    }

    // 1 2 against 4 8: the differences are -7 -6 -3 -2, their median -4.5. With four of them no rank reaches 95 %: all of the range.
    [Fact]
    public void HodgesLehmannByHand()
    {
        var shift = GroupDifferences.HodgesLehmann([1, 2], [4, 8]);
        Assert.Equal((-4.5, -7.0, -2.0), (shift.Estimate, shift.Lower, shift.Upper));
        // Of many values: sixteen million differences, none listed.
        double[] x = [.. Enumerable.Range(0, 4_000).Select(i => i + 0.25)], y = [.. Enumerable.Range(0, 4_000).Select(i => i - 100.0)];
        Assert.Equal(100.25, GroupDifferences.HodgesLehmann(x, y).Estimate, 10);
    }

    [Fact]
    public void Distributions()
    {
        foreach (var c in R.GetProperty("groups").EnumerateArray())
        {
            var (x, y) = (c.Numbers("x"), c.Numbers("y"));
            var ks = DistributionTests.KolmogorovSmirnov(x, y);
            All(c.Numbers("ks"), [ks.Statistic, ks.PValue], $"Kolmogorov-Smirnov {x.Length}");
            RReference.Near(c.Number("ksLimit"), DistributionTests.KolmogorovSmirnov(x, y, exact: false).PValue, 1e-6, "limit");
            foreach (var (name, values) in ((string, double[])[])[("shapiro", x), ("shapiroExp", Array.ConvertAll(y, Math.Exp))])
            {
                var test = DistributionTests.ShapiroWilk(values);
                All(c.Numbers(name), [test.Statistic, test.PValue], $"{name} {values.Length}", 1e-8);
            }
        }
        foreach (var c in R.GetProperty("small").EnumerateArray())
        {
            var test = DistributionTests.ShapiroWilk(c.Numbers("x"));
            All([c.Number("w"), c.Number("p")], [test.Statistic, test.PValue], $"Shapiro-Wilk {c.Numbers("x").Length}", 1e-8);
        }
    }

    [Fact]
    public void Hommel()
    {
        foreach (var c in R.GetProperty("p").EnumerateArray())
            All(c.Numbers("hommel"), PValue.Adjust(c.Numbers("p"), PAdjustment.Hommel), "Hommel");
    }

    [Fact]
    public void McNemarTests()
    {
        foreach (var c in R.GetProperty("mcnemar").EnumerateArray())
        {
            var table = c.GetProperty("m").Counts();
            var test = ContingencyTest.McNemar(table);
            All(
                [c.Number("stat"), c.Number("p"), c.Number("plain")],
                [test.Statistic, test.PValue, ContingencyTest.McNemar(table, continuity: false).PValue],
                "McNemar"
            );
            if (c.TryGetProperty("exact", out var exact) && exact.ValueKind == JsonValueKind.Number)
                RReference.Near(exact.GetDouble(), ContingencyTest.McNemarExact(table).PValue, 1e-10, "exact McNemar");
        }
    }

    [Fact]
    public void RocAreas()
    {
        foreach (var c in R.GetProperty("roc").EnumerateArray())
        {
            bool[] outcome = [.. c.Numbers("d").Select(d => d == 1)];
            var (a, b) = (DeLong.Estimate(outcome, c.Numbers("a")), DeLong.Estimate(outcome, c.Numbers("b")));
            All(c.Numbers("auc"), [a.Auc, b.Auc], "AUC");
            All(c.Numbers("var"), [a.StandardError * a.StandardError, b.StandardError * b.StandardError], "variance");
            All(c.Numbers("ci"), [a.Lower, a.Auc, a.Upper], "interval");
            var test = a.Compare(b).Test;
            All([c.Number("z"), c.Number("p")], [test.Statistic, test.PValue], "DeLong");
        }
    }

    [Fact]
    public void Raters()
    {
        foreach (var c in R.GetProperty("w").EnumerateArray())
        {
            var (w, test) = RaterAgreement.KendallW(
                [.. c.GetProperty("m").EnumerateArray().SelectMany(r => r.Numbers())],
                (int)c.Number("k")
            );
            // R's friedman.test takes the rows (9) for blocks: it is the agreement of nine raters on k things. Turned round it is ours.
            Assert.InRange(w, 0, 1);
            Assert.Equal(8, test.DegreesOfFreedom);
            var m = c.GetProperty("m").EnumerateArray().Select(r => r.Numbers()).ToArray();
            var turned = Enumerable.Range(0, m[0].Length).SelectMany(j => m.Select(r => r[j])).ToArray();
            var friedman = RaterAgreement.KendallW(turned, 9).Test;
            All([c.Number("chi"), c.Number("p")], [friedman.Statistic, friedman.PValue], "Friedman");
        }
        foreach (var c in R.GetProperty("ccc").EnumerateArray())
        {
            var (value, lower, upper) = RaterAgreement.Concordance(c.Numbers("x"), c.Numbers("y"));
            All(c.Numbers("ccc"), [value, lower, upper], "CCC");
        }
        Assert.Equal((1.0, 1.0, 1.0), RaterAgreement.Concordance([1, 2, 4], [1, 2, 4]));
    }

    // pmsampsize's own example: 5143 patients, 692 events, 23.07 a parameter. Schoenfeld: (1.95996 + 0.84162)^2 / (0.25 log(2)^2) = 65.35.
    [Fact]
    public void SampleSizes()
    {
        var riley = SurvivalSampleSize.Riley(30, 0.051, 0.065, 2.07, 2);
        Assert.Equal(5143, riley.Patients);
        Assert.Equal(692, riley.Events, 0.1);
        Assert.Equal(23.07, riley.EventsPerParameter, 0.005);
        Assert.Equal(66, SurvivalSampleSize.LogRankEvents(2));
        Assert.Equal(66, SurvivalSampleSize.LogRankEvents(0.5));
        Assert.Equal(0.8, SurvivalSampleSize.LogRankPower(66, 2), 0.01);
        // Freedman: (1.95996 + 0.84162)^2 = 7.848880, times (1 + 2)^2 / (1 - 2)^2 = 70.64; with twice as many in the second group, of half
        // the hazard, 7.848880 / 2 x (1 + 2 / 2)^2 / (1 / 2)^2 = 62.79.
        Assert.Equal(71, SurvivalSampleSize.FreedmanEvents(2));
        Assert.Equal(71, SurvivalSampleSize.FreedmanEvents(0.5));
        Assert.Equal(63, SurvivalSampleSize.FreedmanEvents(0.5, share: 1.0 / 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalSampleSize.FreedmanEvents(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalSampleSize.LogRankEvents(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalSampleSize.Riley(30, 0.9, 0.065, 2.07, 2));
        // A rate per year with follow-up in months: 0.065 x 24.84 = 1.61 events a patient.
        var units = Assert.Throws<ArgumentOutOfRangeException>(() => SurvivalSampleSize.Riley(30, 0.051, 0.065, 24.84, 24));
        Assert.Contains("same unit", units.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesBadInput()
    {
        Assert.Throws<ArgumentException>(() => GroupDifferences.Means([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => GroupDifferences.PairedMeans([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupDifferences.HodgesLehmann([1, 2], [1], 1));
        Assert.Throws<InvalidSurvivalDataException>(() => GroupDifferences.Variances([1, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => DistributionTests.KolmogorovSmirnov([], [1]));
        Assert.Throws<ArgumentException>(() => DistributionTests.ShapiroWilk([1, 2]));
        Assert.Throws<InvalidSurvivalDataException>(() => DistributionTests.ShapiroWilk([1, 1, 1]));
        Assert.Throws<ArgumentException>(() => ContingencyTest.McNemar(new[,] { { 1, 2, 3 }, { 1, 2, 3 } }));
        Assert.Throws<InvalidSurvivalDataException>(() => ContingencyTest.McNemar(new[,] { { 1, 0 }, { 0, 3 } }));
        Assert.Throws<InvalidSurvivalDataException>(() => DeLong.Estimate([true, false, false], [1, 2, 3]));
        Assert.Throws<InvalidSurvivalDataException>(() => RaterAgreement.KendallW([1, 1, 1, 1], 2));
        Assert.Throws<ArgumentException>(() => RaterAgreement.Concordance([1, 2], [1, 2]));
    }

    private static double[] Limits(GroupDifference d) => [d.Lower, d.Upper, d.Test.PValue];
}

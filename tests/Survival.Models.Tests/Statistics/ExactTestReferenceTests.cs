using System.Text.Json;
using Survival.Models.Statistics;
using Survival.Models.Tests.References;

namespace Survival.Models.Tests.Statistics;

/// <summary>Exact tests at sizes where factorials leave the range of a double.</summary>
public sealed class ExactTestReferenceTests
{
    private static readonly JsonElement R = RReference.Load("exact-tests");

    [Fact]
    public void FisherOfManyPatients()
    {
        foreach (var c in R.GetProperty("fisher").EnumerateArray())
        {
            var table = c.GetProperty("table").Counts();
            var result = ContingencyTest.FisherExact(table, cancellationToken: TestContext.Current.CancellationToken);
            Assert.False(result.IsSimulated);
            RReference.Near(c.Number("p"), result.PValue, 2e-8, $"{table.GetLength(0)} x {table.GetLength(1)}, {table.Cast<int>().Sum()}");
        }
    }

    // The issue's: R's values at sizes that once gave 1 or NaN. The 2 x 5 table was also enumerated table by table in C (p to 14 digits).
    [Fact]
    public void FisherOfFiveColumnsEnumerated() =>
        RReference.Near(
            1.6591816332619e-05,
            ContingencyTest
                .FisherExact(
                    new[,]
                    {
                        { 275, 199, 175, 159, 182 },
                        { 295, 373, 296, 288, 269 },
                    }
                )
                .PValue,
            1e-10,
            "2 x 5"
        );

    // Tables of two rows stay exact where R runs out of workspace, such as 2 x 10 of 600; of 100,000 they are simulated.
    [Fact]
    public void TwoRowsStayExact()
    {
        int[,] table = { { 32, 51, 33, 38, 36, 35, 41, 36, 47, 46 }, { 21, 19, 26, 18, 27, 19, 26, 16, 17, 16 } };
        var exact = ContingencyTest.FisherExact(table);
        Assert.False(exact.IsSimulated);
        var simulated = FisherSimulation.Run(
            table,
            [395, 205],
            [53, 70, 59, 56, 63, 54, 67, 52, 64, 62],
            200_000,
            1,
            TestContext.Current.CancellationToken
        );
        Assert.InRange(simulated.PValue, exact.PValue - (4 * simulated.StandardError), exact.PValue + (4 * simulated.StandardError));
        var large = new int[2, 10];
        for (var j = 0; j < 10; j++)
            (large[0, j], large[1, j]) = (4000 + (29 * j), 6000 - (13 * j));
        var many = ContingencyTest.FisherExact(large, 20_000);
        Assert.InRange(many.PValue - ContingencyTest.ChiSquare(large).PValue, -4 * many.StandardError, 4 * many.StandardError);
    }

    [Fact]
    public void FisherOfTwoByTwo()
    {
        foreach (var c in R.GetProperty("two").EnumerateArray())
        {
            var result = ContingencyTest.Fisher2x2(c.GetProperty("table").Counts());
            RReference.Near(c.Number("p"), result.PValue, 1e-9, "p");
            RReference.Near(c.Number("less"), result.PLess, 1e-9, "less");
            RReference.Near(c.Number("greater"), result.PGreater, 1e-9, "greater");
        }
    }

    // Two and three rows by different ways: a third row that repeats nothing of the second must not change how tables are counted.
    [Fact]
    public void BothWaysToCountAgree()
    {
        var table = new[,]
        {
            { 8, 3, 6 },
            { 2, 9, 4 },
        };
        Assert.Equal(
            FisherNetwork.PValue(table, [17, 15], [10, 12, 10], TestContext.Current.CancellationToken),
            ContingencyTest.FisherExact(table).PValue,
            12
        );
    }

    [Fact]
    public void FisherTooLargeIsSimulatedAndSaysSo()
    {
        var table = new int[6, 8];
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j < 8; j++)
                table[i, j] = 20 + (((i * 7) + (j * 5)) % 11);
        }
        var (one, again) = (ContingencyTest.FisherExact(table, 20_000, 3), ContingencyTest.FisherExact(table, 20_000, 3));
        Assert.True(one.IsSimulated);
        Assert.Equal(one, again);
        Assert.Equal((20_000, 3UL), (one.Replicates, one.Seed));
        Assert.Equal(Math.Sqrt(one.PValue * (1 - one.PValue) / 20_000), one.StandardError, 12);
        Assert.Contains("simulated", one.ToString(), StringComparison.Ordinal);
        // The chi-square test is close at such counts.
        Assert.Equal(ContingencyTest.ChiSquare(table).PValue, one.PValue, 0.02);
    }

    // Random tables must have the distribution that is enumerated: a table small enough for both.
    [Fact]
    public void SimulatedAgreesWithExact()
    {
        var table = new[,] { { 12, 3, 6, 7 }, { 5, 14, 10, 11 }, { 9, 8, 2, 13 } };
        var simulated = FisherSimulation.Run(table, [28, 40, 32], [26, 25, 18, 31], 100_000, 5, TestContext.Current.CancellationToken);
        Assert.InRange(
            simulated.PValue,
            0.0165256500315352 - (4 * simulated.StandardError),
            0.0165256500315352 + (4 * simulated.StandardError)
        );
    }

    [Fact]
    public void MannWhitney()
    {
        foreach (var c in R.GetProperty("mw").EnumerateArray())
        {
            var (x, y) = (c.Numbers("x"), c.Numbers("y"));
            Assert.Equal(c.Number("w"), GroupTests.MannWhitney(x, y).Statistic);
            RReference.Near(c.Number("exact"), GroupTests.MannWhitney(x, y, exact: true).PValue, 1e-9, $"exact {x.Length} {y.Length}");
            RReference.Near(c.Number("normal"), GroupTests.MannWhitney(x, y, exact: false).PValue, 1e-9, $"normal {x.Length} {y.Length}");
        }
        foreach (var c in R.GetProperty("mwd").EnumerateArray())
            RReference.Near(
                c.Number("p"),
                MannWhitneyDistribution.Lower((long)c.Number("u"), (int)c.Number("n1"), (int)c.Number("n2")),
                1e-9,
                "distribution"
            );
    }

    // Counting and the inversion integral are two ways to the same number.
    [Fact]
    public void InversionAgreesWithCounting()
    {
        foreach (var (n1, n2) in ((int, int)[])[(3, 4), (12, 9), (20, 30), (2, 200), (60, 60)])
        {
            for (var u = n1 * n2 / 2; u > n1; u -= 1 + (n1 * n2 / 7))
            {
                var inverted = new LatticeTail([.. Enumerable.Range(1, n1).Select(i => (n2 + i, i))]).Lower(u);
                RReference.Near(MannWhitneyDistribution.Lower(u, n1, n2), inverted, 1e-10, $"{u} of {n1} x {n2}");
            }
        }
        var n = 40;
        for (var k = n * (n - 1) / 4; k > 20; k -= 60)
        {
            var inverted = 2 * new LatticeTail([.. Enumerable.Range(2, n - 1).Select(i => (i, 1))]).Lower(k);
            RReference.Near(KendallDistribution.TwoSided(k, n), Math.Min(1, inverted), 1e-10, $"{k} inversions");
        }
    }

    // At 50,000 to a group the exact p value must be near the normal one: |difference| is of the order of 1/n.
    [Fact]
    public void ManyThousandPatients()
    {
        var n = 50_000;
        var mean = (double)n * n / 2;
        var deviation = Math.Sqrt((double)n * n * ((2.0 * n) + 1) / 12);
        foreach (var z in (double[])[0.1, 1, 2, 4])
        {
            var exact = MannWhitneyDistribution.TwoSided(Math.Round(mean - (z * deviation)), n, n);
            Assert.Equal(1, exact / MathNet.Numerics.SpecialFunctions.Erfc(z / Math.Sqrt(2)), 3);
        }
        var m = 100_000;
        var pairs = m * (m - 1.0) / 2;
        var spread = Math.Sqrt(m * (m - 1.0) * ((2.0 * m) + 5) / 72);
        Assert.Equal(
            1,
            KendallDistribution.TwoSided((long)(pairs / 2 - (2 * spread)), m) / MathNet.Numerics.SpecialFunctions.Erfc(2 / Math.Sqrt(2)),
            3
        );
    }

    [Fact]
    public void RankCorrelations()
    {
        foreach (var c in R.GetProperty("rank").EnumerateArray())
        {
            var (x, y) = (c.Numbers("x"), c.Numbers("y"));
            RReference.Near(
                c.Number("spearman"),
                Correlation.Estimate(x, y, CorrelationMethod.Spearman, exact: true).Test.PValue,
                1e-9,
                $"Spearman {x.Length}"
            );
            if (c.TryGetProperty("kendall", out var kendall) && kendall.ValueKind == JsonValueKind.Number)
            {
                // R takes the upper tail from 1, which leaves it some 1e-15.
                var p = Correlation.Estimate(x, y, CorrelationMethod.Kendall, exact: true).Test.PValue;
                Assert.True(Math.Abs(p - kendall.GetDouble()) < 1e-14 + (1e-9 * p), $"Kendall {x.Length}: {p}");
            }
        }
    }

    [Fact]
    public void IdenticalReadersAgree()
    {
        double[] ratings = [0.1, 0.1, 0.7, 0.7, 0.3, 0.3, 0.9, 0.9];
        foreach (
            var options in (IccOptions[])
                [new(), new() { Form = IccForm.Consistency }, new() { Form = IccForm.OneWay }, new() { Average = true }]
        )
        {
            var icc = IntraclassCorrelation.Estimate(ratings, 2, options);
            Assert.Equal((1.0, 1.0, 1.0, 0.0), (icc.Value, icc.Lower, icc.Upper, icc.PValue));
        }
        var all = IntraclassCorrelation.EstimateAll([
            DesignMatrix.FromColumns(("f", [0.1, 0.7, 0.3])),
            DesignMatrix.FromColumns(("f", [0.1, 0.7, 0.3])),
        ]);
        Assert.Equal((1.0, 1.0), (all[0].Value, all[0].Lower));
        // A constant bias is no disagreement in order.
        var biased = IntraclassCorrelation.Estimate([1, 2, 2, 3, 4, 5], 2, new IccOptions { Form = IccForm.Consistency });
        Assert.Equal((1.0, 1.0, 1.0), (biased.Value, biased.Lower, biased.Upper));
        Assert.True(double.IsNaN(IntraclassCorrelation.Estimate([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 3).Value));
    }

    [Fact]
    public void FewPatientsSayWhatTheyAreWorth()
    {
        var two = IntraclassCorrelation.Estimate([1, 1.1, 3, 2.9], 2);
        Assert.Equal(2, two.Subjects);
        Assert.Contains("2 subjects only", two.Warning, StringComparison.Ordinal);
        Assert.Null(IntraclassCorrelation.Estimate([.. Enumerable.Range(0, 40).Select(i => i + (0.1 * (i % 3)))], 2).Warning);
    }
}

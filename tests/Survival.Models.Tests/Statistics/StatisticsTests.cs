using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Statistics;

namespace Survival.Models.Tests.Statistics;

public sealed class StatisticsTests
{
    // Fisher's tea: 3 of 4 right. P(3) + P(4) + the other end = (16 + 1 + 16 + 1)/70.
    [Fact]
    public void FishersTea()
    {
        var tea = ContingencyTest.Fisher2x2(new[,] { { 3, 1 }, { 1, 3 } });
        Assert.Equal(34.0 / 70, tea.PValue, 12);
        Assert.Equal(17.0 / 70, tea.PGreater, 12);
        Assert.Equal(69.0 / 70, tea.PLess, 12);
    }

    // 2 x 3, margins (2, 2) and (1, 1, 2): of C(4, 2) = 6 ways, the tables are (1,1,0) once, (1,0,1) twice, (0,1,1) twice, (0,0,2) once.
    [Fact]
    public void FisherOfLargerTablesByHand()
    {
        Assert.Equal(2.0 / 6, ContingencyTest.FisherExact(new[,] { { 1, 1, 0 }, { 0, 0, 2 } }).PValue, 12);
        Assert.Equal(1, ContingencyTest.FisherExact(new[,] { { 1, 0, 1 }, { 0, 1, 1 } }).PValue, 12);
    }

    // R 4.2.2: fisher.test(matrix(c(12,5,9,3,14,8,6,10,2,7,11,13),3))$p.value and of the 4 x 4 below.
    [Fact]
    public void FisherOfLargerTablesAgreesWithR()
    {
        Assert.Equal(
            0.0165256500315352,
            ContingencyTest
                .FisherExact(
                    new[,]
                    {
                        { 12, 3, 6, 7 },
                        { 5, 14, 10, 11 },
                        { 9, 8, 2, 13 },
                    }
                )
                .PValue,
            10
        );
        Assert.Equal(
            0.000621145009061612,
            ContingencyTest
                .FisherExact(
                    new[,]
                    {
                        { 20, 11, 5, 3 },
                        { 8, 17, 9, 6 },
                        { 4, 8, 12, 9 },
                        { 7, 6, 10, 13 },
                    }
                )
                .PValue,
            10
        );
    }

    [Fact]
    public void FisherDoesNotDependOnTheOrderOfRowsAndColumns() => Prop.ForAll(Gen.Choose(0, 4).ArrayOf(9).ToArbitrary(), c =>
    {
        c[0]++;
        c[4]++;
        c[8]++;
        var p = ContingencyTest.FisherExact(new[,] { { c[0], c[1], c[2] }, { c[3], c[4], c[5] }, { c[6], c[7], c[8] } }).PValue;
        var q = ContingencyTest.FisherExact(new[,] { { c[8], c[2], c[5] }, { c[6], c[0], c[3] }, { c[7], c[1], c[4] } }).PValue;
        return Math.Abs(p - q) < 1e-9 && p is >= 0 and <= 1;
    }).QuickCheckThrowOnFailure();

    // (|3 - 2| - 1/2)^2 / 2 four times is 1/2; without correction 2.
    [Fact]
    public void ChiSquareByHand()
    {
        Assert.Equal(0.5, ContingencyTest.ChiSquare(new[,] { { 3, 1 }, { 1, 3 } }).Statistic, 14);
        Assert.Equal(2, ContingencyTest.ChiSquare(new[,] { { 3, 1 }, { 1, 3 } }, yates: false).Statistic, 14);
        Assert.Equal(0, ContingencyTest.ChiSquare(new[,] { { 2, 2 }, { 2, 2 } }).Statistic);
    }

    // 1 2 against 3 4: W = 0, one of six orders at each end. 1 3 against 2 4: W = 1; P(W <= 1) = 2/6.
    [Fact]
    public void MannWhitneyByHand()
    {
        Assert.Equal(
            (0.0, 1.0 / 3),
            (GroupTests.MannWhitney([1, 2], [3, 4]).Statistic, Math.Round(GroupTests.MannWhitney([1, 2], [3, 4]).PValue, 15)),
            new Near()
        );
        Assert.Equal(2.0 / 3, GroupTests.MannWhitney([1, 3], [2, 4]).PValue, 14);
    }

    // Ranks 1 2 | 3 4: H = 12/20 (9/2 + 49/2) - 15 = 2.4. Means 1.5 and 3.5, pooled variance 1/2: t = -2/sqrt(1/2), F = t² = 8.
    [Fact]
    public void GroupTestsByHand()
    {
        Assert.Equal(2.4, GroupTests.KruskalWallis([[1, 2], [3, 4]]).Statistic, 13);
        var t = GroupTests.StudentT([1, 2], [3, 4], equalVariances: true);
        Assert.Equal(-Math.Sqrt(8), t.Statistic, 13);
        Assert.Equal(2, t.DegreesOfFreedom);
        var f = GroupTests.AnalysisOfVariance([[1, 2], [3, 4]]);
        Assert.Equal(8, f.Statistic, 13);
        Assert.Equal(t.PValue, f.PValue, 13);
        // With 2 degrees of freedom P(|T| > t) = 1 - t/sqrt(2 + t²).
        Assert.Equal(1 - (Math.Sqrt(8) / Math.Sqrt(10)), t.PValue, 13);
        Assert.Equal(2, GroupTests.StudentT([1, 2], [3, 4]).DegreesOfFreedom!.Value, 12);
    }

    // Three subjects, two raters, the second always 1 higher: rows 0.5 1.5 2.5. MSR = 2, MSC = 1.5, MSE = 0: ICC(A,1) = 2/(2 + 2/3 * 1.5) =
    // 2/3; MSW = 1/2: ICC(1) = 1.5/2.5.
    [Fact]
    public void IccByHand()
    {
        double[] ratings = [0, 1, 1, 2, 2, 3];
        Assert.Equal(2.0 / 3, IntraclassCorrelation.Estimate(ratings, 2).Value, 14);
        Assert.Equal(1, IntraclassCorrelation.Estimate(ratings, 2, new IccOptions { Form = IccForm.Consistency }).Value, 14);
        Assert.Equal(0.6, IntraclassCorrelation.Estimate(ratings, 2, new IccOptions { Form = IccForm.OneWay }).Value, 14);
        // The mean of two steps up by Spearman and Brown: 2 * 0.6 / 1.6.
        Assert.Equal(
            0.75,
            IntraclassCorrelation.Estimate(ratings, 2, new IccOptions { Form = IccForm.OneWay, Average = true }).Value,
            14
        );
    }

    [Fact]
    public void IccDoesNotChangeWithScaleAndOrder() => Prop.ForAll(Gen.Choose(-50, 50).ArrayOf(24).ToArbitrary(), v =>
    {
        double[] x = [.. v.Select((a, i) => a + (0.01 * i))];
        var a = IntraclassCorrelation.Estimate(x, 3);
        var scaled = IntraclassCorrelation.Estimate([.. x.Select(u => (3 * u) - 100)], 3);
        var turned = IntraclassCorrelation.Estimate([.. x.Reverse()], 3);
        return Math.Abs(a.Value - scaled.Value) < 1e-9 && Math.Abs(a.Value - turned.Value) < 1e-9;
    }).QuickCheckThrowOnFailure();

    // R 4.2.2: cor.test(c(0, 3, -1), c(1, 0, 2), method = "spearman", exact = FALSE) has rho = -1, S = 8 and p = 0; so has any line.
    [Theory]
    [InlineData(CorrelationMethod.Pearson, 2e-9)]
    [InlineData(CorrelationMethod.Pearson, 7e100)]
    [InlineData(CorrelationMethod.Spearman, 1.0)]
    public void APerfectCorrelationIsExactlySo(CorrelationMethod method, double scale)
    {
        double[] x = [0, 3, -1];
        var falling = Correlation.Estimate(x, [.. x.Select(v => -scale * v)], method);
        Assert.Equal(-1, falling.Coefficient);
        Assert.Equal(0, falling.Test.PValue);
    }

    // Of the 6 orders of three, S = 0 and 8 once each, 2 and 6 twice: P(S <= 0) twice is 1/3. Tau = 1 has the same chance.
    [Fact]
    public void ExactRankCorrelationsByHand()
    {
        Assert.Equal(1.0 / 3, Correlation.Estimate([1, 2, 3], [1, 2, 3], CorrelationMethod.Spearman, exact: true).Test.PValue, 14);
        Assert.Equal(1.0 / 3, Correlation.Estimate([1, 2, 3], [1, 2, 3], CorrelationMethod.Kendall, exact: true).Test.PValue, 14);
        // Tau-b of (1 1 2 3) and (1 2 2 3): 4 concordant, one tie each: 4/5.
        Assert.Equal(0.8, Correlation.Estimate([1, 1, 2, 3], [1, 2, 2, 3], CorrelationMethod.Kendall).Coefficient, 14);
    }

    [Fact]
    public void RedundantColumnsAreLeftOutInOrderOfPreference()
    {
        var columns = DesignMatrix.FromColumns(("a", [1, 2, 3, 4]), ("b", [2, 4, 6, 8.5]), ("c", [1, -1, 1, -1.5]), ("flat", [1, 1, 1, 1]));
        var matrix = CorrelationMatrix.Estimate(
            columns,
            CorrelationMethod.Pearson,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal([0, 2], matrix.WithoutRedundant(0.9));
        Assert.Equal([1, 2], matrix.WithoutRedundant(0.9, [1, 0, 2, 3]));
        Assert.Equal([0, 1, 2], matrix.WithoutRedundant(1));
        Assert.Throws<ArgumentException>(() => matrix.WithoutRedundant(2));
        Assert.Throws<ArgumentException>(() => matrix.WithoutRedundant(0.5, [0, 0, 1, 2]));
    }

    [Fact]
    public void BaselineTables()
    {
        var table = BaselineTable.Create(
            ["t", "t", "v", "v", "t"],
            [("age", [50, 60, 55, 70, 40]), ("one", [1, 1, 1, 1, 1])],
            [("sex", ["m", "f", "m", "f", "m"]), ("all", ["x", "x", "x", "x", "x"])]);
        Assert.Equal(["t", "v"], table.Groups);
        Assert.Equal([3, 2], table.GroupSizes);
        Assert.Equal(
            (50.0, 10.0, 50.0, 45.0, 55.0),
            (
                table.Numeric[0].Summaries[0].Mean,
                table.Numeric[0].Summaries[0].StandardDeviation,
                table.Numeric[0].Summaries[0].Median,
                table.Numeric[0].Summaries[0].LowerQuartile,
                table.Numeric[0].Summaries[0].UpperQuartile
            )
        );
        Assert.True(double.IsNaN(table.Numeric[1].Ranks.PValue) && double.IsNaN(table.Categorical[1].FisherPValue));
        Assert.Equal((1, 2), (table.Categorical[0].Counts[0, 0], table.Categorical[0].Counts[1, 0]));
        Assert.Equal(1, table.Categorical[0].FisherPValue, 12);
        Assert.Equal(0.8, table.Categorical[0].SmallestExpected, 14);
        var three = BaselineTable.Create(["a", "b", "c", "a", "b", "c"], [("x", [1, 2, 3, 4, 5, 6])], []);
        Assert.Equal(2, three.Numeric[0].Ranks.DegreesOfFreedom);
        Assert.Throws<ArgumentException>(() => BaselineTable.Create(["a", "a"], [], []));
        Assert.Throws<ArgumentException>(() => BaselineTable.Create(["a", "b"], [("x", [1])], []));
    }

    [Fact]
    public void RefusesBadInput()
    {
        Assert.Throws<ArgumentException>(() => ContingencyTest.ChiSquare(new[,] { { 1, 2 } }));
        Assert.Throws<ArgumentException>(() => ContingencyTest.FisherExact(new[,] { { 0, 0 }, { 1, 2 } }).PValue);
        Assert.Throws<ArgumentException>(() => ContingencyTest.ChiSquare(new[,] { { -1, 2 }, { 1, 2 } }));
        Assert.Throws<ArgumentException>(() => ContingencyTest.Fisher2x2(new[,] { { 1, 2, 1 }, { 1, 2, 1 } }));
        Assert.Throws<ArgumentException>(() => GroupTests.StudentT([1], [1, 2]));
        Assert.Throws<InvalidSurvivalDataException>(() => GroupTests.StudentT([1, 1], [2, 2]));
        Assert.Throws<ArgumentException>(() => GroupTests.MannWhitney([1, 1], [1, 2], exact: true));
        Assert.Throws<InvalidSurvivalDataException>(() => GroupTests.KruskalWallis([[1, 1], [1]]));
        Assert.Throws<ArgumentException>(() => GroupTests.KruskalWallis([[1, 2]]));
        Assert.Throws<ArgumentException>(() => Correlation.Estimate([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => Correlation.Estimate([1, 1, 2], [1, 2, 3], CorrelationMethod.Kendall, exact: true));
        Assert.Throws<InvalidSurvivalDataException>(() => Correlation.Estimate([1, 2, double.NaN], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => IntraclassCorrelation.Estimate([1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => IntraclassCorrelation.Estimate([1, 2, 3, 4], 2, new IccOptions { NullValue = 1 }));
        Assert.Throws<InvalidSurvivalDataException>(() => IntraclassCorrelation.Estimate([1, 2, 3, double.NaN], 2));
        Assert.Throws<ArgumentException>(() =>
            IntraclassCorrelation.EstimateAll([DesignMatrix.FromColumns(("a", [1, 2])), DesignMatrix.FromColumns(("b", [1, 2]))])
        );
        Assert.Throws<ArgumentException>(() => PValue.Adjust([0.5, 1.5], PAdjustment.Holm));
        // R: p.adjust(c(.01, NA, .04, .03)); three p values are adjusted for three.
        foreach (var (method, expected) in ((PAdjustment, double[])[])
            [
                (PAdjustment.Bonferroni, [0.03, double.NaN, 0.12, 0.09]),
                (PAdjustment.Holm, [0.03, double.NaN, 0.06, 0.06]),
                (PAdjustment.BenjaminiHochberg, [0.03, double.NaN, 0.04, 0.04]),
                (PAdjustment.Hommel, [0.03, double.NaN, 0.04, 0.04]),
            ])
            Assert.Equal(expected, PValue.Adjust([0.01, double.NaN, 0.04, 0.03], method).Select(v => Math.Round(v, 14)));
    }

    private sealed class Near : IEqualityComparer<(double A, double B)>
    {
        public bool Equals((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) < 1e-14 && Math.Abs(x.B - y.B) < 1e-14;

        public int GetHashCode((double A, double B) obj) => 0;
    }
}

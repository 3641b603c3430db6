using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;

namespace Survival.Models.Tests.RiskSets;

/// <summary>Faults that were mended, with the right values: R's (faults.R, which makes the same data), or by hand.</summary>
public sealed class FaultTests
{
    private const int N = 40;
    private static readonly double[] Time = [.. U(29).Select(u => Math.Round(1 + (20 * u), 1))];
    private static readonly bool[] Event = [.. U(71).Select(u => u < 0.7)];
    private static readonly double[] X = U(37);
    private static readonly int[] Group = [.. U(53).Select(u => u > 0.5 ? 1 : 0)];
    private static readonly int[] Thirds = [.. Enumerable.Range(1, N).Select(i => i % 3)];
    private static readonly double[] Weights = [.. Enumerable.Range(1, N).Select(i => 0.5 + (i % 4))];

    // The patient alone with a level dies first: l = b - log(e^b + n - 1), I = (n - 1) e^b / (e^b + n - 1)^2, and l + log(I)/2 is largest
    // where
    // e^b / (e^b + n - 1) = 3/4, b = log(3 (n - 1)).
    [Theory]
    [InlineData(60)]
    [InlineData(12)]
    [InlineData(1000)]
    public void FirthFindsTheOptimumOfALevelOfOne(int n)
    {
        var data = SurvivalData.Create([.. Enumerable.Range(1, n).Select(i => (double)i)], [.. Enumerable.Repeat(true, n)]);
        var x = DesignMatrix.FromColumns(("level", [.. Enumerable.Range(0, n).Select(i => i == 0 ? 1.0 : 0)]));
        var fit = FirthCox.Fit(data, x);
        Assert.Equal(Math.Log(3.0 * (n - 1)), fit.Table[0].Coefficient, 1e-9);
        Assert.True(fit.Table[0].Lower < fit.Table[0].HazardRatio && fit.Table[0].HazardRatio < fit.Table[0].Upper);
    }

    // The score of the penalised likelihood is 0 at the estimate, whatever the second column.
    [Fact]
    public void FirthFindsItBesideASecondColumn()
    {
        const int Rows = 60;
        var data = SurvivalData.Create([.. Enumerable.Range(1, Rows).Select(i => (double)i)], [.. Enumerable.Repeat(true, Rows)]);
        var x = DesignMatrix.FromColumns(
            ("level", [.. Enumerable.Range(0, Rows).Select(i => i == 0 ? 1.0 : 0)]),
            ("other", [.. Enumerable.Range(0, Rows).Select(i => i * 37 % 101 / 101.0)])
        );
        var fit = FirthCox.Fit(data, x);
        Assert.InRange(fit.Table[0].Coefficient, 4.5, 6);
        Assert.All(fit.Table, row => Assert.True(double.IsFinite(row.Coefficient) && row.Lower < row.HazardRatio));
    }

    [Theory]
    [InlineData(1e4, 5, 9.24166188792004e-05, 1.04550426912801e-04)]
    [InlineData(1e4, 20, -3.49181064594870e-05, 1.02377663814808e-04)]
    [InlineData(1e6, 5, 9.24213042968989e-07, 1.04540839376090e-06)]
    [InlineData(1e6, 20, -3.49079576353881e-07, 1.02368186957408e-06)]
    public void AHugeValueAmongSmallOnesHasAFiniteCoefficient(double huge, int row, double coefficient, double error)
    {
        double[] x = [.. X];
        x[row - 1] = huge;
        var model = CoxModel.Fit(SurvivalData.Create(Time, Event), DesignMatrix.FromColumns(("x", x)));
        Assert.Equal(1, model.Coefficients[0] / coefficient, 1e-8);
        Assert.Equal(1, model.StandardErrors[0] / error, 1e-8);
    }

    // A censored row with a huge value leaves the risk sets when its coefficient is negative: the others then decide.
    [Theory]
    [InlineData(1, -0.3282067)]
    [InlineData(17, -0.6070603)]
    [InlineData(24, -0.1006223)]
    [InlineData(34, -0.3571665)]
    public void AHugeValueOfACensoredRowLeavesTheOthersTheirCoefficient(int row, double coefficient)
    {
        double[] x = [.. X];
        x[row - 1] = 1e4;
        var model = CoxModel.Fit(SurvivalData.Create(Time, Event), DesignMatrix.FromColumns(("x", x)));
        Assert.Equal(coefficient, model.Coefficients[0], 1e-7);
    }

    [Fact]
    public void AMonotoneLikelihoodIsRefusedStill()
    {
        double[] x = [.. Event.Select(e => e ? 1.0 : 0)];
        var time = Event.Select((e, i) => e ? 1.0 + i : 100.0 + i).ToArray();
        Assert.Throws<ConvergenceException>(() => CoxModel.Fit(SurvivalData.Create(time, Event), DesignMatrix.FromColumns(("x", x))));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.02)]
    [InlineData(0.01)]
    public void SamplingWeightsGetARobustLogRankTestWhateverTheirScale(double weight)
    {
        var data = SurvivalData.Create(Time, Event, weight: [.. Enumerable.Repeat(weight, N)]);
        var test = LogRank.Test(data, Group).Test;
        Assert.Equal(0.509946076337, test.Statistic, 1e-11);
        Assert.Equal(0.475162200155, test.PValue, 1e-11);
    }

    [Fact]
    public void TheRobustTestIsThatOfCox()
    {
        Assert.Equal(0.465343291037, LogRank.Test(SurvivalData.Create(Time, Event), Group).ChiSquare, 1e-11);
        Assert.Equal(0.836111159773, LogRank.Test(SurvivalData.Create(Time, Event, weight: Weights), Thirds).ChiSquare, 1e-11);
        Assert.Equal(
            0.761984669635,
            LogRank.Test(SurvivalData.Create(Time, Event, weight: Weights, stratum: Group), Thirds).ChiSquare,
            1e-11
        );
        var (u41, u17) = (U(41), U(17));
        double[] entry = [.. Time.Select((t, i) => u17[i] > 0.5 ? Math.Max(0, t - 3 - (5 * u41[i])) : 0)];
        Assert.Equal(1.216033415570, LogRank.Test(SurvivalData.Create(Time, Event, entry, Weights), Thirds).ChiSquare, 1e-11);
        var clusters = SurvivalData.Create(Time, Event, cluster: [.. Enumerable.Range(1, N).Select(i => i / 3)]);
        Assert.Equal(0.145396869005, LogRank.Test(clusters, Thirds).ChiSquare, 1e-11);
        Assert.Throws<InvalidSurvivalDataException>(() =>
            LogRank.Test(SurvivalData.Create(Time, Event, weight: Weights), Group, robust: false)
        );
    }

    [Fact]
    public void GroupsInStrataOfTheirOwnAreRefused()
    {
        int[] group = [.. Enumerable.Range(0, N).Select(i => i < 13 ? 0 : i < 26 ? 1 : 2)];
        int[] stratum = [.. group.Select(g => g == 2 ? 1 : 0)];
        var refusal = Assert.Throws<InvalidSurvivalDataException>(() =>
            LogRank.Test(SurvivalData.Create(Time, Event, stratum: stratum), group)
        );
        Assert.Contains("Group 2", refusal.Message, StringComparison.Ordinal);
        // 0 and 1 in one stratum, 2 and 3 in another: no common test.
        int[] four = [.. Enumerable.Range(0, N).Select(i => i / 10)];
        Assert.Throws<InvalidSurvivalDataException>(() =>
            LogRank.Test(SurvivalData.Create(Time, Event, stratum: [.. four.Select(g => g / 2)]), four)
        );
    }

    [Fact]
    public void APairThatCannotBeComparedDoesNotTakeTheOthersAlong()
    {
        int[] group = [.. Enumerable.Range(1, N).Select(i => i % 4)];
        double[] time = [.. Time.Select((t, i) => group[i] == 3 ? 0.5 : t)];
        bool[] events = [.. Event.Select((e, i) => group[i] != 3 && e)];
        var pairs = LogRank.Pairwise(SurvivalData.Create(time, events), group);
        Assert.Equal(6, pairs.Count);
        double[] known = [.. pairs.Where(p => p.Result is not null).Select(p => p.Result!.ChiSquare)];
        Assert.Equal(3, known.Length);
        Assert.Equal(0.113285576648, known[0], 1e-11);
        Assert.Equal(1.022488674888, known[1], 1e-11);
        Assert.Equal(0.270019363164, known[2], 1e-11);
        // Benjamini and Hochberg over the three: 0.3119 x 3 / 1, min(0.6033 x 3 / 2, 0.7364), 0.7364.
        Assert.Equal(
            [0.736434117202, 0.736434117202, 0.736434117202],
            pairs.Where(p => p.Result is not null).Select(p => Math.Round(p.AdjustedPValue, 12))
        );
        Assert.All(pairs.Where(p => p.Result is null), p => Assert.NotNull(p.Problem));
    }

    [Fact]
    public void TheRestrictedMeanGoesOnWhereNobodyIsLeft() =>
        Assert.Equal(2.5, KaplanMeier.Fit(SurvivalData.Create([1, 2, 3, 4], [true, true, true, true])).RestrictedMean(10).Mean, 1e-15);

    [Fact]
    public void LimitsOfAConcordanceStayInside()
    {
        var data = SurvivalData.Create([1, 2, 3, 4, 5, 6], [true, true, true, true, true, true]);
        var c = Concordance.Estimate(data, [6, 5, 4, 3, 1, 2]);
        Assert.InRange(c.Upper, c.Index, 1);
        var low = Concordance.Estimate(data, [1, 2, 3, 4, 6, 5]);
        Assert.InRange(low.Lower, 0, low.Index);
        var auc = TimeDependentRoc.Ipcw(data, [6, 5, 3, 4, 1, 2], [3.5]).At[0];
        Assert.InRange(auc.Upper, auc.Auc, 1);
    }

    [Fact]
    public void ACurveOfWeightsOfZeroIsRefused() =>
        Assert.Throws<InvalidSurvivalDataException>(() => KaplanMeier.Fit(SurvivalData.Create(Time, Event, weight: new double[N])));

    [Theory]
    [InlineData(TimeTransform.KaplanMeier, 0.109944026606, 0.540686703331, 0.673459534854)]
    [InlineData(TimeTransform.Rank, 0.105136405722, 0.538627275996, 0.667283453961)]
    public void RowsOfWeightZeroDoNotCountInTheTestOfProportionalHazards(TimeTransform transform, double first, double second, double all)
    {
        double[] weight = [.. Enumerable.Range(1, N).Select(i => i % 5 != 0 ? 1.0 : 0)];
        var x = DesignMatrix.FromColumns(("x", X), ("g", [.. Group.Select(g => (double)g)]));
        var test = CoxModel.Fit(SurvivalData.Create(Time, Event, weight: weight), x).ProportionalHazards(transform);
        Assert.Equal(first, test.Terms[0].Test.Statistic, 1e-8);
        Assert.Equal(second, test.Terms[1].Test.Statistic, 1e-8);
        Assert.Equal(all, test.Global.Statistic, 1e-8);
    }

    private static double[] U(int k) => [.. Enumerable.Range(1, N).Select(i => i * k % 101 / 101.0)];
}

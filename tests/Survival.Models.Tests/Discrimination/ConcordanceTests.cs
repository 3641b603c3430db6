using FsCheck;
using FsCheck.Fluent;
using Survival.Models.Discrimination;
using Survival.Models.RiskSets;

namespace Survival.Models.Tests.Discrimination;

public sealed class ConcordanceTests
{
    // Times 1 2 3+ 4 5, markers 5 3 4 3 1. Event 1 (5): above 3 4 3 1 -> 4 concordant. Event 2 (3): 4 discordant, 3 tied, 1 concordant.
    // Event 4 (3): 1 concordant. So 6 concordant, 1 discordant, 1 tied of 8; C = 6.5/8.
    [Fact]
    public void CountsPairsByHand()
    {
        var data = SurvivalData.Create([1, 2, 3, 4, 5], [true, true, false, true, true]);
        var result = Concordance.Estimate(data, [5, 3, 4, 3, 1]);
        Assert.Equal(new ConcordancePairs(6, 1, 1, 0, 0), result.Pairs);
        Assert.Equal(13.0 / 16, result.Index);
        // Jackknife by hand: d = 5/8; row i adds (c - d - 5/8 of its pairs) / 16:
        // rows (c, d, x): (4,0,0) (2,1,1) (1,1,0) (2,0,1) (3,0,0) -> 24/16 = 1.5, -1.5, -1.25, 0.125, 1.125, each over 16.
        double[] influence = [1.5, -1.5, -1.25, 0.125, 1.125];
        Assert.Equal(influence.Select(v => v / 16), result.Influence.ToArray());
        Assert.Equal(Math.Sqrt(influence.Sum(v => v * v)) / 16, result.StandardError, 15);
    }

    // R 4.2.2, survival 3.5-3: v <- apply(idx, 1, function(i) concordance(Surv(t[i], e[i]) ~ m[i], reverse = TRUE)$concordance);
    // quantile(v, c(.05, .95)); sd(v), with
    // idx <- t(sapply(1:40, function(b) (floor(997 * abs(sin(b * 12.9898 + (0:11) * 78.233))) %% 12) + 1)).
    [Fact]
    public void BootstrapIntervalsAreQuantilesOverTheResamples()
    {
        var data = SurvivalData.Create(
            [2, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 18], [true, false, true, true, false, true, true, false, true, true, false, true]);
        double[] marker = [3, 1, 4, 1.5, 5, 9, 2, 6, 5.5, 3.5, 8, 7];
        int[][] resamples =
        [
            .. Enumerable
                .Range(1, 40)
                .Select(b =>
                    Enumerable
                        .Range(0, 12)
                        .Select(i => (int)Math.Floor(997 * Math.Abs(Math.Sin((b * 12.9898) + (i * 78.233)))) % 12)
                        .ToArray()
                ),
        ];
        var interval = Concordance.BootstrapInterval(
            data,
            marker,
            resamples,
            new ConcordanceOptions { ConfidenceLevel = 0.9 },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(0.119801026957638, interval.Lower, 1e-14);
        Assert.Equal(0.4670175438596491, interval.Upper, 1e-14);
        Assert.Equal(0.1576895678503254, interval.StandardError, 1e-14);
        Assert.Equal(40, interval.Resamples);
        Assert.Throws<ArgumentException>(() => Concordance.BootstrapInterval(data, marker, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concordance.BootstrapInterval(data, marker, [[12]]));
    }

    // Events at 1 and 2, a censoring at 1. Markers 3 (event 1), 2 (censored at 1), 1 (event at 2).
    [Fact]
    public void ACensoringAtAnEventsTimeIsComparedOnlyWhereItIsTakenToBeLater()
    {
        var data = SurvivalData.Create([1, 1, 2], [true, false, true]);
        double[] marker = [3, 2, 1];
        Assert.Equal(new ConcordancePairs(2, 0, 0, 0, 0), Concordance.CountPairs(data, marker));
        Assert.Equal(
            new ConcordancePairs(1, 0, 0, 0, 0),
            Concordance.CountPairs(data, marker, new ConcordanceOptions { CensoredOutlivesTiedEvent = false })
        );
    }

    // Times 1, 2+, 3, 4: G before 3 is 1 - 1/3 = 2/3, so the pair of the event at 3 has weight 9/4.
    [Fact]
    public void UnoWeighsByTheInverseSquareOfStayingUncensored()
    {
        var data = SurvivalData.Create([1, 2, 3, 4], [true, false, true, true]);
        var pairs = Concordance.CountPairs(data, [1, 2, 4, 3], ConcordanceOptions.Uno());
        Assert.Equal(9.0 / 4, pairs.Concordant, 14);
        Assert.Equal(3.0, pairs.Discordant, 14);
        Assert.Equal(0, Concordance.CountPairs(data, [1, 2, 4, 3], ConcordanceOptions.Uno(2)).Concordant);
    }

    // Row 2 enters at 2, after the event at 1, so only the event at 3 meets it.
    [Fact]
    public void LateEntriesAreComparedOnlyWhileAtRisk()
    {
        var data = SurvivalData.Create([1, 3, 5], [true, true, false], entry: [0, 0, 2]);
        Assert.Equal(new ConcordancePairs(2, 0, 0, 0, 0), Concordance.CountPairs(data, [3, 2, 1]));
        Assert.Equal(
            new ConcordancePairs(1, 0, 0, 0, 0),
            Concordance.CountPairs(SurvivalData.Create([1, 3], [true, true], entry: [0, 0]), [3, 2])
        );
    }

    [Fact]
    public void StrataAreNotCompared()
    {
        var data = SurvivalData.Create([1, 2, 3, 4], [true, true, true, true], stratum: [0, 1, 0, 1]);
        Assert.Equal(new ConcordancePairs(1, 1, 0, 0, 0), Concordance.CountPairs(data, [4, 1, 3, 2]));
    }

    [Fact]
    public void AgreesWithCountingEveryPair() => Prop.ForAll(Cohorts(), c =>
    {
        var (data, x) = Of(c);
        double con = 0, dis = 0, tie = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < x.Length; j++)
            {
                if (!data.Event[i] || !(data.Time[i] < data.Time[j] || (data.Time[i] == data.Time[j] && !data.Event[j])))
                    continue;
                _ = x[i] > x[j] ? con++ : x[i] < x[j] ? dis++ : tie++;
            }
        }
        var pairs = Concordance.CountPairs(data, x);
        return pairs.Concordant == con && pairs.Discordant == dis && pairs.TiedMarker == tie;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void SignSwapMirrorsAndMonotoneTransformsChangeNothing() => Prop.ForAll(Cohorts(), c =>
    {
        var (data, x) = Of(c);
        var a = Concordance.CountPairs(data, x);
        var mirrored = Concordance.CountPairs(data, [.. x.Select(v => -v)]);
        var moved = Concordance.CountPairs(data, [.. x.Select(v => (v * v * v) + (2 * v) - 5)]);
        return mirrored == new ConcordancePairs(a.Discordant, a.Concordant, a.TiedMarker, a.TiedTime, a.TiedBoth) && moved == a;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void RowOrderDoesNotMatter() =>
        Prop.ForAll(
                Cohorts(),
                c =>
                {
                    var (data, x) = Of(c);
                    (int, bool, int, int)[] back = [.. c.Reverse()];
                    var (other, y) = Of(back);
                    var (a, b) = (Concordance.CountPairs(data, x), Concordance.CountPairs(other, y));
                    return a == b
                        && (
                            !(a.Comparable > 0)
                            || Math.Abs(Concordance.Estimate(data, x).StandardError - Concordance.Estimate(other, y).StandardError) < 1e-12
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void IntegerWeightsAreRepeatedRows() =>
        Prop.ForAll(
                Cohorts(),
                c =>
                {
                    var (time, events, x, w) = (
                        c.Select(r => (double)r.Time).ToArray(),
                        c.Select(r => r.Event).ToArray(),
                        c.Select(r => (double)r.Marker).ToArray(),
                        c.Select(r => (double)r.Weight).ToArray()
                    );
                    int[] rows = [.. c.SelectMany((r, i) => Enumerable.Repeat(i, r.Weight))];
                    var weighted = Concordance.CountPairs(SurvivalData.Create(time, events, weight: w), x);
                    var repeated = Concordance.CountPairs(
                        SurvivalData.Create([.. rows.Select(i => time[i])], [.. rows.Select(i => events[i])]),
                        [.. rows.Select(i => x[i])]
                    );
                    return weighted.Concordant == repeated.Concordant
                        && weighted.Discordant == repeated.Discordant
                        && weighted.TiedMarker == repeated.TiedMarker;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void TheInfluenceIsTheDerivativeByTheWeight() =>
        Prop.ForAll(
                Cohorts(),
                c =>
                {
                    var (data, x) = Of(c);
                    if (!(Concordance.CountPairs(data, x).Comparable > 0))
                        return true;
                    const double h = 1e-6;
                    var influence = Concordance.Estimate(data, x).Influence;
                    for (var i = 0; i < x.Length; i++)
                    {
                        double At(double w) =>
                            Concordance
                                .CountPairs(
                                    SurvivalData.Create(data.Time, data.Event, weight: [.. x.Select((_, j) => j == i ? w : 1.0)]),
                                    x
                                )
                                .Index;
                        if (Math.Abs(((At(1 + h) - At(1 - h)) / (2 * h)) - influence.Span[i]) > 1e-7)
                            return false;
                    }
                    return true;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void ProductsOfTwoMarkersAgreeWithEveryPair() => Prop.ForAll(Cohorts(), c =>
    {
        var (data, x) = Of(c);
        double[] y = [.. c.Select(r => (double)r.Weight)];
        var sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < x.Length; j++)
            {
                if (data.Event[i] && (data.Time[i] < data.Time[j] || (data.Time[i] == data.Time[j] && !data.Event[j])))
                    sum += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
            }
        }
        return PairProducts.Sum(SortedFollowUp.Of(data), x, y) == sum;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void ComparingAMarkerWithItselfFindsNoDifference()
    {
        var data = SurvivalData.Create([1, 2, 3, 4, 5], [true, true, false, true, true]);
        double[] x = [5, 3, 4, 3, 1];
        var same = Concordance.Compare(data, [("a", x), ("b", x)]);
        Assert.Equal(0, same.Difference(0, 1).Estimate);
        Assert.Throws<InvalidOperationException>(() => same.AllEqual());
        var two = Concordance.Compare(data, [("a", x), ("b", [1, 2, 3, 5, 4])]);
        Assert.Equal(Math.Pow(two.Difference(0, 1).Test.Statistic, 2), two.AllEqual().Statistic, 10);
        Assert.Equal(two.Difference(0, 1).PValue, two.AllEqual().PValue, 10);
    }

    // Kang's variance is unbiased, and so may be negative: by its definition, summed over all quadruples in R, C differs by 3/14 with a
    // variance of -0.0603 in the first cohort. In the second every pair holds the one event, so no quadruple of distinct rows tells
    // anything, and the terms of the variance cancel to 0. R's compareC takes the root as it is.
    [Theory]
    [InlineData(new[] { true, true, true, true, false, true }, new[] { 5.0, 6, 2, 3, 4, 1 }, new[] { 4.0, 2, 3, 6, 5, 1 }, 3 / 14.0)]
    [InlineData(new[] { false, true, false, false, false, false }, new[] { 5.0, 3, 1, 4, 2, 6 }, new[] { 1.0, 6, 2, 5, 4, 3 }, -0.5)]
    public void AnUnbiasedVarianceThatIsNotPositiveTestsNothing(bool[] died, double[] first, double[] second, double difference)
    {
        var kang = Concordance.CompareKang(SurvivalData.Create([1, 2, 3, 4, 5, 6], died), first, second);
        Assert.Equal(difference, kang.Estimate, 1e-14);
        Assert.True(double.IsNaN(kang.StandardError) && double.IsNaN(kang.Lower) && double.IsNaN(kang.PValue));
    }

    // Noether's variance by its definition, in R: C is 0.1 with a variance of -0.008, and 0.3 with one of 0.008.
    [Fact]
    public void ANoetherVarianceBelow0TestsNothing()
    {
        var data = SurvivalData.Create([1, 2, 3, 4, 5], [true, true, true, true, false]);
        var compared = Concordance.CompareNoether(data, [1, 3, 2, 4, 5], [3, 2, 1, 4, 5]);
        Assert.Equal(-0.2, compared.Estimate, 1e-14);
        Assert.True(double.IsNaN(compared.StandardError) && double.IsNaN(compared.PValue));
        Assert.Equal(0.008, Math.Pow(Concordance.Noether(data, [3, 2, 1, 4, 5]).StandardError, 2), 1e-14);
        Assert.Equal(1, Concordance.CompareNoether(data, [3, 2, 1, 4, 5], [3, 2, 1, 4, 5]).PValue);
    }

    [Fact]
    public void LimitsOfADifferenceAreItsErrorTimesTheQuantile()
    {
        var data = SurvivalData.Create(
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
            [true, true, false, true, true, false, true, true, true, true, false, true, true, false, true, true]);
        double[] first = [12, 16, 7, 5, 14, 4, 10, 15, 8, 6, 11, 3, 13, 9, 1, 2];
        double[] second = [5, 8, 13, 16, 1, 6, 12, 4, 15, 2, 3, 10, 14, 7, 9, 11];
        // qnorm(0.95) and, with 15 degrees of freedom, qt(0.95, 15).
        Holds(Concordance.CompareKang(data, first, second, 0.9), 1.6448536269514722);
        Holds(Concordance.CompareNoether(data, first, second, 0.9), 1.753050355692572);
        Holds(
            Concordance.Compare(data, [("a", first), ("b", second)], new ConcordanceOptions { ConfidenceLevel = 0.9 }).Difference(0, 1),
            1.6448536269514722);

        static void Holds(TestedEstimate d, double quantile)
        {
            Assert.True(d.StandardError > 0);
            Assert.Equal(d.Estimate - (quantile * d.StandardError), d.Lower, 12);
            Assert.Equal(d.Estimate + (quantile * d.StandardError), d.Upper, 12);
        }
    }

    [Fact]
    public void RefusesWhatCannotBeCompared()
    {
        var data = SurvivalData.Create([1, 2, 3], [true, true, false]);
        Assert.Equal(1, Assert.Throws<InvalidSurvivalDataException>(() => Concordance.Estimate(data, [1, double.NaN, 2])).Row);
        Assert.Throws<ArgumentException>(() => Concordance.Estimate(data, [1, 2]));
        Assert.Throws<InvalidSurvivalDataException>(() => Concordance.Estimate(SurvivalData.Create([1, 2], [false, false]), [1, 2]));
        Assert.Contains(
            "Events lie between 1 and 2",
            Assert.Throws<InvalidSurvivalDataException>(() => Concordance.Estimate(data, [1, 2, 3], ConcordanceOptions.Uno(0.5))).Message
        );
        Assert.Throws<ArgumentException>(() => Concordance.Estimate(data, [1, 2, 3], new ConcordanceOptions { ConfidenceLevel = 1 }));
        Assert.Throws<ArgumentException>(() => Concordance.Estimate(data, [1, 2, 3], ConcordanceOptions.Uno(-1)));
        var late = SurvivalData.Create([1, 2, 3], [true, true, false], entry: [0, 1, 0]);
        Assert.Throws<ArgumentException>(() => Concordance.Estimate(late, [1, 2, 3], ConcordanceOptions.Uno()));
        Assert.Throws<ArgumentException>(() => Concordance.Noether(late, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => Concordance.CompareKang(data, [1, 2, 3], [1, 2, 3]));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            Concordance.Estimate(SurvivalData.Create([1, 2], [false, true]), [1, 2], new ConcordanceOptions { EarliestTime = 1.5 })
        );
    }

    private static Arbitrary<(int Time, bool Event, int Marker, int Weight)[]> Cohorts()
    {
        var row =
            from t in Gen.Choose(1, 8)
            from e in Gen.Elements(true, true, false)
            from x in Gen.Choose(-3, 3)
            from w in Gen.Choose(1, 3)
            select (t, e, x, w);
        return Gen.Choose(2, 25).SelectMany(n => row.ArrayOf(n)).ToArbitrary();
    }

    private static (SurvivalData Data, double[] Marker) Of((int Time, bool Event, int Marker, int Weight)[] rows) =>
        (
            SurvivalData.Create([.. rows.Select(r => (double)r.Time)], [.. rows.Select(r => r.Event)]),
            [.. rows.Select(r => (double)r.Marker)]
        );
}

using Survival.Models.DecisionCurves;

namespace Survival.Models.Tests.DecisionCurves;

public sealed class DecisionCurveTests
{
    // 1 event, 2 censored, 3 event, 4 event, 5 censored.
    private static readonly SurvivalData Data = SurvivalData.Create([1, 2, 3, 4, 5], [true, false, true, true, false]);
    private static readonly (string, double[])[] Models = [("m", [0.9, 0.2, 0.6, 0.1, 0.4])];

    // Risk by 3.5 is 7/15. At 0.3 rows 0, 2 and 4 are treated: their risk is 1 - 2/3 * 1/2 = 2/3 and their share 3/5,
    // so 2/5 are true and 1/5 false positives; net benefit 2/5 - 1/5 * 3/7 = 11/35. All: 7/15 - 8/15 * 3/7 = 5/21.
    [Fact]
    public void NetBenefitByHand()
    {
        var curve = DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Thresholds = [0.3] });
        Assert.Equal(7.0 / 15, curve.EventRate, 14);
        var (all, none, m) = (curve["all"].Points[0], curve["none"].Points[0], curve["m"].Points[0]);
        Assert.Equal(5.0 / 21, all.NetBenefit, 14);
        Assert.Equal(0, all.InterventionsAvoided);
        Assert.Equal(-5.0 / 9, none.InterventionsAvoided, 14);
        Assert.Equal(11.0 / 35, m.NetBenefit, 14);
        Assert.Equal((0.6, 0.4, 0.2), (m.PositiveShare, Math.Round(m.TruePositiveRate, 14), Math.Round(m.FalsePositiveRate, 14)));
        Assert.Equal(((11.0 / 35) - (5.0 / 21)) * 7 / 3, m.InterventionsAvoided, 14);
        var harmed = DecisionCurve.Survival(
            Data,
            3.5,
            Models,
            new DecisionCurveOptions
            {
                Thresholds = [0.3],
                Harm = new Dictionary<string, double> { ["m"] = 0.01 },
            }
        );
        Assert.Equal((11.0 / 35) - 0.01, harmed["m"].Points[0].NetBenefit, 14);
    }

    // At 0.5 rows 0 and 2 are treated; both have had the event by 3, before 3.5.
    [Fact]
    public void FollowUpThatEndsEarlyIsUnknownUnlessExtended()
    {
        var plain = DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Thresholds = [0.5] });
        Assert.True(double.IsNaN(plain["m"].Points[0].NetBenefit));
        Assert.StartsWith("'m' has no net benefit at 1 of 1 thresholds, from 0.5 to 0.5", Assert.Single(plain.Warnings));
        var extended = DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Thresholds = [0.5], ExtendKaplanMeier = true });
        Assert.Equal(0.4, extended["m"].Points[0].NetBenefit, 14);
        Assert.Empty(extended.Warnings);
        var nobody = DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Thresholds = [0.95] });
        Assert.Equal(0, nobody["m"].Points[0].NetBenefit);
    }

    // Two cases, two controls; at 0.5 one case and one control positive: 1/4 - 1/4 = 0. With prevalence 0.2: 0.5 * 0.2 - 0.5 * 0.8 = -0.3.
    [Fact]
    public void BinaryOutcomesByHand()
    {
        (string, double[])[] models = [("m", [0.7, 0.1, 0.8, 0.2])];
        Assert.Equal(
            0,
            DecisionCurve
                .Binary([true, true, false, false], models, new DecisionCurveOptions { Thresholds = [0.5] })["m"]
                .Points[0]
                .NetBenefit,
            14
        );
        Assert.Equal(
            -0.3,
            DecisionCurve
                .Binary([true, true, false, false], models, new DecisionCurveOptions { Thresholds = [0.5], Prevalence = 0.2 })["m"]
                .Points[0]
                .NetBenefit,
            14
        );
    }

    [Fact]
    public void BootstrapDoesNotDependOnThreads()
    {
        int[][] resamples = [.. Enumerable.Range(0, 20).Select(b => Enumerable.Range(0, 5).Select(i => (i * (b + 1)) % 5).ToArray())];
        var one = DecisionCurve.BootstrapIntervals(
            Data,
            3.5,
            Models,
            resamples,
            maxDegreeOfParallelism: 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var many = DecisionCurve.BootstrapIntervals(
            Data,
            3.5,
            Models,
            resamples,
            maxDegreeOfParallelism: 4,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(one["m"], many["m"]);
        // Where every resample is the data itself, so is the interval.
        int[][] same =
        [
            [0, 1, 2, 3, 4],
            [0, 1, 2, 3, 4],
        ];
        var interval = DecisionCurve.BootstrapIntervals(
            Data,
            3.5,
            Models,
            same,
            new DecisionCurveOptions { Thresholds = [0.3] },
            cancellationToken: TestContext.Current.CancellationToken
        )["m"][0];
        Assert.Equal(
            (11.0 / 35, 11.0 / 35, 2),
            (Math.Round(interval.Lower, 15), Math.Round(interval.Upper, 15), interval.Resamples),
            new Close()
        );
    }

    [Fact]
    public void RefusesThresholdsRisksAndTimesOutOfRange()
    {
        foreach (var t in new[] { 0, 1, -0.1, 1.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Thresholds = [t] })
            );
        Assert.Contains(
            "longest follow-up (5)",
            Assert.Throws<ArgumentOutOfRangeException>(() => DecisionCurve.Survival(Data, 6, Models)).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionCurve.Survival(Data, 3.5, [("m", [0.1, 0.2, 0.3, 0.4, -1.0])]));
        Assert.Throws<ArgumentException>(() => DecisionCurve.Survival(Data, 3.5, [("m", [0.1])]));
        Assert.Throws<ArgumentException>(() => DecisionCurve.Survival(Data, 3.5, [("all", [0.1, 0.2, 0.3, 0.4, 0.5])]));
        Assert.Throws<ArgumentException>(() => DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Prevalence = 0.2 }));
        Assert.Throws<ArgumentException>(() =>
            DecisionCurve.Survival(Data, 3.5, Models, new DecisionCurveOptions { Harm = new Dictionary<string, double> { ["x"] = 0.1 } })
        );
        Assert.Throws<InvalidSurvivalDataException>(() => DecisionCurve.Binary([true, true], [("m", [0.1, 0.2])]));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            DecisionCurve.Binary([true, false], [("m", [0.1, 0.2])], new DecisionCurveOptions { Prevalence = 1 })
        );
        Assert.Throws<ArgumentException>(() => DecisionCurve.Survival(Data, 3.5, Models)["other"]);
        Assert.Throws<ArgumentException>(() =>
            DecisionCurve.BootstrapIntervals(Data, 3.5, Models, [], cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            DecisionCurve.BootstrapIntervals(
                Data,
                3.5,
                Models,
                [
                    [0, 1, 5],
                ],
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
    }

    private sealed class Close : IEqualityComparer<(double A, double B, int N)>
    {
        public bool Equals((double A, double B, int N) x, (double A, double B, int N) y) =>
            Math.Abs(x.A - y.A) < 1e-14 && Math.Abs(x.B - y.B) < 1e-14 && x.N == y.N;

        public int GetHashCode((double A, double B, int N) obj) => obj.N;
    }
}

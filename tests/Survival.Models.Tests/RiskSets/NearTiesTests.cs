using Survival.Models.Calibration;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;

namespace Survival.Models.Tests.RiskSets;

/// <summary>
/// Times that differ by rounding only are one time in every statistic (R's <c>aeqSurv</c>), and a time that is asked for is matched by the
/// same rule: what
/// comes of 0.1 + 0.2 is what comes of 0.3, whose values the reference cases hold against R.
/// </summary>
public sealed class NearTiesTests
{
    private const int N = 60;

    // Many ties: thirds of months, each reached by a sum that rounds otherwise.
    private static readonly double[] Clean = [.. Enumerable.Range(0, N).Select(i => (1 + (i * 7 % 11)) * 0.3)];
    private static readonly double[] Noisy =
    [
        .. Enumerable.Range(0, N).Select(i => Enumerable.Repeat(i % 3 == 0 ? 0.3 : 0.1, (i % 3 == 0 ? 1 : 3) * (1 + (i * 7 % 11))).Sum()),
    ];
    private static readonly bool[] Event = [.. Enumerable.Range(0, N).Select(i => i * 5 % 7 < 4)];
    private static readonly double[] Marker = [.. Enumerable.Range(0, N).Select(i => (i * 37 % 101 / 101.0) - (0.1 * (i * 7 % 11)))];
    private static readonly double[] Other = [.. Enumerable.Range(0, N).Select(i => i * 53 % 97 / 97.0)];
    private static readonly DesignMatrix X = DesignMatrix.FromColumns(("marker", Marker), ("other", Other));

    private static SurvivalData Exact => SurvivalData.Create(Clean, Event);

    private static SurvivalData Near => SurvivalData.Create(Noisy, Event);

    private static double[] Risk => [.. Marker.Select(m => 1 / (1 + Math.Exp(-m)))];

    public static TheoryData<string> All => [.. Statistics.Keys];

    // Asked for at 1.5, which is no sum of tenths.
    private static readonly Dictionary<string, Func<SurvivalData, double[]>> Statistics = new()
    {
        ["Cox"] = d => CoxModel.Fit(d, X).Coefficients.ToArray(),
        ["Cox, Breslow"] = d => CoxModel.Fit(d, X, new CoxOptions { Ties = TieMethod.Breslow }).Coefficients.ToArray(),
        ["Cox, exact"] = d => CoxModel.Fit(d, X, new CoxOptions { Ties = TieMethod.Exact }).Coefficients.ToArray(),
        ["Cox survival"] = d => [.. CoxModel.Fit(d, X).PredictSurvival(X, 1.5), CoxModel.Fit(d, X).Survival([0.1, 0.2]).At(1.5).Estimate],
        ["cox.zph"] = d => [.. CoxModel.Fit(d, X).ProportionalHazards().Terms.Select(t => t.Test.Statistic)],
        ["residuals"] = d => CoxModel.Fit(d, X).MartingaleResiduals(),
        ["Firth"] = d => [.. FirthCox.Fit(d, X).Table.Select(c => c.Coefficient)],
        ["LASSO"] = d => CoxNet.Fit(d, X, new CoxNetOptions { LambdaCount = 5 }).At(4).ToDense(),
        ["LASSO, Efron"] = d => CoxNet.Fit(d, X, new CoxNetOptions { LambdaCount = 5, EfronTies = true }).At(4).ToDense(),
        ["LASSO baseline"] = d => CoxNet.Fit(d, X, new CoxNetOptions { LambdaCount = 5 }).At(4).Baseline(d, X).CumulativeHazard.ToArray(),
        ["Kaplan-Meier"] = d =>
            [.. KaplanMeier.Fit(d).Survival, KaplanMeier.Fit(d).At(1.5).Estimate, KaplanMeier.Fit(d).RestrictedMean(1.5).Mean],
        ["log-rank"] = d => [LogRank.Test(d, [.. Marker.Select(m => m > 0 ? 1 : 0)]).ChiSquare],
        ["cut-point"] = d => [MaximallySelectedRank.Search(d, Marker).Statistic, .. MaximallySelectedRank.LogRankScores(d)],
        ["C"] = d => [Concordance.Estimate(d, Marker).Index, Concordance.Estimate(d, Marker).StandardError],
        ["C to a time"] = d => [Concordance.Estimate(d, Marker, ConcordanceOptions.Uno(1.5)).Index],
        ["C, Kang"] = d => [Concordance.CompareKang(d, Marker, Other).Estimate, Concordance.CompareKang(d, Marker, Other).StandardError],
        ["C, Noether"] = d => [Concordance.Noether(d, Marker).Estimate, Concordance.Noether(d, Marker).StandardError],
        ["AUC"] = d => [TimeDependentRoc.Ipcw(d, Marker, [1.5]).At[0].Auc, TimeDependentRoc.Ipcw(d, Marker, [1.5]).At[0].StandardError],
        ["AUC, riskRegression"] = d => [TimeDependentRoc.Ipcw(d, Marker, [1.5], IpcwConvention.RiskRegression).At[0].Auc],
        ["ROC by Kaplan-Meier"] = d => [TimeDependentRoc.KaplanMeier(d, Marker, 1.5).Auc],
        ["ROC by neighbours"] = d => [TimeDependentRoc.NearestNeighbour(d, Marker, 1.5).Auc],
        ["Brier"] = d => [BrierScore.Ipcw(d, [Risk], [1.5]).At[0].Brier, BrierScore.Null(d, [1.5]).At[0].Brier],
        ["decision curve"] = d => [.. DecisionCurve.Survival(d, 1.5, [("m", Risk)])["m"].Points.Take(60).Select(p => p.NetBenefit)],
        ["calibration"] = d =>
            [
                .. SurvivalCalibration
                    .ByGroups(d, [.. Risk.Select(r => 1 - r)], 1.5, CalibrationCuts.OfCount(3))
                    .Groups.Select(g => g.Observed),
            ],
        ["smooth calibration"] = d => [SurvivalCalibration.Smooth(d, [.. Risk.Select(r => 1 - r)], 1.5).Ici],
    };

    [Fact]
    public void TheTimesDifferByRounding() => Assert.NotEqual(Clean, Noisy);

    // R 4.2.2: survfit(Surv(1:4 * 1e-9, c(1, 0, 1, 1)) ~ 1) has one time and a survival of 0.25; of 1:4 * 1e-6 it has four.
    [Fact]
    public void TimesThatAreNothingButSmallAreNotJoined()
    {
        bool[] died = [true, false, true, true];
        var refusal = Assert.Throws<InvalidSurvivalDataException>(() => SurvivalData.Create([1e-9, 2e-9, 3e-9, 4e-9], died));
        Assert.Contains("smaller unit", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("time", refusal.Column);
        double[] survival = [0.75, 0.75, 0.375, 0];
        Assert.Equal(survival, KaplanMeier.Fit(SurvivalData.Create([1e-6, 2e-6, 3e-6, 4e-6], died)).Survival);
        Assert.Equal(survival, KaplanMeier.Fit(SurvivalData.Create([1e-9, 2e-9, 3e-9, 4e-9], died, timeFix: false)).Survival);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void RoundingChangesNoStatistic(string name)
    {
        var (expected, actual) = (Statistics[name](Exact), Statistics[name](Near));
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-9);
    }

    // 4 at risk; the event at 0.1 + 0.2 is one of two at 0.3: 1/2; turned off, each stands alone, and 0.3 sees one.
    [Fact]
    public void AnEventAtOneTenthAndTwoCountsAtThree()
    {
        double[] time = [0.3, 0.1 + 0.2, 2, 3];
        bool[] events = [true, true, false, true];
        Assert.Equal(0.5, KaplanMeier.Fit(SurvivalData.Create(time, events)).At(0.3).Estimate);
        Assert.Equal(0.5, KaplanMeier.Fit(SurvivalData.Create([0.1 + 0.2, 0.1 + 0.2, 2, 3], events)).At(0.3).Estimate);
        Assert.Equal(0.75, KaplanMeier.Fit(SurvivalData.Create(time, events, timeFix: false)).At(0.3).Estimate);
        Assert.Equal(4, KaplanMeier.Fit(SurvivalData.Create(time, events, timeFix: false)).Time.Count);
    }

    // R: the gaps of 1e-8 are below 1.5e-8 each, so that the three are one time though the ends are 2e-8 apart; of a mean of 1e6 a gap of
    // 0.01 is rounding.
    [Fact]
    public void RunsOfNeighboursAreJoinedToTheFirst()
    {
        Assert.Equal([1, 1, 1, 2], SurvivalData.Create([1 + 2e-8, 1, 1 + 1e-8, 2], [true, true, true, true]).Time.ToArray());
        Assert.Equal([1e6, 1e6], SurvivalData.Create([1e6, 1e6 + 0.01], [true, true]).Time.ToArray());
        Assert.Equal([1e6, 1e6 + 0.02], SurvivalData.Create([1e6, 1e6 + 0.02], [true, true]).Time.ToArray());
    }
}

using Survival.Models.Discrimination;

namespace Survival.Models.Tests.Discrimination;

/// <summary>Made data with events, censorings and markers tied, at times that are events' times; values of R's riskRegression
/// 2022.11.28.</summary>
public sealed class ScorePeerTests
{
    private static readonly int[] I = [.. Enumerable.Range(0, 60)];
    private static readonly SurvivalData Data = SurvivalData.Create([.. I.Select(i => (i * 7 % 23) + 1.0)], [.. I.Select(i => i % 3 != 0)]);
    private static readonly double[] Marker = [.. I.Select(i => (i * 11 % 17) + (0.001 * i))];
    private static readonly double[] Times = [5, 11, 18];

    [Theory]
    [InlineData(0, 0.6195869861476457, 0.10755127245042463, 0.4087903656533586)]
    [InlineData(1, 0.4811058807506251, 0.08771371700484196, 0.3091901544709964)]
    [InlineData(2, 0.4163422389516462, 0.09179633640430966, 0.2364247256864762)]
    public void AucAgreesWithScore(int k, double auc, double se, double lower)
    {
        var at = TimeDependentRoc.Ipcw(Data, Marker, Times, IpcwConvention.RiskRegression).At[k];
        Assert.Equal(auc, at.Auc, 12);
        Assert.Equal(se, at.StandardError, 12);
        Assert.Equal(lower, at.Lower, 12);
    }

    [Theory]
    [InlineData(0, 0.1421502963904359, 0.03270101610308315, 0.2584386286354411, 0.03111023117615148)]
    [InlineData(1, 0.2341370882724756, 0.01629594650468527, 0.3056842272068858, 0.03586942021990840)]
    [InlineData(2, 0.2335320671493451, 0.02001593879880761, 0.3496435980697709, 0.03926330824369930)]
    public void BrierAgreesWithScore(int k, double none, double noneError, double brier, double error)
    {
        double[] risk = [.. Marker.Select(x => (x + 1) / 20)];
        var (a, b) = (BrierScore.Null(Data, Times).At[k], BrierScore.Ipcw(Data, [risk, risk, risk], Times).At[k]);
        Assert.Equal(none, a.Brier, 12);
        Assert.Equal(noneError, a.StandardError, 12);
        Assert.Equal(brier, b.Brier, 12);
        Assert.Equal(error, b.StandardError, 12);
    }
}

using Survival.Models.Calibration;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;

namespace Survival.Models.Tests.Discrimination;

/// <summary>Risks are asked for; a survival given instead is told.</summary>
public sealed class BrierDirectionTests
{
    private static readonly SurvivalData Data = SurvivalData.Create(
        [1, 2, 3, 4, 5, 6, 7, 8], [true, true, true, false, true, true, false, false]);

    private static readonly double[] Early = [0.8, 0.7, 0.6, 0.2, 0.2, 0.2, 0.1, 0.1];
    private static readonly double[] Late = [0.9, 0.9, 0.8, 0.6, 0.7, 0.6, 0.2, 0.1];

    // The early ones have the higher risks but for two pairs, so that a curve of the risk has finite coefficients.
    private static readonly SurvivalData Spread = SurvivalData.Create(
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [true, true, true, false, true, true, false, false, true, true]);

    private static readonly double[] SpreadRisk = [0.8, 0.5, 0.7, 0.2, 0.3, 0.25, 0.1, 0.15, 0.4, 0.05];

    [Fact]
    public void ASurvivalForOneTimeIsWarnedOf()
    {
        Assert.Null(BrierScore.Ipcw(Data, [Early], [3.5]).Warning);
        var wrong = BrierScore.Ipcw(Data, [Array.ConvertAll(Early, r => 1 - r)], [3.5]);
        Assert.Contains("1 - S", wrong.Warning, StringComparison.Ordinal);
        Assert.Contains("warning: ", wrong.ToString(), StringComparison.Ordinal);
        Assert.Null(BrierScore.Null(Data, [3.5]).Warning);
        // A poor model is only poor: neither it nor its reverse is better than the same risk for all.
        Assert.Null(BrierScore.Ipcw(Data, [[0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1]], [3.5]).Warning);
    }

    [Fact]
    public void CalibrationAndDecisionCurvesWarnAlike()
    {
        double[] survival = [.. Early.Select(r => 1 - r)];
        var halves = CalibrationCuts.OfCount(2);
        Assert.Null(SurvivalCalibration.ByGroups(Data, survival, 3.5, halves).Warning);
        Assert.Contains("1 - F", SurvivalCalibration.ByGroups(Data, Early, 3.5, halves).Warning, StringComparison.Ordinal);
        Assert.Null(SurvivalCalibration.InTheLarge(Data, survival, 3.5).Warning);
        var large = SurvivalCalibration.InTheLarge(Data, Early, 3.5);
        Assert.Contains("1 - F", large.Warning, StringComparison.Ordinal);
        Assert.Contains("\nwarning: ", large.ToString(), StringComparison.Ordinal);
        Assert.Null(SurvivalCalibration.Smooth(Spread, [.. SpreadRisk.Select(r => 1 - r)], 3.5).Warning);
        var smooth = SurvivalCalibration.Smooth(Spread, SpreadRisk, 3.5);
        Assert.Contains("1 - F", smooth.Warning, StringComparison.Ordinal);
        Assert.Contains("\nwarning: ", smooth.ToString(), StringComparison.Ordinal);
        var options = new DecisionCurveOptions { ExtendKaplanMeier = true };
        var curve = DecisionCurve.Survival(Data, 3.5, [("right", Early), ("wrong", survival)], options);
        Assert.Contains("'wrong'", Assert.Single(curve.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void ASurvivalThatFallsIsRefused()
    {
        Assert.Null(BrierScore.Ipcw(Data, [Early, Late], [3.5, 6.5]).Warning);
        // In whatever order the times stand.
        Assert.Null(BrierScore.Ipcw(Data, [Late, Early], [6.5, 3.5]).Warning);
        Assert.Contains("from time 3.5 to 6.5", Assert.Throws<ArgumentException>(() => BrierScore.Ipcw(
            Data, [Array.ConvertAll(Early, r => 1 - r), Array.ConvertAll(Late, r => 1 - r)], [3.5, 6.5])).Message,
            StringComparison.Ordinal);
    }
}

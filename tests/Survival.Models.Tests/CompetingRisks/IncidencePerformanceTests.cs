using Survival.Models.Calibration;
using Survival.Models.CompetingRisks;
using Survival.Models.DecisionCurves;

namespace Survival.Models.Tests.CompetingRisks;

/// <summary>Calibration and decision curves under competing events, by hand: four patients, none censored.</summary>
public sealed class IncidencePerformanceTests
{
    private static readonly CompetingRisksData Data = CompetingRisksData.Create([1, 2, 3, 4], [1, 2, 1, 2]);

    private static readonly double[] Risk = [0.9, 0.8, 0.3, 0.2];

    [Fact]
    public void NetBenefitCountsTheIncidenceOfThoseTreated()
    {
        var curve = DecisionCurve.Incidence(
            Data, 1, 3.5, [("model", Risk)], new DecisionCurveOptions { Thresholds = [0.25, 0.5, 0.95] });
        // By 3.5 two of four have had the event.
        Assert.Equal(0.5, curve.EventRate, 1e-15);
        // Of three quarters who are treated at 0.25 two thirds have it: 3/4 (2/3 - 1/3 x 1/3). Of the half at 0.5 one half: nothing.
        Assert.Equal(5.0 / 12, curve["model"].Points[0].NetBenefit, 1e-14);
        Assert.Equal(0, curve["model"].Points[1].NetBenefit, 1e-14);
        Assert.Equal(0, curve["model"].Points[2].NetBenefit);
        // All: 1/2 - 1/2 x 1/3.
        Assert.Equal(1.0 / 3, curve["all"].Points[0].NetBenefit, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => DecisionCurve.Incidence(Data, 1, 0, [("model", Risk)]));
        Assert.Throws<InvalidSurvivalDataException>(() => DecisionCurve.Incidence(Data, 3, 2, [("model", Risk)]));
        Assert.Throws<ArgumentException>(() => DecisionCurve.Incidence(
            CompetingRisksData.Create([1, 2], [1, 2], weight: [1, 2]), 1, 1.5, [("model", [0.1, 0.2])]));
    }

    [Fact]
    public void ObservedRiskIsTheIncidenceOfAllAndOfEachGroup()
    {
        var whole = CompetingRisksAccuracy.InTheLarge(Data, 1, Risk, 3.5);
        Assert.Equal(0.5, whole.ObservedRisk, 1e-15);
        Assert.Equal(0.55, whole.MeanPredictedRisk, 1e-15);
        Assert.Equal(10.0 / 11, whole.ObservedOverExpected, 1e-14);
        var groups = CompetingRisksAccuracy.ByGroups(Data, 1, Risk, 3.5, CalibrationCuts.OfCount(2));
        Assert.Equal([2, 2], groups.Groups.Select(g => g.Count));
        Assert.Equal(0.25, groups.Groups[0].MeanPredicted, 1e-15);
        Assert.Equal(0.85, groups.Groups[1].MeanPredicted, 1e-15);
        // One of each two.
        Assert.All(groups.Groups, g => Assert.Equal(0.5, g.Observed, 1e-15));
        Assert.Throws<ArgumentException>(() => CompetingRisksAccuracy.ByGroups(Data, 1, [2, 0, 0, 0], 3.5, CalibrationCuts.OfCount(2)));
    }
}

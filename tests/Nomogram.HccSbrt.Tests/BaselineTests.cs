namespace Nomogram.HccSbrt.Tests;

public class BaselineTests
{
    private static readonly HccSbrtNomogram Nomogram = new();

    [Fact]
    public void A_supplied_baseline_gives_back_its_survival()
    {
        var baseline = BaselineSurvival.Supplied("test", [6, 12, 18], [0.8, 0.6, 0.5]);
        var prediction = Nomogram.Predict(Patients.Reference(), baseline);
        Assert.Equal(0.6, prediction.SurvivalAt(12).Estimate, 1e-14);
        Assert.Equal(Math.Sqrt(0.8), prediction.SurvivalAt(3).Estimate, 1e-14);
        Assert.Equal(18, prediction.MedianMonths()!.Value, 1e-9);
        Assert.Equal(0.5, prediction.SurvivalAt(18).Estimate, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.SurvivalAt(18.1));
    }

    [Fact]
    public void Survival_is_raised_to_the_relative_hazard_and_its_interval_is_ordered()
    {
        var baseline = BaselineSurvival.Supplied("test", [12], [0.6]);
        var survival = Nomogram.Predict(Patients.Reference() with { ChildPugh = ChildPughClass.B }, baseline).SurvivalAt(12);
        Assert.Equal(Math.Pow(0.6, 1.70), survival.Estimate, 1e-12);
        Assert.True(survival.Lower < survival.Estimate && survival.Estimate < survival.Upper);
    }

    [Fact]
    public void Recalibration_by_hand()
    {
        // Times 1 (death), 2 (death, censored), 3 (death); hazards 2, 1, 1, 1 -> 1/5, 1/3, 1/1.
        var baseline = BaselineSurvival.Recalibrate("by hand", [3, 1, 2, 2], [true, true, true, false], [0, Math.Log(2), 0, 0]);
        Assert.Equal(0, baseline.CumulativeHazard(0.5));
        Assert.Equal(1 / 5.0, baseline.CumulativeHazard(1), 1e-15);
        Assert.Equal(1 / 5.0 + 1 / 3.0, baseline.CumulativeHazard(2.9), 1e-15);
        Assert.Equal(1 / 5.0 + 1 / 3.0 + 1, baseline.CumulativeHazard(3), 1e-15);
        Assert.Equal(BaselineKind.Recalibrated, baseline.Kind);
    }

    [Fact]
    public void Reconstruction_reproduces_the_median_of_a_cohort_of_one_kind_exactly()
    {
        var baseline = BaselineSurvival.Reconstruct(new BaselineReconstruction
        {
            MedianMonths = 10,
            LargeTumourShare = 1,
            ChildPughBShare = 0,
            HighDoseShare = 0,
            ManyTumoursShare = 0,
            RadScoreStandardDeviation = 1e-9,
        });
        var prediction = Nomogram.Predict(Patients.Reference() with { TumourSize = TumourSize.FromCentimetres(6) }, baseline);
        Assert.Equal(0.5, prediction.SurvivalAt(10).Estimate, 1e-9);
        Assert.Equal(0.25, prediction.SurvivalAt(20).Estimate, 1e-9);
        Assert.Contains(prediction.Assumptions, a => a.Contains("assumed", StringComparison.Ordinal));
    }

    [Fact]
    public void Bad_baselines_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BaselineSurvival.Supplied("x", [6, 12], [0.6, 0.8]));
        Assert.Throws<ArgumentException>(() => BaselineSurvival.Supplied("x", [12, 6], [0.8, 0.6]));
        Assert.Throws<ArgumentException>(() => BaselineSurvival.Supplied("x", [], []));
        Assert.Throws<ArgumentException>(() => BaselineSurvival.Recalibrate("x", [1], [false], [0]));
        Assert.Throws<ArgumentException>(() => BaselineSurvival.Recalibrate("x", [-1], [true], [0]));
        Assert.Throws<ArgumentException>(() => BaselineSurvival.Recalibrate("x", [1], [true], [double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BaselineSurvival.Reconstruct(new BaselineReconstruction { HighDoseShare = 1.5 }));
    }
}

using Survival.Models;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt.Tests;

public class BaselineTests
{
    private static readonly HccSbrtNomogram Nomogram = new();

    [Fact]
    public void A_supplied_baseline_gives_back_its_survival()
    {
        var baseline = BaselineHazard.Supplied("test", [6, 12, 18], [0.8, 0.6, 0.5]);
        var prediction = Nomogram.Predict(Patients.Reference(), baseline);
        Assert.Equal(0.6, prediction.SurvivalAt(12).Estimate, 1e-14);
        Assert.Equal(Math.Sqrt(0.8), prediction.SurvivalAt(3).Estimate, 1e-14);
        Assert.Equal(18, prediction.Median.Estimate, 1e-9);
        Assert.Equal(0.5, prediction.SurvivalAt(18).Estimate, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => prediction.SurvivalAt(18.1));
    }

    [Fact]
    public void Survival_is_raised_to_the_relative_hazard_and_its_interval_is_ordered()
    {
        var baseline = BaselineHazard.Supplied("test", [12], [0.6]);
        var survival = Nomogram.Predict(Patients.Reference() with { ChildPugh = ChildPugh.B }, baseline).SurvivalAt(12);
        Assert.Equal(Math.Pow(0.6, 1.70), survival.Estimate, 1e-12);
        Assert.True(survival.Lower < survival.Estimate && survival.Estimate < survival.Upper);
    }

    [Fact]
    public void Recalibration_by_hand()
    {
        // Times 1 (death), 2 (death, censored), 3 (death); hazards 2, 1, 1, 1 -> 1/5, 1/3, 1/1.
        var baseline = BaselineHazard.Recalibrate(
            "by hand",
            SurvivalData.Create([3, 1, 2, 2], [true, true, true, false]),
            [0, Math.Log(2), 0, 0]
        );
        Assert.Equal(0, baseline.HazardAt(0.5));
        Assert.Equal(1 / 5.0, baseline.HazardAt(1), 1e-15);
        Assert.Equal(1 / 5.0 + 1 / 3.0, baseline.HazardAt(2.9), 1e-15);
        Assert.Equal(1 / 5.0 + 1 / 3.0 + 1, baseline.HazardAt(3), 1e-15);
        Assert.Equal(BaselineKind.Recalibrated, baseline.Kind);
    }

    [Fact]
    public void Reconstruction_reproduces_the_median_of_a_cohort_of_one_kind_exactly()
    {
        var baseline = new BaselineReconstruction
        {
            MedianMonths = 10,
            LargeTumourShare = 1,
            ChildPughBShare = 0,
            HighDoseShare = 0,
            ManyTumoursShare = 0,
            RadScoreStandardDeviation = 1e-9,
        }.ToBaseline();
        var prediction = Nomogram.Predict(Patients.Reference() with { TumourSize = TumourSize.FromCentimetres(6) }, baseline);
        Assert.Equal(0.5, prediction.SurvivalAt(10).Estimate, 1e-9);
        Assert.Equal(0.25, prediction.SurvivalAt(20).Estimate, 1e-9);
        Assert.Contains(prediction.Assumptions, a => a.Contains("assumed", StringComparison.Ordinal));
    }

    // H = t / 50: the median at a relative hazard r is at H = log 2 / r.
    [Fact]
    public void Medians_and_their_limits_by_hand()
    {
        var linear = Nomogram.Predict(
            Patients.Reference() with
            {
                ChildPugh = ChildPugh.B,
            },
            BaselineHazard.Supplied("x", [50], [Math.Exp(-1)])
        );
        Assert.Equal(50 * Math.Log(2) / 1.70, linear.Median.Estimate, 1e-12);
        var (_, lower, upper) = linear.Median;
        Assert.Equal(50 * Math.Log(2) / linear.RelativeHazard.Upper, lower, 1e-12);
        Assert.Equal(50 * Math.Log(2) / linear.RelativeHazard.Lower, upper, 1e-12);

        // Steps of 1/5 at 1, 1/3 at 2, 1 at 3: log 2 is first reached at 3.
        var steps = BaselineHazard.Recalibrate(
            "by hand",
            SurvivalData.Create([3, 1, 2, 2], [true, true, true, false]),
            [0, Math.Log(2), 0, 0]
        );
        Assert.Equal(3, Nomogram.Predict(Patients.Reference(), steps).Median.Estimate);
        Assert.True(double.IsNaN(Nomogram.Predict(Patients.Reference(), BaselineHazard.Supplied("x", [12], [0.6])).Median.Estimate));
        Assert.Equal(0, steps.TimeAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.TimeAt(-1));
    }

    // A cohort drawn as the reconstruction assumes has the median that it was given: midpoints of 2000 slices of the normal, all 16
    // classes.
    [Theory]
    [InlineData(10, 1)]
    [InlineData(9, 1.4)]
    public void A_reconstruction_gives_its_cohort_the_published_median(double median, double shape)
    {
        var options = new BaselineReconstruction { MedianMonths = median, WeibullShape = shape };
        var baseline = options.ToBaseline();
        const int slices = 2000;
        var mean = 0.0;
        for (var pattern = 0; pattern < 16; pattern++)
        {
            var share =
                Share(0, options.LargeTumourShare)
                * Share(1, options.ChildPughBShare)
                * Share(2, options.HighDoseShare)
                * Share(3, options.ManyTumoursShare);
            for (var k = 0; k < slices; k++)
            {
                var z = -8 + 16 * (k + 0.5) / slices;
                var weight = 16.0 / slices * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
                var patient = new HccSbrtPatient(
                    options.RadScoreStandardDeviation * z, TumourSize.FromCentimetres(Has(0) ? 6 : 4),
                    Has(1) ? ChildPugh.B : ChildPugh.A, Bed.FromGray(Has(2) ? 80 : 60))
                { TumourCount = Has(3) ? 4 : 1 };
                mean += share * weight * Nomogram.Predict(patient, baseline).SurvivalAt(median).Estimate;
            }

            bool Has(int bit) => (pattern >> bit & 1) == 1;
            double Share(int bit, double of) => Has(bit) ? of : 1 - of;
        }
        Assert.Equal(0.5, mean, 1e-9);
    }

    [Fact]
    public void Bad_baselines_are_refused()
    {
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Supplied("x", [6, 12], [0.6, 0.8]));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Supplied("x", [12, 6], [0.8, 0.6]));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Supplied("x", [], []));
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Recalibrate("x", SurvivalData.Create([1.0], [false]), [0]));
        Assert.Throws<InvalidSurvivalDataException>(() =>
            BaselineHazard.Recalibrate("x", SurvivalData.Create([1.0], [true]), [double.NaN])
        );
        Assert.Throws<InvalidSurvivalDataException>(() => BaselineHazard.Recalibrate("x", SurvivalData.Create([1.0], [true]), [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BaselineReconstruction { HighDoseShare = 1.5 }.ToBaseline());
    }
}

namespace Nomogram.HccSbrt.Tests;

public class PredictionTests
{
    private static readonly HccSbrtNomogram Nomogram = new();

    [Fact]
    public void The_reference_patient_has_a_linear_predictor_of_0() =>
        Assert.Equal(0, Nomogram.Predict(Patients.Reference()).LinearPredictor);

    [Fact]
    public void The_linear_predictor_is_the_sum_of_log_hazard_ratios()
    {
        var patient = new HccSbrtPatient(RadScore.FromValue(0.2), TumourSize.FromCentimetres(8), ChildPughClass.B, Bed.FromGray(80));
        var expected = 0.2 * Math.Log(10.88) + Math.Log(1.63) + Math.Log(1.70) + Math.Log(0.46);
        Assert.Equal(expected, Nomogram.Predict(patient).LinearPredictor, 1e-14);
        Assert.Equal(expected + Math.Log(1.53), Nomogram.Predict(patient with { TumourCount = 4 }).LinearPredictor, 1e-14);
        Assert.Equal(expected, Nomogram.Predict(patient with { TumourCount = 3 }).LinearPredictor, 1e-14);
    }

    [Fact]
    public void Points_are_a_line_through_the_linear_predictor_and_the_widest_predictor_spans_100()
    {
        var low = Nomogram.Predict(Patients.Reference(-0.6));
        var high = Nomogram.Predict(Patients.Reference(0.6));
        Assert.Equal(100, high.TotalPoints - low.TotalPoints, 1e-10);
        foreach (var prediction in (HccSbrtPrediction[])[low, high])
        {
            Assert.Equal(prediction.LinearPredictor, Nomogram.LinearPredictorAtZeroPoints + prediction.TotalPoints / Nomogram.PointsPerUnit, 1e-12);
            Assert.Equal(prediction.TotalPoints, prediction.Predictors.Sum(p => p.Points), 1e-12);
            Assert.All(prediction.Predictors, p => Assert.True(p.Points >= 0));
        }
    }

    [Fact]
    public void The_interval_of_one_term_is_the_printed_one()
    {
        var patient = Patients.Reference() with { ChildPugh = ChildPughClass.B };
        var relative = Nomogram.Predict(patient).RelativeHazard;
        Assert.Equal(1.70, relative.Estimate, 1e-12);
        // The printed limits are not quite symmetric on the log scale (1.09 x 2.64 = 2.878, 1.70^2 = 2.890).
        Assert.Equal(1.09, relative.Lower, 0.01);
        Assert.Equal(2.64, relative.Upper, 0.01);
    }

    [Fact]
    public void Absolute_survival_without_a_baseline_is_refused_with_the_way_out()
    {
        var prediction = Nomogram.Predict(Patients.Reference());
        Assert.Contains("Recalibrate", Assert.Throws<BaselineRequiredException>(() => prediction.SurvivalAt(12)).Message, StringComparison.Ordinal);
        Assert.Throws<BaselineRequiredException>(() => prediction.MedianMonths());
    }

    [Fact]
    public void Values_outside_the_study_warn()
    {
        var patient = new HccSbrtPatient(RadScore.FromValue(0.9), TumourSize.FromCentimetres(25), ChildPughClass.A, Bed.FromGray(120));
        Assert.Equal(3, Nomogram.Predict(patient).Warnings.Count);
    }

    [Theory]
    [InlineData(40, 5, 0)]
    [InlineData(48, 10, 1)] // fractions
    [InlineData(24, 5, 2)] // dose, and with it the BED of 35.52
    public void A_course_unlike_the_studys_warns(double dose, int fractions, int warnings) =>
        Assert.Equal(warnings, Nomogram.Predict(Patients.Reference() with { Bed = Bed.FromFractionation(dose, fractions) }).Warnings.Count);

    [Fact]
    public void Assumptions_say_what_the_prediction_rests_on()
    {
        var given = Nomogram.Predict(Patients.Reference(), BaselineSurvival.Supplied("our clinic", [12], [0.6])).Assumptions;
        Assert.Contains(given, a => a.Contains("our clinic", StringComparison.Ordinal));
        Assert.Contains(given, a => a.Contains("three or fewer", StringComparison.Ordinal));
        Assert.Contains(given, a => a.Contains("given as a number", StringComparison.Ordinal));
        var computed = Nomogram.Predict(Patients.Reference() with { RadScore = RadScore.Compute(Patients.Features(), Patients.UnitScale), TumourCount = 2 }).Assumptions;
        Assert.Contains(computed, a => a.Contains("standardised by: test", StringComparison.Ordinal));
        Assert.DoesNotContain(computed, a => a.Contains("three or fewer", StringComparison.Ordinal));
    }
}

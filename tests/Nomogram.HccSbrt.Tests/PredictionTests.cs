using Survival.Models.Prognosis;

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
        var patient = new HccSbrtPatient(0.2, TumourSize.FromCentimetres(8), ChildPugh.B, Bed.FromGray(80));
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
        foreach (var prediction in (Prediction[])[low, high])
        {
            Assert.Equal(prediction.LinearPredictor, Nomogram.Model.Nomogram!.LinearPredictorOf(prediction.TotalPoints), 1e-12);
            Assert.Equal(prediction.TotalPoints, prediction.Predictors.Sum(p => p.Points), 1e-12);
            Assert.All(prediction.Predictors, p => Assert.True(p.Points >= 0));
        }
    }

    [Fact]
    public void The_interval_of_one_term_is_the_printed_one()
    {
        var patient = Patients.Reference() with { ChildPugh = ChildPugh.B };
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
        Assert.Contains(
            "Recalibrate",
            Assert.Throws<IncompleteModelException>(() => prediction.SurvivalAt(12)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<IncompleteModelException>(() => prediction.Median);
        Assert.Contains("does not publish its baseline", prediction.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_outside_the_study_warn()
    {
        var patient = new HccSbrtPatient(0.9, TumourSize.FromCentimetres(25), ChildPugh.A, Bed.FromGray(120));
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
        var given = Nomogram.Predict(Patients.Reference(), BaselineHazard.Supplied("our clinic", [12], [0.6])).Assumptions;
        Assert.Contains(given, a => a.Contains("our clinic", StringComparison.Ordinal));
        Assert.Contains(given, a => a.Contains("three or fewer", StringComparison.Ordinal));
        Assert.Contains(given, a => a.Contains("given as a number", StringComparison.Ordinal));
        var computed = new HccSbrtNomogram(Patients.UnitScale)
            .Predict(Patients.Of(Patients.Features()) with { TumourCount = 2 })
            .Assumptions;
        Assert.Contains(computed, a => a.Contains("standardised by: test", StringComparison.Ordinal));
        Assert.DoesNotContain(computed, a => a.Contains("three or fewer", StringComparison.Ordinal));
    }

    // The very words of the paper's gaps: none is lost on the way into a prediction.
    [Fact]
    public void Every_caveat_stands_beside_every_prediction()
    {
        var prediction = Nomogram.Predict(Patients.Reference());
        Assert.All(PublishedModel.Caveats, c => Assert.Contains(c, prediction.Assumptions));
        Assert.Contains(prediction.Assumptions, a => a.Contains("axis runs from -0.6 to 0.6, chosen here", StringComparison.Ordinal));
        Assert.EndsWith(PublishedModel.Disclaimer, prediction.ToString(), StringComparison.Ordinal);
        Assert.Contains("overall survival", prediction.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_nomogram_predicts_the_same_from_words()
    {
        var nomogram = new HccSbrtNomogram(Patients.UnitScale, [new BaselineReconstruction().ToBaseline()]);
        using var stream = new MemoryStream();
        nomogram.Model.Save(stream);
        stream.Position = 0;
        var patient = Patients.Of(Patients.Features(0.3)) with { Bed = Bed.FromFractionation(40, 5), TumourCount = 4 };
        Assert.Equal(
            nomogram.Predict(patient).ToString(),
            PrognosticModel.Load(stream).Predict(patient.Features, patient.ToClinical()).ToString()
        );
    }

    [Theory]
    [InlineData("ChildPugh", "C")]
    [InlineData("TumourSize", "31")]
    [InlineData("Bed", "301")]
    [InlineData("TumourCount", "2.5")]
    public void The_model_itself_refuses_what_the_typed_inputs_refuse(string name, string value)
    {
        var clinical = Patients.Reference().ToClinical().ToDictionary();
        clinical[name] = value;
        Assert.Contains(
            $"'{name}'",
            Assert.Throws<PatientInputException>(() => Nomogram.Model.Predict(new Dictionary<string, double>(), clinical)).Message,
            StringComparison.Ordinal
        );
    }
}

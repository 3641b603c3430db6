using Survival.Models;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt.Tests;

public class RadScoreTests
{
    private static Prediction Scored(Dictionary<string, double> features, Scaler scaler) =>
        new HccSbrtNomogram(scaler).Predict(Patients.Of(features));

    [Fact]
    public void Weights_are_those_of_equation_1()
    {
        // 0.0303 + 0.0285 - 0.0806 - 0.0236 - 0.0481 + 0.1635 - 0.1299, by hand.
        var scored = Scored(Patients.Features(1), Patients.UnitScale);
        Assert.Equal(-0.0599, scored.Score!.Value, 1e-12);
        Assert.Equal(7, scored.Features.Count);
        Assert.Equal(scored.Score.Value, scored.Features.Sum(c => c.Contribution), 1e-15);
    }

    [Theory]
    [InlineData(-0.03, true)]
    [InlineData(-0.030001, false)]
    [InlineData(0, true)]
    public void High_risk_is_the_cut_off_or_more(double score, bool expected) =>
        Assert.Equal(expected, new HccSbrtNomogram().Predict(Patients.Reference(score)).IsHighScore);

    [Fact]
    public void Features_without_a_standardisation_are_refused_with_the_reason() =>
        Assert.Contains(
            "are not published",
            Assert.Throws<IncompleteModelException>(() => new HccSbrtNomogram().Predict(Patients.Of(Patients.Features(1)))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Standardisation_is_by_mean_and_sample_deviation()
    {
        var (low, high) = (Patients.Features(1), Patients.Features(3));
        var scale = Scaler.Fit("two patients", PublishedModel.Features, [low, high]);
        Assert.Equal(2, scale.MeanOf("wavelet-LLL_ngtdm_Coarseness"), 1e-15);
        Assert.Equal(Math.Sqrt(2), scale.StandardDeviationOf("wavelet-LLL_ngtdm_Coarseness"), 1e-15);
        Assert.Equal(-0.0599 / Math.Sqrt(2), Scored(high, scale).Score!.Value, 1e-12);
    }

    [Fact]
    public void Raw_features_are_an_explicit_choice_and_warn()
    {
        var scored = Scored(Patients.Features(1), Scaler.Raw);
        Assert.Contains(scored.Warnings, w => w.Contains("raw features", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_or_NaN_feature_is_named()
    {
        var features = Patients.Features();
        features.Remove("wavelet-LHL_firstorder_Median");
        Assert.Contains(
            "wavelet-LHL_firstorder_Median",
            Assert.Throws<PatientInputException>(() => Scored(features, Patients.UnitScale)).Message,
            StringComparison.Ordinal
        );
        features["wavelet-LHL_firstorder_Median"] = double.NaN;
        Assert.Contains(
            "NaN",
            Assert.Throws<PatientInputException>(() => Scored(features, Patients.UnitScale)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_constant_feature_cannot_be_standardised() =>
        Assert.Contains(
            "does not vary",
            Assert
                .Throws<InvalidSurvivalDataException>(() =>
                    Scaler.Fit("c", PublishedModel.Features, [Patients.Features(1), Patients.Features(1)])
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_patient_unlike_the_cohort_warns() =>
        Assert.Equal(7, Scored(Patients.Features(5), Patients.UnitScale).Warnings.Count);
}

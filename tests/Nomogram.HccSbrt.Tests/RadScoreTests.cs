namespace Nomogram.HccSbrt.Tests;

public class RadScoreTests
{
    [Fact]
    public void Weights_are_those_of_equation_1()
    {
        // 0.0303 + 0.0285 - 0.0806 - 0.0236 - 0.0481 + 0.1635 - 0.1299, by hand.
        var score = RadScore.Compute(Patients.Features(1), Patients.UnitScale);
        Assert.Equal(-0.0599, score.Value, 1e-12);
        Assert.Equal(7, score.Contributions.Count);
        Assert.Equal(score.Value, score.Contributions.Sum(c => c.Contribution), 1e-15);
    }

    [Theory]
    [InlineData(-0.03, RiskGroup.High)]
    [InlineData(-0.030001, RiskGroup.Low)]
    [InlineData(0, RiskGroup.High)]
    public void High_risk_is_the_cut_off_or_more(double score, RiskGroup expected) =>
        Assert.Equal(expected, RadScore.FromValue(score).RiskGroup);

    [Fact]
    public void Standardisation_is_by_mean_and_sample_deviation()
    {
        var (low, high) = (Patients.Features(1), Patients.Features(3));
        var scale = FeatureStandardization.FromCohort("two patients", [low, high]);
        Assert.Equal(2, scale.MeanOf("wavelet-LLL_ngtdm_Coarseness"), 1e-15);
        Assert.Equal(Math.Sqrt(2), scale.StandardDeviationOf("wavelet-LLL_ngtdm_Coarseness"), 1e-15);
        Assert.Equal(-0.0599 / Math.Sqrt(2), RadScore.Compute(high, scale).Value, 1e-12);
    }

    [Fact]
    public void Raw_features_are_an_explicit_choice_and_warn()
    {
        var score = RadScore.Compute(Patients.Features(1), FeatureStandardization.RawFeatures);
        Assert.Contains(score.Warnings, w => w.Contains("raw features", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_or_NaN_feature_is_named()
    {
        var features = Patients.Features();
        features.Remove("wavelet-LHL_firstorder_Median");
        Assert.Contains("wavelet-LHL_firstorder_Median", Assert.Throws<ArgumentException>(() => RadScore.Compute(features, Patients.UnitScale)).Message, StringComparison.Ordinal);
        features["wavelet-LHL_firstorder_Median"] = double.NaN;
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => RadScore.Compute(features, Patients.UnitScale)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constant_feature_cannot_be_standardised() =>
        Assert.Contains("does not vary", Assert.Throws<ArgumentException>(() => FeatureStandardization.FromCohort("c", [Patients.Features(1), Patients.Features(1)])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_patient_unlike_the_cohort_warns() =>
        Assert.Equal(7, RadScore.Compute(Patients.Features(5), Patients.UnitScale).Warnings.Count);
}

using Radiomics.Features.Extraction;

namespace Nomogram.HccSbrt;

/// <summary>A patient's Rad-score: the weighted sum of seven standardised features (the paper's equation 1).</summary>
public sealed class RadScore
{
    private RadScore(double value, IReadOnlyList<RadScoreContribution> contributions, FeatureStandardization? standardization, IReadOnlyList<string> warnings) =>
        (Value, Contributions, Standardization, Warnings) = (value, contributions, standardization, warnings);

    /// <summary>The score; without unit.</summary>
    public double Value { get; }

    /// <summary>High where the score is -0.03 or more, else low.</summary>
    public RiskGroup RiskGroup => Value >= PublishedModel.CutOff ? RiskGroup.High : RiskGroup.Low;

    /// <summary>What each feature adds, in the paper's order; empty for a score that was given as a number.</summary>
    public IReadOnlyList<RadScoreContribution> Contributions { get; }

    /// <summary>The standardisation used, or <see langword="null"/> for a score that was given as a number.</summary>
    public FeatureStandardization? Standardization { get; }

    /// <summary>What a reader of the score must know.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>A score that was computed elsewhere, on z-scored features.</summary>
    /// <param name="value">The score; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is NaN or infinite.</exception>
    public static RadScore FromValue(double value) => double.IsFinite(value)
        ? new RadScore(value, [], null, [])
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A Rad-score is a finite number.");

    /// <summary>Scores a patient's features.</summary>
    /// <param name="features">Features by PyRadiomics' names, as extracted by the HccSbrt preset; the seven must be there and finite.</param>
    /// <param name="standardization">
    /// The training means and standard deviations. They are not published: give your own, estimate them from your cohort, or
    /// say explicitly that raw features are wanted.
    /// </param>
    /// <exception cref="ArgumentException">A feature is missing, NaN or infinite; the message names it.</exception>
    public static RadScore Compute(IReadOnlyDictionary<string, double> features, FeatureStandardization standardization)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(standardization);
        var contributions = new List<RadScoreContribution>(PublishedModel.RadScoreTerms.Count);
        var warnings = new List<string>();
        var score = 0.0;
        foreach (var (feature, weight) in PublishedModel.RadScoreTerms)
        {
            var value = ValueOf(features, feature, "the features given");
            var z = (value - standardization.MeanOf(feature)) / standardization.StandardDeviationOf(feature);
            score += weight * z;
            contributions.Add(new RadScoreContribution(feature, value, z, weight));
            if (!standardization.IsRaw && Math.Abs(z) > 4)
                warnings.Add(FormattableString.Invariant($"{feature} lies {z:0.0} standard deviations from the mean of its standardisation ({standardization.Source}): the patient or the scan is unlike that cohort."));
        }
        if (standardization.IsRaw)
            warnings.Add("The score was computed on raw features: the published weights and cut-off belong to z-scored ones, so neither its value nor its risk group can be compared with the paper's.");
        return new RadScore(score, contributions, standardization, warnings);
    }

    /// <inheritdoc cref="Compute(IReadOnlyDictionary{string, double}, FeatureStandardization)"/>
    public static RadScore Compute(FeatureSet features, FeatureStandardization standardization)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Compute(features.ToDictionary(StringComparer.Ordinal), standardization);
    }

    internal static double ValueOf(IReadOnlyDictionary<string, double> features, string feature, string where)
    {
        if (!features.TryGetValue(feature, out var value))
            throw new ArgumentException($"'{feature}' is not in {where}. Extract with the HccSbrt preset (original and coif1 wavelet images, all default features).", nameof(features));
        if (!double.IsFinite(value))
            throw new ArgumentException($"'{feature}' is {value} in {where}; the Rad-score needs a finite value.", nameof(features));
        return value;
    }
}

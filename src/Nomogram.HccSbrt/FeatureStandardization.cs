namespace Nomogram.HccSbrt;

/// <summary>
/// The means and standard deviations that turn the seven features into z-scores. The paper does not publish its own, so they
/// are given, or estimated from a cohort of the user's; to score raw features is an explicit choice (<see cref="RawFeatures"/>).
/// </summary>
public sealed class FeatureStandardization
{
    private readonly Dictionary<string, (double Mean, double StandardDeviation)> _scales;

    private FeatureStandardization(string source, bool isRaw, Dictionary<string, (double, double)> scales) =>
        (Source, IsRaw, _scales) = (source, isRaw, scales);

    /// <summary>
    /// No standardisation: the weights are applied to the raw features. The published cut-off has no meaning on that scale;
    /// the result carries a warning.
    /// </summary>
    public static FeatureStandardization RawFeatures { get; } = new(
        "none: raw features", true, PublishedModel.RadScoreTerms.ToDictionary(t => t.Feature, _ => (0.0, 1.0), StringComparer.Ordinal));

    /// <summary>Where the numbers come from, for the reader of a result.</summary>
    public string Source { get; }

    /// <summary>Whether the features are taken as they are.</summary>
    public bool IsRaw { get; }

    /// <summary>The mean of a feature.</summary>
    /// <param name="feature">One of the seven names.</param>
    /// <exception cref="KeyNotFoundException">The feature is not in the Rad-score.</exception>
    public double MeanOf(string feature) => _scales[feature].Mean;

    /// <summary>The standard deviation of a feature.</summary>
    /// <param name="feature">One of the seven names.</param>
    /// <exception cref="KeyNotFoundException">The feature is not in the Rad-score.</exception>
    public double StandardDeviationOf(string feature) => _scales[feature].StandardDeviation;

    /// <summary>A standardisation by given numbers.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="scales">For each of the seven features its mean and its standard deviation; other features are ignored.</param>
    /// <exception cref="ArgumentException">A feature is missing, or a number is not finite, or a standard deviation is not positive.</exception>
    public static FeatureStandardization Create(string source, IReadOnlyDictionary<string, (double Mean, double StandardDeviation)> scales)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(scales);
        var kept = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        foreach (var (feature, _) in PublishedModel.RadScoreTerms)
        {
            if (!scales.TryGetValue(feature, out var scale))
                throw new ArgumentException($"The standardisation lacks '{feature}'. The Rad-score needs a mean and a standard deviation of each of its {PublishedModel.RadScoreTerms.Count} features.", nameof(scales));
            if (!double.IsFinite(scale.Mean) || !double.IsFinite(scale.StandardDeviation) || scale.StandardDeviation <= 0)
                throw new ArgumentException($"'{feature}' has mean {scale.Mean} and standard deviation {scale.StandardDeviation}; both must be finite and the latter positive.", nameof(scales));
            kept[feature] = scale;
        }
        return new FeatureStandardization(source, false, kept);
    }

    /// <summary>A standardisation estimated from a cohort: each feature's mean and sample standard deviation (divisor n - 1).</summary>
    /// <param name="source">Which cohort.</param>
    /// <param name="cohort">The features of each patient; at least two patients, each with all seven features, finite.</param>
    /// <exception cref="ArgumentException">Fewer than two patients, a feature missing or not finite, or one that does not vary.</exception>
    public static FeatureStandardization FromCohort(string source, IReadOnlyList<IReadOnlyDictionary<string, double>> cohort)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        if (cohort.Count < 2)
            throw new ArgumentException($"A cohort of {cohort.Count} gives no standard deviation; at least two patients are needed.", nameof(cohort));
        var scales = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        foreach (var (feature, _) in PublishedModel.RadScoreTerms)
        {
            var sum = 0.0;
            for (var i = 0; i < cohort.Count; i++)
                sum += HccSbrt.RadScore.ValueOf(cohort[i], feature, $"patient {i} of the cohort");
            var mean = sum / cohort.Count;
            var squares = 0.0;
            foreach (var patient in cohort)
                squares += (patient[feature] - mean) * (patient[feature] - mean);
            var deviation = Math.Sqrt(squares / (cohort.Count - 1));
            if (!(deviation > 1e-12 * Math.Abs(mean)))
                throw new ArgumentException($"'{feature}' does not vary in the cohort (mean {mean}); it can't be standardised. Were the features extracted with the HccSbrt preset?", nameof(cohort));
            scales[feature] = (mean, deviation);
        }
        return Create(source, scales);
    }
}

using System.Globalization;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>
/// The means and standard deviations that turn features into z-scores, with the name of where they come from. Immutable.
/// To leave features as they are is an explicit choice, <see cref="Raw"/>.
/// </summary>
public sealed class Scaler
{
    private readonly Dictionary<string, (double Mean, double StandardDeviation)> _scales;

    private Scaler(string source, bool isRaw, IReadOnlyDictionary<string, (double, double)> scales) =>
        (Source, IsRaw, _scales, Features) = (source, isRaw, scales.ToDictionary(StringComparer.Ordinal), [.. scales.Keys]);

    /// <summary>No standardisation: features are taken as they are. Results say so.</summary>
    public static Scaler Raw { get; } = new("none: raw features", true, new Dictionary<string, (double, double)>());

    /// <summary>Where the numbers come from, for the reader of a result.</summary>
    public string Source { get; }

    /// <summary>Whether features are taken as they are.</summary>
    public bool IsRaw { get; }

    /// <summary>The features that have a scale, in the order given; none of <see cref="Raw"/>, which takes any.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>Whether a feature has a scale.</summary>
    /// <param name="feature">The feature.</param>
    public bool Has(string feature) => IsRaw || _scales.ContainsKey(feature);

    /// <summary>The mean of a feature; 0 of raw features.</summary>
    /// <param name="feature">The feature.</param>
    /// <exception cref="ArgumentException">The feature has no scale.</exception>
    public double MeanOf(string feature) => Of(feature).Mean;

    /// <summary>The standard deviation of a feature; 1 of raw features.</summary>
    /// <param name="feature">The feature.</param>
    /// <exception cref="ArgumentException">The feature has no scale.</exception>
    public double StandardDeviationOf(string feature) => Of(feature).StandardDeviation;

    /// <summary>A standardisation by given numbers.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="scales">For each feature its mean and its standard deviation; finite, the latter positive.</param>
    /// <exception cref="InvalidSurvivalDataException">A number is not finite, or a standard deviation not positive; the message names the
    /// feature.</exception>
    public static Scaler Create(string source, IReadOnlyDictionary<string, (double Mean, double StandardDeviation)> scales)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentNullException.ThrowIfNull(scales);
        foreach (var (feature, (mean, deviation)) in scales)
        {
            if (!double.IsFinite(mean) || !(deviation > 0) || !double.IsFinite(deviation))
                throw new InvalidSurvivalDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{feature}' has mean {mean} and standard deviation {deviation}; both must be finite and the latter positive."
                    ),
                    column: feature
                );
        }
        return new Scaler(source, false, scales);
    }

    /// <summary>A standardisation estimated from patients: each feature's mean and sample standard deviation (divisor n - 1).</summary>
    /// <param name="source">Which patients.</param>
    /// <param name="features">The features to estimate it for.</param>
    /// <param name="patients">The features of each patient; at least two patients, each with all <paramref name="features"/>,
    /// finite.</param>
    /// <exception cref="InvalidSurvivalDataException">Fewer than two patients, a feature missing or not finite, or one that does not vary;
    /// the message names it and the row.</exception>
    public static Scaler Fit(string source, IReadOnlyList<string> features, IReadOnlyList<IReadOnlyDictionary<string, double>> patients)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(patients);
        if (patients.Count < 2)
            throw new InvalidSurvivalDataException($"{patients.Count} patients give no standard deviation; at least two are needed.");
        var scales = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        foreach (var feature in features)
        {
            var sum = 0.0;
            for (var i = 0; i < patients.Count; i++)
                sum += ValueOf(patients[i], feature, i);
            var mean = sum / patients.Count;
            var squares = 0.0;
            foreach (var patient in patients)
                squares += (patient[feature] - mean) * (patient[feature] - mean);
            var deviation = Math.Sqrt(squares / (patients.Count - 1));
            if (!(deviation > 1e-12 * Math.Abs(mean)))
                throw new InvalidSurvivalDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{feature}' does not vary among the patients (mean {mean}); it can't be standardised. Were the features "
                            + $"extracted with the settings of the model?"
                    ),
                    column: feature
                );
            scales[feature] = (mean, deviation);
        }
        return Create(source, scales);
    }

    private static double ValueOf(IReadOnlyDictionary<string, double> patient, string feature, int row)
    {
        if (!patient.TryGetValue(feature, out var value))
            throw new InvalidSurvivalDataException(
                Invariant($"Patient {row + 1} (counted from 1) has no feature '{feature}'; ")
                    + "every patient needs all the features that are standardised.",
                row,
                feature
            );
        return double.IsFinite(value)
            ? value
            : throw new InvalidSurvivalDataException(
                Invariant($"The feature '{feature}' of patient {row + 1} (counted from 1) is {value}; it must be finite."),
                row,
                feature
            );
    }

    private (double Mean, double StandardDeviation) Of(string feature) => IsRaw ? (0, 1)
        : _scales.TryGetValue(feature, out var scale) ? scale
        : throw new ArgumentException($"The standardisation ({Source}) has no feature '{feature}'.", nameof(feature));

    /// <summary>The means and standard deviations, a line a feature.</summary>
    public override string ToString()
    {
        if (IsRaw)
            return Source;
        var table = new TextTable("", "Mean", "SD");
        foreach (var (feature, (mean, deviation)) in _scales)
            table.Row(feature, TextTable.Number(mean), TextTable.Number(deviation));
        return $"Scales from {Source}\n{table.ToString().TrimEnd()}";
    }
}

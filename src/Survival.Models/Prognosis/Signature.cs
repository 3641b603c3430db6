using System.Globalization;
using Plain;
using Survival.Models.CutPoints;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>One feature of a signature.</summary>
/// <param name="Feature">The feature's name, as the extraction calls it.</param>
/// <param name="Weight">The weight of its z-score.</param>
public sealed record SignatureTerm(string Feature, double Weight)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>What one feature adds to a score.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Value">Its value.</param>
/// <param name="ZScore">Its z-score; the value itself where features are taken raw.</param>
/// <param name="Weight">Its weight.</param>
public sealed record FeatureContribution(string Feature, double Value, double ZScore, double Weight)
{
    /// <summary>The weight times the z-score.</summary>
    public double Contribution => ZScore * Weight;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// A score: the weighted sum of standardised features, and the cut that divides patients by it. The weights are of no use without the means
/// and standard
/// deviations that they belong to; a signature whose scaler is not known refuses to score features.
/// </summary>
public sealed record Signature
{
    private const double FarAway = 4;

    /// <summary>The score's name among the predictors.</summary>
    public string Name { get; init; } = "score";

    /// <summary>The features and weights, in their order.</summary>
    public required IReadOnlyList<SignatureTerm> Terms { get; init; }

    /// <summary>The standardisation; <see langword="null"/> where it is not known.</summary>
    public Scaler? Scaler { get; init; }

    /// <summary>
    /// The standardisation of each batch, where the features were harmonised over batches; <see langword="null"/> for none. There is no
    /// <see cref="Scaler"/> beside it: a score needs
    /// the patient's batch (<see cref="ForBatch"/>).
    /// </summary>
    public BatchScalers? Batches { get; init; }

    /// <summary>Why there is no scaler and how to give one; shown where a score is refused.</summary>
    public string NoScaler { get; init; } =
        "The signature has no standardisation; give one (Scaler.Create, Scaler.Fit, or Scaler.Raw to take features as they are).";

    /// <summary>How the features are extracted; shown where one is missing; may be empty.</summary>
    public string ExtractionHint { get; init; } = "";

    /// <summary>The score that divides low from high risk; <see langword="null"/> for none.</summary>
    public double? CutPoint { get; init; }

    /// <summary>On which side of the cut a score equal to it lies.</summary>
    public CutPointRule Rule { get; init; } = CutPointRule.AtOrAbove;

    /// <summary>What a warning says of a score on raw features.</summary>
    internal const string RawWarning =
        "The score was computed on raw features: its weights and cut-point belong to z-scored ones, so neither its value nor its risk "
            + "group can be compared with the model's.";

    /// <summary>Scores a patient.</summary>
    /// <param name="features">The features by name; those of the signature must be there and finite.</param>
    /// <exception cref="PatientInputException">A feature is missing or not finite; the message names it.</exception>
    /// <exception cref="IncompleteModelException">The signature has no scaler.</exception>
    public double Score(IReadOnlyDictionary<string, double> features)
    {
        var score = 0.0;
        foreach (var part in Contributions(features))
            score += part.Contribution;
        return score;
    }

    /// <summary>What each feature adds to a patient's score, in the signature's order.</summary>
    /// <param name="features">The features by name; those of the signature must be there and finite.</param>
    /// <exception cref="PatientInputException">A feature is missing or not finite; the message names it.</exception>
    /// <exception cref="IncompleteModelException">The signature has no scaler.</exception>
    public IReadOnlyList<FeatureContribution> Contributions(IReadOnlyDictionary<string, double> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (Batches is { } batches)
        {
            throw new IncompleteModelException(
                $"The features of '{Name}' were harmonised over '{batches.Column}', so a score needs the patient's: a column or value "
                    + $"'{batches.Column}' ({PlainWords.List(batches.Batches)}), or Signature.ForBatch."
            );
        }
        var scaler = Scaler ?? throw new IncompleteModelException(NoScaler);
        var parts = new FeatureContribution[Terms.Count];
        for (var k = 0; k < parts.Length; k++)
        {
            var (feature, weight) = Terms[k];
            if (!features.TryGetValue(feature, out var value))
                throw new PatientInputException(
                    $"The feature '{feature}' is missing. The signature needs: {PlainWords.List(Terms.Select(t => t.Feature))}. "
                        + $"{ExtractionHint}".TrimEnd()
                );
            if (!double.IsFinite(value))
                throw new PatientInputException(
                    $"The feature '{feature}' is {value.ToString(CultureInfo.InvariantCulture)}; a finite number is needed."
                );
            var z = (value - scaler.MeanOf(feature)) / scaler.StandardDeviationOf(feature);
            parts[k] = new FeatureContribution(feature, value, z, weight);
        }
        return new ResultList<FeatureContribution>(parts, RecordText.Table);
    }

    /// <summary>The signature for features, as they are, of one batch; the same signature where it has no batches.</summary>
    /// <param name="batch">The patient's batch.</param>
    /// <exception cref="PatientInputException">The batch's effect was not estimated; the message names those that were.</exception>
    public Signature ForBatch(string batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Batches is { } batches ? this with { Scaler = batches[batch], Batches = null } : this;
    }

    /// <summary>Whether a score is of high risk; <see langword="null"/> without a cut-point.</summary>
    /// <param name="score">The score.</param>
    public bool? IsHigh(double score) => CutPoint is not { } cut ? null : Rule == CutPointRule.AtOrAbove ? score >= cut : score > cut;

    /// <summary>The rule in words, such as "high from -0.03 on"; empty without a cut-point.</summary>
    public string RuleText =>
        CutPoint is not { } cut ? ""
        : Rule == CutPointRule.AtOrAbove ? string.Create(CultureInfo.InvariantCulture, $"high from {cut:0.####} on")
        : string.Create(CultureInfo.InvariantCulture, $"high above {cut:0.####}");

    internal IEnumerable<string> Warnings(IReadOnlyList<FeatureContribution> parts)
    {
        if (Scaler!.IsRaw)
            return [RawWarning];
        return parts
            .Where(p => Math.Abs(p.ZScore) > FarAway)
            .Select(p =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p.Feature} lies {p.ZScore:0.0} standard deviations from the mean of its standardisation ({Scaler.Source}): the "
                        + $"patient or the scan is unlike those patients."
                )
            );
    }

    internal string? Problem()
    {
        if (string.IsNullOrWhiteSpace(Name))
            return "The signature has no name.";
        if (Terms.Count == 0)
            return "The signature has no features; leave it out.";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (feature, weight) in Terms)
        {
            if (string.IsNullOrWhiteSpace(feature) || !seen.Add(feature))
                return $"The signature's feature '{feature}' is empty or stands twice.";
            if (!double.IsFinite(weight))
                return $"The weight of '{feature}' is not finite.";
            if (Scaler is { } scaler && !scaler.Has(feature))
                return $"The standardisation ({scaler.Source}) lacks the feature '{feature}'; it needs a mean and a standard deviation "
                    + $"of each of the signature's {Terms.Count} features.";
        }
        if (Batches is { } batches)
        {
            if (Scaler is not null)
                return "The signature has a standardisation for all and one for each batch; it takes one of them.";
            if (batches.Batches.Select(b => ForBatch(b).Problem()).FirstOrDefault(p => p is not null) is { } problem)
                return problem;
        }
        return CutPoint is { } cut && !double.IsFinite(cut) ? "The cut-point is not finite." : null;
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

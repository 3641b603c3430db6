using System.Globalization;
using System.Text;
using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>One reason for a prediction.</summary>
/// <param name="Name">The predictor, or the feature of the signature.</param>
/// <param name="Value">The patient's value.</param>
/// <param name="Effect">What it adds to the linear predictor against the model's reference.</param>
/// <param name="HazardRatio">The same as a hazard ratio.</param>
public sealed record Reason(string Name, string Value, double Effect, double HazardRatio)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>
/// What makes a prediction: a linear model is the sum of its parts, so the reasons add up to the logarithm of the relative hazard exactly.
/// A signature is
/// taken apart into its features where they were given.
/// </summary>
public sealed class Explanation
{
    internal Explanation(Prediction prediction, double? scoreCoefficient)
    {
        Prediction = prediction;
        var reasons = new List<Reason>();
        foreach (var part in prediction.Predictors)
        {
            var isScore = part.Name == prediction.Model.Signature?.Name;
            if (!isScore || prediction.Features.Count == 0 || scoreCoefficient is not { } b)
            {
                reasons.Add(Of(part.Name, part.Value, Math.Log(part.HazardRatio)));
                continue;
            }
            var features = 0.0;
            foreach (var f in prediction.Features)
            {
                reasons.Add(Of(f.Feature, f.Value.ToString("G6", CultureInfo.InvariantCulture), b * f.Contribution));
                features += b * f.Contribution;
            }
            // The mean score of the training set is 0 up to rounding where the scaler is of that set; else the rest is the reference's.
            var rest = Math.Log(part.HazardRatio) - features;
            if (Math.Abs(rest) > 1e-9)
                reasons.Add(Of($"{part.Name}, reference", "", rest));
        }
        Reasons = [.. reasons.OrderByDescending(r => Math.Abs(r.Effect))];
    }

    /// <summary>The prediction.</summary>
    public Prediction Prediction { get; }

    /// <summary>The reasons, the widest first.</summary>
    public IReadOnlyList<Reason> Reasons { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Prediction.IsSimulated)
            text.AppendLine(ModelDescription.SimulatedCaveat);
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"relative hazard {Prediction.RelativeHazard.Estimate:0.00}, {Prediction.Model.Description.Reference}"
        );
        foreach (var r in Reasons)
            text.AppendLine(CultureInfo.InvariantCulture, $"  x {r.HazardRatio,-8:0.000}{r.Name,-44}{r.Value}");
        return text.ToString().TrimEnd();
    }

    /// <summary>The reasons as a Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("| | value | effect | hazard ratio |\n|---|---|---:|---:|\n");
        foreach (var r in Reasons)
            text.Append(CultureInfo.InvariantCulture, $"| {r.Name} | {r.Value} | {r.Effect:0.0000} | {r.HazardRatio:0.000} |\n");
        return text.ToString();
    }

    private static Reason Of(string name, string value, double effect) => new(name, value, effect, Math.Exp(effect));
}

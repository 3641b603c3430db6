using System.Globalization;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>The effect of a variable at a value, against another value of it.</summary>
/// <param name="Value">The value.</param>
/// <param name="LogHazardRatio">What the linear predictor is more than at the reference.</param>
/// <param name="StandardError">The standard error of that.</param>
/// <param name="HazardRatio">The hazard ratio.</param>
/// <param name="Lower">Its lower limit.</param>
/// <param name="Upper">Its upper limit.</param>
public readonly record struct EffectPoint(
    double Value, double LogHazardRatio, double StandardError, double HazardRatio, double Lower, double Upper)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

public sealed partial class CoxModel
{
    /// <summary>The curve of a variable's effect with its limits: the hazard at each value against that at a reference, all else equal
    /// (<c>rms::contrast</c>, <c>rms::Predict(ref.zero = TRUE)</c>). Limits are Wald's, by the model's covariance, and meet at the
    /// reference.</summary>
    /// <param name="variable">A variable with numbers.</param>
    /// <param name="values">Its values.</param>
    /// <param name="reference">The value that has a hazard ratio of 1.</param>
    /// <param name="others">The values of the variables that it interacts with, as text: a number with a point or a level. May be left out
    /// where there are none.</param>
    /// <param name="confidenceLevel">The level of the limits, inside (0, 1).</param>
    /// <exception cref="ArgumentException">The model has no such variable or its values are levels, or a variable of its interactions has
    /// no value or one that is not allowed; the message says which.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or not in the range of a fractional polynomial.</exception>
    public IReadOnlyList<EffectPoint> PredictEffect(
        string variable, IReadOnlyList<double> values, double reference, IReadOnlyDictionary<string, string>? others = null,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        var own = Terms.FirstOrDefault(t => t.Kind != TermKind.Interaction && t.Name == variable)
            ?? throw new ArgumentException(
                $"The model has no variable '{variable}'; it has "
                    + $"{string.Join(", ", Terms.Where(t => t.Kind != TermKind.Interaction).Select(t => t.Name))}.",
                nameof(variable));
        if (own.IsCategorical)
            throw new ArgumentException($"'{variable}' has levels ({string.Join(", ", own.Levels)}), not numbers.", nameof(variable));
        var z = Confidence.Critical(confidenceLevel);
        DesignTerm[] terms = [own, .. Terms.Where(t => t.Kind == TermKind.Interaction && t.Variables.Contains(variable))];
        var at = Columns(terms, variable, reference, others);
        var points = new EffectPoint[values.Count];
        for (var i = 0; i < points.Length; i++)
        {
            var d = Columns(terms, variable, values[i], others);
            for (var j = 0; j < d.Length; j++)
                d[j] -= at[j];
            var effect = d.Zip(_beta, (x, b) => x * b).Sum();
            var error = Math.Sqrt(Math.Max(Quadratic(_state.Covariance, d), 0));
            points[i] = new EffectPoint(
                values[i], effect, error, Math.Exp(effect), Math.Exp(effect - (z * error)), Math.Exp(effect + (z * error)));
        }
        return new ResultList<EffectPoint>(points, RecordText.Table);
    }

    private double[] Columns(DesignTerm[] terms, string variable, double value, IReadOnlyDictionary<string, string>? others)
    {
        var x = new double[_beta.Length];
        foreach (var term in terms)
        {
            double[] own = term.Kind == TermKind.Interaction
                ? DesignTerm.Products([.. term.Factors.Select(f => f.Encode(f.Name == variable ? value : Other(f, others)))])
                : term.Encode(value);
            own.CopyTo(x, term.FirstColumn);
        }
        return x;
    }

    private static double Other(DesignTerm term, IReadOnlyDictionary<string, string>? others)
    {
        var allowed = term.IsCategorical ? $"one of {string.Join(", ", term.Levels)}" : "a number";
        if (others is null || !others.TryGetValue(term.Name, out var text))
            throw new ArgumentException(
                $"The effect depends on '{term.Name}', with which the variable interacts; give its value ({allowed}).", nameof(others));
        if (term.IsCategorical)
            return term.Levels.ToList().IndexOf(text) is var level and >= 0 ? level : throw Refused();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Refused();
        ArgumentException Refused() => new($"'{term.Name}' is '{text}'; {allowed} is needed.", nameof(others));
    }
}

using Survival.Models.Numerics;

namespace Survival.Models.DecisionCurves;

/// <summary>How decision curves are drawn.</summary>
public sealed record DecisionCurveOptions
{
    /// <summary>The defaults: thresholds 0.01, 0.02 ... 0.99.</summary>
    public static DecisionCurveOptions Default { get; } = new();

    /// <summary>The threshold probabilities; each above 0 and below 1. The default is 0.01 to 0.99 by 0.01.</summary>
    public IReadOnlyList<double> Thresholds { get; init; } = [.. Enumerable.Range(1, 99).Select(k => k / 100.0)];

    /// <summary>The harm of each model's test itself, on the scale of net benefit, by the model's name; 0 where there is none. Empty by
    /// default.</summary>
    public IReadOnlyDictionary<string, double> Harm { get; init; } = new Dictionary<string, double>();

    /// <summary>The outcome's prevalence in the population, for a binary outcome in a case-control sample; <see langword="null"/> for the
    /// sample's own.</summary>
    public double? Prevalence { get; init; }

    /// <summary>
    /// Whether the Kaplan-Meier estimate of those treated keeps its last value when their follow-up ends before the time.
    /// <see langword="false"/> gives NaN there, as <c>dcurves</c> does, even where all of them have had the event. The default is
    /// <see langword="false"/>.
    /// </summary>
    public bool ExtendKaplanMeier { get; init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

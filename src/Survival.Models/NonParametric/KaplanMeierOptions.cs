using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>How a survival curve is estimated. The defaults are those of R's <c>survfit</c>.</summary>
public sealed record KaplanMeierOptions
{
    /// <summary>R's defaults: Kaplan-Meier with 95 % limits on the log scale.</summary>
    public static KaplanMeierOptions Default { get; } = new();

    /// <summary>The estimator. The default is <see cref="SurvivalEstimator.KaplanMeier"/>.</summary>
    public SurvivalEstimator Estimator { get; init; } = SurvivalEstimator.KaplanMeier;

    /// <summary>The scale of the confidence limits. The default is <see cref="ConfidenceKind.Log"/>.</summary>
    public ConfidenceKind Confidence { get; init; } = ConfidenceKind.Log;

    /// <summary>The confidence level, in (0, 1). The default is 0.95.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>
    /// Whether standard errors are those of the infinitesimal jackknife (rows, or clusters where the data have them) rather than
    /// Greenwood's. <see langword="null"/> as R: where there are clusters, or weights that are not whole numbers.
    /// </summary>
    public bool? Robust { get; init; }

    internal void Validate()
    {
        if (!(ConfidenceLevel is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(ConfidenceLevel), ConfidenceLevel, "A confidence level lies in (0, 1).");
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>A model's Brier score at one time.</summary>
/// <param name="Time">The time t.</param>
/// <param name="Brier">The mean squared difference between the event by t (0 or 1) and its predicted risk, weighted by the inverse
/// probability of censoring.</param>
/// <param name="StandardError">Its standard error, from the influence function.</param>
/// <param name="Lower">The lower end of the confidence interval; not below 0.</param>
/// <param name="Upper">The upper end of the confidence interval; not above 1.</param>
/// <param name="Ipa">The index of prediction accuracy, 1 - Brier / Brier of the null model.</param>
public readonly record struct BrierAt(double Time, double Brier, double StandardError, double Lower, double Upper, double Ipa)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

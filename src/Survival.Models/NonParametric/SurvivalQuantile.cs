using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>A quantile of survival time; NaN where the curve does not come down so far.</summary>
/// <param name="Probability">The share that has had the event by then.</param>
/// <param name="Time">The time.</param>
/// <param name="Lower">Its lower confidence limit.</param>
/// <param name="Upper">Its upper confidence limit.</param>
public readonly record struct SurvivalQuantile(double Probability, double Time, double Lower, double Upper)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

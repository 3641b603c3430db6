using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>A survival curve at one time.</summary>
/// <param name="Time">The time.</param>
/// <param name="AtRisk">The weight at risk just before it.</param>
/// <param name="Survival">Survival.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Lower">Its lower confidence limit.</param>
/// <param name="Upper">Its upper confidence limit.</param>
public readonly record struct SurvivalAtTime(double Time, double AtRisk, double Survival, double StandardError, double Lower, double Upper)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>A mean survival time up to a horizon.</summary>
/// <param name="Horizon">The horizon.</param>
/// <param name="Mean">The area under the survival curve up to it.</param>
/// <param name="StandardError">Its standard error.</param>
public readonly record struct RestrictedMean(double Horizon, double Mean, double StandardError)
{
    /// <summary>The time lost up to the horizon.</summary>
    public double Lost => Horizon - Mean;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

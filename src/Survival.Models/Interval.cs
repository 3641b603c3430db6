using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>An estimate with its confidence interval. A limit that is not known, or a time that is not reached, is NaN.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
public readonly record struct Interval(double Estimate, double Lower, double Upper)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

using Survival.Models.Numerics;

namespace Survival.Models.DecisionCurves;

/// <summary>A net benefit, or a difference of two, at one threshold with its percentile interval.</summary>
/// <param name="Threshold">The threshold probability.</param>
/// <param name="Estimate">The net benefit or difference of all rows; NaN where it is not defined.</param>
/// <param name="Lower">The lower end; NaN where fewer than two resamples define it.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Resamples">In how many resamples it could be computed.</param>
public readonly record struct DecisionInterval(double Threshold, double Estimate, double Lower, double Upper, int Resamples)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

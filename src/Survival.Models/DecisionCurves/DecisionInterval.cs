namespace Survival.Models.DecisionCurves;

/// <summary>A percentile interval of a strategy's net benefit at one threshold.</summary>
/// <param name="Threshold">The threshold probability.</param>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Resamples">In how many resamples the net benefit could be computed.</param>
public readonly record struct DecisionInterval(double Threshold, double Lower, double Upper, int Resamples);

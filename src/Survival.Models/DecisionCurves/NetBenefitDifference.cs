namespace Survival.Models.DecisionCurves;

/// <summary>By how much the net benefit of a strategy is larger than another's.</summary>
/// <param name="Threshold">The threshold probability.</param>
/// <param name="Estimate">The difference.</param>
/// <param name="Lower">The lower limit; NaN where fewer than two resamples define it.</param>
/// <param name="Upper">The upper limit.</param>
/// <param name="Resamples">The resamples that define it.</param>
public readonly record struct NetBenefitDifference(double Threshold, double Estimate, double Lower, double Upper, int Resamples);

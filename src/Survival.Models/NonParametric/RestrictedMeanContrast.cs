namespace Survival.Models.NonParametric;

/// <summary>A difference or a ratio of two restricted means.</summary>
/// <param name="Estimate">The difference or ratio.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
/// <param name="PValue">Two-sided normal test of no difference, or of a ratio of 1.</param>
public readonly record struct RestrictedMeanContrast(double Estimate, double Lower, double Upper, double PValue);

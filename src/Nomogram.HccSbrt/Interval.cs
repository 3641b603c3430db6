namespace Nomogram.HccSbrt;

/// <summary>An estimate with its 95 % confidence interval.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
public readonly record struct Interval(double Estimate, double Lower, double Upper);

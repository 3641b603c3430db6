namespace Survival.Models;

/// <summary>An estimate with its confidence interval. A limit that is not known, or a time that is not reached, is NaN.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Lower">The lower limit.</param>
/// <param name="Upper">The upper limit.</param>
public readonly record struct Interval(double Estimate, double Lower, double Upper)
{
    /// <summary>The estimate with its limits: <c>0.97 (0.9 to 1.05)</c>.</summary>
    public override string ToString() => Invariant($"{Estimate:G7} ({Lower:G7} to {Upper:G7})");
}

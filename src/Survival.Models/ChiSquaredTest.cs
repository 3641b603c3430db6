using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>A chi-squared test.</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="DegreesOfFreedom">Its degrees of freedom.</param>
public readonly record struct ChiSquaredTest(double Statistic, int DegreesOfFreedom)
{
    /// <summary>P(chi-squared &gt; statistic); NaN without degrees of freedom.</summary>
    public double PValue => Math.Exp(LogPValue);

    /// <summary>The logarithm of the p-value, which does not underflow.</summary>
    public double LogPValue => Tails.ChiSquareLogUpper(Statistic, DegreesOfFreedom);
}

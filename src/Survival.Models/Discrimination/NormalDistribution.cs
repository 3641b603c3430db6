using MathNet.Numerics.Distributions;

namespace Survival.Models.Discrimination;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>P(Z &lt; z) = p.</summary>
    public static double Quantile(double p) => Normal.InvCDF(0, 1, p);

    /// <summary>P(|Z| > |z|).</summary>
    public static double TwoSided(double z) => double.IsNaN(z) ? double.NaN : MathNet.Numerics.SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));
}

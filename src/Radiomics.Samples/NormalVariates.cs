using Survival.Models.Resampling;

namespace Radiomics.Samples;

/// <summary>Standard normal and exponential variates.</summary>
internal static class NormalVariates
{
    /// <summary>
    /// Box and Muller's transform (Ann. Math. Stat. 29, 1958); the second variate of each pair is left, so that one call takes two numbers.
    /// </summary>
    public static double NextNormal(this Xoshiro256 random) =>
        Math.Sqrt(2 * random.NextExponential()) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double NextExponential(this Xoshiro256 random) => -Math.Log(1 - random.NextDouble());
}

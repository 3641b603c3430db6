namespace Survival.Models.Numerics;

/// <summary>Confidence levels.</summary>
internal static class Confidence
{
    /// <summary>The half-width of a two-sided normal interval in standard errors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not inside (0, 1).</exception>
    public static double Critical(double level)
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level lies inside (0, 1), such as 0.95.");
        return Tails.NormalQuantile(1 - ((1 - level) / 2));
    }
}

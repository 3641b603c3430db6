namespace Survival.Models.Prognosis;

/// <summary>
/// Round numbers that cover a range in about equal steps of 1, 2 or 5 times a power of ten: the rule of R's <c>pretty</c>
/// (R. Becker, J. Chambers and A. Wilks, The New S Language, 1988).
/// </summary>
public static class PrettyTicks
{
    private const double Bias = 1.5;
    private const double FiveBias = 0.5 + (1.5 * Bias);
    private const double Shrink = 0.75;
    private const double Rounding = 1e-10;

    /// <summary>The ticks, ascending; the first at or below the range, the last at or above it.</summary>
    /// <param name="low">The lower end; finite.</param>
    /// <param name="high">The upper end; finite, not below <paramref name="low"/>.</param>
    /// <param name="count">About how many intervals; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Ends that are not finite or in the wrong order, or no intervals.</exception>
    public static double[] Cover(double low, double high, int count = 5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!double.IsFinite(low) || !double.IsFinite(high) || high < low)
            throw new ArgumentOutOfRangeException(nameof(high), high, Invariant(
                $"The range {low} to {high} must be finite and ascending."
            ));
        var least = count / 3;
        var unit = Unit(low, high, count, least);
        double first = Math.Floor((low / unit) + Rounding), last = Math.Ceiling((high / unit) - Rounding);
        while (first * unit > low + (Rounding * unit))
            first--;
        while (last * unit < high - (Rounding * unit))
            last++;
        var missing = (int)(0.5 + least - (last - first));
        if (last - first + 0.5 < least)
        {
            var (small, large) = (missing / 2, (missing / 2) + (missing % 2));
            (first, last) = first >= 0 ? (first - large, last + small) : (first - small, last + large);
        }
        var n = (int)(last - first);
        var (from, step) = (first * unit, n == 0 ? 0 : ((last * unit) - (first * unit)) / n);
        var ticks = new double[n + 1];
        for (var k = 0; k <= n; k++)
        {
            var tick = from + (k * step);
            ticks[k] = Math.Abs(tick) < 1e-14 * step ? 0 : tick;
        }
        return ticks;
    }

    private static double Unit(double low, double high, int count, int least)
    {
        var (range, cell) = (high - low, Math.Max(Math.Abs(low), Math.Abs(high)));
        bool tiny;
        if (range == 0 && high == 0)
        {
            (cell, tiny) = (1, true);
        }
        else
        {
            var u = 1 + (FiveBias >= (1.5 * Bias) + 0.5 ? 1 / (1 + Bias) : 1.5 / (1 + FiveBias));
            tiny = range < cell * u * count * Math.Pow(2, -52) * 3;
        }
        if (tiny)
        {
            cell = (cell > 10 ? 9 + (cell / 10) : cell) * Shrink;
            cell /= Math.Max(least, 1);
        }
        else
        {
            cell = range / count;
        }
        cell = Math.Max(cell, 1e-300);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(cell)));
        var power = unit;
        if ((2 * power) - cell < Bias * (cell - unit))
        {
            unit = 2 * power;
            if ((5 * power) - cell < FiveBias * (cell - unit))
            {
                unit = 5 * power;
                if ((10 * power) - cell < Bias * (cell - unit))
                    unit = 10 * power;
            }
        }
        return unit;
    }
}

namespace Survival.Models.Numerics;

/// <summary>The type-7 sample quantile of Hyndman and Fan (doi:10.1080/00031305.1996.10473566), R's default.</summary>
internal static class SampleQuantile
{
    /// <summary>The quantile of values sorted ascending.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double p)
    {
        var fuzz = 4 * Math.Pow(2, -52);
        var h = (sorted.Length - 1) * p;
        var k = (int)Math.Floor(h + fuzz);
        var part = h - k;
        return k + 1 >= sorted.Length ? sorted[^1] : Math.Abs(part) < fuzz ? sorted[k] : sorted[k] + (part * (sorted[k + 1] - sorted[k]));
    }

    /// <summary>The quantile of values in any order.</summary>
    public static double Of(ReadOnlySpan<double> values, double p)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, p);
    }
}

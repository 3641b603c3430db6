namespace Radiomics.Features.FirstOrder;

/// <summary>
/// The k-th smallest of many numbers, for several k at once, in time proportional to how many there are: one pass counts
/// the numbers in buckets of equal width (a map that never turns the order round), a second gathers those in the few
/// buckets that hold a rank asked for, and only these are sorted.
/// </summary>
internal static class OrderStatistics
{
    private const int Buckets = 4096;
    private const int SmallEnoughToSort = 2048;

    /// <summary>Finds the elements that would stand at the given ranks were the values sorted.</summary>
    /// <param name="values">The values; no NaN.</param>
    /// <param name="minimum">The smallest.</param>
    /// <param name="maximum">The largest.</param>
    /// <param name="ranks">Ranks from 0, ascending.</param>
    /// <param name="found">Where the elements go.</param>
    public static void Select(ReadOnlySpan<double> values, double minimum, double maximum, ReadOnlySpan<int> ranks, Span<double> found)
    {
        var range = maximum - minimum;
        if (range == 0)
        {
            found[..ranks.Length].Fill(minimum);
            return;
        }
        var scale = (Buckets - 1) / range;
        if (values.Length <= SmallEnoughToSort || !double.IsFinite(scale) || !double.IsFinite(range))
        {
            var sorted = values.ToArray();
            Array.Sort(sorted);
            for (var i = 0; i < ranks.Length; i++)
                found[i] = sorted[ranks[i]];
            return;
        }

        Span<int> counts = stackalloc int[Buckets];
        counts.Clear();
        foreach (var value in values)
            counts[(int)((value - minimum) * scale)]++;

        Span<int> inside = stackalloc int[ranks.Length];
        double[] gathered = [];
        for (int next = 0, bucket = 0, below = 0; next < ranks.Length; below += counts[bucket++])
        {
            var end = next;
            while (end < ranks.Length && ranks[end] < below + counts[bucket])
                end++;
            if (end == next)
                continue;
            if (gathered.Length < counts[bucket])
                gathered = new double[counts[bucket]];
            var (n, least, most) = (0, double.PositiveInfinity, double.NegativeInfinity);
            foreach (var value in values)
            {
                if ((int)((value - minimum) * scale) == bucket)
                {
                    gathered[n++] = value;
                    least = Math.Min(least, value);
                    most = Math.Max(most, value);
                }
            }
            for (var i = next; i < end; i++)
                inside[i] = ranks[i] - below;
            Select(gathered.AsSpan(0, n), least, most, inside[next..end], found[next..]);
            next = end;
        }
    }

    /// <summary>
    /// The percentile as NumPy computes it by default (the seventh rule of Hyndman and Fan, Am. Stat. 50(4), 1996,
    /// doi:10.1080/00031305.1996.10473566): at rank (n - 1) q, linear between neighbours.
    /// </summary>
    public static double Interpolate(double lower, double upper, double fraction) =>
        // The end nearer by is the one started from, which keeps the result monotone in the fraction.
        fraction < 0.5 ? lower + (upper - lower) * fraction : upper - (upper - lower) * (1 - fraction);
}

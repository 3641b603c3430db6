using Survival.Models.Data;

namespace Survival.Models.Numerics;

/// <summary>
/// Joins times that differ only by rounding, as R's <c>aeqSurv</c> ("timefix") does: neighbours among the distinct times of
/// which the gap, or the gap over the mean distinct time, is at most the square root of the machine epsilon are one time.
/// </summary>
internal static class TiedTimes
{
    private const double Tolerance = 1.490116119384765625e-8;

    /// <summary>Both kinds of time with near ties joined to the smallest of their run.</summary>
    /// <exception cref="InvalidSurvivalDataException">An interval shrinks to nothing.</exception>
    public static (double[] Time, double[]? Entry) Merge(ReadOnlySpan<double> time, ReadOnlySpan<double> entry)
    {
        var all = new double[time.Length + entry.Length];
        time.CopyTo(all);
        entry.CopyTo(all.AsSpan(time.Length));
        Array.Sort(all);
        var distinct = 0;
        var sum = 0.0;
        for (var i = 0; i < all.Length; i++)
        {
            if (i > 0 && all[i] == all[distinct - 1])
                continue;
            all[distinct++] = all[i];
            sum += Math.Abs(all[i]);
        }
        var mean = sum / distinct;
        var kept = 1;
        for (var i = 1; i < distinct; i++)
        {
            var gap = all[i] - all[i - 1];
            if (!(gap <= Tolerance || gap / mean <= Tolerance))
                kept++;
        }
        if (kept == distinct)
            return (time.ToArray(), entry.IsEmpty ? null : entry.ToArray());

        var cuts = new double[kept];
        cuts[0] = all[0];
        for (int i = 1, k = 1; i < distinct; i++)
        {
            var gap = all[i] - all[i - 1];
            if (!(gap <= Tolerance || gap / mean <= Tolerance))
                cuts[k++] = all[i];
        }
        var newTime = Snap(time, cuts);
        if (entry.IsEmpty)
            return (newTime, null);
        var newEntry = Snap(entry, cuts);
        for (var i = 0; i < newTime.Length; i++)
        {
            if (newEntry[i] >= newTime[i])
            {
                throw new InvalidSurvivalDataException(
                    $"Row {i} is at risk from {entry[i]:R} to {time[i]:R}, which is no longer than the rounding of these times; drop the row or change the unit of time.", i, "entry");
            }
        }
        return (newTime, newEntry);
    }

    /// <summary>The same for sorted times, in place.</summary>
    public static void MergeSorted(Span<double> sorted)
    {
        var distinct = 0;
        var sum = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && sorted[i] == sorted[i - 1])
                continue;
            distinct++;
            sum += Math.Abs(sorted[i]);
        }
        var mean = sum / distinct;
        var before = double.NaN;
        for (var i = 0; i < sorted.Length; i++)
        {
            var value = sorted[i];
            var gap = value - before;
            if (gap <= Tolerance || gap / mean <= Tolerance)
                sorted[i] = sorted[i - 1];
            before = value;
        }
    }

    private static double[] Snap(ReadOnlySpan<double> values, double[] cuts)
    {
        var snapped = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var k = Array.BinarySearch(cuts, values[i]);
            snapped[i] = cuts[k >= 0 ? k : ~k - 1];
        }
        return snapped;
    }
}

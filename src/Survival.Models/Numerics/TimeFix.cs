namespace Survival.Models.Numerics;

/// <summary>
/// The one rule by which times that differ only by rounding are one time, R's <c>aeqSurv</c> ("timefix"): neighbours among the distinct
/// times of which the
/// gap, or the gap over the mean distinct time, is at most the square root of the machine epsilon are joined to the smallest of their run.
/// </summary>
internal static class TimeFix
{
    private const double Tolerance = 1.490116119384765625e-8;

    // A gap of this share of the mean time is no rounding.
    private const double Visible = 1e-3;

    /// <summary>Follow-up with near ties joined.</summary>
    /// <param name="time">The ends; joined in place.</param>
    /// <param name="entry">The starts, or none; joined in place.</param>
    /// <param name="order">The rows by time.</param>
    /// <returns>How far a time that is asked for may lie from one of these and still be it, whether any were joined, and why they could
    /// not be: the times are so small that what would be joined differs by more than rounding.</returns>
    public static (double Slack, bool Joined, string? Fault) Join(double[] time, double[] entry, int[] order)
    {
        double[] distinct = entry.Length == 0 ? Distinct(time, order) : Distinct([.. time, .. entry]);
        var slack = Slack(distinct);
        var (kept, widest) = (1, 0.0);
        for (var i = 1; i < distinct.Length; i++)
        {
            var gap = distinct[i] - distinct[i - 1];
            (kept, widest) = gap > slack ? (kept + 1, widest) : (kept, Math.Max(widest, gap));
        }
        if (kept == distinct.Length)
            return (slack, false, null);
        // R's rule has a least gap that knows no unit: of times about 1e-9 it makes one, and of a cohort a single time.
        var mean = Mean(distinct);
        if (widest > Visible * mean)
            return (slack, false, $"The times are so small ({NumberText.Plain(mean)} in the mean) that ones which differ by "
                + $"{NumberText.Plain(widest)} would count as one: so small a gap is taken for rounding. Give them in a smaller unit, "
                + "so that the numbers are larger.");
        var cuts = new double[kept];
        cuts[0] = distinct[0];
        for (int i = 1, k = 1; i < distinct.Length; i++)
        {
            if (distinct[i] - distinct[i - 1] > slack)
                cuts[k++] = distinct[i];
        }
        Snap(time, cuts);
        Snap(entry, cuts);
        return (slack, true, null);
    }

    /// <summary>How far apart two times may lie and still be one, from the distinct times.</summary>
    public static double Slack(ReadOnlySpan<double> distinct) =>
        distinct.IsEmpty ? 0 : Math.Max(Tolerance, Tolerance * Mean(distinct));

    /// <summary>How many ascending times are at or before one, within the slack.</summary>
    public static int CountUpTo(ReadOnlySpan<double> ascending, double time, double slack) => CountTo(ascending, time + slack, orAt: true);

    /// <summary>How many ascending times are before one by more than the slack.</summary>
    public static int CountBefore(ReadOnlySpan<double> ascending, double time, double slack) =>
        CountTo(ascending, time - slack, orAt: false);

    private static int CountTo(ReadOnlySpan<double> ascending, double bound, bool orAt)
    {
        int low = 0, high = ascending.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < bound || (orAt && ascending[middle] == bound))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private static double Mean(ReadOnlySpan<double> distinct)
    {
        var sum = 0.0;
        foreach (var t in distinct)
            sum += Math.Abs(t);
        return sum / distinct.Length;
    }

    private static double[] Distinct(double[] values) => Distinct(values, StableOrder.Of(values));

    private static double[] Distinct(double[] values, int[] order)
    {
        var distinct = new double[values.Length];
        var count = 0;
        foreach (var i in order)
        {
            if (count == 0 || values[i] != distinct[count - 1])
                distinct[count++] = values[i];
        }
        return distinct[..count];
    }

    private static void Snap(double[] values, double[] cuts)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var k = Array.BinarySearch(cuts, values[i]);
            values[i] = cuts[k >= 0 ? k : ~k - 1];
        }
    }
}

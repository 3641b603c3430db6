using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

public sealed partial class TimeDependentRoc
{
    /// <summary>
    /// The ROC curve by Kaplan-Meier estimates among those above and below each threshold: Heagerty, Lumley and Pepe 2000
    /// (doi:10.1111/j.0006-341X.2000.00337.x), equation 2; R's <c>survivalROC(method = "KM")</c>. The rates need not be monotone in the
    /// threshold. O(n²) in steps of 64 rows.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="time">A time after the first event, within follow-up, with survival above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the data's range; the message says the range.</exception>
    /// <exception cref="ArgumentException">A marker of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or there are no events.</exception>
    public static SurvivalRocCurve KaplanMeier(SurvivalData data, ReadOnlySpan<double> marker, double time)
    {
        var (weights, x, values) = Prepare(data, marker, time, nameof(KaplanMeier));
        var (n, s0, rows) = (x.Length, weights.SurvivalAt(time), new NeighbourSurvival(weights.Sorted, x, values.Length, time));
        var above = new int[values.Length];
        foreach (var v in x)
            above[v]++;
        var (left, points) = (n, new RocPoint[values.Length + 1]);
        points[0] = new RocPoint(double.NegativeInfinity, 1, 1);
        for (var r = 0; r < values.Length; r++)
        {
            left -= above[r];
            var share = left / (double)n;
            var survival = rows.Among(r + 1, values.Length);
            points[r + 1] = new RocPoint(values[r], share * survival / s0, share * (1 - survival) / (1 - s0));
        }
        return new SurvivalRocCurve(time, Area(points), s0, points);
    }

    /// <summary>
    /// The ROC curve by Akritas' nearest-neighbour estimate of the joint distribution of marker and time: Heagerty, Lumley and Pepe 2000
    /// (doi:10.1111/j.0006-341X.2000.00337.x), equation 3; R's <c>survivalROC(method = "NNE")</c>. Both rates are monotone. O(n² span), a
    /// hundred thousand rows in seconds.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="time">A time after the first event, within follow-up, with survival above 0.</param>
    /// <param name="span">
    /// How many neighbours are taken, as a share of n, between 0 and 1: those as near as the (n span)-th larger value, on either side
    /// (<c>survivalROC</c> measures the distance upwards only and uses it both ways). 0.25 n^(-1/5) is a customary choice, and the default.
    /// </param>
    /// <param name="upwardsOnly">Whether only neighbours with a larger marker are taken (<c>window = "asymmetric"</c>).</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the data's range (the message says the range), or a span outside (0,
    /// 1).</exception>
    /// <exception cref="ArgumentException">A marker of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or there are no events.</exception>
    public static SurvivalRocCurve NearestNeighbour(
        SurvivalData data, ReadOnlySpan<double> marker, double time, double? span = null, bool upwardsOnly = false)
    {
        var share = span ?? (0.25 * Math.Pow(marker.Length, -0.2));
        if (!(share is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(span), share, "The span is a share of the subjects; it must lie between 0 and 1.");
        return Smooth(data, marker, time, share, null, upwardsOnly);
    }

    /// <summary>The same with neighbours weighted by exp(-d²/λ²), d their distance on the marker's scale.</summary>
    /// <remarks>
    /// This is what <c>survivalROC(lambda =)</c> describes. Its R code takes every non-zero weight for 1 (<c>a*b&amp;c</c> reads as
    /// <c>(a*b)&amp;c</c>),
    /// so that there the kernel has no effect; no agreement with it is sought.
    /// </remarks>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="time">A time after the first event, within follow-up, with survival above 0.</param>
    /// <param name="lambda">The kernel's width λ on the marker's scale; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the data's range (the message says the range), or a width that is not
    /// positive.</exception>
    /// <exception cref="ArgumentException">A marker of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or there are no events.</exception>
    public static SurvivalRocCurve Kernel(SurvivalData data, ReadOnlySpan<double> marker, double time, double lambda)
    {
        if (!(lambda > 0 && double.IsFinite(lambda)))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "The kernel's width must be positive.");
        return Smooth(data, marker, time, 0, lambda, false);
    }

    private static SurvivalRocCurve Smooth(
        SurvivalData data, ReadOnlySpan<double> marker, double time, double span, double? lambda, bool upwardsOnly)
    {
        var (weights, x, values) = Prepare(data, marker, time, nameof(NearestNeighbour));
        var n = x.Length;
        var counts = new int[values.Length];
        foreach (var v in x)
            counts[v]++;
        // last[k]: how many rows have a marker of at most values[k].
        var last = new int[values.Length];
        for (int k = 0, sum = 0; k < values.Length; k++)
            last[k] = sum += counts[k];
        var survival = lambda is { } width ? ByKernel(weights, x, values, time, width)
            : ByNeighbours(weights, x, values, time, r => Math.Min(
                last[r] - counts[r] + 1 + (int)((n * span) + (upwardsOnly ? 0 : 0.5)), n), last, upwardsOnly);
        double total = 0, above = 0;
        for (var r = values.Length - 1; r >= 0; r--)
            total += counts[r] * survival[r];
        var points = new RocPoint[values.Length + 1];
        var s0 = total / n;
        for (var r = values.Length - 1; r >= 0; r--)
        {
            var positive = (n - last[r]) / (double)n;
            points[r + 1] = new RocPoint(values[r], above / n / s0, (positive - (above / n)) / (1 - s0));
            above += counts[r] * survival[r];
        }
        points[0] = new RocPoint(double.NegativeInfinity, 1, 1);
        return new SurvivalRocCurve(time, Area(points), weights.SurvivalAt(time), points);
    }

    private static double[] ByKernel(CensoringWeights weights, int[] rank, double[] values, double time, double lambda)
    {
        var (survival, kernel, work) = (new double[values.Length], new double[values.Length], new double[rank.Length]);
        for (var r = 0; r < values.Length; r++)
        {
            for (var k = 0; k < values.Length; k++)
                kernel[k] = Math.Exp(-(values[k] - values[r]) * (values[k] - values[r]) / (lambda * lambda));
            survival[r] = Weighted(weights, rank, kernel, time, work);
        }
        return survival;
    }

    // The neighbour that sets the distance has a place, from 1, among all rows by marker; last holds the place of each value's last row.
    private static double[] ByNeighbours(
        CensoringWeights weights, int[] rank, double[] values, double time, Func<int, int> place, int[] last, bool upwardsOnly)
    {
        var (survival, window) = (new double[values.Length], new NeighbourSurvival(weights.Sorted, rank, values.Length, time));
        for (int r = 0, from = 0, neighbour = 0; r < values.Length; r++)
        {
            for (var reach = place(r); last[neighbour] < reach; neighbour++)
            {
            }
            var width = values[neighbour] - values[r];
            var end = neighbour + 1;
            for (; end < values.Length && values[end] - values[r] <= width; end++)
            {
            }
            from = upwardsOnly ? r : Math.Min(from, r);
            while (!upwardsOnly && from > 0 && values[r] - values[from - 1] <= width)
                from--;
            while (values[r] - values[from] > width)
                from++;
            survival[r] = window.Among(from, end);
        }
        return survival;
    }

    private static (CensoringWeights Weights, int[] Rank, double[] Values) Prepare(
        SurvivalData data, ReadOnlySpan<double> marker, double time, string method)
    {
        Markers.Check(data, marker, nameof(marker));
        Markers.RequirePlain(data, method);
        var weights = new CensoringWeights(data);
        var survival = weights.SurvivalAt(time);
        if (!weights.Covers(time) || !(survival is > 0 and < 1))
            throw Markers.OutOfRange(weights, time, IpcwConvention.RiskRegression);
        var (rank, sorted) = (new int[data.Count], weights.Sorted.Sort(marker));
        var values = new double[StableOrder.Rank(sorted, rank)];
        for (var k = 0; k < rank.Length; k++)
            values[rank[k]] = sorted[k];
        return (weights, rank, values);
    }

    /// <summary>Kaplan-Meier survival at a time of rows weighted by their rank.</summary>
    private static double Weighted(CensoringWeights weights, int[] rank, double[] byRank, double time, double[] work)
    {
        for (var k = 0; k < work.Length; k++)
            work[k] = byRank[rank[k]];
        return ProductLimit.At(weights.Sorted, 0, work, time).Survival;
    }

    private static double Area(RocPoint[] points)
    {
        var area = 0.0;
        for (var k = 1; k < points.Length; k++)
            area += (points[k - 1].FalsePositiveRate - points[k].FalsePositiveRate) * (
                points[k - 1].TruePositiveRate + points[k].TruePositiveRate) / 2;
        return area;
    }
}

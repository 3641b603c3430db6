using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

public static partial class TimeDependentRoc
{
    /// <summary>
    /// The ROC curve by Kaplan-Meier estimates among those above and below each threshold: Heagerty, Lumley and Pepe 2000
    /// (doi:10.1111/j.0006-341X.2000.00337.x), equation 2; R's <c>survivalROC(method = "KM")</c>. The rates need not be monotone in the
    /// threshold. O(n²).
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
        var (n, s0, work, chosen) = (x.Length, weights.SurvivalAt(time), new double[x.Length], new double[values.Length]);
        Array.Fill(chosen, 1);
        var above = new int[values.Length];
        foreach (var v in x)
            above[v]++;
        var (left, points) = (n, new RocPoint[values.Length + 1]);
        points[0] = new RocPoint(double.NegativeInfinity, 1, 1);
        for (var r = 0; r < values.Length; r++)
        {
            left -= above[r];
            chosen[r] = 0;
            var share = left / (double)n;
            var survival = left == 0 ? 0 : Weighted(weights, x, chosen, time, work);
            points[r + 1] = new RocPoint(values[r], share * survival / s0, share * (1 - survival) / (1 - s0));
        }
        return new SurvivalRocCurve(time, Area(points), s0, points);
    }

    /// <summary>
    /// The ROC curve by Akritas' nearest-neighbour estimate of the joint distribution of marker and time: Heagerty, Lumley and Pepe 2000
    /// (doi:10.1111/j.0006-341X.2000.00337.x), equation 3; R's <c>survivalROC(method = "NNE")</c>. Both rates are monotone. O(n² span).
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
        var (n, work) = (x.Length, new double[x.Length]);
        var counts = new int[values.Length];
        foreach (var v in x)
            counts[v]++;
        // last[k]: how many rows have a marker of at most values[k].
        var last = new int[values.Length];
        for (int k = 0, sum = 0; k < values.Length; k++)
            last[k] = sum += counts[k];
        var (survival, kernel) = (new double[values.Length], new double[values.Length]);
        for (var r = 0; r < values.Length; r++)
        {
            // The place, from 1, of the neighbour that sets the distance among all rows by marker.
            var place = Math.Min(last[r] - counts[r] + 1 + (int)((n * span) + (upwardsOnly ? 0 : 0.5)), n);
            var width = lambda is null ? values[Array.FindIndex(last, r, c => c >= place)] - values[r] : 0;
            for (var k = 0; k < values.Length; k++)
            {
                var d = values[k] - values[r];
                kernel[k] = lambda is { } l ? Math.Exp(-(d * d) / (l * l)) : (upwardsOnly ? d >= 0 && d <= width : Math.Abs(d) <= width) ? 1
                    : 0;
            }
            survival[r] = Weighted(weights, x, kernel, time, work);
        }
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

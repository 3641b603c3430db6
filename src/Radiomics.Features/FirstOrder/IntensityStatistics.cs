namespace Radiomics.Features.FirstOrder;

/// <summary>What first-order features are computed from: the intensities of a region reduced to sums, order statistics and a
/// histogram.</summary>
public sealed class IntensityStatistics
{
    /// <summary>Reduces the intensities of a region.</summary>
    /// <param name="intensities">The intensities of the region's voxels, in any order (the last digits of a sum may depend on it); at least
    /// one, finite.</param>
    /// <param name="histogram">How many voxels each grey level has; empty levels count for nothing. Entropy and Uniformity use it.</param>
    /// <param name="voxelVolume">The volume of a voxel in mm³.</param>
    /// <param name="shift">PyRadiomics' <c>voxelArrayShift</c>.</param>
    /// <param name="fromMedian">Whether <see cref="MedianAbsoluteDeviation"/> is wanted, which costs one more pass.</param>
    /// <exception cref="ArgumentException">There is no intensity.</exception>
    public IntensityStatistics(
        ReadOnlySpan<double> intensities, ReadOnlySpan<int> histogram, double voxelVolume = 1, double shift = 0, bool fromMedian = false)
        : this(Counted(intensities), intensities, intensities.Length, histogram, voxelVolume, shift, fromMedian)
    {
    }

    // Of counts where there are some, else of the intensities.
    private IntensityStatistics(
        CountedIntensities counted, ReadOnlySpan<double> intensities, int count, ReadOnlySpan<int> histogram, double voxelVolume,
        double shift, bool fromMedian)
    {
        (Count, VoxelVolume) = (count, voxelVolume);
        if (!counted.Values.IsEmpty)
        {
            (Minimum, Maximum) = (counted.Values[0], counted.Values[^1]);
            (var sum, ShiftedEnergy) = (counted.Sum(default(LaneSum.Value)), counted.Sum(new LaneSum.Square(shift)));
            Mean = sum / Count;
            (Moment2, Moment3, Moment4, MeanAbsoluteDeviation) = (
                counted.Sum(new LaneSum.Square(-Mean)) / Count,
                counted.Sum(new LaneSum.Cube(Mean)) / Count,
                counted.Sum(new LaneSum.Fourth(Mean)) / Count,
                counted.Sum(new LaneSum.AbsoluteDeviation(Mean)) / Count);
            (Percentile10, Percentile25, Median, Percentile75, Percentile90) = Percentiles(intensities, counted);
            var within = counted.Sum(new LaneSum.CountWithin(Percentile10, Percentile90));
            var robustMean = counted.Sum(new LaneSum.ValueWithin(Percentile10, Percentile90)) / within;
            RobustMeanAbsoluteDeviation = counted.Sum(new LaneSum.DeviationWithin(Percentile10, Percentile90, robustMean)) / within;
            MedianAbsoluteDeviation = fromMedian ? counted.Sum(new LaneSum.AbsoluteDeviation(Median)) / Count : double.NaN;
            counted.Return();
        }
        else
        {
            (Minimum, Maximum, var sum, ShiftedEnergy) = LaneSum.Extent(intensities, new LaneSum.Square(shift));
            Mean = sum / Count;
            var (second, third, fourth, absolute) = LaneSum.Over(
                intensities,
                new LaneSum.Square(-Mean),
                new LaneSum.Cube(Mean),
                new LaneSum.Fourth(Mean),
                new LaneSum.AbsoluteDeviation(Mean));
            (Moment2, Moment3, Moment4, MeanAbsoluteDeviation) = (second / Count, third / Count, fourth / Count, absolute / Count);
            (Percentile10, Percentile25, Median, Percentile75, Percentile90) = Percentiles(intensities, default);
            var (within, inner) = LaneSum.Over(
                intensities, new LaneSum.CountWithin(Percentile10, Percentile90), new LaneSum.ValueWithin(Percentile10, Percentile90));
            var robustMean = inner / within;
            RobustMeanAbsoluteDeviation =
                LaneSum.Over(intensities, new LaneSum.DeviationWithin(Percentile10, Percentile90, robustMean)) / within;
            MedianAbsoluteDeviation = fromMedian ? LaneSum.Over(intensities, new LaneSum.AbsoluteDeviation(Median)) / Count : double.NaN;
        }
        var (total, entropy, uniformity) = (0L, 0.0, 0.0);
        foreach (var times in histogram)
            total += times;
        foreach (var times in histogram)
        {
            if (times == 0)
                continue;
            var p = (double)times / total;
            entropy -= p * Math.Log2(p + Epsilon);
            uniformity += p * p;
        }
        (Entropy, Uniformity) = (entropy, uniformity);
    }

    private static CountedIntensities Counted(ReadOnlySpan<double> intensities)
    {
        if (intensities.IsEmpty)
            throw new ArgumentException("A region has at least one voxel; no intensity was given.", nameof(intensities));
        return CountedIntensities.TryCount(intensities, out var counted) ? counted : default;
    }

    /// <summary>The statistics of intensities that are read part by part, once; <see langword="null"/> where they are not whole numbers in
    /// a range so narrow that counting them pays.</summary>
    internal static IntensityStatistics? OfWhole(
        IntensityParts parts, int count, ReadOnlySpan<int> histogram, double voxelVolume, double shift,
        Func<ReadOnlyMemory<double>> source) =>
        CountedIntensities.TryCount(parts, count, out var counted)
            ? new IntensityStatistics(counted, [], count, histogram, voxelVolume, shift, fromMedian: false) { Source = source }
            : null;

    // Of sorted intensities, whose order statistics need no search, and a histogram that is reduced already.
    private IntensityStatistics(ReadOnlySpan<double> sorted, double entropy, double uniformity, double voxelVolume, double shift)
    {
        (Count, VoxelVolume, Minimum, Maximum) = (sorted.Length, voxelVolume, sorted[0], sorted[^1]);
        (var sum, ShiftedEnergy) = LaneSum.Over(sorted, default(LaneSum.Value), new LaneSum.Square(shift));
        Mean = sum / Count;
        var (second, third) = LaneSum.Over(sorted, new LaneSum.Square(-Mean), new LaneSum.Cube(Mean));
        var (fourth, absolute) = LaneSum.Over(sorted, new LaneSum.Fourth(Mean), new LaneSum.AbsoluteDeviation(Mean));
        (Moment2, Moment3, Moment4, MeanAbsoluteDeviation) = (second / Count, third / Count, fourth / Count, absolute / Count);
        (Percentile10, Percentile25, Median, Percentile75, Percentile90) =
            (Quantile(sorted, 0.10), Quantile(sorted, 0.25), Quantile(sorted, 0.50), Quantile(sorted, 0.75), Quantile(sorted, 0.90));
        var (within, inner) = LaneSum.Over(
            sorted,
            new LaneSum.CountWithin(Percentile10, Percentile90),
            new LaneSum.ValueWithin(Percentile10, Percentile90)
        );
        RobustMeanAbsoluteDeviation =
            LaneSum.Over(sorted, new LaneSum.DeviationWithin(Percentile10, Percentile90, inner / within)) / within;
        (MedianAbsoluteDeviation, Entropy, Uniformity) = (double.NaN, entropy, uniformity);
    }

    /// <summary>The statistics of sorted intensities.</summary>
    internal static IntensityStatistics OfSorted(
        ReadOnlySpan<double> sorted,
        double entropy,
        double uniformity,
        double voxelVolume,
        double shift,
        Func<ReadOnlyMemory<double>> source
    ) => new(sorted, entropy, uniformity, voxelVolume, shift) { Source = source };

    private static double Quantile(ReadOnlySpan<double> sorted, double quantile)
    {
        var place = (sorted.Length - 1) * quantile;
        var rank = (int)place;
        return OrderStatistics.Interpolate(sorted[rank], sorted[Math.Min(rank + 1, sorted.Length - 1)], place - rank);
    }

    /// <summary>
    /// The intensities of the region's voxels themselves, for a feature of one's own: a percentile, a trimmed mean. They come in any order
    /// (of maps sorted), are read when they are first asked for, and need not be there any more when the feature is computed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The statistics were made of a span, which is the caller's and is not kept.</exception>
    public ReadOnlyMemory<double> Intensities => _intensities ??= Source?.Invoke() ?? throw new InvalidOperationException(
        "These statistics were made of a span of intensities, which is not kept; what made them has the intensities.");

    /// <summary>Where <see cref="Intensities"/> are had from.</summary>
    internal Func<ReadOnlyMemory<double>>? Source { get; init; }

    private ReadOnlyMemory<double>? _intensities;

    // PyRadiomics adds the spacing of doubles at 1 inside the logarithm.
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The number of voxels.</summary>
    public int Count { get; }

    /// <summary>The volume of a voxel in mm³.</summary>
    public double VoxelVolume { get; }

    /// <summary>The smallest intensity.</summary>
    public double Minimum { get; }

    /// <summary>The largest intensity.</summary>
    public double Maximum { get; }

    /// <summary>The arithmetic mean.</summary>
    public double Mean { get; }

    /// <summary>The sum of (x + shift)².</summary>
    public double ShiftedEnergy { get; }

    /// <summary>The population variance.</summary>
    public double Moment2 { get; }

    /// <summary>The third central moment.</summary>
    public double Moment3 { get; }

    /// <summary>The fourth central moment.</summary>
    public double Moment4 { get; }

    /// <summary>The mean absolute deviation from the mean.</summary>
    public double MeanAbsoluteDeviation { get; }

    /// <summary>The mean absolute deviation from the median (IBSI's N72L); NaN where it was not asked for.</summary>
    public double MedianAbsoluteDeviation { get; }

    /// <summary>The mean absolute deviation, from their own mean, of the voxels between the 10th and the 90th percentile, ends
    /// included.</summary>
    public double RobustMeanAbsoluteDeviation { get; }

    /// <summary>The 10th percentile.</summary>
    public double Percentile10 { get; }

    /// <summary>The 25th percentile.</summary>
    public double Percentile25 { get; }

    /// <summary>The median.</summary>
    public double Median { get; }

    /// <summary>The 75th percentile.</summary>
    public double Percentile75 { get; }

    /// <summary>The 90th percentile.</summary>
    public double Percentile90 { get; }

    /// <summary>The entropy of the histogram in bits, Σ -p log2(p + ε) with ε = 2⁻⁵².</summary>
    public double Entropy { get; }

    /// <summary>The uniformity of the histogram, Σ p².</summary>
    public double Uniformity { get; }

    private (double, double, double, double, double) Percentiles(ReadOnlySpan<double> values, CountedIntensities counted)
    {
        ReadOnlySpan<double> quantiles = [0.10, 0.25, 0.50, 0.75, 0.90];
        Span<int> ranks = stackalloc int[2 * quantiles.Length];
        Span<double> found = stackalloc double[ranks.Length];
        Span<double> result = stackalloc double[quantiles.Length];
        for (var i = 0; i < quantiles.Length; i++)
        {
            ranks[2 * i] = (int)((Count - 1) * quantiles[i]);
            ranks[2 * i + 1] = Math.Min(ranks[2 * i] + 1, Count - 1);
        }
        Span<int> ascending = stackalloc int[ranks.Length];
        ranks.CopyTo(ascending);
        ascending.Sort();
        if (counted.Values.IsEmpty)
            OrderStatistics.Select(values, Minimum, Maximum, ascending, found);
        else
            counted.Select(ascending, found);
        for (var i = 0; i < quantiles.Length; i++)
        {
            var (lower, upper) = (found[ascending.IndexOf(ranks[2 * i])], found[ascending.IndexOf(ranks[2 * i + 1])]);
            result[i] = OrderStatistics.Interpolate(lower, upper, (Count - 1) * quantiles[i] - ranks[2 * i]);
        }
        return (result[0], result[1], result[2], result[3], result[4]);
    }
}

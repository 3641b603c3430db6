using Radiomics.Features.FirstOrder;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// The intensity histogram (reference manual, section 3.4; ZVCW): statistics of the grey levels, and of the histogram's bins from 1 to Ng.
/// </summary>
internal static class HistogramFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of(
        "histogram", "ih_", "the histogram has a single bin, and no gradient", Definitions, region => [("", [new LevelHistogram(region)])]);

    /// <summary>The twenty-three features.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelHistogram>> Definitions { get; } =
    [
        new("mean", "X6K6", h => h.Levels.Mean),
        new("var", "CH89", h => h.Levels.Moment2),
        new("skew", "88K1", h => StatisticsFamily.Skewness(h.Levels)),
        new("kurt", "C3I7", h => StatisticsFamily.ExcessKurtosis(h.Levels)),
        new("median", "WIFQ", h => h.Levels.Median),
        new("min", "1PR8", h => h.Levels.Minimum),
        new("p10", "GPMT", h => h.Levels.Percentile10),
        new("p90", "OZ0C", h => h.Levels.Percentile90),
        new("max", "3NCY", h => h.Levels.Maximum),
        new("mode", "AMMC", h => h.Mode),
        new("iqr", "WR0O", h => h.Levels.Percentile75 - h.Levels.Percentile25),
        new("range", "5Z3W", h => h.Levels.Maximum - h.Levels.Minimum),
        new("mad", "D2ZX", h => h.Levels.MeanAbsoluteDeviation),
        new("rmad", "WRZB", h => h.Levels.RobustMeanAbsoluteDeviation),
        new("medad", "4RNL", h => h.Levels.MedianAbsoluteDeviation),
        new("cov", "CWYJ", h => StatisticsFamily.Variation(h.Levels)),
        new("qcod", "SLWD", h => StatisticsFamily.QuartileDispersion(h.Levels)),
        new("entropy", "TLU2", h => h.Levels.Entropy, Alias: "firstorder_Entropy"),
        new("uniformity", "BJ5W", h => h.Levels.Uniformity, Alias: "firstorder_Uniformity"),
        new("max_grad", "12CE", h => h.MaximumGradient),
        new("max_grad_g", "8E6O", h => h.MaximumGradientLevel),
        new("min_grad", "VQB3", h => h.MinimumGradient),
        new("min_grad_g", "RHQZ", h => h.MinimumGradientLevel),
    ];
}

/// <summary>What the histogram features are computed from.</summary>
internal sealed class LevelHistogram
{
    internal LevelHistogram(IbsiRegion region)
    {
        var roi = region.Levels;
        var levels = new double[roi.VoxelCount];
        var at = 0;
        for (var k = 0; k < roi.GrayLevels.Length; k++)
        {
            levels.AsSpan(at, roi.Histogram[k]).Fill(roi.GrayLevels[k]);
            at += roi.Histogram[k];
        }
        Levels = new IntensityStatistics(levels, roi.Histogram, fromMedian: true);

        // Of several modes the one nearest to the mean, and of two as near the lower.
        var most = 0;
        foreach (var count in roi.Histogram)
            most = Math.Max(most, count);
        Mode = double.NaN;
        for (var k = 0; k < roi.GrayLevels.Length; k++)
        {
            if (roi.Histogram[k] == most && !(Math.Abs(roi.GrayLevels[k] - Levels.Mean) >= Math.Abs(Mode - Levels.Mean)))
                Mode = roi.GrayLevels[k];
        }
        (MaximumGradient, MinimumGradient) = (double.NaN, double.NaN);
        (MaximumGradientLevel, MinimumGradientLevel) = (double.NaN, double.NaN);
        var bins = region.LevelCount;
        if (bins < 2)
            return;
        var counts = new double[bins];
        for (var k = 0; k < roi.GrayLevels.Length; k++)
            counts[roi.GrayLevels[k] - 1] = roi.Histogram[k];
        for (var i = 0; i < bins; i++)
        {
            // Central differences, one-sided ones at the ends.
            var (before, after) = (Math.Max(i - 1, 0), Math.Min(i + 1, bins - 1));
            var gradient = (counts[after] - counts[before]) / (after - before);
            if (!(gradient <= MaximumGradient))
                (MaximumGradient, MaximumGradientLevel) = (gradient, i + 1);
            if (!(gradient >= MinimumGradient))
                (MinimumGradient, MinimumGradientLevel) = (gradient, i + 1);
        }
    }

    /// <summary>The statistics of the voxels' grey levels.</summary>
    public IntensityStatistics Levels { get; }

    /// <summary>The grey level that most voxels have.</summary>
    public double Mode { get; }

    /// <summary>The steepest rise of the histogram.</summary>
    public double MaximumGradient { get; }

    /// <summary>The grey level of the steepest rise, the least of several.</summary>
    public double MaximumGradientLevel { get; }

    /// <summary>The steepest fall of the histogram.</summary>
    public double MinimumGradient { get; }

    /// <summary>The grey level of the steepest fall, the least of several.</summary>
    public double MinimumGradientLevel { get; }
}

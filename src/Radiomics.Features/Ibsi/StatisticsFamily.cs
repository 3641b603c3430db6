using Radiomics.Features.FirstOrder;

namespace Radiomics.Features.Ibsi;

/// <summary>Intensity-based statistics (reference manual, section 3.3; UHIW).</summary>
internal static class StatisticsFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of(
        "statistics", "stat_", "the mean, or the sum of the quartiles, that it divides by is 0", Definitions,
        region => [("", [new IntensityStatistics(region.Intensities.Span, [], fromMedian: true)])]);

    /// <summary>The eighteen features.</summary>
    public static IReadOnlyList<FeatureDefinition<IntensityStatistics>> Definitions { get; } =
    [
        new("mean", "Q4LE", s => s.Mean, Alias: "firstorder_Mean"),
        new("var", "ECT3", s => s.Moment2, Alias: "firstorder_Variance"),
        new("skew", "KE2A", Skewness, Alias: "firstorder_Skewness"),
        new("kurt", "IPH6", ExcessKurtosis),
        new("median", "Y12H", s => s.Median, Alias: "firstorder_Median"),
        new("min", "1GSF", s => s.Minimum, Alias: "firstorder_Minimum"),
        new("p10", "QG58", s => s.Percentile10, Alias: "firstorder_10Percentile"),
        new("p90", "8DWT", s => s.Percentile90, Alias: "firstorder_90Percentile"),
        new("max", "84IY", s => s.Maximum, Alias: "firstorder_Maximum"),
        new("iqr", "SALO", s => s.Percentile75 - s.Percentile25, Alias: "firstorder_InterquartileRange"),
        new("range", "2OJQ", s => s.Maximum - s.Minimum, Alias: "firstorder_Range"),
        new("mad", "4FUA", s => s.MeanAbsoluteDeviation, Alias: "firstorder_MeanAbsoluteDeviation"),
        new("rmad", "1128", s => s.RobustMeanAbsoluteDeviation, Alias: "firstorder_RobustMeanAbsoluteDeviation"),
        new("medad", "N72L", s => s.MedianAbsoluteDeviation),
        new("cov", "7TET", Variation),
        new("qcod", "9S40", QuartileDispersion),
        new("energy", "N8CA", s => s.ShiftedEnergy, Alias: "firstorder_Energy"),
        new("rms", "5ZWQ", s => Math.Sqrt(s.ShiftedEnergy / s.Count), Alias: "firstorder_RootMeanSquared"),
    ];

    // 0 where nothing varies, as the manual has it.
    internal static double Skewness(IntensityStatistics s) => s.Moment2 == 0 ? 0 : s.Moment3 / (s.Moment2 * Math.Sqrt(s.Moment2));

    internal static double ExcessKurtosis(IntensityStatistics s) => s.Moment2 == 0 ? 0 : s.Moment4 / (s.Moment2 * s.Moment2) - 3;

    internal static double Variation(IntensityStatistics s) => Math.Sqrt(s.Moment2) / s.Mean;

    internal static double QuartileDispersion(IntensityStatistics s) =>
        (s.Percentile75 - s.Percentile25) / (s.Percentile75 + s.Percentile25);
}

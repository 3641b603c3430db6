namespace Radiomics.Features.FirstOrder;

/// <summary>
/// The first-order features: PyRadiomics' definitions, with IBSI's codes (reference manual, doi:10.1148/radiol.2020191145,
/// families of intensity-based statistics and intensity histogram) where the two agree.
/// </summary>
public static class FirstOrderFeatures
{
    /// <summary>The nineteen features, in the order in which PyRadiomics gives them (that of its method names).</summary>
    public static IReadOnlyList<FeatureDefinition<IntensityStatistics>> All { get; } =
    [
        new("10Percentile", "QG58", s => s.Percentile10),
        new("90Percentile", "8DWT", s => s.Percentile90),
        new("Energy", "N8CA", s => s.ShiftedEnergy),
        new("Entropy", "TLU2", s => s.Entropy),
        new("InterquartileRange", "SALO", s => s.Percentile75 - s.Percentile25),

        // Not the excess: 3 for a normal distribution, where IBSI's IPH6 gives 0. 0 for a flat region.
        new("Kurtosis", null, s => s.Moment2 == 0 ? 0 : s.Moment4 / (s.Moment2 * s.Moment2)),
        new("Maximum", "84IY", s => s.Maximum),
        new("MeanAbsoluteDeviation", "4FUA", s => s.MeanAbsoluteDeviation),
        new("Mean", "Q4LE", s => s.Mean),
        new("Median", "Y12H", s => s.Median),
        new("Minimum", "1GSF", s => s.Minimum),
        new("Range", "2OJQ", s => s.Maximum - s.Minimum),
        new("RobustMeanAbsoluteDeviation", "1128", s => s.RobustMeanAbsoluteDeviation),
        new("RootMeanSquared", "5ZWQ", s => Math.Sqrt(s.ShiftedEnergy / s.Count)),
        new("Skewness", "KE2A", s => s.Moment2 == 0 ? 0 : s.Moment3 / (s.Moment2 * Math.Sqrt(s.Moment2))),
        new("StandardDeviation", null, s => Math.Sqrt(s.Moment2), EnabledByDefault: false),
        new("TotalEnergy", null, s => s.ShiftedEnergy * s.VoxelVolume),
        new("Uniformity", "BJ5W", s => s.Uniformity),
        new("Variance", "ECT3", s => s.Moment2),
    ];
}

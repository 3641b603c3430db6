using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// The features of the grey level run length matrix: PyRadiomics' definitions (Galloway 1975, doi:10.1016/S0146-664X(75)80008-6),
/// with IBSI's codes (reference manual, doi:10.1148/radiol.2020191145) where the two agree.
/// </summary>
public static class GlrlmFeatures
{
    /// <summary>The sixteen features, in PyRadiomics' order.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> All { get; } =
    [
        new("GrayLevelNonUniformity", "R5YN", s => s.LevelSquares / s.Total),
        new("GrayLevelNonUniformityNormalized", "OVBL", s => s.LevelSquares / (s.Total * s.Total)),
        new("GrayLevelVariance", "8CE5", s => s.LevelVariance),
        new("HighGrayLevelRunEmphasis", "G3QZ", s => s.High / s.Total),
        new("LongRunEmphasis", "W4KF", s => s.Large / s.Total),
        new("LongRunHighGrayLevelEmphasis", "3KUM", s => s.LargeHigh / s.Total),
        new("LongRunLowGrayLevelEmphasis", "IVPO", s => s.LargeLow / s.Total),
        new("LowGrayLevelRunEmphasis", "V3SW", s => s.Low / s.Total),
        new("RunEntropy", "HJ9O", s => s.Entropy),
        new("RunLengthNonUniformity", "W92Y", s => s.SizeSquares / s.Total),
        new("RunLengthNonUniformityNormalized", "IC23", s => s.SizeSquares / (s.Total * s.Total)),
        new("RunPercentage", "9ZK5", s => s.Total / s.Voxels),
        new("RunVariance", "SXLW", s => s.SizeVariance),
        new("ShortRunEmphasis", "22OV", s => s.Small / s.Total),
        new("ShortRunHighGrayLevelEmphasis", "GD3A", s => s.SmallHigh / s.Total),
        new("ShortRunLowGrayLevelEmphasis", "HTZT", s => s.SmallLow / s.Total),
    ];

    /// <summary>
    /// Computes features of a region: for each direction, averaged over the directions along which a line holds two voxels of the region,
    /// or, where a
    /// norm weights the directions, on the weighted sum of their matrices. Where there is no such direction all are NaN, except that
    /// RunEntropy and RunVariance of a
    /// single matrix are 0, as in PyRadiomics.
    /// </summary>
    /// <param name="roi">The region.</param>
    /// <param name="settings">How the matrices are aggregated, and the axis without neighbours.</param>
    /// <param name="features">The features, from <see cref="All"/>.</param>
    /// <param name="values">The values, one a feature.</param>
    /// <param name="workspace">Buffers to reuse; <see langword="null"/> makes new ones.</param>
    /// <exception cref="ArgumentException">The settings are not valid, or there is not room for the values.</exception>
    public static void Extract(
        GrayLevelRoi roi,
        TextureSettings settings,
        IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> features,
        Span<double> values,
        TextureWorkspace? workspace = null)
    {
        Aggregation.Check(roi, settings, features.Count, values);
        var directions = VoxelOffset.Directions(roi.Size, [1], settings.FlatAxis);
        Aggregation.Compute(roi, settings, directions, default(Family), features, values, workspace ?? new TextureWorkspace());

        // Of a single matrix without runs PyRadiomics sums over nothing; that of a map's window has the others' run lengths.
        if ((settings.WeightingNorm is null && directions.Length != 1) || roi.Whole != roi)
            return;
        Aggregation.ReplaceUndefined(features, "RunEntropy", 0, values);
        Aggregation.ReplaceUndefined(features, "RunVariance", 0, values);
    }

    private readonly struct Family : IDirectedFamily<LevelSizeStatistics>
    {
        public void Fill(
            GrayLevelRoi roi, VoxelOffset direction, VoxelOffset? next, TextureMatrix matrix, TextureWorkspace workspace) =>
            RunLengthKernel.Fill(roi, direction, matrix, workspace);

        public double Weight(double length) => length;

        public LevelSizeStatistics Summarise(GrayLevelRoi roi, TextureMatrix matrix, double total, TextureWorkspace workspace)
        {
            workspace.LevelSize.Set(matrix, roi.GrayLevels, total);
            return workspace.LevelSize;
        }
    }
}

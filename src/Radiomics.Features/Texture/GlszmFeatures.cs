using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// The features of the grey level size zone matrix: PyRadiomics' definitions (Thibault et al. 2009),
/// with IBSI's codes (reference manual, doi:10.1148/radiol.2020191145) where the two agree.
/// </summary>
public static class GlszmFeatures
{
    /// <summary>The sixteen features, in PyRadiomics' order.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> All { get; } =
    [
        new("GrayLevelNonUniformity", "JNSA", s => s.LevelSquares / s.Total),
        new("GrayLevelNonUniformityNormalized", "Y1RO", s => s.LevelSquares / (s.Total * s.Total)),
        new("GrayLevelVariance", "BYLV", s => s.LevelVariance),
        new("HighGrayLevelZoneEmphasis", "5GN9", s => s.High / s.Total),
        new("LargeAreaEmphasis", "48P8", s => s.Large / s.Total),
        new("LargeAreaHighGrayLevelEmphasis", "J17V", s => s.LargeHigh / s.Total),
        new("LargeAreaLowGrayLevelEmphasis", "YH51", s => s.LargeLow / s.Total),
        new("LowGrayLevelZoneEmphasis", "XMSY", s => s.Low / s.Total),
        new("SizeZoneNonUniformity", "4JP3", s => s.SizeSquares / s.Total),
        new("SizeZoneNonUniformityNormalized", "VB3A", s => s.SizeSquares / (s.Total * s.Total)),
        new("SmallAreaEmphasis", "5QRC", s => s.Small / s.Total),
        new("SmallAreaHighGrayLevelEmphasis", "HW1V", s => s.SmallHigh / s.Total),
        new("SmallAreaLowGrayLevelEmphasis", "5RAI", s => s.SmallLow / s.Total),
        new("ZoneEntropy", "GU8N", s => s.Entropy),
        new("ZonePercentage", "P30P", s => s.Total / s.Voxels),
        new("ZoneVariance", "3NSA", s => s.SizeVariance),
    ];

    /// <summary>Computes features of a region.</summary>
    /// <param name="roi">The region; its margin is at least the greatest distance.</param>
    /// <param name="settings">The axis without neighbours; the rest is not used.</param>
    /// <param name="features">The features, from <see cref="All"/>; those without a formula give NaN.</param>
    /// <param name="values">The values, one a feature.</param>
    /// <param name="workspace">Buffers to reuse; <see langword="null"/> makes new ones.</param>
    /// <exception cref="ArgumentException">The settings are not valid, the margin is too small, or there is not room for the
    /// values.</exception>
    public static void Extract(
        GrayLevelRoi roi,
        TextureSettings settings,
        IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> features,
        Span<double> values,
        TextureWorkspace? workspace = null)
    {
        Aggregation.Check(roi, settings, features.Count, values);
        workspace ??= new TextureWorkspace();
        ZoneKernel.Fill(roi, settings.FlatAxis, workspace.Matrix, workspace);
        workspace.LevelSize.Set(workspace.Matrix, roi.GrayLevels, workspace.Matrix.Total());
        Aggregation.Evaluate(workspace.LevelSize, features, values);
    }
}

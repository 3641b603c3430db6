using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// The features of the grey level dependence matrix: PyRadiomics' definitions (Sun and Wee 1983, doi:10.1016/0734-189X(83)90032-4),
/// with IBSI's codes (reference manual, doi:10.1148/radiol.2020191145) where the two agree.
/// </summary>
public static class GldmFeatures
{
    /// <summary>The features in PyRadiomics' order; two that it names but no longer computes are among them.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> All { get; } =
    [
        new("DependenceEntropy", "FCBV", s => s.Entropy),
        new("DependenceNonUniformity", "Z87G", s => s.SizeSquares / s.Total),
        new("DependenceNonUniformityNormalized", "OKJI", s => s.SizeSquares / (s.Total * s.Total)),
        new("DependencePercentage", "6XV8", null, EnabledByDefault: false),
        new("DependenceVariance", "DNX2", s => s.SizeVariance),
        new("GrayLevelNonUniformity", "FP8K", s => s.LevelSquares / s.Total),
        new("GrayLevelNonUniformityNormalized", "5SPA", null, EnabledByDefault: false),
        new("GrayLevelVariance", "1PFV", s => s.LevelVariance),
        new("HighGrayLevelEmphasis", "OAE7", s => s.High / s.Total),
        new("LargeDependenceEmphasis", "IMOQ", s => s.Large / s.Total),
        new("LargeDependenceHighGrayLevelEmphasis", "9QMG", s => s.LargeHigh / s.Total),
        new("LargeDependenceLowGrayLevelEmphasis", "NBZI", s => s.LargeLow / s.Total),
        new("LowGrayLevelEmphasis", "TL9H", s => s.Low / s.Total),
        new("SmallDependenceEmphasis", "SODN", s => s.Small / s.Total),
        new("SmallDependenceHighGrayLevelEmphasis", "JA6D", s => s.SmallHigh / s.Total),
        new("SmallDependenceLowGrayLevelEmphasis", "EQ3F", s => s.SmallLow / s.Total),
    ];

    /// <summary>Computes features of a region.</summary>
    /// <param name="roi">The region; its margin is at least the greatest distance.</param>
    /// <param name="settings">The distances, the tolerance and the axis without neighbours.</param>
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
        DependenceKernel.Fill(roi, settings, workspace.Matrix, workspace);
        workspace.LevelSize.Set(workspace.Matrix, roi.GrayLevels, workspace.Matrix.Total());
        Aggregation.Evaluate(workspace.LevelSize, features, values);
    }
}

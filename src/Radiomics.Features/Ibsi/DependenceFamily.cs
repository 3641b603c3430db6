using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>The neighbouring grey level dependence matrix (reference manual, section 3.11; REK0): PyRadiomics' GLDM.</summary>
internal static class DependenceFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of("ngldm", "ngl_", "there is no voxel", Definitions, Matrices);

    /// <summary>The seventeen features.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> Definitions { get; } =
    [
        .. LevelSizes.Named(
            "gldm",
            GldmFeatures.All,
            [
                ("lde", "SmallDependenceEmphasis"),
                ("hde", "LargeDependenceEmphasis"),
                ("lgce", "LowGrayLevelEmphasis"),
                ("hgce", "HighGrayLevelEmphasis"),
                ("ldlge", "SmallDependenceLowGrayLevelEmphasis"),
                ("ldhge", "SmallDependenceHighGrayLevelEmphasis"),
                ("hdlge", "LargeDependenceLowGrayLevelEmphasis"),
                ("hdhge", "LargeDependenceHighGrayLevelEmphasis"),
                ("glnu", "GrayLevelNonUniformity"),
            ]
        ),
        new("glnu_norm", "5SPA", s => s.LevelSquares / (s.Total * s.Total)),
        .. LevelSizes.Named(
            "gldm",
            GldmFeatures.All,
            [("dcnu", "DependenceNonUniformity"), ("dcnu_norm", "DependenceNonUniformityNormalized")]
        ),
        new("dc_perc", "6XV8", s => s.Total / s.Voxels),
        .. LevelSizes.Named(
            "gldm",
            GldmFeatures.All,
            [("gl_var", "GrayLevelVariance"), ("dc_var", "DependenceVariance"), ("dc_entr", "DependenceEntropy")]
        ),
        new("dc_energy", "CAS9", s => s.Energy),
    ];

    private static IEnumerable<(string, IEnumerable<LevelSizeStatistics>)> Matrices(IbsiRegion region)
    {
        var settings = new TextureSettings
        {
            Distances = [.. Enumerable.Range(1, region.Settings.Distance)],
            GldmA = region.Settings.Coarseness,
        };
        return Aggregates.Undirected(
            region,
            (roi, flat, _) =>
            {
                DependenceKernel.Fill(roi, settings with { FlatAxis = flat }, region.Workspace.Matrix, region.Workspace);
                return LevelSizes.Of(roi, region.Workspace.Matrix, region, roi.VoxelCount);
            }
        );
    }
}

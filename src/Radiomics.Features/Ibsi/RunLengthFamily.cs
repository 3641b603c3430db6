using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>The grey level run length matrix (reference manual, section 3.7; TP0I).</summary>
internal static class RunLengthFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of("glrlm", "rlm_", "there is no run", Definitions, Matrices);

    /// <summary>The sixteen features.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> Definitions { get; } =
        LevelSizes.Named(
            "glrlm",
            GlrlmFeatures.All,
            [
                ("sre", "ShortRunEmphasis"),
                ("lre", "LongRunEmphasis"),
                ("lgre", "LowGrayLevelRunEmphasis"),
                ("hgre", "HighGrayLevelRunEmphasis"),
                ("srlge", "ShortRunLowGrayLevelEmphasis"),
                ("srhge", "ShortRunHighGrayLevelEmphasis"),
                ("lrlge", "LongRunLowGrayLevelEmphasis"),
                ("lrhge", "LongRunHighGrayLevelEmphasis"),
                ("glnu", "GrayLevelNonUniformity"),
                ("glnu_norm", "GrayLevelNonUniformityNormalized"),
                ("rlnu", "RunLengthNonUniformity"),
                ("rlnu_norm", "RunLengthNonUniformityNormalized"),
                ("r_perc", "RunPercentage"),
                ("gl_var", "GrayLevelVariance"),
                ("rl_var", "RunVariance"),
                ("rl_entr", "RunEntropy"),
            ]
        );

    private static IEnumerable<(string, IEnumerable<LevelSizeStatistics>)> Matrices(IbsiRegion region) =>
        Aggregates
            .Directed(
                region,
                1,
                (roi, direction, matrix) => RunLengthKernel.Fill(roi, direction, matrix, region.Workspace, loneVoxels: true)
            )
            .Select(group => (group.Aggregation, group.Matrices.Select(m => LevelSizes.Of(m.Roi, m.Matrix, region, null))));
}

using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>The grey level size zone matrix (reference manual, section 3.8; 9SAK).</summary>
internal static class SizeZoneFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of("glszm", "szm_", "there is no zone", Definitions, Matrices);

    /// <summary>The sixteen features.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> Definitions { get; } =
        LevelSizes.Named(
            "glszm",
            GlszmFeatures.All,
            [
                ("sze", "SmallAreaEmphasis"),
                ("lze", "LargeAreaEmphasis"),
                ("lgze", "LowGrayLevelZoneEmphasis"),
                ("hgze", "HighGrayLevelZoneEmphasis"),
                ("szlge", "SmallAreaLowGrayLevelEmphasis"),
                ("szhge", "SmallAreaHighGrayLevelEmphasis"),
                ("lzlge", "LargeAreaLowGrayLevelEmphasis"),
                ("lzhge", "LargeAreaHighGrayLevelEmphasis"),
                ("glnu", "GrayLevelNonUniformity"),
                ("glnu_norm", "GrayLevelNonUniformityNormalized"),
                ("zsnu", "SizeZoneNonUniformity"),
                ("zsnu_norm", "SizeZoneNonUniformityNormalized"),
                ("z_perc", "ZonePercentage"),
                ("gl_var", "GrayLevelVariance"),
                ("zs_var", "ZoneVariance"),
                ("zs_entr", "ZoneEntropy"),
            ]
        );

    private static IEnumerable<(string, IEnumerable<LevelSizeStatistics>)> Matrices(IbsiRegion region) =>
        Aggregates.Undirected(region, (roi, flat, _) =>
        {
            ZoneKernel.Fill(roi, flat, region.Workspace.Matrix, region.Workspace);
            return LevelSizes.Of(roi, region.Workspace.Matrix, region, null);
        });
}

using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>What the families of runs, zones and dependencies share.</summary>
internal static class LevelSizes
{
    /// <summary>The statistics of a matrix, in the region's workspace.</summary>
    /// <param name="roi">The region, or the slice of it, that was counted.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="region">The region.</param>
    /// <param name="voxels">The number of voxels, where the sizes do not add up to it.</param>
    public static LevelSizeStatistics Of(GrayLevelRoi roi, TextureMatrix matrix, IbsiRegion region, int? voxels)
    {
        region.Workspace.LevelSize.Set(matrix, roi.GrayLevels, matrix.Total(), voxels);
        return region.Workspace.LevelSize;
    }

    /// <summary>PyRadiomics' definitions of a class under IBSI's tags.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> Named(
        string className, IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> definitions, (string Tag, string Name)[] names) =>
        [.. names.Select(n => definitions.Single(d => d.Name == n.Name) with { Name = n.Tag, Alias = $"{className}_{n.Name}" })];
}

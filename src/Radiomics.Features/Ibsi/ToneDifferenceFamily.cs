using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// The neighbourhood grey tone difference matrix (reference manual, section 3.10; IPET). Voxels without a neighbour in the region do not
/// count.
/// </summary>
internal static class ToneDifferenceFamily
{
    public static FeatureFamily Create() =>
        FeatureFamily.Of("ngtdm", "ngt_", "no voxel of the region has a neighbour in it", Definitions, Matrices);

    /// <summary>The five features.</summary>
    public static IReadOnlyList<FeatureDefinition<NeighbourhoodToneStatistics>> Definitions { get; } =
    [
        Like("coarseness", "Coarseness"),
        Like("contrast", "Contrast"),
        Like("busyness", "Busyness"),
        Like("complexity", "Complexity"),
        Like("strength", "Strength"),
    ];

    private static IEnumerable<(string, IEnumerable<NeighbourhoodToneStatistics>)> Matrices(IbsiRegion region)
    {
        var settings = new TextureSettings { Distances = [.. Enumerable.Range(1, region.Settings.Distance)] };
        return Aggregates.Undirected(region, (roi, flat, _) => Statistics(roi, settings with { FlatAxis = flat }, region.Workspace))
            .Select(group => (group.Aggregation, group.Matrices.OfType<NeighbourhoodToneStatistics>()));
    }

    // Null where no voxel has a neighbour.
    private static NeighbourhoodToneStatistics? Statistics(GrayLevelRoi roi, TextureSettings settings, TextureWorkspace workspace)
    {
        var differences = new double[roi.GrayLevels.Length];
        ToneDifferenceKernel.Fill(roi, settings, differences, workspace);
        var counts = WithNeighbours(roi, DependenceKernel.Offsets(roi, settings));
        var present = Enumerable.Range(0, counts.Length).Where(k => counts[k] > 0).ToArray();
        var levels = roi.GrayLevels.ToArray();
        return present.Length == 0
            ? null
            : new NeighbourhoodToneStatistics(
                [.. present.Select(k => levels[k])],
                [.. present.Select(k => counts[k])],
                [.. present.Select(k => differences[k])]
            );
    }

    // How many voxels of each level have a neighbour: nearly all, and nearly always the next in the row.
    private static int[] WithNeighbours(GrayLevelRoi roi, int[] offsets)
    {
        var counts = roi.Histogram.ToArray();
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                var rank = Rank(at);
                if (rank == 0 || Rank(at + 1) != 0)
                    continue;
                var alone = true;
                for (var k = 0; alone && k < offsets.Length; k++)
                    alone = Rank(at + offsets[k]) == 0 && Rank(at - offsets[k]) == 0;
                if (alone)
                    counts[rank - 1]--;
            }
        }
        return counts;

        int Rank(int at) => roi.IsWide ? roi.Levels32[at] : roi.Levels16[at];
    }

    private static FeatureDefinition<NeighbourhoodToneStatistics> Like(string tag, string name) =>
        NgtdmFeatures.All.Single(f => f.Name == name) with { Name = tag, Alias = $"ngtdm_{name}" };
}

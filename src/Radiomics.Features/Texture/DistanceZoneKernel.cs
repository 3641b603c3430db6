using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Zones of touching voxels of one level, counted by their least distance to the region's border: the labels of <see cref="ZoneKernel"/>,
/// and a minimum over each.
/// </summary>
internal static class DistanceZoneKernel
{
    /// <summary>Fills a matrix with the distances of the zones of each level.</summary>
    /// <param name="roi">The region.</param>
    /// <param name="flatAxis">The axis without neighbours.</param>
    /// <param name="distances">The distance of each voxel of the region's box, x fastest; at least 1 in the region.</param>
    /// <param name="matrix">The matrix to fill.</param>
    /// <param name="workspace">Buffers.</param>
    public static void Fill(GrayLevelRoi roi, int? flatAxis, ReadOnlySpan<int> distances, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var labels = ZoneKernel.Label(roi, flatAxis, workspace);
        var zones = workspace.Zones;
        var least = new int[zones.Count];
        Array.Fill(least, int.MaxValue);
        var greatest = 1;
        for (var row = 0; row < roi.Spans.Length; row++)
        {
            var (start, end) = roi.Spans[row];
            var first = roi.IndexOf(0, row % roi.Size.Y, row / roi.Size.Y);
            for (var at = start; at < end; at++)
            {
                if ((roi.IsWide ? roi.Levels32[at] : roi.Levels16[at]) == 0)
                    continue;
                var distance = distances[row * roi.Size.X + at - first];
                ref var own = ref least[zones.Find(labels[at])];
                own = Math.Min(own, distance);
                greatest = Math.Max(greatest, distance);
            }
        }
        workspace.Counter.Reset(roi.GrayLevels.Length, greatest, roi.VoxelCount);
        zones.CountInto(workspace.Counter, least);
        workspace.Counter.Fill(matrix);
    }
}

using Radiomics.Features.Texture;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// The grey level distance zone matrix (reference manual, section 3.9; VMDZ; Thibault et al., IEEE Trans Biomed Eng 2014,
/// doi:10.1109/TBME.2013.2284600).
/// </summary>
internal static class DistanceZoneFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of("gldzm", "dzm_", "there is no zone", Definitions, Matrices);

    /// <summary>The sixteen features.</summary>
    public static IReadOnlyList<FeatureDefinition<LevelSizeStatistics>> Definitions { get; } =
    [
        new("sde", "0GBI", s => s.Small / s.Total),
        new("lde", "MB4I", s => s.Large / s.Total),
        new("lgze", "S1RA", s => s.Low / s.Total),
        new("hgze", "K26C", s => s.High / s.Total),
        new("sdlge", "RUVG", s => s.SmallLow / s.Total),
        new("sdhge", "DKNJ", s => s.SmallHigh / s.Total),
        new("ldlge", "A7WM", s => s.LargeLow / s.Total),
        new("ldhge", "KLTH", s => s.LargeHigh / s.Total),
        new("glnu", "VFT7", s => s.LevelSquares / s.Total),
        new("glnu_norm", "7HP3", s => s.LevelSquares / (s.Total * s.Total)),
        new("zdnu", "V294", s => s.SizeSquares / s.Total),
        new("zdnu_norm", "IATH", s => s.SizeSquares / (s.Total * s.Total)),
        new("z_perc", "VIWW", s => s.Total / s.Voxels),
        new("gl_var", "QK93", s => s.LevelVariance),
        new("zd_var", "7WT1", s => s.SizeVariance),
        new("zd_entr", "GBDU", s => s.Entropy),
    ];

    private static IEnumerable<(string, IEnumerable<LevelSizeStatistics>)> Matrices(IbsiRegion region)
    {
        int[]? inPlane = null,
            inSpace = null;
        return Aggregates.Undirected(
            region,
            (roi, flat, z) =>
            {
                var distances = flat is null ? inSpace ??= BorderDistances.Of(region, false) : inPlane ??= BorderDistances.Of(region, true);
                ZoneKernel.FillDistances(
                    roi,
                    flat,
                    distances.AsSpan(Math.Max(z, 0) * roi.Size.X * roi.Size.Y),
                    region.Workspace.Matrix,
                    region.Workspace
                );
                return LevelSizes.Of(roi, region.Workspace.Matrix, region, roi.VoxelCount);
            }
        );
    }
}

/// <summary>
/// How many steps along the axes (in the plane, or in space) lead from a voxel of the morphological mask out of it; 1 for those at the
/// border.
/// </summary>
internal static class BorderDistances
{
    /// <summary>The distances over the box of the intensity mask, x fastest.</summary>
    public static int[] Of(IbsiRegion region, bool inPlane)
    {
        var mask = region.Morphological;
        var box = mask.BoundingBox.Size;
        var distances = new int[mask.Inside.Length];
        var inside = mask.Inside.Span;
        var (row, plane) = (box.X, box.X * box.Y);

        // City-block distances come exact from one pass forward and one back; past the box all is outside.
        for (int z = 0, at = 0; z < box.Z; z++)
        {
            for (var y = 0; y < box.Y; y++)
            {
                for (var x = 0; x < box.X; x++, at++)
                {
                    if (inside[at] == 0)
                        continue;
                    var least = Math.Min(x > 0 ? distances[at - 1] : 0, y > 0 ? distances[at - row] : 0);
                    distances[at] = 1 + (inPlane ? least : Math.Min(least, z > 0 ? distances[at - plane] : 0));
                }
            }
        }
        for (int z = box.Z - 1, at = distances.Length - 1; z >= 0; z--)
        {
            for (var y = box.Y - 1; y >= 0; y--)
            {
                for (var x = box.X - 1; x >= 0; x--, at--)
                {
                    if (inside[at] == 0)
                        continue;
                    var least = Math.Min(x < box.X - 1 ? distances[at + 1] : 0, y < box.Y - 1 ? distances[at + row] : 0);
                    distances[at] = Math.Min(
                        distances[at],
                        1 + (inPlane ? least : Math.Min(least, z < box.Z - 1 ? distances[at + plane] : 0))
                    );
                }
            }
        }
        var (own, all) = (region.Intensity.BoundingBox, mask.BoundingBox);
        if (own == all)
            return distances;
        var part = new int[own.Count];
        for (int z = 0, at = 0; z < own.Size.Z; z++)
        {
            for (var y = 0; y < own.Size.Y; y++, at += own.Size.X)
            {
                var from = ((z + own.Start.Z - all.Start.Z) * box.Y + y + own.Start.Y - all.Start.Y) * box.X + own.Start.X - all.Start.X;
                distances.AsSpan(from, own.Size.X).CopyTo(part.AsSpan(at));
            }
        }
        return part;
    }
}

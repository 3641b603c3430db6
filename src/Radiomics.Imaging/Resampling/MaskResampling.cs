namespace Radiomics.Imaging.Resampling;

/// <summary>Brings a region onto another grid by nearest neighbour, as ITK's resampler does with the identity transform.</summary>
internal static class MaskResampling
{
    /// <summary>The voxels of a grid whose centre lies nearest to a voxel of the region.</summary>
    public static Mask Nearest(Mask mask, ImageGeometry grid)
    {
        var box = Reach(mask, grid);
        if (box.IsEmpty)
            return Mask.Create(grid, default, []);
        var inside = new byte[box.Count];
        var source = mask.Inside.Span;
        var bounds = mask.BoundingBox;
        var map = new GridMap(grid, mask.Geometry);
        var nearest = new ScatteredTaps(box.Size.X, new InterpolationKernel(Interpolator.NearestNeighbor));
        // Indices count steps of 1 along each axis in a box of one voxel.
        var first = new Region(default, new GridSize(1, 1, 1));
        var (alongX, alongY, alongZ, covered) = (nearest.Indices(0), nearest.Indices(1), nearest.Indices(2), nearest.Covered);
        var at = 0;
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                nearest.Fill(map, box.Start.X, y, z, mask.Geometry.Size, first);
                for (var x = 0; x < box.Size.X; x++, at++)
                {
                    int i = alongX[x], j = alongY[x], k = alongZ[x];
                    if (covered[x] != 0 && bounds.Contains(i, j, k))
                    {
                        inside[at] = source[
                            ((k - bounds.Start.Z) * bounds.Size.Y + j - bounds.Start.Y) * bounds.Size.X + i - bounds.Start.X
                        ];
                    }
                }
            }
        }
        return Mask.Create(grid, box, inside);
    }

    // The part of the grid that the corners of the region's box span, a voxel wider.
    private static Region Reach(Mask mask, ImageGeometry grid)
    {
        var (start, end) = (mask.BoundingBox.Start, mask.BoundingBox.End);
        Span<double> low = [double.MaxValue, double.MaxValue, double.MaxValue], high = [double.MinValue, double.MinValue, double.MinValue];
        for (var corner = 0; corner < 8; corner++)
        {
            var index = grid.ToIndex(mask.Geometry.ToPhysical(new(
                ((corner & 1) == 0 ? start.X : end.X) - 0.5,
                ((corner & 2) == 0 ? start.Y : end.Y) - 0.5,
                ((corner & 4) == 0 ? start.Z : end.Z) - 0.5)));
            for (var axis = 0; axis < 3; axis++)
            {
                low[axis] = Math.Min(low[axis], index[axis]);
                high[axis] = Math.Max(high[axis], index[axis]);
            }
        }
        return Region
            .FromBounds(new(Low(low[0]), Low(low[1]), Low(low[2])), new(High(high[0]), High(high[1]), High(high[2])))
            .Intersect(grid.Region);

        static int Low(double value) => (int)Math.Clamp(Math.Floor(value), int.MinValue / 4, int.MaxValue / 4);
        static int High(double value) => (int)Math.Clamp(Math.Ceiling(value) + 1, int.MinValue / 4, int.MaxValue / 4);
    }
}

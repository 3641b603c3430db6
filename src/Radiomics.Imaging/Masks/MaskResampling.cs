namespace Radiomics.Imaging.Masks;

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
        var limit = mask.Geometry.Size;
        var at = 0;
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                // ITK finds the two ends of the whole row and goes between them in even steps.
                var first = mask.Geometry.ToIndex(grid.ToPhysical(new(0, y, z)));
                var along = mask.Geometry.ToIndex(grid.ToPhysical(new(grid.Size.X, y, z))) - first;
                for (var x = box.Start.X; x < box.End.X; x++, at++)
                {
                    var place = first + along * (x / (double)grid.Size.X);
                    if (
                        Round(place.X, limit.X) is >= 0 and var i
                        && Round(place.Y, limit.Y) is >= 0 and var j
                        && Round(place.Z, limit.Z) is >= 0 and var k
                        && bounds.Contains(i, j, k)
                    )
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

    // Halves go up; a place outside the grid gives -1.
    private static int Round(double index, int size) => index >= -0.5 && index < size - 0.5 ? (int)Math.Floor(index + 0.5) : -1;

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

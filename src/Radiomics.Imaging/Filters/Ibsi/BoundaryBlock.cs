namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>Boxes that reach past an image, filled as a boundary condition says.</summary>
internal static class BoundaryBlock
{
    /// <summary>Reads a box of an image that may reach past it.</summary>
    public static double[] Read(Volume image, Region box, Boundary boundary)
    {
        if (image.Geometry.Region.Contains(box))
            return image.Read(box).Values.ToArray();
        var read = Needed(box, image.Size, boundary);
        return Extend(image.Read(read).Values.ToArray(), read, image.Size, box, boundary);
    }

    /// <summary>The part of an image that a box's voxels come from.</summary>
    public static Region Needed(Region box, GridSize image, Boundary boundary)
    {
        Span<int> start = stackalloc int[3], end = stackalloc int[3];
        for (var axis = 0; axis < 3; axis++)
        {
            (start[axis], end[axis]) = (image[axis], 0);
            var last = Math.Min(box.End[axis], box.Start[axis] + 4 * image[axis] + 4); // further on they come again
            for (var i = box.Start[axis]; i < box.End[axis]; i++)
            {
                if (i == last)
                    i = Math.Max(i, box.End[axis] - 4 * image[axis] - 4);
                var at = boundary.Position(i, image[axis]);
                if (at < 0)
                    continue;
                (start[axis], end[axis]) = (Math.Min(start[axis], at), Math.Max(end[axis], at + 1));
            }
            if (end[axis] <= start[axis])
                return default;
        }
        return Region.FromBounds(new VoxelIndex(start[0], start[1], start[2]), new VoxelIndex(end[0], end[1], end[2]));
    }

    /// <summary>Fills a box from the part of an image that is there, which holds all that the box needs.</summary>
    public static double[] Extend(double[] values, Region have, GridSize image, Region box, Boundary boundary)
    {
        var result = LargeArray.Uninitialised<double>(checked((int)box.Count));
        int[] xs = Places(0), ys = Places(1), zs = Places(2);
        int[] Places(int axis) => [.. Enumerable.Range(box.Start[axis], box.Size[axis]).Select(i => boundary.Position(i, image[axis]) switch
        {
            < 0 => -1,
            var at => at - have.Start[axis],
        })];
        for (int z = 0, target = 0; z < box.Size.Z; z++)
        {
            for (var y = 0; y < box.Size.Y; y++, target += box.Size.X)
            {
                var row = result.AsSpan(target, box.Size.X);
                if (zs[z] < 0 || ys[y] < 0)
                {
                    row.Fill(boundary.Outside);
                    continue;
                }
                var line = (zs[z] * have.Size.Y + ys[y]) * have.Size.X;
                for (var x = 0; x < row.Length; x++)
                    row[x] = xs[x] < 0 ? boundary.Outside : values[line + xs[x]];
            }
        }
        return result;
    }
}

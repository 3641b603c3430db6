namespace Radiomics.Imaging.Dicom;

/// <summary>
/// From a region to the contours around it: along the voxels' edges, so that every voxel centre is half a voxel away from
/// its contour and filling the contours by the even-odd rule gives the region back exactly.
/// </summary>
internal static class ContourTracer
{
    public static IReadOnlyList<Contour> Trace(Mask mask)
    {
        var contours = new List<Contour>();
        for (var z = mask.BoundingBox.Start.Z; z < mask.BoundingBox.End.Z; z++)
            TraceSlice(mask, z, contours);
        return contours;
    }

    // Each voxel side between inside and outside is walked once, with the inside on the right in a grid whose y points down.
    // A vertex (x, y) is the corner at index (x - 0.5, y - 0.5). Directions: 0 east, 1 south, 2 west, 3 north.
    private static void TraceSlice(Mask mask, int z, List<Contour> contours)
    {
        var box = mask.BoundingBox;
        var (width, height) = (box.Size.X + 1, box.Size.Y + 1);
        var sides = new byte[width * height]; // a bit for each direction in which a side leaves the vertex
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (here, above, left) = (Inside(x, y), Inside(x, y - 1), Inside(x - 1, y));
                if (here && !above)
                    sides[y * width + x] |= 1 << 0;
                if (!here && above)
                    sides[y * width + x + 1] |= 1 << 2;
                if (here && !left)
                    sides[(y + 1) * width + x] |= 1 << 3;
                if (!here && left)
                    sides[y * width + x] |= 1 << 1;
            }
        }
        for (var start = 0; start < sides.Length; start++)
        {
            while (sides[start] != 0)
                contours.Add(Walk(start));
        }

        Contour Walk(int first)
        {
            var points = new List<Vector3D>();
            var (at, direction) = (first, -1);
            do
            {
                // At a corner that two voxels share, turn right: each keeps a contour of its own.
                var next = direction;
                if (direction < 0)
                {
                    next = System.Numerics.BitOperations.TrailingZeroCount(sides[at]);
                }
                else
                {
                    foreach (var turn in new[] { 1, 0, 3 })
                    {
                        next = (direction + turn) & 3;
                        if ((sides[at] >> next & 1) != 0)
                            break;
                    }
                }
                if (next != direction)
                    points.Add(Corner(at));
                sides[at] &= (byte)~(1 << next);
                at += next switch { 0 => 1, 1 => width, 2 => -1, _ => -width };
                direction = next;
            }
            while (at != first);
            return new Contour(points);
        }

        bool Inside(int x, int y) => mask[box.Start.X + x, box.Start.Y + y, z];

        Vector3D Corner(int vertex) =>
            mask.Geometry.ToPhysical(new Vector3D(box.Start.X + vertex % width - 0.5, box.Start.Y + vertex / width - 0.5, z));
    }
}

using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// Fills closed contours on a grid. For each row of voxel centres an edge that crosses it flips the first voxel at or right of the
/// crossing; a running exclusive-or along the row then gives the even-odd rule for all contours of a plane at once, at the
/// cost of the edges' heights and the contours' box, without sorting.
/// </summary>
internal static class ContourRaster
{
    private const double Flat = 0.1;

    /// <summary>The voxels inside the contours.</summary>
    /// <param name="name">The structure, for messages.</param>
    /// <param name="contours">Its contours.</param>
    /// <param name="geometry">The grid.</param>
    /// <param name="filling">What lies between planes that are further apart than slices.</param>
    /// <param name="others">The usual distance of planes in the set, in mm, where the structure itself has too few planes to tell.</param>
    /// <param name="notes">Receives what was passed over or looks odd, or <see langword="null"/>.</param>
    public static Mask ToMask(
        string name,
        IReadOnlyList<Contour> contours,
        ImageGeometry geometry,
        PlaneFilling filling,
        double? others,
        ICollection<string>? notes
    )
    {
        var size = geometry.Size;
        var stack = PlaneStack.Of(contours.Select(c => ToIndices(name, c, geometry)), geometry.Spacing.Z, others);
        var (outside, leaving, between, copies, overlapping) = (0, 0, 0, 0, new List<string>());
        var plates = new List<(int Plane, int First, int Last)>();
        for (var i = 0; i < stack.Planes.Count; i++)
        {
            var plane = stack.Planes[i];
            var missed = plane.Count(p => Misses(p, size));
            var (first, last) = stack.Slices(i);
            if (last < 0 || first >= size.Z)
                missed = plane.Count;
            else if (last < first)
                between += plane.Count;
            outside += missed;
            if (missed == plane.Count || last < first)
                continue;
            plates.Add((i, Math.Max(first, 0), Math.Min(last, size.Z - 1)));
            leaving += plane.Count(p => Leaves(p, size) && !Misses(p, size));
            copies += ContourOverlaps.DropCopies(plane);
            if (notes is not null && ContourOverlaps.Any(plane, size))
                overlapping.Add(plates[^1].First.ToString(CultureInfo.InvariantCulture));
        }
        if (plates.Count == 0)
            throw new GeometryMismatchException(
                $"{name} lies outside the image: {Extent(contours)}, the image {Extent(geometry)}. Use the image that it was drawn on."
            );
        if (outside > 0)
            notes?.Add(Invariant($"{name}: {outside} of {contours.Count} contours lie outside the image and are passed over."));
        if (leaving > 0)
            notes?.Add(
                Invariant($"{name}: {leaving} of {contours.Count} contours reach out of the image; what lies outside is left out.")
            );
        if (between > 0)
            notes?.Add(
                Invariant($"{name}: {between} contours lie between slices and are passed over: each slice takes the plane of contours ")
                    + "nearest to it, and none takes planes that end before it."
            );
        if (copies > 0)
            notes?.Add(Invariant($"{name}: {copies} contours are stored more than once; each counts once."));
        if (overlapping.Count > 0)
            notes?.Add(
                $"{name}: contours overlap each other in part (slice {string.Join(", ", overlapping.Take(20))}, counted from 0), which "
                    + $"the standard gives no meaning; a voxel inside an even number of them is outside."
            );
        if (notes is not null)
            stack.Note(name, geometry, notes);

        var box = BoxOf(plates.SelectMany(p => stack.Planes[p.Plane]), size, plates.Min(p => p.First), plates.Max(p => p.Last) + 1);
        if (box.Count > Array.MaxLength)
            throw new GeometryMismatchException(Invariant($"{name} covers {box.Size} voxels; at most {Array.MaxLength} fit into a mask."));
        var inside = new byte[box.Count];
        var area = box.Size.X * box.Size.Y;
        foreach (var (plane, first, last) in plates)
        {
            var slice = inside.AsSpan((first - box.Start.Z) * area, area);
            Fill(stack.Planes[plane], box, slice);
            for (var z = first + 1; z <= last; z++)
                slice.CopyTo(inside.AsSpan((z - box.Start.Z) * area, area));
        }
        if (filling == PlaneFilling.Shape && stack.Distance > 1)
            Reshape(stack, plates, geometry, box, inside);
        return Mask.Create(geometry, box, inside);
    }

    private static bool Misses(PlanePolygon p, GridSize size) => p.MaxX < 0 || p.MinX > size.X - 1 || p.MaxY < 0 || p.MinY > size.Y - 1;

    // Whether a contour reaches further than a voxel past the outermost voxels, where no drawing on the image ends.
    private static bool Leaves(PlanePolygon p, GridSize size) =>
        p.MinX < -1.5 || p.MinY < -1.5 || p.MaxX > size.X + 0.5 || p.MaxY > size.Y + 0.5;

    /// <summary>The voxels that contours may reach.</summary>
    public static Region BoxOf(IEnumerable<PlanePolygon> polygons, GridSize size, int from, int to)
    {
        double minX = double.PositiveInfinity, minY = minX, maxX = double.NegativeInfinity, maxY = maxX;
        foreach (var p in polygons)
            (minX, minY, maxX, maxY) = (Math.Min(minX, p.MinX), Math.Min(minY, p.MinY), Math.Max(maxX, p.MaxX), Math.Max(maxY, p.MaxY));
        return Region.FromBounds(
            new VoxelIndex(Clamp(minX, size.X), Clamp(minY, size.Y), from),
            new VoxelIndex(Clamp(maxX, size.X) + 1, Clamp(maxY, size.Y) + 1, to)
        );
    }

    // Slices strictly between two planes take a shape between theirs.
    private static void Reshape(
        PlaneStack stack,
        List<(int Plane, int First, int Last)> plates,
        ImageGeometry geometry,
        Region box,
        byte[] inside
    )
    {
        var area = box.Size.X * box.Size.Y;
        float[]? low = null;
        for (var i = 1; i < plates.Count; i++)
        {
            var (a, b) = (plates[i - 1].Plane, plates[i].Plane);
            var high = Distance(b);
            if (b == a + 1 && stack.IsFilled(b))
            {
                low ??= Distance(a);
                var (from, to) = (stack.Planes[a][0].Z, stack.Planes[b][0].Z);
                for (var z = Math.Max((int)Math.Ceiling(from), box.Start.Z); z <= to && z < box.End.Z; z++)
                {
                    var share = (z - from) / (to - from);
                    if (share is > 1e-6 and < 1 - 1e-6)
                        ShapeBetween.Fill(low, high, share, inside.AsSpan((z - box.Start.Z) * area, area));
                }
            }
            low = high;
        }

        float[] Distance(int plane)
        {
            var own = new byte[area];
            Fill(stack.Planes[plane], box, own);
            return ShapeBetween.SignedDistance(own, box.Size.X, box.Size.Y, geometry.Spacing.X, geometry.Spacing.Y);
        }
    }

    /// <summary>Fills the contours of one plane.</summary>
    /// <param name="polygons">The contours, in voxel indices.</param>
    /// <param name="box">The part of the grid that <paramref name="inside"/> holds a slice of.</param>
    /// <param name="inside">A byte for each voxel of the slice, zero at first.</param>
    public static void Fill(List<PlanePolygon> polygons, Region box, Span<byte> inside)
    {
        var (width, height) = (box.Size.X, box.Size.Y);
        foreach (var polygon in polygons)
        {
            var points = polygon.Points;
            for (var i = 0; i < points.Length; i++)
            {
                var (a, b) = (points[i], points[i + 1 < points.Length ? i + 1 : 0]);
                // The same end first for an edge and its reverse, so that both halves of a keyhole's channel cancel exactly.
                if (a.Y > b.Y || a.Y == b.Y && a.X > b.X)
                    (a, b) = (b, a);
                // Rows with a.Y <= y < b.Y: a corner on a row counts once, a level edge never.
                var first = Math.Max(Math.Ceiling(a.Y), box.Start.Y);
                var last = Math.Min(Math.Ceiling(b.Y) - 1, box.Start.Y + height - 1);
                for (var y = first; y <= last; y++)
                {
                    var x = a.X + (y - a.Y) * (b.X - a.X) / (b.Y - a.Y);
                    var at = Math.Max(Math.Ceiling(x) - box.Start.X, 0);
                    if (at < width)
                        inside[(int)(y - box.Start.Y) * width + (int)at] ^= 1;
                }
            }
        }
        for (var y = 0; y < height; y++)
        {
            var row = inside.Slice(y * width, width);
            byte parity = 0;
            for (var x = 0; x < width; x++)
                row[x] = parity ^= row[x];
        }
    }

    private static PlanePolygon ToIndices(string name, Contour contour, ImageGeometry geometry)
    {
        var points = new (double X, double Y)[contour.Points.Count];
        double low = double.PositiveInfinity, high = double.NegativeInfinity, sum = 0;
        for (var i = 0; i < points.Length; i++)
        {
            var index = geometry.ToIndex(contour.Points[i]);
            points[i] = (index.X, index.Y);
            (low, high, sum) = (Math.Min(low, index.Z), Math.Max(high, index.Z), sum + index.Z);
        }
        // A plane that is a little off the slices' (their axes rounded otherwise) is meant to be theirs; one across them is not.
        if (high - low > Math.Max(Flat, 0.1 / geometry.Spacing.Z))
        {
            throw new GeometryMismatchException(
                $"{name} has a contour that is not parallel to the image's slices: it runs through "
                    + $"{Text((high - low) * geometry.Spacing.Z)} mm across them. Use the image that it was drawn on."
            );
        }
        return new PlanePolygon(points, sum / points.Length, contour.IsXor);
    }

    private static int Clamp(double value, int size) => (int)Math.Clamp(Math.Floor(value), 0, size - 1);

    private static string Extent(IReadOnlyList<Contour> contours)
    {
        var points = contours.SelectMany(c => c.Points).ToList();
        return string.Join(
            ", ",
            Enumerable.Range(0, 3).Select(a => $"{"xyz"[a]} {Text(points.Min(p => p[a]))} to {Text(points.Max(p => p[a]))} mm")
        );
    }

    private static string Extent(ImageGeometry geometry)
    {
        var (size, corners) = (geometry.Size, new List<Vector3D>());
        for (var i = 0; i < 8; i++)
            corners.Add(geometry.ToPhysical(new Vector3D((i & 1) * (size.X - 1), (i >> 1 & 1) * (size.Y - 1), (i >> 2) * (size.Z - 1))));
        return string.Join(
            ", ",
            Enumerable.Range(0, 3).Select(a => $"{"xyz"[a]} {Text(corners.Min(p => p[a]))} to {Text(corners.Max(p => p[a]))} mm")
        );
    }

    private static string Text(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}

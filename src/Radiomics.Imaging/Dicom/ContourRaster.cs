using System.Globalization;

namespace Radiomics.Imaging.Dicom;

/// <summary>
/// Fills closed contours on a grid. For each row of voxel centres an edge that crosses it flips the first voxel at or right of the
/// crossing; a running exclusive-or along the row then gives the even-odd rule for all contours of a plane at once, at the
/// cost of the edges' heights and the contours' box, without sorting.
/// </summary>
internal static class ContourRaster
{
    private const double SamePlane = 1e-2;
    private const double Flat = 0.1;

    public static Mask ToMask(string name, IReadOnlyList<Contour> contours, ImageGeometry geometry, ICollection<string>? notes)
    {
        var planes = new Dictionary<int, List<Polygon>>();
        var (outside, size) = (0, geometry.Size);
        foreach (var contour in contours)
        {
            var polygon = ToIndices(name, contour, geometry);
            var slice = (int)Math.Clamp(Math.Floor(polygon.Z + 0.5), -1, size.Z);
            if (slice < 0 || slice >= size.Z || polygon.MaxX < 0 || polygon.MinX > size.X - 1 || polygon.MaxY < 0 || polygon.MinY > size.Y - 1)
            {
                outside++;
                continue;
            }
            if (!planes.TryGetValue(slice, out var list))
                planes.Add(slice, list = []);
            list.Add(polygon);
        }
        if (planes.Count == 0)
            throw new GeometryMismatchException($"{name} lies outside the image: {Extent(contours)}, the image {Extent(geometry)}. Use the image that it was drawn on.");
        if (outside > 0)
            notes?.Add($"{name}: {outside} of {contours.Count} contours lie outside the image and are passed over.");
        var passedOver = 0;
        foreach (var (slice, list) in planes)
            passedOver += KeepNearestPlane(slice, list);
        if (passedOver > 0)
            notes?.Add($"{name}: {passedOver} contours lie between slices, nearer to none than another plane of contours, and are passed over.");

        var all = planes.Values.SelectMany(p => p).ToList();
        var box = Region.FromBounds(
            new VoxelIndex(Clamp(all.Min(p => p.MinX), size.X), Clamp(all.Min(p => p.MinY), size.Y), planes.Keys.Min()),
            new VoxelIndex(Clamp(all.Max(p => p.MaxX), size.X) + 1, Clamp(all.Max(p => p.MaxY), size.Y) + 1, planes.Keys.Max() + 1));
        if (box.Count > Array.MaxLength)
            throw new GeometryMismatchException($"{name} covers {box.Size} voxels; at most {Array.MaxLength} fit into a mask.");
        var inside = new byte[box.Count];
        var area = box.Size.X * box.Size.Y;
        foreach (var (slice, list) in planes)
            Fill(list, box, inside.AsSpan((slice - box.Start.Z) * area, area));
        return Mask.Create(geometry, box, inside);
    }

    /// <summary>Fills the contours of one plane.</summary>
    /// <param name="polygons">The contours, in voxel indices.</param>
    /// <param name="box">The part of the grid that <paramref name="inside"/> holds a slice of.</param>
    /// <param name="inside">A byte for each voxel of the slice, zero at first.</param>
    private static void Fill(List<Polygon> polygons, Region box, Span<byte> inside)
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

    private static Polygon ToIndices(string name, Contour contour, ImageGeometry geometry)
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
                $"{name} has a contour that is not parallel to the image's slices: it runs through {Text((high - low) * geometry.Spacing.Z)} mm across them. Use the image that it was drawn on.");
        }
        return new Polygon(points, sum / points.Length);
    }

    private static int KeepNearestPlane(int slice, List<Polygon> list)
    {
        var nearest = list.MinBy(p => (Math.Abs(p.Z - slice), p.Z))!.Z;
        return list.RemoveAll(p => Math.Abs(p.Z - nearest) > SamePlane);
    }

    private static int Clamp(double value, int size) => (int)Math.Clamp(Math.Floor(value), 0, size - 1);

    private static string Extent(IReadOnlyList<Contour> contours)
    {
        var points = contours.SelectMany(c => c.Points).ToList();
        return string.Join(", ", Enumerable.Range(0, 3).Select(a => $"{"xyz"[a]} {Text(points.Min(p => p[a]))} to {Text(points.Max(p => p[a]))} mm"));
    }

    private static string Extent(ImageGeometry geometry)
    {
        var (size, corners) = (geometry.Size, new List<Vector3D>());
        for (var i = 0; i < 8; i++)
            corners.Add(geometry.ToPhysical(new Vector3D((i & 1) * (size.X - 1), (i >> 1 & 1) * (size.Y - 1), (i >> 2) * (size.Z - 1))));
        return string.Join(", ", Enumerable.Range(0, 3).Select(a => $"{"xyz"[a]} {Text(corners.Min(p => p[a]))} to {Text(corners.Max(p => p[a]))} mm"));
    }

    private static string Text(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private sealed class Polygon((double X, double Y)[] points, double z)
    {
        public (double X, double Y)[] Points { get; } = points;

        public double Z { get; } = z;

        public double MinX { get; } = points.Min(p => p.X);

        public double MaxX { get; } = points.Max(p => p.X);

        public double MinY { get; } = points.Min(p => p.Y);

        public double MaxY { get; } = points.Max(p => p.Y);
    }
}

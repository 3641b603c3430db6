namespace Radiomics.Imaging.Dicom;

/// <summary>A contour in voxel indices: its corners in the plane, and where the plane lies among the slices.</summary>
internal sealed class PlanePolygon((double X, double Y)[] points, double z, bool isXor)
{
    // Contours closer than this, in voxels, are one contour written twice.
    private const double Same = 0.05;

    public (double X, double Y)[] Points { get; } = points;

    public double Z { get; } = z;

    /// <summary>Whether the file itself says that the contours of a plane combine by exclusive or.</summary>
    public bool IsXor { get; } = isXor;

    public double MinX { get; } = points.Min(p => p.X);

    public double MaxX { get; } = points.Max(p => p.X);

    public double MinY { get; } = points.Min(p => p.Y);

    public double MaxY { get; } = points.Max(p => p.Y);

    private (double Area, double X, double Y) Moments { get; } = Measure(points);

    public bool BoxTouches(PlanePolygon other) => MinX <= other.MaxX && other.MinX <= MaxX && MinY <= other.MaxY && other.MinY <= MaxY;

    /// <summary>Whether another contour has the same outline, wherever it starts and whichever way it runs: same box, same area, same
    /// centre.</summary>
    public bool IsCopyOf(PlanePolygon other) =>
        Math.Abs(MinX - other.MinX) <= Same
        && Math.Abs(MaxX - other.MaxX) <= Same
        && Math.Abs(MinY - other.MinY) <= Same
        && Math.Abs(MaxY - other.MaxY) <= Same
        && Math.Abs(Moments.Area - other.Moments.Area) <= Same * (MaxX - MinX + MaxY - MinY)
        && Math.Abs(Moments.X - other.Moments.X) <= Same && Math.Abs(Moments.Y - other.Moments.Y) <= Same;

    // Area and centre of the enclosed surface (Green's theorem), from the first corner on so that large indices lose no digits.
    private static (double Area, double X, double Y) Measure((double X, double Y)[] points)
    {
        double area = 0, x = 0, y = 0;
        var (x0, y0) = points[0];
        for (var i = 0; i < points.Length; i++)
        {
            var (ax, ay) = (points[i].X - x0, points[i].Y - y0);
            var next = points[i + 1 < points.Length ? i + 1 : 0];
            var (bx, by) = (next.X - x0, next.Y - y0);
            var cross = ax * by - bx * ay;
            (area, x, y) = (area + cross, x + cross * (ax + bx), y + cross * (ay + by));
        }
        return area == 0 ? (0, x0, y0) : (Math.Abs(area) / 2, x0 + x / (3 * area), y0 + y / (3 * area));
    }
}

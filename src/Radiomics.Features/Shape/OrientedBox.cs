using System.Numerics;
using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>
/// The least box of any orientation about a convex hull, among those with a side in the plane of a face of the hull: the rectangle of least
/// area
/// about the hull's projection along each face's normal, which has a side on an edge of the projection (H. Freeman and R. Shapira, 1975,
/// doi:10.1145/360881.360919).
/// </summary>
internal static class OrientedBox
{
    /// <summary>The lengths of the box's sides in mm.</summary>
    public static Vector3D Measure(ConvexHull hull, Vector3D spacing)
    {
        var points = hull.Vertices.Select(p => new Vector3D(p.X * spacing.X / 2, p.Y * spacing.Y / 2, p.Z * spacing.Z / 2)).ToArray();
        var seen = new HashSet<(long, long, long)>();
        var (least, sides) = (double.PositiveInfinity, default(Vector3D));
        foreach (var (x, y, z) in hull.Normals)
        {
            var divisor = (long)BigInteger.GreatestCommonDivisor(BigInteger.GreatestCommonDivisor(x, y), z);
            var sign = x < 0 || (x == 0 && (y < 0 || (y == 0 && z < 0))) ? -divisor : divisor;
            if (!seen.Add((x / sign, y / sign, z / sign)))
                continue;
            var normal = new Vector3D(x * spacing.Y * spacing.Z, y * spacing.X * spacing.Z, z * spacing.X * spacing.Y);
            normal *= 1 / normal.Length;
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var point in points)
            {
                var along = normal.Dot(point);
                (low, high) = (Math.Min(low, along), Math.Max(high, along));
            }
            var axis = Math.Abs(normal.X) < 0.6 ? new Vector3D(1, 0, 0) : new Vector3D(0, 1, 0);
            var u = normal.Cross(axis);
            u *= 1 / u.Length;
            var (length, width) = Rectangle(points, u, normal.Cross(u));
            if ((high - low) * length * width < least)
                (least, sides) = ((high - low) * length * width, new Vector3D(high - low, length, width));
        }
        return sides;
    }

    private static (double Length, double Width) Rectangle(Vector3D[] points, Vector3D u, Vector3D v)
    {
        var flat = points.Select(p => (X: u.Dot(p), Y: v.Dot(p))).Order().ToArray();
        var corners = new List<(double X, double Y)>();
        for (var side = 0; side < 2; side++)
        {
            // Andrew's monotone chain, there and back.
            var start = corners.Count;
            for (var i = 0; i < flat.Length; i++)
            {
                var p = flat[side == 0 ? i : flat.Length - 1 - i];
                while (corners.Count >= start + 2 && Turn(corners[^2], corners[^1], p) <= 0)
                    corners.RemoveAt(corners.Count - 1);
                corners.Add(p);
            }
            corners.RemoveAt(corners.Count - 1);
        }
        var (least, best) = (double.PositiveInfinity, (0.0, 0.0));
        for (var i = 0; i < corners.Count; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Count]);
            var (dx, dy) = (b.X - a.X, b.Y - a.Y);
            var length = Math.Sqrt(dx * dx + dy * dy);
            if (length < 1e-12)
                continue;
            (dx, dy) = (dx / length, dy / length);
            double low = double.PositiveInfinity, high = double.NegativeInfinity, depth = 0;
            foreach (var (x, y) in corners)
            {
                var along = x * dx + y * dy;
                (low, high) = (Math.Min(low, along), Math.Max(high, along));
                depth = Math.Max(depth, (y - a.Y) * dx - (x - a.X) * dy);
            }
            if ((high - low) * depth < least)
                (least, best) = ((high - low) * depth, (high - low, depth));
        }
        return best;
    }

    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X);
}

using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>
/// The convex hull of points with whole coordinates (C. B. Barber, D. P. Dobkin and H. Huhdanpaa, "The Quickhull algorithm", 1996,
/// doi:10.1145/235815.235821), without rounding: a point in the plane of a face is not outside it. The points are half-voxels; stretching
/// the axes to mm
/// leaves the hull what it is.
/// </summary>
internal sealed class ConvexHull
{
    private readonly List<(int X, int Y, int Z)> _points;
    private readonly List<Face?> _faces = [];
    private readonly Dictionary<(int From, int To), int> _edges = [];

    /// <summary>Builds the hull.</summary>
    /// <param name="points">Points that do not all lie in one plane; those of a voxel's mesh never do.</param>
    public ConvexHull(List<(int X, int Y, int Z)> points)
    {
        _points = points;
        Start();
        for (var next = 0; next < _faces.Count; next++)
        {
            if (_faces[next] is { Outside.Count: > 0 } face)
                Extend(next, face);
        }
        Faces = [.. _faces.OfType<Face>().Select(f => (f.A, f.B, f.C))];
        Vertices = [.. Faces.SelectMany(f => new[] { f.A, f.B, f.C }).Distinct().Order().Select(i => points[i])];
        Normals = [.. _faces.OfType<Face>().Select(f => (f.X, f.Y, f.Z))];
    }

    /// <summary>The corners, in half-voxels.</summary>
    public IReadOnlyList<(int X, int Y, int Z)> Vertices { get; }

    /// <summary>The outward normal of each triangle, of twice its area, in half-voxels.</summary>
    public IReadOnlyList<(long X, long Y, long Z)> Normals { get; }

    private IReadOnlyList<(int A, int B, int C)> Faces { get; }

    /// <summary>The area in mm² and the volume in mm³.</summary>
    /// <param name="spacing">The spacing of the voxels in mm.</param>
    public (double Area, double Volume) Measure(Vector3D spacing)
    {
        var (area, volume) = (0.0, (Int128)0);
        for (var f = 0; f < Faces.Count; f++)
        {
            var (x, y, z) = Normals[f];
            var (u, v, w) = (x * spacing.Y * spacing.Z, y * spacing.X * spacing.Z, z * spacing.X * spacing.Y);
            area += Math.Sqrt(u * u + v * v + w * w) / 8;
            var corner = _points[Faces[f].A];
            volume += x * corner.X + y * corner.Y + z * corner.Z;
        }
        return (area, (double)volume * spacing.X * spacing.Y * spacing.Z / 48);
    }

    // A tetrahedron of points far apart.
    private void Start()
    {
        int Farthest(Func<(int X, int Y, int Z), double> distance)
        {
            var (best, most) = (0, double.NegativeInfinity);
            for (var i = 0; i < _points.Count; i++)
            {
                var d = distance(_points[i]);
                if (d > most)
                    (best, most) = (i, d);
            }
            return best;
        }

        var a = Farthest(p => -p.X);
        var b = Farthest(p => p.X - _points[a].X + (double)Math.Abs(p.Y - _points[a].Y) + Math.Abs(p.Z - _points[a].Z));
        var c = Farthest(p =>
        {
            var (x, y, z) = Cross(_points[a], _points[b], p);
            return (double)x * x + (double)y * y + (double)z * z;
        });
        var normal = Cross(_points[a], _points[b], _points[c]);
        var d = Farthest(p => Math.Abs(Above(normal, _points[a], p)));
        if (Above(normal, _points[a], _points[d]) > 0)
            (b, c) = (c, b);
        Add(a, b, c);
        Add(a, d, b);
        Add(b, d, c);
        Add(c, d, a);
        for (var i = 0; i < _points.Count; i++)
            Assign(i, 0);
    }

    // Joins a face's farthest point to the horizon that it sees, in place of all faces that see it.
    private void Extend(int index, Face face)
    {
        var (apex, most) = (-1, 0L);
        foreach (var point in face.Outside)
        {
            var above = face.Above(_points[point]);
            if (above > most)
                (apex, most) = (point, above);
        }
        var visible = new HashSet<int> { index };
        var stack = new Stack<int>(visible);
        var horizon = new List<(int From, int To)>();
        while (stack.TryPop(out var at))
        {
            var seen = _faces[at]!;
            foreach (var (from, to) in seen.Edges)
            {
                var neighbour = _edges[(to, from)];
                if (visible.Contains(neighbour))
                    continue;
                if (_faces[neighbour]!.Above(_points[apex]) > 0)
                {
                    visible.Add(neighbour);
                    stack.Push(neighbour);
                }
            }
        }
        foreach (var at in visible)
        {
            foreach (var (from, to) in _faces[at]!.Edges)
            {
                if (!visible.Contains(_edges[(to, from)]))
                    horizon.Add((from, to));
            }
        }
        var orphans = new List<int>();
        foreach (var at in visible)
        {
            orphans.AddRange(_faces[at]!.Outside);
            foreach (var edge in _faces[at]!.Edges)
                _edges.Remove(edge);
            _faces[at] = null;
        }
        var first = _faces.Count;
        foreach (var (from, to) in horizon)
            Add(from, to, apex);
        foreach (var point in orphans)
            Assign(point, first);
    }

    private void Add(int a, int b, int c)
    {
        var (x, y, z) = Cross(_points[a], _points[b], _points[c]);
        foreach (var edge in new[] { (a, b), (b, c), (c, a) })
            _edges[edge] = _faces.Count;
        _faces.Add(new Face(a, b, c, x, y, z, x * _points[a].X + y * _points[a].Y + z * _points[a].Z));
    }

    private void Assign(int point, int first)
    {
        for (var f = first; f < _faces.Count; f++)
        {
            if (_faces[f]!.Above(_points[point]) > 0)
            {
                _faces[f]!.Outside.Add(point);
                return;
            }
        }
    }

    private static (long X, long Y, long Z) Cross((int X, int Y, int Z) a, (int X, int Y, int Z) b, (int X, int Y, int Z) c)
    {
        long ux = b.X - a.X, uy = b.Y - a.Y, uz = b.Z - a.Z, vx = c.X - a.X, vy = c.Y - a.Y, vz = c.Z - a.Z;
        return (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
    }

    private static long Above((long X, long Y, long Z) normal, (int X, int Y, int Z) on, (int X, int Y, int Z) point) =>
        normal.X * (point.X - on.X) + normal.Y * (point.Y - on.Y) + normal.Z * (point.Z - on.Z);

    private sealed record Face(int A, int B, int C, long X, long Y, long Z, long Offset)
    {
        public List<int> Outside { get; } = [];

        public IEnumerable<(int From, int To)> Edges => [(A, B), (B, C), (C, A)];

        public long Above((int X, int Y, int Z) point) => X * point.X + Y * point.Y + Z * point.Z - Offset;
    }
}

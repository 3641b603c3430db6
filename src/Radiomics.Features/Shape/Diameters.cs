using System.Numerics;
using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>
/// The largest distances between vertices of the mesh (which lie half-way between a voxel inside and a neighbour outside):
/// in space, and within planes of constant z, y and x. Exact, and not quadratic in the surface: only corners of the convex
/// hull of a plane can end its diameter, and only points that are such corners in their planes of all three directions can end the
/// diameter in space. Coordinates are half-voxels, in integers.
/// </summary>
internal static class Diameters
{
    /// <summary>The four diameters in mm; 0 for an empty grid.</summary>
    /// <param name="grid">The region.</param>
    /// <param name="spacing">The spacing in mm.</param>
    /// <param name="candidates">Takes the vertices, in half-voxels, among which all corners of the mesh's convex hull are;
    /// <see langword="null"/> where nobody asks.</param>
    public static (double Slice, double Column, double Row, double Volume) Measure(
        BitGrid grid, Vector3D spacing, List<(int X, int Y, int Z)>? candidates = null)
    {
        var (sx, sy, sz) = (spacing.X / 2, spacing.Y / 2, spacing.Z / 2);
        var ends = new LineEnds(grid);
        var extent = new Extent();
        var corners = new HashSet<(int X, int Y, int Z)>();
        var both = new HashSet<(int X, int Y, int Z)>();
        var all = new List<(int X, int Y, int Z)>();

        var slice = 0.0;
        for (var z = 0; z < ends.Z; z++)
        {
            extent.Clear();
            for (var y = 0; y < ends.Y; y++)
            {
                var (first, last) = ends.AlongX(y, z);
                if (first >= 0)
                    extent.Add(y, first, last);
            }
            extent.Close();
            slice = extent.SquaredDiameter(sy, sx, slice);
            foreach (var (y, x) in extent.Hull)
                corners.Add((x, y, z));
        }

        var column = 0.0;
        for (var y = 0; y < ends.Y; y++)
        {
            extent.Clear();
            for (var z = 0; z < ends.Z; z++)
            {
                var (first, last) = ends.AlongX(y, z);
                if (first >= 0)
                    extent.Add(z, first, last);
            }
            extent.Close();
            column = extent.SquaredDiameter(sz, sx, column);
            foreach (var (z, x) in extent.Hull)
            {
                if (corners.Contains((x, y, z)))
                    both.Add((x, y, z));
            }
        }

        var row = 0.0;
        for (var x = 0; x < ends.X; x++)
        {
            extent.Clear();
            for (var z = 0; z < ends.Z; z++)
            {
                var (first, last) = ends.AlongY(x, z);
                if (first >= 0)
                    extent.Add(z, first, last);
            }
            extent.Close();
            row = extent.SquaredDiameter(sz, sy, row);
            foreach (var (z, y) in extent.Hull)
            {
                if (both.Remove((x, y, z)))
                    all.Add((x, y, z));
            }
        }
        candidates?.AddRange(all);
        return (Math.Sqrt(slice), Math.Sqrt(column), Math.Sqrt(row), Math.Sqrt(SquaredDiameter(all, sx, sy, sz)));
    }

    private static double SquaredDiameter(List<(int X, int Y, int Z)> points, double sx, double sy, double sz)
    {
        // Farthest from the middle first: once two points cannot be further apart than the best pair, no later two can.
        var n = points.Count;
        var (mx, my, mz) = (0.0, 0.0, 0.0);
        foreach (var (x, y, z) in points)
            (mx, my, mz) = (mx + x * sx / n, my + y * sy / n, mz + z * sz / n);
        var sorted = new (double Distance, double X, double Y, double Z)[n];
        for (var i = 0; i < n; i++)
        {
            var (x, y, z) = (points[i].X * sx, points[i].Y * sy, points[i].Z * sz);
            var (dx, dy, dz) = (x - mx, y - my, z - mz);
            sorted[i] = (Math.Sqrt(dx * dx + dy * dy + dz * dz), x, y, z);
        }
        Array.Sort(sorted, (a, b) => b.Distance.CompareTo(a.Distance));

        var best = 0.0;
        for (var i = 1; i < n; i++)
        {
            var p = sorted[i];
            var reach = (p.Distance + sorted[0].Distance) * (1 + 1e-12);
            if (reach * reach < best)
                break;
            foreach (ref readonly var q in sorted.AsSpan(0, i))
            {
                var (dx, dy, dz) = (p.X - q.X, p.Y - q.Y, p.Z - q.Z);
                best = Math.Max(best, dx * dx + dy * dy + dz * dz);
            }
        }
        return best;
    }

    /// <summary>The outermost mesh vertices on each line along x and along y, in half-voxels.</summary>
    private sealed class LineEnds
    {
        private readonly (int First, int Last)[] _x;
        private readonly (int First, int Last)[] _y;

        public LineEnds(BitGrid grid)
        {
            (X, Y, Z) = (2 * grid.X, 2 * grid.Y, 2 * grid.Z);
            _x = new (int, int)[Y * Z];
            _y = new (int, int)[X * Z];
            Array.Fill(_x, (-1, -1));
            Array.Fill(_y, (-1, -1));
            var crossed = new ulong[grid.Words];
            for (var z = 0; z < grid.Z - 1; z++)
            {
                for (var y = 0; y < grid.Y - 1; y++)
                {
                    var row = grid.Row(y, z);
                    var first = BitGrid.First(row);
                    if (first >= 0)
                    {
                        _x[2 * z * Y + 2 * y] = (2 * first - 1, 2 * BitGrid.Last(row) + 1);
                        for (var w = 0; w < row.Length; w++)
                            crossed[w] = row[w] ^ (row[w] >> 1 | (w + 1 < row.Length ? row[w + 1] << 63 : 0));
                        Mark(crossed, 1, 2 * y, 2 * z);
                    }
                    Cross(row, grid.Row(y + 1, z), crossed, 2 * y + 1, 2 * z);
                    Cross(row, grid.Row(y, z + 1), crossed, 2 * y, 2 * z + 1);
                }
            }
        }

        public int X { get; }

        public int Y { get; }

        public int Z { get; }

        public (int First, int Last) AlongX(int y, int z) => _x[z * Y + y];

        public (int First, int Last) AlongY(int x, int z) => _y[z * X + x];

        private void Cross(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong[] crossed, int y, int z)
        {
            for (var w = 0; w < a.Length; w++)
                crossed[w] = a[w] ^ b[w];
            var first = BitGrid.First(crossed);
            if (first < 0)
                return;
            _x[z * Y + y] = (2 * first, 2 * BitGrid.Last(crossed));
            Mark(crossed, 0, y, z);
        }

        private void Mark(ReadOnlySpan<ulong> crossed, int odd, int y, int z)
        {
            for (var w = 0; w < crossed.Length; w++)
            {
                for (var bits = crossed[w]; bits != 0; bits &= bits - 1)
                {
                    var x = 2 * (w * 64 + BitOperations.TrailingZeroCount(bits)) + odd;
                    ref var line = ref _y[z * X + x];
                    line = line.First < 0 ? (y, y) : (Math.Min(line.First, y), Math.Max(line.Last, y));
                }
            }
        }
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
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
        var all = new List<(int X, int Y, int Z)>();

        var slice = 0.0;
        foreach (var z in FromTheMiddle(ends.Z))
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
                ends.Mark(x, y, z, LineEnds.Slice);
        }

        var column = 0.0;
        foreach (var y in FromTheMiddle(ends.Y))
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
                ends.Mark(x, y, z, LineEnds.Column);
        }

        var row = 0.0;
        foreach (var x in FromTheMiddle(ends.X))
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
                if (ends.TakeMarked(x, y, z))
                    all.Add((x, y, z));
            }
        }
        candidates?.AddRange(all);
        var least = Math.Max(slice, Math.Max(column, row));
        return (Math.Sqrt(slice), Math.Sqrt(column), Math.Sqrt(row), Math.Sqrt(SquaredDiameter(all, sx, sy, sz, least)));
    }

    // The largest planes of most regions lie in their middle, and the others are then known to be smaller.
    private static IEnumerable<int> FromTheMiddle(int count)
    {
        for (var i = 0; i < count; i++)
            yield return (i & 1) == 0 ? count / 2 + i / 2 : count / 2 - 1 - i / 2;
    }

    private static double SquaredDiameter(List<(int X, int Y, int Z)> points, double sx, double sy, double sz, double best)
    {
        // Farthest from the middle first: once two points cannot be further apart than the best pair, no later two can.
        var n = points.Count;
        var (mx, my, mz) = (0.0, 0.0, 0.0);
        foreach (var (x, y, z) in points)
            (mx, my, mz) = (mx + x * sx / n, my + y * sy / n, mz + z * sz / n);
        var (distances, order) = (new double[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            var (dx, dy, dz) = (points[i].X * sx - mx, points[i].Y * sy - my, points[i].Z * sz - mz);
            (distances[i], order[i]) = (-Math.Sqrt(dx * dx + dy * dy + dz * dz), i);
        }
        Array.Sort(distances, order);
        double[] xs = [.. order.Select(i => points[i].X * sx)], ys = [.. order.Select(i => points[i].Y * sy)];
        double[] zs = [.. order.Select(i => points[i].Z * sz)];
        for (var i = 1; i < n; i++)
        {
            var reach = (distances[i] + distances[0]) * (1 + 1e-12);
            if (reach * reach < best)
                break;
            best = Math.Max(best, Farthest(xs.AsSpan(0, i), ys.AsSpan(0, i), zs.AsSpan(0, i), xs[i], ys[i], zs[i]));
        }
        return best;
    }

    // The greatest squared distance of points from one.
    private static double Farthest(ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, ReadOnlySpan<double> zs, double x, double y, double z)
    {
        var (px, py, pz, most) = (Vector256.Create(x), Vector256.Create(y), Vector256.Create(z), Vector256<double>.Zero);
        var i = 0;
        for (; i <= xs.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var (dx, dy, dz) = (px - Vector256.Create(xs[i..]), py - Vector256.Create(ys[i..]), pz - Vector256.Create(zs[i..]));
            most = Vector256.MaxNative(most, dx * dx + dy * dy + dz * dz);
        }
        var best = Math.Max(Math.Max(most[0], most[1]), Math.Max(most[2], most[3]));
        for (; i < xs.Length; i++)
        {
            var (dx, dy, dz) = (x - xs[i], y - ys[i], z - zs[i]);
            best = Math.Max(best, dx * dx + dy * dy + dz * dz);
        }
        return best;
    }

    /// <summary>The outermost mesh vertices on each line along x and along y, in half-voxels.</summary>
    private sealed class LineEnds
    {
        private readonly (int First, int Last)[] _x;
        private readonly (int First, int Last)[] _y;
        private readonly byte[] _marks;

        /// <summary>A corner of the hull of its slice.</summary>
        public const int Slice = 1;

        /// <summary>A corner of the hull of its plane of constant y.</summary>
        public const int Column = 2;

        public LineEnds(BitGrid grid)
        {
            (X, Y, Z) = (2 * grid.X, 2 * grid.Y, 2 * grid.Z);
            _x = new (int, int)[Y * Z];
            _y = new (int, int)[X * Z];
            _marks = new byte[Y * Z];
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

        /// <summary>Marks a vertex, which ends a line along x. The marks of the line's first vertex are the low bits, those of its last one
        /// the next two.</summary>
        public void Mark(int x, int y, int z, int mark)
        {
            var line = z * Y + y;
            if (_x[line].First == x)
                _marks[line] |= (byte)mark;
            if (_x[line].Last == x)
                _marks[line] |= (byte)(mark << 2);
        }

        /// <summary>Whether a vertex has both marks; takes them away.</summary>
        public bool TakeMarked(int x, int y, int z)
        {
            const int Both = Slice | Column;
            var line = z * Y + y;
            var of = (_x[line].First == x ? Both : 0) | (_x[line].Last == x ? Both << 2 : 0);
            if (of == 0 || (_marks[line] & of) != of)
                return false;
            _marks[line] &= (byte)~of;
            return true;
        }

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

using System.Numerics;
using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>
/// Area and volume of the marching-cubes mesh. A cube's part in either depends only on which of the 256 cases it is (and, for
/// the volume, linearly on where it is), so one pass counts the cases and adds up their places in integers, and the rest is
/// a sum over 256 cases: no rounding depends on the region's size or on the order of the voxels.
/// </summary>
internal static class SurfaceMesh
{
    public static (double Area, double Volume) Measure(BitGrid grid, Vector3D spacing)
    {
        var counts = new long[256];
        var places = new (long X, long Y, long Z)[256];
        for (var z = 0; z < grid.Z - 1; z++)
        {
            for (var y = 0; y < grid.Y - 1; y++)
                CountRow(grid.Row(y, z), grid.Row(y + 1, z), grid.Row(y, z + 1), grid.Row(y + 1, z + 1), y, z, counts, places);
        }

        double area = 0, volume = 0;
        for (var cube = 1; cube < 255; cube++)
        {
            if (counts[cube] == 0)
                continue;
            var c = MarchingCubes.Cases[cube];
            area += counts[cube] * c.Area(spacing.X, spacing.Y, spacing.Z);

            // The mesh may have gaps at ambiguous faces, and then its volume depends on the origin: PyRadiomics' is the
            // centre of the first voxel of the box with its empty border, the very corner that the grid counts from.
            volume += counts[cube] * c.Volume + places[cube].X * c.X + places[cube].Y * c.Y + places[cube].Z * c.Z;
        }
        return (area, volume * spacing.X * spacing.Y * spacing.Z / 6);
    }

    private static void CountRow(
        ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ReadOnlySpan<ulong> c, ReadOnlySpan<ulong> d,
        int y, int z, long[] counts, (long X, long Y, long Z)[] places)
    {
        for (var w = 0; w < a.Length; w++)
        {
            var any = a[w] | b[w] | c[w] | d[w];
            var last = w + 1 == a.Length;
            if (any == 0 && (last || ((a[w + 1] | b[w + 1] | c[w + 1] | d[w + 1]) & 1) == 0))
                continue;
            ulong a1 = Next(a, w, last), b1 = Next(b, w, last), c1 = Next(c, w, last), d1 = Next(d, w, last);
            var crossed = (any | a1 | b1 | c1 | d1) & ~(a[w] & b[w] & c[w] & d[w] & a1 & b1 & c1 & d1);
            for (; crossed != 0; crossed &= crossed - 1)
            {
                var i = BitOperations.TrailingZeroCount(crossed);
                var cube = (int)(((a[w] >> i) & 1) | ((a1 >> i) & 1) << 1 | ((b1 >> i) & 1) << 2 | ((b[w] >> i) & 1) << 3
                    | ((c[w] >> i) & 1) << 4 | ((c1 >> i) & 1) << 5 | ((d1 >> i) & 1) << 6 | ((d[w] >> i) & 1) << 7);
                counts[cube]++;
                ref var place = ref places[cube];
                place.X += w * 64 + i;
                place.Y += y;
                place.Z += z;
            }
        }
    }

    private static ulong Next(ReadOnlySpan<ulong> row, int w, bool last) => row[w] >> 1 | (last ? 0 : row[w + 1] << 63);
}

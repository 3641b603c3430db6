using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;
using Radiomics.Imaging;

namespace Radiomics.Features.Texture;

/// <summary>
/// Zones of touching voxels of one level (Thibault et al., PRIP 2009): one pass of union-find. Each voxel looks back at
/// the neighbours that come before it; those of its level are a bit each in a code. It takes the label of the first of them, without a
/// branch. Neighbours that touch each other are joined already, so a table says for each code which others are to be joined: mostly none.
/// Labels are kept for two planes.
/// </summary>
internal static class ZoneKernel
{
    private const int Block = 64;

    /// <summary>Fills a matrix with the sizes of the zones of each level.</summary>
    public static void Fill(GrayLevelRoi roi, int? flatAxis, TextureMatrix matrix, TextureWorkspace workspace)
    {
        Label(roi, flatAxis, [], workspace, Vector128.IsHardwareAccelerated);
        workspace.Counter.Reset(roi.GrayLevels.Length, roi.VoxelCount, roi.VoxelCount);
        workspace.Zones.CountInto(workspace.Counter);
        workspace.Counter.Fill(matrix);
    }

    /// <summary>Fills a matrix with the least distance to the border of the zones of each level.</summary>
    /// <param name="roi">The region.</param>
    /// <param name="flatAxis">The axis without neighbours.</param>
    /// <param name="distances">The distance of each voxel of the region's box, x fastest; at least 1 in the region.</param>
    /// <param name="matrix">The matrix to fill.</param>
    /// <param name="workspace">Buffers.</param>
    public static void FillDistances(
        GrayLevelRoi roi, int? flatAxis, ReadOnlySpan<int> distances, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var greatest = Label(roi, flatAxis, distances, workspace, Vector128.IsHardwareAccelerated);
        workspace.Counter.Reset(roi.GrayLevels.Length, greatest, roi.VoxelCount);
        workspace.Zones.CountNearestInto(workspace.Counter);
        workspace.Counter.Fill(matrix);
    }

    /// <summary>Finds the zones, which <see cref="TextureWorkspace.Zones"/> then holds; gives the greatest distance.</summary>
    internal static int Label(
        GrayLevelRoi roi, int? flatAxis, ReadOnlySpan<int> distances, TextureWorkspace workspace, bool vectors)
    {
        var back = LookBack.Create(roi, flatAxis);
        var labels = workspace.Labels(2 * roi.PlaneStride + Block);
        var (zones, greatest) = (workspace.Zones, 1);
        zones.Reset(roi.VoxelCount);
        if (!distances.IsEmpty)
            zones.BeginNearest(roi.VoxelCount);
        for (var z = 0; z < roi.Size.Z; z++)
        {
            var own = (z & 1) * roi.PlaneStride - roi.IndexOf(0, 0, z); // from a voxel's place to its label's
            for (var y = 0; y < roi.Size.Y; y++)
            {
                var (start, end) = roi.Spans[z * roi.Size.Y + y];
                if (start == end)
                    continue;
                var of = labels[(start + own)..];
                if (roi.IsWide)
                    LabelScalar<int>(roi.Levels32, start, end, back, z & 1, labels, start + own, zones);
                else if (vectors)
                    LabelVector(roi.Levels16, start, end, back, z & 1, labels, start + own, zones);
                else
                    LabelScalar<ushort>(roi.Levels16, start, end, back, z & 1, labels, start + own, zones);
                if (!distances.IsEmpty)
                    greatest = Math.Max(greatest, Near(roi, start, end, distances, roi.IndexOf(0, y, z), y, z, of, zones));
            }
        }
        return greatest;
    }

    private static int Near(
        GrayLevelRoi roi, int start, int end, ReadOnlySpan<int> distances, int first, int y, int z, ReadOnlySpan<int> labels,
        ZoneLabels zones)
    {
        var greatest = 1;
        var row = distances.Slice((z * roi.Size.Y + y) * roi.Size.X + start - first, end - start);
        for (var i = 0; i < row.Length; i++)
        {
            if ((roi.IsWide ? roi.Levels32[start + i] : roi.Levels16[start + i]) == 0)
                continue;
            zones.Near(labels[i], row[i]);
            greatest = Math.Max(greatest, row[i]);
        }
        return greatest;
    }

    // As it is defined: a voxel joins every neighbour before it that has its level.
    private static unsafe void LabelScalar<T>(
        ReadOnlySpan<T> levels, int start, int end, LookBack back, int odd, Span<int> labels, int own, ZoneLabels zones)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var at = start; at < end; at++, own++)
        {
            var level = levels[at];
            if (level == T.Zero)
                continue;
            var label = -1;
            for (var k = 0; k < back.Offsets.Length; k++)
            {
                if (levels[at - back.Offsets[k]] != level)
                    continue;
                var other = labels[own - back.LabelOffsets[odd][k]];
                if (label < 0)
                {
                    zones.Grow(label = other);
                    continue;
                }
                fixed (int* parents = zones.Parents)
                    ZoneLabels.Join(parents, label, other);
            }
            labels[own] = label < 0 ? zones.Create(int.CreateTruncating(level)) : label;
        }
    }

    private static unsafe void LabelVector(
        ReadOnlySpan<ushort> levels, int start, int end, LookBack back, int odd, Span<int> labels, int own, ZoneLabels zones)
    {
        const int Lanes = 16;
        var codes = stackalloc ushort[Block];
        var none = back.Offsets.Length;
        fixed (ushort* all = levels)
        fixed (int* rows = labels, offsets = back.LabelOffsets[odd], parents = zones.Parents, ranks = zones.Levels)
        fixed ((int Even, int Odd)* sizes = zones.Sizes)
        fixed (int* steps = back.Offsets)
        fixed (ushort* rests = back.Rests)
        {
            var count = zones.Count;
            for (var at = start; at < end; at += Block, own += Block)
            {
                var voxels = Math.Min(end - at, Block);
                for (var part = 0; part < voxels; part += Lanes)
                {
                    var here = Vector256.Load(all + at + part);
                    var code = Vector256<ushort>.Zero;
                    for (var k = 0; k < none; k++)
                    {
                        // The neighbours lie before, the nearest right before in the same row, so plain loads serve.
                        code |= Vector256.Equals(here, Vector256.Load(all + at + part - steps[k])) & Vector256.Create((ushort)(1 << k));
                    }
                    Vector256.AndNot(code, Vector256.Equals(here, Vector256<ushort>.Zero)).Store(codes + part);
                }
                zones.Count = count;
                zones.Prepare(voxels);
                count = Give(rows + own, codes, all + at, voxels, offsets, 1u << none, rests, sizes, ranks, count, out var several);
                if (several != 0)
                    JoinRest(rows + own, codes, several, offsets, rests, parents);
            }
            zones.Count = count;
        }
    }

    // Gives each voxel the label of its first neighbour, or a new one; gives the number of labels, and a bit for each voxel of which more
    // is to be joined. Without a branch, and apart from the vectors, so that all it needs stays in registers; it waits for nothing but its
    // stores.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe int Give(
        int* label, ushort* codes, ushort* levels, int voxels, int* offsets, uint end, ushort* rests, (int Even, int Odd)* sizes,
        int* ranks, int count, out ulong several)
    {
        var more = 0UL;
        for (var i = 0; i < voxels; i++)
        {
            uint code = codes[i];
            int rank = levels[i], alone = (int)(code - 1) >> 31; // all ones where the code is 0
            more |= (ulong)((uint)-rests[code] >> 31) << i;
            ranks[count] = rank;
            var found = (label[i - offsets[BitOperations.TrailingZeroCount(code | end)]] & ~alone) | (count & alone);
            label[i] = found;
            var inside = (int)((uint)-rank >> 31);
            ((int*)(sizes + found))[i & 1] += inside;
            count += inside & alone;
        }
        several = more;
        return count;
    }

    // Joins the labels of what a voxel touches besides its first neighbour.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void JoinRest(int* label, ushort* codes, ulong several, int* offsets, ushort* rests, int* parents)
    {
        for (; several != 0; several &= several - 1)
        {
            var i = BitOperations.TrailingZeroCount(several);
            for (uint rest = rests[codes[i]]; rest != 0; rest &= rest - 1)
                ZoneLabels.Join(parents, label[i], label[i - offsets[BitOperations.TrailingZeroCount(rest)]]);
        }
    }

    /// <summary>
    /// The neighbours before a voxel, those that touch the most others first: their distance in the array of levels, that of their labels
    /// for even and odd planes, with a 0 behind the last, and for each set of neighbours of a voxel's level those that are to be joined
    /// besides the first.
    /// </summary>
    private readonly record struct LookBack(int[] Offsets, int[][] LabelOffsets, ushort[] Rests)
    {
        // By the flat axis, or 3 without one: they depend on nothing else.
        private static readonly Lazy<(VoxelOffset[] Directions, ushort[] Rests)>[] Known =
        [
            new(() => Order(0)), new(() => Order(1)), new(() => Order(2)), new(() => Order(null)),
        ];

        public static LookBack Create(GrayLevelRoi roi, int? flatAxis)
        {
            var (directions, rests) = Known[flatAxis ?? 3].Value;
            int[] offsets = [.. directions.Select(a => a.In(roi))];

            // The plane before an odd one lies before it, that before an even one behind it.
            return new LookBack(
                offsets,
                [[.. directions.Select((a, k) => offsets[k] - 2 * a.Z * roi.PlaneStride), 0], [.. offsets, 0]],
                rests);
        }

        private static (VoxelOffset[] Directions, ushort[] Rests) Order(int? flatAxis)
        {
            var directions = VoxelOffset.Directions(new GridSize(int.MaxValue, int.MaxValue, int.MaxValue), [1], flatAxis);
            VoxelOffset[] ordered = [.. directions.OrderByDescending(a => directions.Count(b => Touch(a, b)))];
            var rests = new ushort[1 << ordered.Length];
            for (var code = 0; code < rests.Length; code++)
            {
                var (first, joined) = (-1, 0); // joined: the neighbours that touch one that was taken
                for (var k = 0; k < ordered.Length; k++)
                {
                    if ((code >> k & 1) == 0 || (joined >> k & 1) != 0)
                        continue;
                    if (first < 0)
                        first = k;
                    else
                        rests[code] |= (ushort)(1 << k);
                    for (var other = 0; other < ordered.Length; other++)
                        joined |= Touch(ordered[k], ordered[other]) ? 1 << other : 0;
                }
            }
            return (ordered, rests);
        }

        private static bool Touch(VoxelOffset a, VoxelOffset b) =>
            Math.Abs(a.X - b.X) <= 1 && Math.Abs(a.Y - b.Y) <= 1 && Math.Abs(a.Z - b.Z) <= 1;
    }
}

using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <content>
/// Two directions in one sweep: a voxel's level and those of its two neighbours are counted together, in a table of three levels, from
/// whose sums the pairs of either direction follow. A count in memory is what takes the time, and here one serves two pairs.
/// </content>
internal static partial class CooccurrenceKernel
{
    /// <summary>Fills a matrix, and counts the direction that is asked for next along with it where that is less work.</summary>
    /// <param name="roi">The region.</param>
    /// <param name="direction">The step from the first voxel of a pair to the second.</param>
    /// <param name="next">The direction that the same workspace will be asked for next.</param>
    /// <param name="symmetric">Whether a pair counts in both orders.</param>
    /// <param name="matrix">The matrix to fill.</param>
    /// <param name="workspace">Buffers.</param>
    public static void Fill(
        GrayLevelRoi roi, VoxelOffset direction, VoxelOffset? next, bool symmetric, TextureMatrix matrix, TextureWorkspace workspace)
    {
        if (!symmetric)
            Fill(roi, direction, symmetric, matrix, workspace);
        else if (workspace.TakeAhead(roi, direction) is { } counted)
            Take(roi, direction, counted, matrix, workspace);
        else if (next is { } second && PaysTogether(roi))
            FillTogether(roi, direction, second, matrix, workspace);
        else
            Fill(roi, direction, symmetric, matrix, workspace);
    }

    // Where one level has most voxels, counts would follow each other in one cell and wait.
    private static bool PaysTogether(GrayLevelRoi roi)
    {
        var levels = roi.GrayLevels.Length;
        if (!Vector128.IsHardwareAccelerated || roi.IsWide || Triples(levels) > Math.Min(1 << 16, roi.VoxelCount))
            return false;
        var most = 0;
        foreach (var count in roi.Histogram)
            most = Math.Max(most, count);
        return most <= roi.VoxelCount / 2;
    }

    // The last of three levels has whole vectors.
    private static int Row(int levels) => (levels + Vector256<int>.Count) & -Vector256<int>.Count;

    private static long Triples(int levels) => (levels + 1L) * (levels + 1) * Row(levels);

    internal static unsafe void FillTogether(
        GrayLevelRoi roi, VoxelOffset direction, VoxelOffset next, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var levels = roi.GrayLevels.Length;
        var cells = levels * (levels + 1) + 1;
        fixed (int* table = workspace.ClearedCounts((int)Triples(levels)))
        fixed (int* first = workspace.Pairs(cells), second = workspace.Ahead(roi, next, cells))
        {
            CountTriples(roi, direction.In(roi), next.In(roi), table);
            Split(levels, table, first, second);
            var equal = new int[levels];
            matrix.Clear(triangle: true);
            AddRows(first, equal, matrix);
            workspace.Remember(roi, direction, equal);
        }
    }

    private static unsafe void Take(
        GrayLevelRoi roi, VoxelOffset direction, int[] counted, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var equal = new int[roi.GrayLevels.Length];
        matrix.Clear(triangle: true);
        fixed (int* table = counted)
            AddRows(table, equal, matrix);
        workspace.Remember(roi, direction, equal);
    }

    // Voxels outside have level 0: counts of one fall where nobody reads.
    private static unsafe void CountTriples(GrayLevelRoi roi, int first, int second, int* table)
    {
        var levels = roi.GrayLevels.Length;
        var (stride, row) = (Vector256.Create((ushort)(levels + 1)), Vector256.Create((ushort)Row(levels)));
        var places = stackalloc ushort[Batch + Vector256<ushort>.Count];
        var found = 0;
        fixed (ushort* voxels = roi.Levels16)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += Vector256<ushort>.Count)
                {
                    var here = Vector256.Load(voxels + at);
                    var (near, far) = (Vector256.Load(voxels + at + first), Vector256.Load(voxels + at + second));
                    if (here == Vector256<ushort>.Zero || (near | far) == Vector256<ushort>.Zero)
                        continue; // scattered voxels mostly have no neighbour
                    ((here * stride + near) * row + far).Store(places + found);
                    found += Math.Min(end - at, Vector256<ushort>.Count);
                    if (found >= Batch)
                        IncrementApart(table, places, ref found);
                }
            }
        }
        Increment(table, places, ref found);
    }

    // Voxels that follow each other often have the same levels; by quarters an increment need not wait for the last one.
    private static unsafe void IncrementApart(int* table, ushort* cells, ref int found)
    {
        ushort* second = cells + Batch / 4, third = second + Batch / 4, fourth = third + Batch / 4;
        for (var i = 0; i < Batch / 4; i++)
        {
            table[cells[i]]++;
            table[second[i]]++;
            table[third[i]]++;
            table[fourth[i]]++;
        }
        for (var i = Batch; i < found; i++)
            table[cells[i]]++;
        found = 0;
    }

    // The pair of the levels a <= b belongs into cell a * levels + b.
    private static unsafe void Split(int levels, int* table, int* first, int* second)
    {
        var (row, vectors) = (Row(levels), Row(levels) / Vector256<int>.Count);
        var sums = stackalloc Vector256<int>[vectors];
        new Span<int>(first, levels * (levels + 1) + 1).Clear();
        new Span<int>(second, levels * (levels + 1) + 1).Clear();
        for (var a = 1; a <= levels; a++)
        {
            new Span<Vector256<int>>(sums, vectors).Clear();
            for (var b = 0; b <= levels; b++)
            {
                var counts = table + (a * (levels + 1) + b) * row;
                var sum = Vector256<int>.Zero;
                for (var k = 0; k < vectors; k++)
                {
                    var part = Vector256.Load(counts + k * Vector256<int>.Count);
                    sum += part;
                    sums[k] += part;
                }
                if (b > 0)
                    first[Math.Min(a, b) * levels + Math.Max(a, b)] += Vector256.Sum(sum);
            }
            var ends = (int*)sums;
            for (var c = 1; c <= levels; c++)
                second[Math.Min(a, c) * levels + Math.Max(a, c)] += ends[c];
        }
    }
}

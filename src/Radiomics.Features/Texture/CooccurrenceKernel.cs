using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Counts the pairs of levels that lie one step apart (Haralick et al., IEEE Trans SMC 1973, doi:10.1109/TSMC.1973.4309314).
/// Few levels are counted in a table; many, where the table would be larger than the region, row by row from the voxels
/// sorted by level, in memory that grows with the voxels and not with the square of the levels.
/// </summary>
internal static partial class CooccurrenceKernel
{
    // Below this a table of 32-bit counts stays in the second-level cache.
    private const int AlwaysTable = 1 << 17;

    // Equal pairs follow each other in smooth regions; four tables in turn keep an increment from waiting for the last one.
    private const int MaximumShared = 1 << 12;

    // So many cells are found before they are counted.
    private const int Batch = 512;

    /// <summary>Fills a matrix with the pairs of one direction.</summary>
    /// <param name="roi">The region.</param>
    /// <param name="direction">The step from the first voxel of a pair to the second.</param>
    /// <param name="symmetric">Whether a pair counts in both orders; the matrix then holds its upper triangle.</param>
    /// <param name="matrix">The matrix to fill.</param>
    /// <param name="workspace">Buffers.</param>
    public static void Fill(GrayLevelRoi roi, VoxelOffset direction, bool symmetric, TextureMatrix matrix, TextureWorkspace workspace)
    {
        long cells = (roi.GrayLevels.Length + 1L) * (roi.GrayLevels.Length + 1);
        if (!roi.IsWide && cells <= Math.Max(AlwaysTable, 2L * roi.VoxelCount))
            FillByTable(roi, direction, symmetric, matrix, workspace);
        else if (roi.IsWide)
            FillByRow<int>(roi, roi.Levels32, direction.In(roi), symmetric, matrix, workspace);
        else
            FillByRow<ushort>(roi, roi.Levels16, direction.In(roi), symmetric, matrix, workspace);
    }

    internal static void FillByTable(
        GrayLevelRoi roi, VoxelOffset direction, bool symmetric, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var equal = new int[roi.GrayLevels.Length];
        if (symmetric)
            FillTriangle(roi, direction.In(roi), equal, matrix, workspace);
        else
            FillOrdered(roi, direction.In(roi), equal, matrix, workspace);
        workspace.Remember(roi, direction, equal);
    }

    private static unsafe void FillOrdered(GrayLevelRoi roi, int offset, int[] equal, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var levels = equal.Length;
        nint stride = levels + 1;
        matrix.Clear();
        fixed (int* table = workspace.ClearedCounts((int)(stride * stride)))
        fixed (ushort* first = roi.Levels16)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (ushort* at = first + start, stop = first + end; at < stop; at++)
                    table[*at * stride + at[offset]]++;
            }
            for (nint row = 1; row <= levels; row++)
            {
                equal[row - 1] = table[row * (stride + 1)];
                matrix.AddRow(new ReadOnlySpan<int>(table + row * stride + 1, levels), 0);
            }
        }
    }

    // The pair of the levels a <= b is counted in cell a * levels + b, so that 256 levels still have cells of 16 bits, but for the very
    // last one: without the bits above it falls into cell 256, which is kept free for it.
    private static unsafe void FillTriangle(GrayLevelRoi roi, int offset, int[] equal, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var levels = equal.Length;
        if (Vector128.IsHardwareAccelerated && PairCells(levels) * PairCells(levels) <= Math.Min(1 << 16, roi.VoxelCount / 4))
        {
            FillByTwos(roi, offset, equal, matrix, workspace);
            return;
        }
        var cells = levels * (levels + 1) + 1;
        var copies = cells <= Math.Min(MaximumShared, roi.VoxelCount / 32) ? 4 : 1; // of few voxels adding them up costs more than waiting
        matrix.Clear(triangle: true);
        fixed (int* table = workspace.ClearedCounts(copies * cells))
        {
            if (Vector128.IsHardwareAccelerated && levels <= 256)
                CountVector(roi, offset, copies > 1 ? cells : 0, table);
            else
                CountScalar(roi, offset, table);
            for (var copy = 1; copy < copies; copy++)
            {
                var other = table + copy * cells;
                for (var cell = 0; cell < cells; cell++)
                    table[cell] += other[cell];
            }
            AddRows(table, equal, matrix);
        }
    }

    private static unsafe void AddRows(int* table, int[] equal, TextureMatrix matrix)
    {
        for (var row = 1; row <= equal.Length; row++)
        {
            var diagonal = table + row * (equal.Length + 1);
            equal[row - 1] = *diagonal;
            *diagonal *= 2;
            matrix.AddRow(new ReadOnlySpan<int>(diagonal, equal.Length - row + 1), row - 1);
        }
    }

    // One for each unordered pair of levels, and cell 0 for pairs outside the region.
    private static long PairCells(int levels) => levels * (levels + 1L) / 2 + 1;

    // Of few levels two pairs are counted at once, in a table of pairs of pairs, whose rows and columns are then added.
    private static unsafe void FillByTwos(GrayLevelRoi roi, int offset, int[] equal, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var (levels, cells) = (equal.Length, (int)PairCells(equal.Length));
        var copies = cells * cells <= MaximumShared ? 4 : 1;
        matrix.Clear(triangle: true);
        Span<int> counts = stackalloc int[cells];
        fixed (int* table = workspace.ClearedCounts(copies * cells * cells))
        {
            CountTwos(roi, offset, cells, copies > 1 ? cells * cells : 0, table);
            counts.Clear();
            for (var row = 0; row < copies * cells; row++)
            {
                var line = new ReadOnlySpan<int>(table + row * cells, cells);
                counts[row % cells] += TensorPrimitives.Sum(line);
                TensorPrimitives.Add(counts, line, counts);
            }
        }
        Span<int> entries = stackalloc int[levels];
        for (var row = 0; row < levels; row++)
        {
            for (var column = row; column < levels; column++)
                entries[column] = counts[column * (column + 1) / 2 + row + 1];
            equal[row] = entries[row];
            entries[row] *= 2;
            matrix.AddRow(entries[row..], row);
        }
    }

    // The pair of the levels a <= b is cell b (b - 1) / 2 + a; that of one voxel and that of the sixteenth behind it are counted together.
    private static unsafe void CountTwos(GrayLevelRoi roi, int offset, int cells, int copy, int* table)
    {
        var stride = Vector256.Create((ushort)cells);
        var shares = Shares(copy);
        var places = stackalloc ushort[Batch + Vector256<ushort>.Count];
        var found = 0;
        fixed (ushort* first = roi.Levels16)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += 2 * Vector256<ushort>.Count)
                {
                    var pairs = Cells(first + at, offset, end - at);
                    if (end - at > Vector256<ushort>.Count)
                        pairs = pairs * stride + Cells(first + at + Vector256<ushort>.Count, offset, end - at - Vector256<ushort>.Count);
                    if (pairs == Vector256<ushort>.Zero)
                        continue; // scattered voxels mostly have no neighbour
                    (pairs + shares).Store(places + found);
                    found += Math.Min(end - at, Vector256<ushort>.Count);
                    if (found >= Batch)
                        Increment(table, places, ref found);
                }
            }
        }
        Increment(table, places, ref found);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<ushort> Cells(ushort* at, int offset, int count)
    {
        var here = Vector256.Load(at);
        if (count < Vector256<ushort>.Count)
            here &= Vector256.LessThan(Vector256<ushort>.Indices, Vector256.Create((ushort)count));
        var there = Vector256.Load(at + offset);
        var (less, more) = (Vector256.Min(here, there), Vector256.Max(here, there));
        var cell = Vector256.ShiftRightLogical(more * more - more, 1) + less;
        return Vector256.AndNot(cell, Vector256.Equals(less, Vector256<ushort>.Zero));
    }

    /// <summary>Counts unordered pairs voxel by voxel.</summary>
    internal static unsafe void CountScalar(GrayLevelRoi roi, int offset, int* table)
    {
        nint levels = roi.GrayLevels.Length;
        fixed (ushort* first = roi.Levels16)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (ushort* at = first + start, stop = first + end; at < stop; at++)
                    table[Math.Min(*at, at[offset]) * levels + Math.Max(*at, at[offset])]++;
            }
        }
    }

    /// <summary>
    /// The same for sixteen pairs at once, of at most 256 levels, in one table or four in turn. Pairs outside the region fall into cells up
    /// to the number of levels, which nobody reads.
    /// </summary>
    internal static unsafe void CountVector(GrayLevelRoi roi, int offset, int copy, int* table)
    {
        var levels = roi.GrayLevels.Length;
        var stride = Vector256.Create((ushort)levels);
        var shares = Shares(copy);
        var places = stackalloc ushort[Batch + Vector256<ushort>.Count];
        var found = 0;
        fixed (ushort* first = roi.Levels16)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += Vector256<ushort>.Count)
                {
                    var (here, there) = (Vector256.Load(first + at), Vector256.Load(first + at + offset));
                    var (less, more) = (Vector256.Min(here, there), Vector256.Max(here, there));
                    if (less == Vector256<ushort>.Zero)
                        continue; // scattered voxels mostly have no neighbour
                    more = Vector256.AndNot(more, Vector256.Equals(less, Vector256<ushort>.Zero) & Vector256.Create((ushort)256));
                    (less * stride + more + shares).Store(places + found);
                    found += Math.Min(end - at, Vector256<ushort>.Count);
                    if (found >= Batch)
                        Increment(table, places, ref found);
                }
            }
        }
        Increment(table, places, ref found);
        if (levels == 256)
            table[256 * 256 + 256] = table[256];
    }

    // Which of four tables in turn, by where the first cell of each lies.
    private static Vector256<ushort> Shares(int copy) => Vector256
        .Create((ulong)(ushort)copy << 16 | (ulong)(ushort)(2 * copy) << 32 | (ulong)(ushort)(3 * copy) << 48)
        .AsUInt16();

    // Many cells at once: the end of a row is no vector's, and a branch on it would be mispredicted once a row.
    private static unsafe void Increment(int* table, ushort* cells, ref int found)
    {
        var i = 0;
        for (; i <= found - 4; i += 4)
        {
            table[cells[i]]++;
            table[cells[i + 1]]++;
            table[cells[i + 2]]++;
            table[cells[i + 3]]++;
        }
        for (; i < found; i++)
            table[cells[i]]++;
        found = 0;
    }

    internal static void FillByRow<T>(
        GrayLevelRoi roi, ReadOnlySpan<T> voxels, int offset, bool symmetric, TextureMatrix matrix, TextureWorkspace workspace)
        where T : unmanaged, IBinaryInteger<T>
    {
        var levels = roi.GrayLevels.Length;
        var sorted = workspace.Labels(roi.VoxelCount);
        SortByLevel(roi, voxels, sorted);
        var counts = workspace.ClearedCounts(levels + 1);
        var touched = new List<int>();
        matrix.Clear(symmetric);
        var at = 0;
        for (var level = 1; level <= levels; level++)
        {
            var least = symmetric ? level : 1;
            for (var end = at + roi.Histogram[level - 1]; at < end; at++)
            {
                Touch(int.CreateTruncating(voxels[sorted[at] + offset]), least, counts, touched);
                if (symmetric)
                    Touch(int.CreateTruncating(voxels[sorted[at] - offset]), least, counts, touched);
            }
            touched.Sort();
            foreach (var column in touched)
            {
                matrix.Add(column - 1, counts[column]);
                counts[column] = 0;
            }
            touched.Clear();
            matrix.EndRow();
        }
    }

    private static void Touch(int level, int least, Span<int> counts, List<int> touched)
    {
        if (level >= least && counts[level]++ == 0)
            touched.Add(level);
    }

    // A counting sort: the indices of the voxels of the least level first, each level's in ascending order.
    private static void SortByLevel<T>(GrayLevelRoi roi, ReadOnlySpan<T> voxels, Span<int> sorted)
        where T : unmanaged, IBinaryInteger<T>
    {
        var next = new int[roi.Histogram.Length];
        for (var i = 1; i < next.Length; i++)
            next[i] = next[i - 1] + roi.Histogram[i - 1];
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                var rank = int.CreateTruncating(voxels[at]);
                if (rank != 0)
                    sorted[next[rank - 1]++] = at;
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Run lengths along a direction (Galloway, Comput Graph Image Process 1975, doi:10.1016/S0146-664X(75)80008-6), in one pass. A voxel
/// whose predecessor has its level has one more equal voxel before it than the predecessor has; a run is counted at its last voxel. The
/// shortest runs, which are the most, are not counted at all: their numbers follow from those of the voxels and of the equal pairs
/// (<see cref="LevelSizeCounter.SetShortest"/>).
/// </summary>
internal static class RunLengthKernel
{
    private const int Block = 64;
    private const int Batch = 1024;

    /// <summary>
    /// Fills a matrix with the runs along one direction. Where no line along it holds two voxels of the region, all runs are of one voxel:
    /// IBSI counts
    /// them, PyRadiomics leaves the matrix without entries.
    /// </summary>
    public static void Fill(
        GrayLevelRoi roi,
        VoxelOffset direction,
        TextureMatrix matrix,
        TextureWorkspace workspace,
        bool loneVoxels = false
    )
    {
        var counter = workspace.Counter;
        var longest = LongestLine(roi, direction);
        counter.Reset(roi.GrayLevels.Length, longest, roi.VoxelCount);
        bool any;
        if (Vector128.IsHardwareAccelerated && !roi.IsWide && longest <= ushort.MaxValue)
        {
            any = CountVector(roi, direction, counter, workspace);
        }
        else
        {
            var offset = direction.In(roi);
            var before = workspace.Labels(roi.Length);
            any = roi.IsWide
                ? CountScalar<int>(roi, roi.Levels32, offset, before, counter)
                : CountScalar<ushort>(roi, roi.Levels16, offset, before, counter);
        }
        if (any || loneVoxels || HasTwoOnALine(roi, direction))
        {
            counter.Fill(matrix);
            return;
        }
        matrix.Clear();
        for (var row = 0; row < roi.GrayLevels.Length; row++)
            matrix.EndRow();
    }

    /// <summary>Counts the runs; gives whether one has two voxels.</summary>
    internal static bool CountScalar<T>(GrayLevelRoi roi, ReadOnlySpan<T> levels, int offset, Span<int> before, LevelSizeCounter counter)
        where T : unmanaged, IBinaryInteger<T>
    {
        var any = false;
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                var level = levels[at];
                before[at] = level != T.Zero && levels[at - offset] == level ? before[at - offset] + 1 : 0;
                any |= before[at] > 0;
                if (level != T.Zero && levels[at + offset] != level)
                    counter.Add(int.CreateTruncating(level), before[at] + 1);
            }
        }
        return any;
    }

    /// <summary>The same many voxels at a time.</summary>
    internal static unsafe bool CountVector(
        GrayLevelRoi roi, VoxelOffset direction, LevelSizeCounter counter, TextureWorkspace workspace)
    {
        var known = workspace.EqualPairs(roi, direction);
        var least = known is null ? 1 : 2; // equal voxels before the last one of a run that is counted
        bool any;
        if (roi.HasBytes && LongestLine(roi, direction) <= byte.MaxValue)
        {
            fixed (byte* levels = roi.Levels8)
                any = Count(roi, levels, direction, least, counter, workspace);
        }
        else
        {
            fixed (ushort* levels = roi.Levels16)
                any = Count(roi, levels, direction, least, counter, workspace);
        }
        counter.SetShortest(roi.Histogram, known);
        return any || (known is not null && known.AsSpan().ContainsAnyExcept(0));
    }

    private static unsafe bool Count<T>(
        GrayLevelRoi roi, T* levels, VoxelOffset direction, int least, LevelSizeCounter counter, TextureWorkspace workspace)
        where T : unmanaged, IBinaryInteger<T> =>
        direction is { Y: 0, Z: 0 }
            ? CountAlongRows(roi, levels, least, counter)
            : CountAcrossRows(roi, levels, direction, least, counter, workspace);

    // The equal voxels before each voxel of a vector are one more than those before its predecessors, which lie in an earlier row; where a
    // voxel differs from its predecessor there are none. Two planes of such numbers are kept, each with as many behind it as a vector
    // may write too far.
    private static unsafe bool CountAcrossRows<T>(
        GrayLevelRoi roi, T* levels, VoxelOffset direction, int least, LevelSizeCounter counter, TextureWorkspace workspace)
        where T : unmanaged, IBinaryInteger<T>
    {
        var lanes = Vector256<T>.Count;
        var (offset, margin, plane) = (direction.In(roi), roi.RowStride + Block, roi.PlaneStride + Block);
        var enough = Vector256.Create(T.CreateTruncating(~(least - 1))); // least is 1 or 2: none of these bits in less
        var (any, found) = (false, 0);
        var near = direction.Z == 0 && offset < lanes; // a vector would hold a voxel and its predecessor
        fixed (byte* room = workspace.Bytes((margin + 2 * plane + Block) * sizeof(T)))
        fixed (int* places = workspace.Places(Batch + 2 * Block))
        {
            for (var z = 0; z < roi.Size.Z; z++)
            {
                var shift = margin + (z & 1) * plane - roi.IndexOf(0, 0, z); // from a voxel's place to its number's
                var before = (T*)room + shift;
                var last = direction.Z == 0 ? before - offset : before - offset + roi.PlaneStride + (1 - 2 * (z & 1)) * plane;
                var rows = roi.Spans.AsSpan(z * roi.Size.Y, roi.Size.Y);
                for (var y = 0; y < rows.Length; y++)
                {
                    var (start, end) = rows[y];

                    // A short way to the next row's voxels costs less than a new beginning.
                    for (; !near && y + 1 < rows.Length && end > start && IsSoon(rows[y + 1], end); y++)
                        end = rows[y + 1].End;
                    for (var at = start; at < end; at += Block)
                    {
                        var bits = 0UL;
                        for (var part = 0; part < Block; part += lanes)
                        {
                            var here = Vector256.Load(levels + at + part);
                            var equal = Vector256.AndNot(
                                Vector256.Equals(here, Vector256.Load(levels + at + part - offset)),
                                Vector256.Equals(here, Vector256<T>.Zero));
                            var number = (Vector256.Load(last + at + part) + Vector256<T>.One) & equal;
                            number.Store(before + at + part);
                            var passed = Vector256.Equals(number & enough, Vector256<T>.Zero)
                                | Vector256.Equals(here, Vector256.Load(levels + at + part + offset));
                            bits |= (ulong)(uint)(~passed).ExtractMostSignificantBits() << part;
                        }
                        if (end - at < Block)
                            bits &= (1UL << (end - at)) - 1;
                        found += Places(bits, at, places + found);
                        if (found <= Batch)
                            continue;
                        any = true;
                        Add(levels, before, places, ref found, counter);
                    }
                }
                any |= found > 0;
                Add(levels, before, places, ref found, counter);
            }
        }
        return any;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSoon(GrayLevelRoi.RowSpan row, int end) => row.End > row.Start && row.Start - end < Block;

    // Many places at once: a short loop's end is mispredicted.
    private static unsafe void Add<T>(T* levels, T* before, int* places, ref int found, LevelSizeCounter counter)
        where T : unmanaged, IBinaryInteger<T>
    {
        var width = counter.Width;
        fixed (int* table = counter.Table)
        {
            for (var i = 0; i < found; i++)
            {
                var (rank, size) = (int.CreateTruncating(levels[places[i]]), int.CreateTruncating(before[places[i]]) + 1);
                if (size <= width)
                    table[rank * (width + 1) + size]++;
                else
                    counter.Add(rank, size);
            }
        }
        found = 0;
    }

    // Along x the equal voxels before one are the ones right below its bit.
    private static unsafe bool CountAlongRows<T>(GrayLevelRoi roi, T* levels, int least, LevelSizeCounter counter)
        where T : unmanaged, IBinaryInteger<T>
    {
        var any = false;
        foreach (var (start, end) in roi.Spans)
        {
            var carried = 0; // the number of the voxel before this word
            for (var at = start; at < end; at += Block)
            {
                var (equal, next) = (Equal(levels + at, -1), Equal(levels + at, 1));
                if (end - at < Block)
                    equal &= (1UL << (end - at)) - 1;
                var ends = equal & ~next;
                any |= ends != 0;
                if (least > 1)
                    ends &= equal << 1 | (carried > 0 ? 1UL : 0);
                for (; ends != 0; ends &= ends - 1)
                {
                    var place = BitOperations.TrailingZeroCount(ends);
                    var number = BitOperations.LeadingZeroCount(~equal << (63 - place));
                    if (number > place)
                        number = place + 1 + carried;
                    counter.Add(int.CreateTruncating(levels[at + place]), number + 1);
                }
                var top = BitOperations.LeadingZeroCount(~equal);
                carried = top == Block ? carried + Block : top;
            }
        }
        return any;
    }

    // Writes where the set bits stand, four at a time: a loop that ended after each bit would be mispredicted once a word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe int Places(ulong bits, int at, int* places)
    {
        var count = BitOperations.PopCount(bits);
        do
        {
            places[0] = at + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            places[1] = at + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            places[2] = at + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            places[3] = at + BitOperations.TrailingZeroCount(bits);
            bits &= bits - 1;
            places += 4;
        }
        while (bits != 0);
        return count;
    }

    // A bit for each of 64 voxels: whether it lies in the region and a neighbour has its level. Behind the last voxel there is room.
    private static unsafe ulong Equal<T>(T* at, int offset)
        where T : unmanaged, IBinaryInteger<T>
    {
        var bits = 0UL;
        for (var part = 0; part < Block; part += Vector256<T>.Count)
        {
            var here = Vector256.Load(at + part);
            var equal = Vector256.AndNot(
                Vector256.Equals(here, Vector256.Load(at + part + offset)),
                Vector256.Equals(here, Vector256<T>.Zero));
            bits |= (ulong)(uint)equal.ExtractMostSignificantBits() << part;
        }
        return bits;
    }

    private static int LongestLine(GrayLevelRoi roi, VoxelOffset direction)
    {
        var (x, y, z) = (
            direction.X != 0 ? roi.Size.X : int.MaxValue,
            direction.Y != 0 ? roi.Size.Y : int.MaxValue,
            direction.Z != 0 ? roi.Size.Z : int.MaxValue
        );
        return Math.Min(x, Math.Min(y, z));
    }

    // Only asked where no two neighbours along the direction have one level, so mostly of thin or scattered regions.
    private static bool HasTwoOnALine(GrayLevelRoi roi, VoxelOffset direction)
    {
        for (var z = 0; z < roi.Size.Z; z++)
        {
            for (var y = 0; y < roi.Size.Y; y++)
            {
                var (start, end) = roi.Spans[z * roi.Size.Y + y];
                for (var at = start; at < end; at++)
                {
                    var x = at - roi.IndexOf(0, y, z);
                    if (roi[x, y, z] == 0)
                        continue;
                    var (nextX, nextY, nextZ) = (x + direction.X, y + direction.Y, z + direction.Z);
                    for (; (uint)nextX < (uint)roi.Size.X && (uint)nextY < (uint)roi.Size.Y && (uint)nextZ < (uint)roi.Size.Z;
                        nextX += direction.X, nextY += direction.Y, nextZ += direction.Z)
                    {
                        if (roi[nextX, nextY, nextZ] != 0)
                            return true;
                    }
                }
            }
        }
        return false;
    }
}

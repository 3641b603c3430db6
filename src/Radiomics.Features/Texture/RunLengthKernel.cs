using System.Numerics;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Run lengths along a direction (Galloway, Comput Graph Image Process 1975, doi:10.1016/S0146-664X(75)80008-6), in one pass. A voxel
/// whose predecessor has its level has one more equal voxel before it than the predecessor has; only such voxels are
/// counted, and the runs follow from their numbers (<see cref="LevelSizeCounter.FillFromPredecessors"/>). Rough textures have few of them.
/// </summary>
internal static class RunLengthKernel
{
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
        counter.Reset(roi.GrayLevels.Length, LongestLine(roi, direction), roi.VoxelCount);
        var offset = direction.In(roi);
        bool any;
        if (roi.IsWide)
            any = CountScalar<int>(roi, roi.Levels32, offset, workspace.WideLengths(roi.Length), counter);
        else if (Vector128.IsHardwareAccelerated && direction != new VoxelOffset(1, 0, 0) && LongestLine(roi, direction) <= ushort.MaxValue)
            any = CountVector(roi, roi.Levels16, offset, workspace.Lengths(roi.Length), counter);
        else
            any = CountScalar<ushort>(roi, roi.Levels16, offset, workspace.WideLengths(roi.Length), counter);

        if (any || loneVoxels || HasTwoOnALine(roi, direction))
        {
            counter.FillFromPredecessors(roi.Histogram, matrix);
            return;
        }
        matrix.Clear();
        for (var row = 0; row < roi.GrayLevels.Length; row++)
            matrix.EndRow();
    }

    /// <summary>Counts the voxels with equal predecessors; gives whether there are any.</summary>
    internal static bool CountScalar<T>(GrayLevelRoi roi, ReadOnlySpan<T> levels, int offset, Span<int> before, LevelSizeCounter counter)
        where T : unmanaged, IBinaryInteger<T>
    {
        var any = false;
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                var level = levels[at];
                if (level == T.Zero || levels[at - offset] != level)
                {
                    before[at] = 0;
                    continue;
                }
                any = true;
                var length = before[at - offset] + 1;
                before[at] = length;
                counter.Add(int.CreateTruncating(level), length);
            }
        }
        return any;
    }

    /// <summary>As <see cref="CountScalar"/>, a vector of voxels of a row at a time; the predecessors lie in another row.</summary>
    internal static unsafe bool CountVector(
        GrayLevelRoi roi,
        ReadOnlySpan<ushort> levels,
        int offset,
        Span<ushort> before,
        LevelSizeCounter counter
    )
    {
        var any = 0UL;
        var width = counter.Width;
        fixed (ushort* level = levels, length = before)
        fixed (int* table = counter.Table)
        {
            foreach (var (start, end) in roi.Spans)
            {
                // Four vectors at a time: the loop over their bits ends, and is mispredicted, once in 64 voxels.
                for (var block = start; block < end; block += 64)
                {
                    var bits = 0UL;
                    for (int part = 0, at = block; part < 64 && at < end; part += Vector256<ushort>.Count, at += Vector256<ushort>.Count)
                    {
                        var here = Vector256.Load(level + at);
                        var equal =
                            Vector256.Equals(here, Vector256.Load(level + at - offset)) & ~Vector256.Equals(here, Vector256<ushort>.Zero);
                        var lengths = (Vector256.Load(length + at - offset) + Vector256<ushort>.One) & equal;
                        lengths.Store(length + at);
                        bits |= (ulong)equal.ExtractMostSignificantBits() << part;
                    }
                    if (end - block < 64)
                        bits &= (1UL << (end - block)) - 1;
                    any |= bits;
                    for (; bits != 0; bits &= bits - 1)
                    {
                        var voxel = block + BitOperations.TrailingZeroCount(bits);
                        int rank = level[voxel], size = length[voxel];
                        if (size <= width)
                            table[rank * (width + 1) + size]++;
                        else
                            counter.Add(rank, size);
                    }
                }
            }
        }
        return any != 0;
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

using System.Numerics;
using System.Runtime.CompilerServices;
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
        var before = workspace.Labels(roi.Length);
        bool any;
        if (roi.IsWide)
            any = CountScalar<int>(roi, roi.Levels32, offset, before, counter);
        else if (Vector128.IsHardwareAccelerated)
            any = CountVector(roi, direction, before, counter, workspace);
        else
            any = CountScalar<ushort>(roi, roi.Levels16, offset, before, counter);

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

    /// <summary>
    /// As <see cref="CountScalar"/>, from rows of bits: which voxels have an equal predecessor, and, shifted from the row before along the
    /// direction, which of them have two, three or four. Only where there are four is their number looked up, and only where there are
    /// three is it kept: the numbers of all would not fit the cache. How many there are with one or more the pairs of the direction say,
    /// where they were counted before.
    /// </summary>
    internal static unsafe bool CountVector(
        GrayLevelRoi roi, VoxelOffset direction, Span<int> before, LevelSizeCounter counter, TextureWorkspace workspace)
    {
        // A word of zeros on either side of each row; the rows of voxels with two and three equal predecessors follow.
        var words = (roi.Size.X + 63) / 64 + 2;
        var (offset, further) = (direction.In(roi), roi.Spans.Length * words);
        var room = roi.Size.X + 128; // enough for a row's places, and what is written behind the last
        var (ones, twos, batch) = (0, 0, room + 1024);
        var (any, width, known) = (0UL, counter.Width, workspace.EqualPairs(roi, direction));
        fixed (ushort* level = roi.Levels16)
        fixed (byte* bytes = roi.HasBytes ? roi.Levels8 : null)
        fixed (int* table = counter.Table, length = before, places = workspace.Places(2 * batch))
        fixed (ulong* all = workspace.ClearedBits(3 * further))
        {
            for (var row = 0; row < roi.Spans.Length; row++)
            {
                var (start, end) = roi.Spans[row];
                var (z, y) = Math.DivRem(row, roi.Size.Y);
                var (lastZ, lastY) = (z - direction.Z, y - direction.Y);
                if (start == end || lastZ < 0 || (uint)lastY >= (uint)roi.Size.Y)
                    continue;
                var first = roi.IndexOf(0, y, z);
                var own = all + row * words + 1;
                var last = all + (lastZ * roi.Size.Y + lastY) * words + 1;
                for (var word = (start - first) / 64; word <= (end - 1 - first) / 64; word++)
                {
                    var at = first + 64 * word;
                    var bits = bytes == null ? Equal(level + at, offset) : Equal(bytes + at, offset);
                    if (end - at < 64)
                        bits &= (1UL << (end - at)) - 1;
                    own[word] = bits;
                    any |= bits;
                    var two = bits & Shifted(last + word, direction.X);
                    own[further + word] = two;
                    var three = two & Shifted(last + further + word, direction.X);
                    own[2 * further + word] = three;
                    if (known is null)
                        ones += Places(bits & ~two, at, places + ones);
                    twos += Places(two & ~three, at, places + batch + twos);
                    if (three != 0)
                        Long(level, length, at, three, three & Shifted(last + 2 * further + word, direction.X), offset, counter);
                }

                // Many rows' at once: a short loop's end is mispredicted.
                if (Math.Max(ones, twos) > batch - room)
                {
                    Count(level, places, ref ones, 1, table, width);
                    Count(level, places + batch, ref twos, 2, table, width);
                }
            }
            Count(level, places, ref ones, 1, table, width);
            Count(level, places + batch, ref twos, 2, table, width);
        }
        if (known is not null)
            counter.SetFirst(known);
        return any != 0;
    }

    private static unsafe void Count(ushort* level, int* places, ref int found, int size, int* table, int width)
    {
        for (var i = 0; i < found; i++)
            table[level[places[i]] * (width + 1) + size]++;
        found = 0;
    }

    private static unsafe void Long(ushort* level, int* length, int at, ulong three, ulong four, int offset, LevelSizeCounter counter)
    {
        for (; three != 0; three &= three - 1)
        {
            var place = BitOperations.TrailingZeroCount(three);
            var voxel = at + place;
            var size = length[voxel] = (four >> place & 1) == 0 ? 3 : length[voxel - offset] + 1;
            counter.Add(level[voxel], size);
        }
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

    // The bits of the predecessors, in their successors' places.
    private static unsafe ulong Shifted(ulong* word, int step) => step switch
    {
        0 => *word,
        1 => *word << 1 | word[-1] >> 63,
        _ => *word >> 1 | word[1] << 63,
    };

    // A bit for each of 64 voxels: whether it lies in the region and has its predecessor's level. Behind the last voxel there is room.
    private static unsafe ulong Equal(ushort* at, int offset)
    {
        var bits = 0UL;
        for (var part = 0; part < 64; part += Vector256<ushort>.Count)
        {
            var here = Vector256.Load(at + part);
            var equal = Vector256.Equals(here, Vector256.Load(at + part - offset)) & ~Vector256.Equals(here, Vector256<ushort>.Zero);
            bits |= (ulong)equal.ExtractMostSignificantBits() << part;
        }
        return bits;
    }

    private static unsafe ulong Equal(byte* at, int offset)
    {
        var (low, high) = (Vector256.Load(at), Vector256.Load(at + 32));
        var first = Vector256.Equals(low, Vector256.Load(at - offset)) & ~Vector256.Equals(low, Vector256<byte>.Zero);
        var second = Vector256.Equals(high, Vector256.Load(at + 32 - offset)) & ~Vector256.Equals(high, Vector256<byte>.Zero);
        return first.ExtractMostSignificantBits() | (ulong)second.ExtractMostSignificantBits() << 32;
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

using System.Numerics;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Sums for each level the absolute differences between its voxels and the mean of their neighbours in the region
/// (Amadasun and King, IEEE Trans SMC 1989, doi:10.1109/21.44046). With n neighbours of sum s the difference of a level g is
/// |n g - s| / n: the numerators are summed as whole numbers, apart for each n, so the result does not depend on the order of voxels.
/// </summary>
internal static class ToneDifferenceKernel
{
    /// <summary>Gives the sum of each level's differences; a voxel without neighbours adds none.</summary>
    public static void Fill(GrayLevelRoi roi, TextureSettings settings, Span<double> differences, TextureWorkspace workspace)
    {
        var offsets = DependenceKernel.Offsets(roi, settings);
        var neighbours = 2 * offsets.Length;
        var sums = workspace.ClearedSums(checked((roi.GrayLevels.Length + 1) * (neighbours + 1)));
        if (FitsLanes(roi, neighbours) && Vector128.IsHardwareAccelerated)
            SumVector(roi, workspace.GrayLevels16(roi), offsets, sums);
        else if (roi.IsWide)
            SumScalar<int>(roi, roi.Levels32, workspace.GrayLevels32(roi), offsets, sums);
        else
            SumScalar<ushort>(roi, roi.Levels16, workspace.GrayLevels32(roi), offsets, sums);

        for (var rank = 0; rank < differences.Length; rank++)
        {
            var sum = 0.0;
            for (var n = 1; n <= neighbours; n++)
                sum += (double)sums[(rank + 1) * (neighbours + 1) + n] / n;
            differences[rank] = sum;
        }
    }

    /// <summary>Whether sums over neighbours, and the places of the table, fit 16 bits.</summary>
    internal static bool FitsLanes(GrayLevelRoi roi, int neighbours) =>
        !roi.IsWide && (roi.MaximumLevel + 1L) * (neighbours + 1) <= ushort.MaxValue;

    internal static void SumScalar<T>(GrayLevelRoi roi, ReadOnlySpan<T> ranks, ReadOnlySpan<int> gray, int[] offsets, Span<long> sums)
        where T : unmanaged, IBinaryInteger<T>
    {
        var row = 2 * offsets.Length + 1;
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                if (gray[at] == 0)
                    continue;
                var (sum, count) = (0L, 0);
                foreach (var offset in offsets)
                {
                    var (next, last) = (gray[at + offset], gray[at - offset]);
                    sum += (long)next + last;
                    count += (next != 0 ? 1 : 0) + (last != 0 ? 1 : 0);
                }
                sums[int.CreateTruncating(ranks[at]) * row + count] += Math.Abs((long)gray[at] * count - sum);
            }
        }
    }

    internal static unsafe void SumVector(GrayLevelRoi roi, ReadOnlySpan<ushort> gray, int[] offsets, Span<long> sums)
    {
        var row = Vector256.Create((ushort)(2 * offsets.Length + 1));
        var most = row - Vector256<ushort>.One;
        ushort* cells = stackalloc ushort[Vector256<ushort>.Count];
        ushort* numerators = stackalloc ushort[Vector256<ushort>.Count];
        fixed (ushort* ranks = roi.Levels16, levels = gray)
        fixed (long* table = sums)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += Vector256<ushort>.Count)
                {
                    var (sum, absent) = (Vector256<ushort>.Zero, Vector256<ushort>.Zero);
                    foreach (var offset in offsets)
                    {
                        var (next, last) = (Vector256.Load(levels + at + offset), Vector256.Load(levels + at - offset));
                        sum += next + last;
                        absent += Vector256.Equals(next, Vector256<ushort>.Zero) + Vector256.Equals(last, Vector256<ushort>.Zero);
                    }

                    // An absent neighbour added -1. Voxels outside have rank 0, whose row nobody reads.
                    var present = absent + most;
                    var product = Vector256.Load(levels + at) * present;
                    (Vector256.Max(product, sum) - Vector256.Min(product, sum)).Store(numerators);
                    (Vector256.Load(ranks + at) * row + present).Store(cells);
                    var count = Math.Min(end - at, Vector256<ushort>.Count);
                    for (var i = 0; i < count; i++)
                        table[cells[i]] += numerators[i];
                }
            }
        }
    }
}

using System.Numerics;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Texture;

/// <summary>
/// Counts for each voxel the neighbours whose level differs from its own by at most a tolerance, and one for itself
/// (Sun and Wee, Comput Vis Graph Image Process 1983, doi:10.1016/0734-189X(83)90032-4).
/// </summary>
internal static class DependenceKernel
{
    /// <summary>Fills a matrix with the numbers of dependent voxels of each level.</summary>
    public static void Fill(GrayLevelRoi roi, TextureSettings settings, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var offsets = Offsets(roi, settings);
        var tolerance = (int)Math.Min(settings.GldmA, int.MaxValue);
        workspace.Counter.Reset(roi.GrayLevels.Length, 2 * offsets.Length + 1, roi.VoxelCount);
        if (roi.IsWide)
            CountScalar<int, int>(
                roi,
                roi.Levels32,
                tolerance == 0 ? roi.Levels32 : workspace.GrayLevels32(roi),
                offsets,
                tolerance,
                workspace.Counter
            );
        else if (roi.MaximumLevel > ushort.MaxValue && tolerance > 0)
            CountScalar<ushort, int>(roi, roi.Levels16, workspace.GrayLevels32(roi), offsets, tolerance, workspace.Counter);
        else if (Vector128.IsHardwareAccelerated && tolerance == 0 && roi.HasBytes && 2 * offsets.Length < byte.MaxValue)
            CountBytes(roi, offsets, workspace.Counter);
        else if (Vector128.IsHardwareAccelerated)
            CountVector(roi, tolerance == 0 ? roi.Levels16 : workspace.GrayLevels16(roi), offsets, tolerance, workspace.Counter);
        else
            CountScalar<ushort, ushort>(
                roi,
                roi.Levels16,
                tolerance == 0 ? roi.Levels16 : workspace.GrayLevels16(roi),
                offsets,
                tolerance,
                workspace.Counter
            );
        workspace.Counter.Fill(matrix);
    }

    /// <summary>The steps to half of the neighbours; the others are their opposites.</summary>
    internal static int[] Offsets(GrayLevelRoi roi, TextureSettings settings) =>
        [.. VoxelOffset.Directions(roi.Size, settings.Distances, settings.FlatAxis).Select(d => d.In(roi))];

    internal static void CountScalar<TRank, TGray>(
        GrayLevelRoi roi, ReadOnlySpan<TRank> ranks, ReadOnlySpan<TGray> gray, int[] offsets, int tolerance, LevelSizeCounter counter)
        where TRank : unmanaged, IBinaryInteger<TRank>
        where TGray : unmanaged, IBinaryInteger<TGray>
    {
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                if (ranks[at] == TRank.Zero)
                    continue;
                var here = int.CreateTruncating(gray[at]);
                var dependent = 1;
                foreach (var offset in offsets)
                {
                    dependent += Depends(here, int.CreateTruncating(gray[at + offset]), tolerance);
                    dependent += Depends(here, int.CreateTruncating(gray[at - offset]), tolerance);
                }
                counter.Add(int.CreateTruncating(ranks[at]), dependent);
            }
        }
    }

    internal static unsafe void CountVector(
        GrayLevelRoi roi,
        ReadOnlySpan<ushort> gray,
        int[] offsets,
        int tolerance,
        LevelSizeCounter counter
    )
    {
        var numbers = stackalloc ushort[Vector256<ushort>.Count];

        // Voxels outside have rank 0, whose row nobody reads.
        var direct = counter.Width >= 2 * offsets.Length + 1 && counter.Table.Length <= ushort.MaxValue;
        var rows = Vector256.Create((ushort)(counter.Width + 1));
        var allowed = Vector256.Create((ushort)Math.Min(tolerance, ushort.MaxValue));
        fixed (ushort* ranks = roi.Levels16, levels = gray)
        fixed (int* table = counter.Table)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += Vector256<ushort>.Count)
                {
                    var here = Vector256.Load(levels + at);
                    var dependent = Vector256<ushort>.One;
                    foreach (var offset in offsets)
                    {
                        // A comparison gives all ones, which is -1: subtracting it counts.
                        var (next, last) = (Vector256.Load(levels + at + offset), Vector256.Load(levels + at - offset));
                        dependent -= tolerance == 0 ? Vector256.Equals(here, next) : Depend(here, next, allowed);
                        dependent -= tolerance == 0 ? Vector256.Equals(here, last) : Depend(here, last, allowed);
                    }
                    var count = Math.Min(end - at, Vector256<ushort>.Count);
                    if (direct)
                    {
                        (Vector256.Load(ranks + at) * rows + dependent).Store(numbers);
                        for (var i = 0; i < count; i++)
                            table[numbers[i]]++;
                        continue;
                    }
                    dependent.Store(numbers);
                    for (var i = 0; i < count; i++)
                    {
                        if (ranks[at + i] != 0)
                            counter.Add(ranks[at + i], numbers[i]);
                    }
                }
            }
        }
    }

    /// <summary>As <see cref="CountVector"/> without tolerance, twice as many voxels at a time.</summary>
    internal static unsafe void CountBytes(GrayLevelRoi roi, int[] offsets, LevelSizeCounter counter)
    {
        var lanes = Vector256<byte>.Count;
        var cells = stackalloc ushort[lanes];

        // Voxels outside have rank 0, whose row nobody reads.
        var direct = counter.Width >= 2 * offsets.Length + 1 && counter.Table.Length <= ushort.MaxValue;
        var rows = Vector256.Create((ushort)(counter.Width + 1));
        fixed (byte* levels = roi.Levels8)
        fixed (int* table = counter.Table, steps = offsets)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += lanes)
                {
                    var here = Vector256.Load(levels + at);
                    var dependent = Vector256<byte>.One;
                    for (var k = 0; k < offsets.Length; k++)
                    {
                        // A comparison gives all ones, which is -1: subtracting it counts.
                        dependent -= Vector256.Equals(here, Vector256.Load(levels + at + steps[k]));
                        dependent -= Vector256.Equals(here, Vector256.Load(levels + at - steps[k]));
                    }
                    var (low, high) = Vector256.Widen(dependent);
                    var (lowRanks, highRanks) = Vector256.Widen(here);
                    var count = Math.Min(end - at, lanes);
                    if (direct)
                    {
                        (lowRanks * rows + low).Store(cells);
                        (highRanks * rows + high).Store(cells + lanes / 2);
                        for (var i = 0; i < count; i++)
                            table[cells[i]]++;
                        continue;
                    }
                    low.Store(cells);
                    high.Store(cells + lanes / 2);
                    for (var i = 0; i < count; i++)
                    {
                        if (levels[at + i] != 0)
                            counter.Add(levels[at + i], cells[i]);
                    }
                }
            }
        }
    }

    private static int Depends(int here, int there, int tolerance) => there != 0 && Math.Abs(here - there) <= tolerance ? 1 : 0;

    private static Vector256<ushort> Depend(Vector256<ushort> here, Vector256<ushort> there, Vector256<ushort> allowed) =>
        Vector256.LessThanOrEqual(Vector256.Max(here, there) - Vector256.Min(here, there), allowed)
        & ~Vector256.Equals(there, Vector256<ushort>.Zero);
}

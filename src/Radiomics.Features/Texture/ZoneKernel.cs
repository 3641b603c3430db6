using System.Numerics;
using System.Runtime.Intrinsics;
using Radiomics.Features.Discretisation;
using Radiomics.Imaging;

namespace Radiomics.Features.Texture;

/// <summary>
/// Zones of touching voxels of one level (Thibault et al., PRIP 2009): one pass of union-find. Each voxel looks back at
/// the neighbours that come before it; those of its level are a bit each in a code. Neighbours that touch each other
/// are joined already, so once a voxel has joined one, the ones that touch that one are dropped from the code.
/// </summary>
internal static class ZoneKernel
{
    /// <summary>Fills a matrix with the sizes of the zones of each level.</summary>
    public static void Fill(GrayLevelRoi roi, int? flatAxis, TextureMatrix matrix, TextureWorkspace workspace)
    {
        workspace.Counter.Reset(roi.GrayLevels.Length, roi.VoxelCount, roi.VoxelCount);
        Label(roi, flatAxis, workspace);
        workspace.Zones.CountInto(workspace.Counter);
        workspace.Counter.Fill(matrix);
    }

    /// <summary>Finds the zones: <see cref="TextureWorkspace.Zones"/> holds them, and what is returned a label for each voxel of the
    /// region.</summary>
    public static Span<int> Label(GrayLevelRoi roi, int? flatAxis, TextureWorkspace workspace)
    {
        var back = LookBack.Create(roi, flatAxis);
        var zones = workspace.Zones;
        zones.Clear();
        var labels = workspace.Labels(roi.Length);
        if (!roi.IsWide && Vector128.IsHardwareAccelerated)
            LabelVector(roi, back, zones, labels);
        else if (roi.IsWide)
            LabelScalar<int>(roi, roi.Levels32, back, zones, labels);
        else
            LabelScalar<ushort>(roi, roi.Levels16, back, zones, labels);
        return labels;
    }

    internal static void LabelScalar<T>(GrayLevelRoi roi, ReadOnlySpan<T> levels, LookBack back, ZoneLabels zones, Span<int> labels)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var (start, end) in roi.Spans)
        {
            for (var at = start; at < end; at++)
            {
                var level = levels[at];
                if (level == T.Zero)
                    continue;
                var code = 0u;
                for (var k = 0; k < back.Offsets.Length; k++)
                    code |= levels[at - back.Offsets[k]] == level ? 1u << k : 0;
                labels[at] = Label(at, int.CreateTruncating(level), code, back, zones, labels);
            }
        }
    }

    internal static unsafe void LabelVector(GrayLevelRoi roi, LookBack back, ZoneLabels zones, Span<int> labels)
    {
        var codes = stackalloc ushort[Vector256<ushort>.Count];
        fixed (ushort* levels = roi.Levels16)
        {
            foreach (var (start, end) in roi.Spans)
            {
                for (var at = start; at < end; at += Vector256<ushort>.Count)
                {
                    var here = Vector256.Load(levels + at);
                    var code = Vector256<ushort>.Zero;
                    for (var k = 0; k < back.Offsets.Length; k++)
                    {
                        // The voxel right before lies in the same row; all of them lie before, so a plain load serves.
                        var equal = Vector256.Equals(here, Vector256.Load(levels + at - back.Offsets[k]));
                        code |= equal & Vector256.Create((ushort)(1 << k));
                    }
                    code.Store(codes);
                    var count = Math.Min(end - at, Vector256<ushort>.Count);
                    for (var i = 0; i < count; i++)
                    {
                        int level = levels[at + i];
                        if (level != 0)
                            labels[at + i] = Label(at + i, level, codes[i], back, zones, labels);
                    }
                }
            }
        }
    }

    private static int Label(int at, int level, uint code, LookBack back, ZoneLabels zones, Span<int> labels)
    {
        if (code == 0)
            return zones.Create(level);
        var k = BitOperations.TrailingZeroCount(code);
        var root = zones.Find(labels[at - back.Offsets[k]]);
        zones.Grow(root);
        for (code &= ~back.Touching[k]; code != 0; code &= ~back.Touching[k])
        {
            k = BitOperations.TrailingZeroCount(code);
            root = zones.Join(root, zones.Find(labels[at - back.Offsets[k]]));
        }
        return root;
    }

    /// <summary>The neighbours before a voxel, those that touch the most others first, and for each the ones that touch it and
    /// itself.</summary>
    internal readonly record struct LookBack(int[] Offsets, uint[] Touching)
    {
        public static LookBack Create(GrayLevelRoi roi, int? flatAxis)
        {
            var directions = VoxelOffset.Directions(new GridSize(int.MaxValue, int.MaxValue, int.MaxValue), [1], flatAxis);
            var ordered = directions.OrderByDescending(a => directions.Count(b => Touch(a, b))).ToArray();
            return new LookBack(
                [.. ordered.Select(a => a.In(roi))],
                [.. ordered.Select(a => ordered.Select((b, k) => Touch(a, b) ? 1u << k : 0).Aggregate((x, y) => x | y))]);
        }

        private static bool Touch(VoxelOffset a, VoxelOffset b) =>
            Math.Abs(a.X - b.X) <= 1 && Math.Abs(a.Y - b.Y) <= 1 && Math.Abs(a.Z - b.Z) <= 1;
    }
}

using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>Three second derivatives, each smoothed along the other two axes, in ITK's order and precision: single between the
/// passes.</summary>
internal static class LaplacianOfGaussian
{
    public static VoxelBlock Compute(
        Volume image,
        double sigma,
        Region region,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        var sum = new float[checked((int)region.Count)];
        if (region.IsEmpty)
            return new VoxelBlock(region, []);
        var spacing = image.Geometry.Spacing;
        int Halo(int axis) => Math.Max(4, (int)Math.Min(20.2 * sigma / spacing[axis] + 1, image.Size[axis]));
        var read = region.Expand(Halo(0), Halo(1), Halo(2)).Intersect(image.Geometry.Region);
        var input = image.Read(read).Values.ToArray();
        for (var axis = 0; axis < 3; axis++)
        {
            var (box, values) = (read, (float[]?)null);
            foreach (var along in (ReadOnlySpan<int>)(axis switch { 0 => [0, 1, 2], 1 => [1, 0, 2], _ => [2, 0, 1] }))
            {
                var filter =
                    along == axis
                        ? RecursiveGaussian.SecondDerivative(sigma, spacing[along])
                        : RecursiveGaussian.Smooth(sigma, spacing[along]);
                var target = Narrow(box, region, along);
                var result = GC.AllocateUninitializedArray<float>(checked((int)target.Count));
                new Pass(filter, along, box, target).Run(
                    values is null ? input : null,
                    values,
                    result,
                    maxDegreeOfParallelism,
                    cancellationToken
                );
                (box, values) = (target, result);
            }
            var scale = 1 / (spacing[axis] * spacing[axis]);
            Add(sum, values!, scale);
        }
        var wide = GC.AllocateUninitializedArray<double>(sum.Length);
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<float, double>(sum, wide);
        return new VoxelBlock(region, wide);
    }

    // sum = (float)(sum + values * scale), in double precision between.
    private static void Add(float[] sum, float[] values, double scale)
    {
        var i = 0;
        for (; i <= sum.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref sum[i]));
            var (first, second) = Vector256.Widen(Vector256.LoadUnsafe(ref values[i]));
            var factor = Vector256.Create(scale);
            Vector256.Narrow(low + first * factor, high + second * factor).StoreUnsafe(ref sum[i]);
        }
        for (; i < sum.Length; i++)
            sum[i] = (float)(sum[i] + values[i] * scale);
    }

    // The box cut to the region along one axis: what the passes after that axis's own still need.
    private static Region Narrow(Region box, Region region, int axis) => axis switch
    {
        0 => new Region(box.Start with { X = region.Start.X }, box.Size with { X = region.Size.X }),
        1 => new Region(box.Start with { Y = region.Start.Y }, box.Size with { Y = region.Size.Y }),
        _ => new Region(box.Start with { Z = region.Start.Z }, box.Size with { Z = region.Size.Z }),
    };

    private sealed class Pass(RecursiveGaussian filter, int axis, Region from, Region to)
    {
        private readonly int _length = from.Size[axis];
        private readonly int _kept = to.Size[axis];
        private readonly int _skipped = to.Start[axis] - from.Start[axis];

        public void Run(double[]? wide, float[]? narrow, float[] output, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        {
            // Lines stand side by side along x, or, for lines along x, along y.
            var (across, outer) = axis switch
            {
                0 => (1, 2),
                1 => (0, 2),
                _ => (0, 1),
            };
            int[] inStride = [1, from.Size.X, from.Size.X * from.Size.Y],
                outStride = [1, to.Size.X, to.Size.X * to.Size.Y];
            FilterArguments.Run(
                from.Size[outer],
                o => Plane(wide, narrow, output, o, inStride, outStride, across, outer),
                maxDegreeOfParallelism,
                cancellationToken
            );
        }

        private unsafe void Plane(
            double[]? wide,
            float[]? narrow,
            float[] output,
            int o,
            int[] inStride,
            int[] outStride,
            int across,
            int outer
        )
        {
            double[] data = new double[_length * RecursiveLines.Width], result = new double[data.Length];
            fixed (double* panel = data, filtered = result, input = wide)
            fixed (float* single = narrow, target = output)
            {
                for (var a = 0; a < from.Size[across]; a += RecursiveLines.Width)
                {
                    var count = Math.Min(RecursiveLines.Width, from.Size[across] - a);
                    var start = (long)o * inStride[outer] + (long)a * inStride[across];
                    if (input is not null)
                        LinePanel.Gather(input + start, inStride[axis], inStride[across], _length, count, panel);
                    else
                        LinePanel.Gather(single + start, inStride[axis], inStride[across], _length, count, panel);
                    RecursiveLines.Run(filter, data, result, _length);
                    start = (long)o * outStride[outer] + (long)a * outStride[across];
                    LinePanel.Scatter(
                        filtered + _skipped * RecursiveLines.Width,
                        _kept,
                        count,
                        target + start,
                        outStride[axis],
                        outStride[across]
                    );
                }
            }
        }
    }
}

namespace Radiomics.Imaging.Filters;

/// <summary>Three second derivatives, each smoothed along the other two axes, in ITK's order and precision: single between the passes.</summary>
internal static class LaplacianOfGaussian
{
    public static VoxelBlock Compute(Volume image, double sigma, Region region, int degreeOfParallelism, CancellationToken cancellationToken)
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
                var filter = along == axis ? RecursiveGaussian.SecondDerivative(sigma, spacing[along]) : RecursiveGaussian.Smooth(sigma, spacing[along]);
                var target = Narrow(box, region, along);
                var result = GC.AllocateUninitializedArray<float>(checked((int)target.Count));
                new Pass(filter, along, box, target).Run(values is null ? input : null, values, result, degreeOfParallelism, cancellationToken);
                (box, values) = (target, result);
            }
            var scale = 1 / (spacing[axis] * spacing[axis]);
            for (var i = 0; i < sum.Length; i++)
                sum[i] = (float)(sum[i] + values![i] * scale);
        }
        var wide = GC.AllocateUninitializedArray<double>(sum.Length);
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<float, double>(sum, wide);
        return new VoxelBlock(region, wide);
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

        public void Run(double[]? wide, float[]? narrow, float[] output, int degreeOfParallelism, CancellationToken cancellationToken)
        {
            // Lines stand side by side along x, or, for lines along x, along y.
            var (across, outer) = axis switch { 0 => (1, 2), 1 => (0, 2), _ => (0, 1) };
            int[] inStride = [1, from.Size.X, from.Size.X * from.Size.Y], outStride = [1, to.Size.X, to.Size.X * to.Size.Y];
            FilterArguments.Run(from.Size[outer], o =>
            {
                double[] data = new double[_length * RecursiveLines.Width], result = new double[data.Length];
                for (var a = 0; a < from.Size[across]; a += RecursiveLines.Width)
                {
                    var count = Math.Min(RecursiveLines.Width, from.Size[across] - a);
                    var start = o * inStride[outer] + a * inStride[across];
                    if (inStride[across] == 1)
                    {
                        for (int n = 0, at = start; n < _length; n++, at += inStride[axis])
                        {
                            var lines = data.AsSpan(n * RecursiveLines.Width, count);
                            if (wide is not null)
                                wide.AsSpan(at, count).CopyTo(lines);
                            else
                                Widening.ToDouble<float>(narrow.AsSpan(at, count), lines);
                        }
                    }
                    else
                    {
                        for (var k = 0; k < count; k++)
                        {
                            var at = start + k * inStride[across];
                            if (wide is not null)
                            {
                                for (var n = 0; n < _length; n++)
                                    data[n * RecursiveLines.Width + k] = wide[at + n];
                            }
                            else
                            {
                                for (var n = 0; n < _length; n++)
                                    data[n * RecursiveLines.Width + k] = narrow![at + n];
                            }
                        }
                    }
                    RecursiveLines.Run(filter, data, result, _length);
                    start = o * outStride[outer] + a * outStride[across];
                    for (var n = 0; n < _kept; n++)
                    {
                        var at = start + n * outStride[axis];
                        for (var k = 0; k < count; k++, at += outStride[across])
                            output[at] = (float)result[(n + _skipped) * RecursiveLines.Width + k];
                    }
                }
            }, degreeOfParallelism, cancellationToken);
        }
    }
}

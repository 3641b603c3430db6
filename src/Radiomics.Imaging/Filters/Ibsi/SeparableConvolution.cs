namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// Convolution by kernels along the axes, x first. Each element is summed on its own, tap after tap and never fused, so that
/// neither the region asked for, nor the threads, nor the width of the machine's vectors change a bit.
/// </summary>
internal static class SeparableConvolution
{
    /// <summary>The box that kernels need to compute a box.</summary>
    public static Region Halo(Region region, IReadOnlyList<LineKernel?> kernels) =>
        region.Expand(Reach(kernels, 0), Reach(kernels, 1), Reach(kernels, 2));

    /// <summary>Convolves a box and gives the part of it that its values suffice for.</summary>
    /// <param name="values">The values of the box.</param>
    /// <param name="from">The box; the halo of <paramref name="to"/>, or larger.</param>
    /// <param name="kernels">The kernels along x, y and z; <see langword="null"/> for none.</param>
    /// <param name="to">The box wanted.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static double[] Apply(
        double[] values, Region from, IReadOnlyList<LineKernel?> kernels, Region to, int maxDegreeOfParallelism,
            CancellationToken cancellationToken)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            // Along each axis the box shrinks to what the later axes still need.
            var start = new[] { from.Start.X, from.Start.Y, from.Start.Z };
            var end = new[] { from.End.X, from.End.Y, from.End.Z };
            (start[axis], end[axis]) = (to.Start[axis], to.End[axis]);
            var next = Region.FromBounds(new VoxelIndex(start[0], start[1], start[2]), new VoxelIndex(end[0], end[1], end[2]));
            if (kernels[axis] is null && next == from)
                continue;
            values = Along(axis, values, from, kernels[axis] ?? new LineKernel([1]), next, maxDegreeOfParallelism, cancellationToken);
            from = next;
        }
        return values;
    }

    private static int Reach(IReadOnlyList<LineKernel?> kernels, int axis) => kernels[axis]?.Reach ?? 0;

    private static unsafe double[] Along(
        int axis,
        double[] values,
        Region from,
        LineKernel kernel,
        Region to,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        int[] stride = [1, from.Size.X, from.Size.X * from.Size.Y];
        var result = LargeArray.Uninitialised<double>(checked((int)to.Count));
        var used = Enumerable.Range(0, kernel.Taps.Length).Where(t => kernel.Taps[t] != 0).ToArray();
        FilterArguments.Run(to.Size.Z, z =>
        {
            var weights = stackalloc double[used.Length];
            var sources = stackalloc double*[used.Length];
            fixed (double* input = values, output = result)
            {
                for (var y = 0; y < to.Size.Y; y++)
                {
                    var at = (z + (to.Start.Z - from.Start.Z)) * stride[2] + (y + (to.Start.Y - from.Start.Y)) * stride[1] + (
                        to.Start.X - from.Start.X);
                    for (var i = 0; i < used.Length; i++)
                    {
                        weights[i] = kernel.Taps[used[i]];
                        sources[i] = input + at + (kernel.Reach - used[i]) * stride[axis];
                    }
                    TapKernel<double>.Sum(sources, weights, used.Length, output + (z * to.Size.Y + y) * to.Size.X, to.Size.X);
                }
            }
        }, maxDegreeOfParallelism, cancellationToken);
        return result;
    }
}

namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>A box of complex numbers, real and imaginary parts apart, x fastest, and its Fourier transform in place.</summary>
internal sealed class ComplexBlock(GridSize size, double[] real, double[] imaginary)
{
    public GridSize Size { get; } = size;

    public double[] Real { get; } = real;

    public double[] Imaginary { get; } = imaginary;

    public static ComplexBlock Of(GridSize size, double[] real) => new(size, real, new double[real.Length]);

    public ComplexBlock Copy() => new(Size, [.. Real], [.. Imaginary]);

    /// <summary>Transforms along axes, forward without a factor, backward divided by the number of elements.</summary>
    public ComplexBlock Transform(bool inverse, ReadOnlySpan<int> axes, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var (re, im) = inverse ? (Imaginary, Real) : (Real, Imaginary); // the inverse is the forward transform with the parts swapped
        var count = 1d;
        foreach (var axis in axes)
        {
            count *= Size[axis];
            if (Size[axis] > 1)
                Along(axis, re, im, maxDegreeOfParallelism, cancellationToken);
        }
        if (inverse)
        {
            System.Numerics.Tensors.TensorPrimitives.Divide(Real, count, Real);
            System.Numerics.Tensors.TensorPrimitives.Divide(Imaginary, count, Imaginary);
        }
        return this;
    }

    private unsafe void Along(int axis, double[] re, double[] im, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        const int width = FourierPlan.Width;
        var plan = new FourierPlan(Size[axis]);
        var length = plan.Length;
        var (across, outer) = axis switch { 0 => (1, 2), 1 => (0, 2), _ => (0, 1) };
        int[] stride = [1, Size.X, Size.X * Size.Y];
        FilterArguments.Run(Size[outer], o =>
        {
            var buffers = new double[4 * length * width];
            fixed (double* b = buffers, real = re, imaginary = im)
            {
                double* r1 = b, i1 = b + length * width, r2 = i1 + length * width, i2 = r2 + length * width;
                for (var a = 0; a < Size[across]; a += width)
                {
                    var count = Math.Min(width, Size[across] - a);
                    var start = (long)o * stride[outer] + (long)a * stride[across];
                    for (var n = 0; n < length; n++)
                    {
                        var at = start + (long)n * stride[axis];
                        for (var k = 0; k < count; k++, at += stride[across])
                        {
                            r1[n * width + k] = real[at];
                            i1[n * width + k] = imaginary[at];
                        }
                    }
                    var swapped = plan.Run(r1, i1, r2, i2);
                    double* rs = swapped ? r2 : r1, s = swapped ? i2 : i1;
                    for (var n = 0; n < length; n++)
                    {
                        var at = start + (long)n * stride[axis];
                        for (var k = 0; k < count; k++, at += stride[across])
                        {
                            real[at] = rs[n * width + k];
                            imaginary[at] = s[n * width + k];
                        }
                    }
                }
            }
        }, maxDegreeOfParallelism, cancellationToken);
    }
}

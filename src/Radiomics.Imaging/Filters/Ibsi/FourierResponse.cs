namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// The response of filters that are given in the Fourier domain: of the whole image, continued past its edge, slice by slice or in 3D.
/// </summary>
internal sealed class FourierResponse
{
    private readonly ComplexBlock _spectrum;
    private readonly int[] _axes;
    private readonly int[] _pad;
    private readonly int _firstSlice;

    private FourierResponse(ComplexBlock spectrum, int[] axes, int[] pad, int firstSlice) =>
        (_spectrum, _axes, _pad, _firstSlice) = (spectrum, axes, pad, firstSlice);

    /// <summary>The response over a region.</summary>
    public static double[] Compute(
        Volume image, Region region, ConvolutionalFilter filter, Boundary boundary, int maxDegreeOfParallelism,
            CancellationToken cancellationToken, int[]? order = null) =>
        Prepare(image, region.Start.Z, region.End.Z, filter, boundary, maxDegreeOfParallelism, cancellationToken).Respond(region, order,
            maxDegreeOfParallelism, cancellationToken);

    /// <summary>The spectrum of the filtered image (of some slices, where the filter works slice by slice).</summary>
    public static FourierResponse Prepare(
        Volume image, int firstSlice, int endSlice, ConvolutionalFilter filter, Boundary boundary, int maxDegreeOfParallelism,
            CancellationToken cancellationToken)
    {
        var (dimensions, reach) = filter switch
        {
            TruncatedLaplacianOfGaussianFilter f => (f.Dimensions, f.Reach(image.Geometry.Spacing)),
            NonSeparableWaveletFilter f =>
                (f.Dimensions, [.. Enumerable.Range(0, 3).Select(a => Math.Min(32 << (f.Level - 1), image.Size[a] / 2))]),
            _ => throw new ArgumentException($"A {filter.GetType().Name} is not given in the Fourier domain.", nameof(filter)),
        };
        var flat = dimensions == 2;
        var pad = boundary.Condition == BoundaryCondition.Periodic ? new int[3] : reach;
        if (flat)
            pad[2] = 0;
        var (first, end) = flat ? (firstSlice, endSlice) : (0, image.Size.Z);
        var size = new GridSize(image.Size.X + 2 * pad[0], image.Size.Y + 2 * pad[1], end - first + 2 * pad[2]);
        var box = new Region(new VoxelIndex(-pad[0], -pad[1], first - pad[2]), size);
        int[] axes = flat ? [0, 1] : [0, 1, 2];
        var spectrum = ComplexBlock.Of(size, BoundaryBlock.Read(image, box, boundary)).Transform(false, axes, maxDegreeOfParallelism,
            cancellationToken);
        if (filter is NonSeparableWaveletFilter wavelet)
            MultiplyRadial(spectrum, wavelet, flat, maxDegreeOfParallelism, cancellationToken);
        else
            MultiplyKernel(spectrum, (TruncatedLaplacianOfGaussianFilter)filter, image.Geometry.Spacing, flat, maxDegreeOfParallelism,
                cancellationToken);
        return new FourierResponse(spectrum, axes, pad, first);
    }

    /// <summary>The response, Riesz transformed where an order is given, over a region.</summary>
    public double[] Respond(Region region, int[]? order, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var block = _spectrum.Copy();
        if (order is not null)
            MultiplyRiesz(block, order, maxDegreeOfParallelism, cancellationToken);
        block.Transform(true, _axes, maxDegreeOfParallelism, cancellationToken);
        var result = LargeArray.Uninitialised<double>(checked((int)region.Count));
        var (size, at) = (block.Size, 0);
        for (var z = region.Start.Z; z < region.End.Z; z++)
        {
            for (var y = region.Start.Y; y < region.End.Y; y++, at += region.Size.X)
            {
                var row = ((z - _firstSlice + _pad[2]) * size.Y + y + _pad[1]) * size.X + region.Start.X + _pad[0];
                block.Real.AsSpan(row, region.Size.X).CopyTo(result.AsSpan(at));
            }
        }
        return result;
    }

    private static void MultiplyRadial(ComplexBlock block, NonSeparableWaveletFilter wavelet, bool flat, int maxDegreeOfParallelism,
        CancellationToken cancellationToken)
    {
        var size = block.Size;
        double[] fx = FrequencyGrid.Along(size.X), fy = FrequencyGrid.Along(size.Y), fz = flat ? new double[size.Z]
            : FrequencyGrid.Along(size.Z);
        FilterArguments.Run(size.Z, z =>
        {
            for (int y = 0, at = z * size.X * size.Y; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++, at++)
                {
                    var gain = wavelet.Gain(Math.Sqrt(fx[x] * fx[x] + fy[y] * fy[y] + fz[z] * fz[z]));
                    block.Real[at] *= gain;
                    block.Imaginary[at] *= gain;
                }
            }
        }, maxDegreeOfParallelism, cancellationToken);
    }

    // The spectrum of a sum of separable, even kernels is real and a sum of products along the axes.
    private static void MultiplyKernel(
        ComplexBlock block, TruncatedLaplacianOfGaussianFilter filter, Vector3D spacing, bool flat, int maxDegreeOfParallelism,
            CancellationToken cancellationToken)
    {
        var size = block.Size;
        var parts = filter.InFourierDomain
            ? filter.Transfer(spacing).Select(part => part.Select((gain, axis) => Sampled(gain, size[axis])).ToArray()).ToArray()
            : filter.Parts(spacing).Select(part =>
                part.Select((k, axis) => k is null ? Flat(size[axis]) : Spectrum(k, size[axis])).ToArray()).ToArray();
        FilterArguments.Run(size.Z, z =>
        {
            for (int y = 0, at = z * size.X * size.Y; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++, at++)
                {
                    var gain = 0d;
                    foreach (var part in parts)
                        gain += part[0][x] * part[1][y] * (flat ? 1 : part[2][z]);
                    block.Real[at] *= gain;
                    block.Imaginary[at] *= gain;
                }
            }
        }, maxDegreeOfParallelism, cancellationToken);

        static double[] Sampled(Func<double, double> gain, int length) =>
            [.. Enumerable.Range(0, length).Select(f => gain(2 * Math.PI * (2 * f <= length ? f : f - length) / length))];

        static double[] Flat(int length) => [.. Enumerable.Repeat(1d, length)];

        static double[] Spectrum(LineKernel kernel, int length) => [.. Enumerable.Range(0, length).Select(f =>
            Enumerable.Range(-kernel.Reach, kernel.Taps.Length).Sum(k =>
                kernel.Taps[k + kernel.Reach] * Math.Cos(2 * Math.PI * f * k / length)))];
    }

    private static void MultiplyRiesz(ComplexBlock block, int[] order, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var size = block.Size;
        var flat = order.Length == 2;
        double[] fx = FrequencyGrid.Along(size.X), fy = FrequencyGrid.Along(size.Y), fz = flat ? new double[size.Z]
            : FrequencyGrid.Along(size.Z);
        var total = order.Sum();
        var factor = Math.Sqrt(Multinomial(order));
        FilterArguments.Run(size.Z, z =>
        {
            for (int y = 0, at = z * size.X * size.Y; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++, at++)
                {
                    var distance = Math.Sqrt(fx[x] * fx[x] + fy[y] * fy[y] + fz[z] * fz[z]);
                    var gain = distance == 0 ? 0 : factor * Power(fx[x] / distance, order[0]) * Power(fy[y] / distance, order[1])
                        * (flat ? 1 : Power(fz[z] / distance, order[2]));
                    var (re, im) = (block.Real[at] * gain, block.Imaginary[at] * gain);
                    (block.Real[at], block.Imaginary[at]) = (total % 4) switch // times (-i)^total
                    {
                        0 => (re, im),
                        1 => (im, -re),
                        2 => (-re, -im),
                        _ => (-im, re),
                    };
                }
            }
        }, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>L! / (l1! l2! l3!).</summary>
    public static double Multinomial(ReadOnlySpan<int> order)
    {
        double result = 1;
        var n = 0;
        foreach (var count in order)
        {
            for (var k = 1; k <= count; k++)
                result = result * ++n / k;
        }
        return result;
    }

    private static double Power(double value, int exponent)
    {
        var result = 1d;
        for (var i = 0; i < exponent; i++)
            result *= value;
        return result;
    }
}

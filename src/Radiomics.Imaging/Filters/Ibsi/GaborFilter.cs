using System.Globalization;

namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>What is taken of a complex response.</summary>
public enum ComplexResponse
{
    /// <summary>Its modulus.</summary>
    Modulus,

    /// <summary>Its real part.</summary>
    Real,

    /// <summary>Its imaginary part.</summary>
    Imaginary,
}

/// <summary>
/// Gabor kernels (IBSI 2 manual, Gabor): a plane wave under a Gaussian, in the x-y plane or in the three orthogonal planes, under one
/// orientation or several.
/// </summary>
/// <remarks>
/// The kernel at (u, v) is exp(-(p^2 + gamma^2 q^2) / (2 sigma^2) + 2 pi i p / lambda) with p = u cos theta + v sin theta and
/// q = -u sin theta + v cos theta; u and v run along x and y, x and z, or y and z, in mm. It is cut off at 7 standard deviations of its
/// longer
/// axis, where it has fallen below 3e-11.
/// </remarks>
public sealed record GaborFilter : ConvolutionalFilter
{
    private const double Reach = 7;
    private const int SlicesAtOnce = 8;

    /// <summary>Creates the filter.</summary>
    /// <param name="sigma">The standard deviation along the wave, in mm; positive.</param>
    /// <param name="wavelength">The wavelength (lambda), in mm; positive.</param>
    /// <param name="aspectRatio">The ratio (gamma) of the standard deviation along the wave to that across it; positive.</param>
    /// <param name="theta">The (first) orientation, in degrees.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public GaborFilter(double sigma, double wavelength, double aspectRatio = 1, double theta = 0)
    {
        Sigma = FilterArguments.Positive(sigma);
        Wavelength = FilterArguments.Positive(wavelength);
        AspectRatio = FilterArguments.Positive(aspectRatio);
        Theta = double.IsFinite(theta)
            ? theta
            : throw new ArgumentOutOfRangeException(
                nameof(theta),
                theta,
                string.Create(CultureInfo.InvariantCulture, $"'theta' is {theta}; it must be finite.")
            );
    }

    /// <summary>The standard deviation along the wave, in mm.</summary>
    public double Sigma { get; }

    /// <summary>The wavelength, in mm.</summary>
    public double Wavelength { get; }

    /// <summary>The ratio of the standard deviation along the wave to that across it.</summary>
    public double AspectRatio { get; }

    /// <summary>The (first) orientation, in degrees.</summary>
    public double Theta { get; }

    /// <summary>
    /// The step between orientations over the full circle, in degrees, which it divides; <see langword="null"/> for one orientation.
    /// </summary>
    public double? ThetaStep { get; init; }

    /// <summary>Whether the responses in the three orthogonal planes are pooled (else the filter works in the x-y plane).</summary>
    public bool OrthogonalPlanes { get; init; }

    /// <summary>How responses under several orientations and in several planes are pooled.</summary>
    public Pooling Pooling { get; init; }

    /// <summary>What is taken of the response before pooling.</summary>
    public ComplexResponse Response { get; init; }

    internal override string Name =>
        $"gabor-sigma-{Label(Sigma)}-lambda-{Label(Wavelength)}-gamma-{Label(AspectRatio)}-theta-{Label(Theta)}"
        + $"{(ThetaStep is { } step ? $"-step-{Label(step)}" : "")}"
        + $"{(OrthogonalPlanes ? "-3D" : "-2D")}{(Pooling == Pooling.Maximum ? "-max" : "")}"
        + $"{(Response == ComplexResponse.Modulus ? "" : $"-{Response.ToString().ToLowerInvariant()}")}";

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        var orientations = Orientations();
        (int U, int V, int Across)[] planes = OrthogonalPlanes ? [(0, 1, 2), (0, 2, 1), (1, 2, 0)] : [(0, 1, 2)];
        var result = LargeArray.Uninitialised<double>(checked((int)region.Count));
        if (Pooling == Pooling.Maximum)
            Array.Fill(result, double.NegativeInfinity);
        else
            Array.Clear(result);
        foreach (var plane in planes)
            AddPlane(image, region, plane, orientations, result, maxDegreeOfParallelism, cancellationToken);
        if (Pooling == Pooling.Average)
            System.Numerics.Tensors.TensorPrimitives.Divide(result, planes.Length * orientations.Length, result);
        return result;
    }

    // A turn by 180 degrees conjugates the response to a real image: modulus and real part need half the circle.
    private double[] Orientations()
    {
        if (ThetaStep is not { } step)
            return [Theta];
        var count = (int)Math.Round(360 / step);
        if (!(step > 0) || count < 1 || Math.Abs(count * step - 360) > 1e-6)
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{nameof(ThetaStep)}' is {step} degrees; it must be positive and divide 360."
                ),
                nameof(ThetaStep)
            );
        if (count % 2 == 0 && Response != ComplexResponse.Imaginary)
            count /= 2;
        return [.. Enumerable.Range(0, count).Select(i => Theta + i * step)];
    }

    private void AddPlane(
        Volume image, Region region, (int U, int V, int Across) plane, double[] orientations, double[] result, int maxDegreeOfParallelism,
            CancellationToken cancellationToken)
    {
        var spacing = image.Geometry.Spacing;
        var longest = Sigma * Math.Max(1, 1 / AspectRatio) * Reach;
        int[] halo = new int[3], length = new int[3];
        foreach (var axis in (ReadOnlySpan<int>)[plane.U, plane.V])
        {
            halo[axis] = (int)Math.Ceiling(longest / spacing[axis]);
            length[axis] = FourierPlan.GoodLength(region.Size[axis] + 2 * halo[axis]);
        }
        length[plane.Across] = 1;
        var slice = new GridSize(length[0], length[1], length[2]);
        var kernels = orientations.Select(theta => Kernel(slice, plane, halo, spacing, theta, cancellationToken)).ToArray();
        var chunks = (region.Size[plane.Across] + SlicesAtOnce - 1) / SlicesAtOnce;
        FilterArguments.Run(chunks, chunk =>
        {
            var first = chunk * SlicesAtOnce;
            for (var n = first; n < Math.Min(first + SlicesAtOnce, region.Size[plane.Across]); n++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] start = [region.Start.X - halo[0], region.Start.Y - halo[1], region.Start.Z - halo[2]];
                start[plane.Across] += n;
                var box = new Region(new VoxelIndex(start[0], start[1], start[2]), slice);
                var spectrum = ComplexBlock.Of(slice, BoundaryBlock.Read(image, box, Boundary)).Transform(false, [plane.U, plane.V], 1,
                    cancellationToken);
                foreach (var kernel in kernels)
                    AddSlice(spectrum, kernel, region, plane, halo, n, result, cancellationToken);
            }
        }, maxDegreeOfParallelism, cancellationToken);
    }

    private void AddSlice(
        ComplexBlock spectrum, ComplexBlock kernel, Region region, (int U, int V, int Across) plane, int[] halo, int n, double[] result,
            CancellationToken cancellationToken)
    {
        var product = Product(spectrum, kernel).Transform(true, [plane.U, plane.V], 1, cancellationToken);
        int[] from = [1, product.Size.X, product.Size.X * product.Size.Y], to = [1, region.Size.X, region.Size.X * region.Size.Y];
        for (var v = 0; v < region.Size[plane.V]; v++)
        {
            var at = (v + halo[plane.V]) * from[plane.V] + halo[plane.U] * from[plane.U];
            var target = n * to[plane.Across] + v * to[plane.V];
            for (var u = 0; u < region.Size[plane.U]; u++, at += from[plane.U], target += to[plane.U])
            {
                var (re, im) = (product.Real[at], product.Imaginary[at]);
                var value = Response switch
                { ComplexResponse.Real => re, ComplexResponse.Imaginary => im, _ => Math.Sqrt(re * re + im * im) };
                result[target] = Pooling == Pooling.Maximum ? Math.Max(result[target], value) : result[target] + value;
            }
        }
    }

    private static ComplexBlock Product(ComplexBlock a, ComplexBlock b)
    {
        double[] re = GC.AllocateUninitializedArray<double>(a.Real.Length), im = GC.AllocateUninitializedArray<double>(a.Real.Length);
        for (var i = 0; i < re.Length; i++)
        {
            re[i] = a.Real[i] * b.Real[i] - a.Imaginary[i] * b.Imaginary[i];
            im[i] = a.Real[i] * b.Imaginary[i] + a.Imaginary[i] * b.Real[i];
        }
        return new ComplexBlock(a.Size, re, im);
    }

    // The spectrum of the kernel, whose origin is the first voxel.
    private ComplexBlock Kernel(GridSize size, (int U, int V, int Across) plane, int[] halo, Vector3D spacing, double theta,
        CancellationToken cancellationToken)
    {
        var (sin, cos) = Math.SinCos(theta * Math.PI / 180);
        int[] stride = [1, size.X, size.X * size.Y];
        double[] re = new double[size.Count], im = new double[size.Count];
        for (var v = -halo[plane.V]; v <= halo[plane.V]; v++)
        {
            for (var u = -halo[plane.U]; u <= halo[plane.U]; u++)
            {
                double x = u * spacing[plane.U], y = v * spacing[plane.V];
                double p = x * cos + y * sin, q = -x * sin + y * cos;
                var envelope = Math.Exp(-(p * p + AspectRatio * AspectRatio * q * q) / (2 * Sigma * Sigma));
                var (s, c) = Math.SinCos(2 * Math.PI * p / Wavelength);
                var at = AxisExtent.Wrap(u, size[plane.U]) * stride[plane.U] + AxisExtent.Wrap(v, size[plane.V]) * stride[plane.V];
                (re[at], im[at]) = (envelope * c, envelope * s);
            }
        }
        return new ComplexBlock(size, re, im).Transform(false, [plane.U, plane.V], 1, cancellationToken);
    }
}

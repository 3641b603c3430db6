namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// The Laplacian of a Gaussian, sampled and cut off, or given in the Fourier domain (IBSI 2 manual, Laplacian-of-Gaussian): not scaled
/// by sigma squared, as PyRadiomics' <see cref="LaplacianOfGaussianFilter"/> is.
/// </summary>
/// <remarks>
/// The kernel is the sum over the axes of a second derivative along one and Gaussians along the others, on a box of
/// 1 + 2 floor(cutoff sigma + 1/2) voxels: so it is applied axis by axis. Lengths are in voxels of the x axis; where the spacing
/// differs between axes, the kernel is round in mm. Without a cutoff the transfer function -|w|^2 exp(-sigma^2 |w|^2 / 2), w the angular
/// frequency, is sampled instead, on the whole image (the region's slices, in 2 dimensions): nothing of the kernel is cut off, and a wave
/// above the Nyquist frequency is not folded into it, which tells from the sampled kernel where sigma is below two voxels.
/// </remarks>
public sealed record TruncatedLaplacianOfGaussianFilter : ConvolutionalFilter
{
    /// <summary>Creates the filter.</summary>
    /// <param name="sigma">The standard deviation, in mm; positive.</param>
    /// <param name="cutoff">Where the kernel is cut off, in standard deviations; positive;
    /// <see cref="double.PositiveInfinity"/> for the form in the Fourier domain.</param>
    /// <param name="dimensions">3, or 2 for slice by slice.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public TruncatedLaplacianOfGaussianFilter(double sigma, double cutoff = 4, int dimensions = 3)
    {
        Sigma = FilterArguments.Positive(sigma);
        Cutoff = double.IsPositiveInfinity(cutoff) ? cutoff : FilterArguments.Positive(cutoff);
        Dimensions = TwoOrThree(dimensions, nameof(dimensions));
    }

    /// <summary>The standard deviation, in mm.</summary>
    public double Sigma { get; }

    /// <summary>Where the kernel is cut off, in standard deviations; infinite for the form in the Fourier domain.</summary>
    public double Cutoff { get; }

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions { get; }

    internal bool InFourierDomain => double.IsPositiveInfinity(Cutoff);

    internal override string Name =>
        Invariant($"laplacian-{Dimensions}D-sigma-{Label(Sigma)}-{(InFourierDomain ? "fourier" : $"cutoff-{Label(Cutoff)}")}");

    /// <summary>The parts of the transfer function along the axes, by the angular frequency in radians a voxel: as
    /// <see cref="Parts"/>, to be multiplied along the axes and added.</summary>
    internal IEnumerable<Func<double, double>[]> Transfer(Vector3D spacing)
    {
        var gauss = new Func<double, double>[3];
        var second = new Func<double, double>[3];
        for (var axis = 0; axis < 3; axis++)
        {
            double sigma = Sigma / spacing[axis], unit = spacing.X / spacing[axis];
            gauss[axis] = axis < Dimensions ? w => Math.Exp(-sigma * sigma * w * w / 2) : _ => 1;
            var smooth = gauss[axis];
            second[axis] = w => -(unit * w) * (unit * w) * smooth(w);
        }
        return Laplacian(gauss, second);
    }

    /// <summary>
    /// How far from a voxel its response looks along each axis, in voxels: to the cutoff; without one, nine standard deviations hold all
    /// but 1e-17 of it.
    /// </summary>
    internal int[] Reach(Vector3D spacing) =>
        [.. Enumerable.Range(0, 3).Select(a => a >= Dimensions ? 0
            : InFourierDomain ? checked((int)Math.Ceiling(9 * Sigma / spacing[a])) : (int)Math.Floor(Cutoff * (Sigma / spacing[a]) + 0.5))];

    /// <summary>The parts of the kernel, one for each axis's second derivative: their responses are added.</summary>
    internal IEnumerable<LineKernel?[]> Parts(Vector3D spacing)
    {
        var unit = Sigma / spacing.X;
        var reaches = Reach(spacing);
        var gauss = new LineKernel?[3];
        var second = new LineKernel?[3];
        for (var axis = 0; axis < Dimensions; axis++)
        {
            var sigma = Sigma / spacing[axis];
            var reach = reaches[axis];
            double[] smooth = new double[2 * reach + 1], curved = new double[smooth.Length];
            for (var k = -reach; k <= reach; k++)
            {
                var square = k / sigma * (k / sigma);
                smooth[k + reach] = Math.Exp(-square / 2) / (Math.Sqrt(2 * Math.PI) * sigma);
                curved[k + reach] = -(1 - square) / (unit * unit) * smooth[k + reach];
            }
            (gauss[axis], second[axis]) = (new LineKernel(smooth), new LineKernel(curved));
        }
        return Laplacian(gauss, second);
    }

    // The second derivative along each axis in turn, Gaussians along the others.
    private IEnumerable<T[]> Laplacian<T>(T[] gauss, T[] second) => Enumerable.Range(0, Dimensions)
        .Select(along => Enumerable.Range(0, 3).Select(a => a == along ? second[a] : gauss[a]).ToArray());

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (InFourierDomain)
            return FourierResponse.Compute(image, region, this, Boundary, maxDegreeOfParallelism, cancellationToken);
        var parts = Parts(image.Geometry.Spacing).ToArray();
        var halo = SeparableConvolution.Halo(region, parts[0]);
        var input = BoundaryBlock.Read(image, halo, Boundary);
        double[]? sum = null;
        foreach (var part in parts)
        {
            var response = SeparableConvolution.Apply(input, halo, part, region, maxDegreeOfParallelism, cancellationToken);
            if (sum is null)
                sum = response;
            else
                System.Numerics.Tensors.TensorPrimitives.Add(sum, response, sum);
        }
        return sum!;
    }
}

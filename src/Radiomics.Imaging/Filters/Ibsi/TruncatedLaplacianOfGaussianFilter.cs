namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// The Laplacian of a Gaussian, sampled and cut off (IBSI 2 manual, Laplacian-of-Gaussian): not scaled by sigma squared, as
/// PyRadiomics' <see cref="LaplacianOfGaussianFilter"/> is, and with a kernel of finite width.
/// </summary>
/// <remarks>
/// The kernel is the sum over the axes of a second derivative along one and Gaussians along the others, on a box of
/// 1 + 2 floor(cutoff sigma + 1/2) voxels: so it is applied axis by axis. Lengths are in voxels of the x axis; where the spacing
/// differs between axes, the kernel is round in mm.
/// </remarks>
public sealed record TruncatedLaplacianOfGaussianFilter : ConvolutionalFilter
{
    /// <summary>Creates the filter.</summary>
    /// <param name="sigma">The standard deviation, in mm; positive.</param>
    /// <param name="cutoff">Where the kernel is cut off, in standard deviations; positive.</param>
    /// <param name="dimensions">3, or 2 for slice by slice.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public TruncatedLaplacianOfGaussianFilter(double sigma, double cutoff = 4, int dimensions = 3)
    {
        Sigma = FilterArguments.Positive(sigma);
        Cutoff = FilterArguments.Positive(cutoff);
        Dimensions = TwoOrThree(dimensions, nameof(dimensions));
    }

    /// <summary>The standard deviation, in mm.</summary>
    public double Sigma { get; }

    /// <summary>Where the kernel is cut off, in standard deviations.</summary>
    public double Cutoff { get; }

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions { get; }

    internal override string Name => Invariant($"laplacian-{Dimensions}D-sigma-{Label(Sigma)}-cutoff-{Label(Cutoff)}");

    /// <summary>The parts of the kernel, one for each axis's second derivative: their responses are added.</summary>
    internal IEnumerable<LineKernel?[]> Parts(Vector3D spacing)
    {
        var unit = Sigma / spacing.X;
        var gauss = new LineKernel?[3];
        var second = new LineKernel?[3];
        for (var axis = 0; axis < Dimensions; axis++)
        {
            var sigma = Sigma / spacing[axis];
            var reach = (int)Math.Floor(Cutoff * sigma + 0.5);
            double[] smooth = new double[2 * reach + 1], curved = new double[smooth.Length];
            for (var k = -reach; k <= reach; k++)
            {
                var square = k / sigma * (k / sigma);
                smooth[k + reach] = Math.Exp(-square / 2) / (Math.Sqrt(2 * Math.PI) * sigma);
                curved[k + reach] = -(1 - square) / (unit * unit) * smooth[k + reach];
            }
            (gauss[axis], second[axis]) = (new LineKernel(smooth), new LineKernel(curved));
        }
        for (var axis = 0; axis < Dimensions; axis++)
        {
            var along = axis;
            yield return [.. Enumerable.Range(0, 3).Select(a => a == along ? second[a] : gauss[a])];
        }
    }

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
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

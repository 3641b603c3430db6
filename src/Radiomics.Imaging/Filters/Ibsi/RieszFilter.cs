namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// A Riesz transform of a Laplacian of Gaussian or of a non-separable wavelet (IBSI 2 manual, Riesz transforms), as it stands or
/// steered to the local structure (N. Chenouard and M. Unser, "3D steerable wavelets in practice", 2012, doi:10.1109/TIP.2012.2206044).
/// </summary>
/// <remarks>
/// Of order (l1, l2, l3), L in all, it multiplies the spectrum by (-i)^L sqrt(L! / (l1! l2! l3!)) v1^l1 v2^l2 v3^l3 / |v|^L, v the
/// frequency.
/// Steered, the axes are, voxel by voxel, the eigenvectors of the structure tensor of the first-order transform, smoothed by a
/// Gaussian, from the largest eigenvalue to the smallest, each pointing where its first-order response is not negative.
/// </remarks>
public sealed record RieszFilter : ConvolutionalFilter
{
    private readonly int[] _order;

    /// <summary>Creates the filter.</summary>
    /// <param name="filter">The filter that is transformed; a <see cref="TruncatedLaplacianOfGaussianFilter"/> or a
    /// <see cref="NonSeparableWaveletFilter"/>. Its boundary is used.</param>
    /// <param name="order">The order along x, y and z (x and y for a filter of 2 dimensions); not negative, at least 1 and at most 8 in
    /// all.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public RieszFilter(ConvolutionalFilter filter, params IReadOnlyList<int> order)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(order);
        Filter = filter;
        Dimensions = filter switch
        {
            TruncatedLaplacianOfGaussianFilter f => f.Dimensions,
            NonSeparableWaveletFilter f => f.Dimensions,
            _ => throw new ArgumentException("A Riesz transform takes a Laplacian of Gaussian or a non-separable wavelet.", nameof(filter)),
        };
        if (order.Count != Dimensions || order.Any(o => o < 0) || order.Sum() is < 1 or > 8)
            throw new ArgumentException(
                $"The order [{string.Join(", ", order.Select(o => Invariant($"{o}")))}] is not one of "
                    + Invariant($"{Dimensions} numbers that are not negative and from 1 to 8 in all."),
                nameof(order));
        _order = [.. order];
        Boundary = filter.Boundary;
    }

    /// <summary>The filter that is transformed.</summary>
    public ConvolutionalFilter Filter { get; }

    /// <summary>The order along each axis.</summary>
    public IReadOnlyList<int> Order => _order;

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions { get; }

    /// <summary>
    /// The standard deviation of the structure tensor's Gaussian, in mm, for a steered transform; <see langword="null"/> for one that is
    /// not.
    /// </summary>
    public double? TensorSigma { get; init; }

    internal override string Name =>
        $"riesz-{string.Join('-', _order)}{(TensorSigma is { } sigma ? $"-steered-{Label(sigma)}" : "")}-{Filter.Name}";

    /// <inheritdoc/>
    public bool Equals(RieszFilter? other) => other is not null && Name == other.Name && Filter == other.Filter
        && Boundary == other.Boundary;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (TensorSigma is not { } sigma)
            return FourierResponse.Compute(image, region, Filter, Boundary, maxDegreeOfParallelism, cancellationToken, _order);
        return SteeredRiesz.Compute(image, region, Filter, Boundary, _order, FilterArguments.Positive(sigma, nameof(TensorSigma)),
            maxDegreeOfParallelism, cancellationToken);
    }
}

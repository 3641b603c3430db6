namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// One sub-band of an undecimated separable wavelet transform (IBSI 2 manual, separable wavelets): the a trous scheme, with any
/// boundary and rotational invariance. PyRadiomics' wavelets are <see cref="WaveletFilter"/>.
/// </summary>
public sealed record SeparableWaveletFilter : ConvolutionalFilter
{
    private readonly Wavelet _wavelet;

    /// <summary>Creates the filter.</summary>
    /// <param name="wavelet">One of <see cref="Filters.Wavelet.Names"/>.</param>
    /// <param name="subBand">Low (<c>L</c>) or high pass (<c>H</c>) along x, y and z, such as <c>LHL</c>; two letters for slice by
    /// slice.</param>
    /// <param name="level">The level of the decomposition; from 1 to 16. Levels before it take low pass along all axes.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public SeparableWaveletFilter(string wavelet, string subBand, int level = 1)
    {
        _wavelet = Filters.Wavelet.Find(wavelet);
        ArgumentException.ThrowIfNullOrEmpty(subBand);
        SubBand = subBand.Length is 2 or 3 && subBand.All(c => c is 'L' or 'H')
            ? subBand
            : throw new ArgumentException($"'{subBand}' is no sub-band; give two (slice by slice) or three letters L or H, such as LHL.",
                nameof(subBand));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 16);
        Level = FilterArguments.AtLeast(1, level);
    }

    /// <summary>The name of the wavelet.</summary>
    public string Wavelet => _wavelet.Name;

    /// <summary>Low or high pass along x, y and z.</summary>
    public string SubBand { get; }

    /// <summary>The level of the decomposition.</summary>
    public int Level { get; }

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions => SubBand.Length;

    /// <summary>Whether the responses under all rotations by right angles are pooled.</summary>
    public bool RotationInvariant { get; init; }

    /// <summary>How they are pooled.</summary>
    public Pooling Pooling { get; init; }

    internal override string Name =>
        Invariant($"swt-{Wavelet}-{SubBand}-level-{Level}{(RotationInvariant ? Pooling == Pooling.Maximum ? "-max" : "-mean" : "")}");

    /// <inheritdoc/>
    public bool Equals(SeparableWaveletFilter? other) => other is not null && Name == other.Name && Boundary == other.Boundary
        && Pooling == other.Pooling;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Boundary);

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        LineKernel low = LineKernel.Odd(_wavelet.LowPass.Span), high = LineKernel.Odd(_wavelet.HighPass.Span);
        var steps = Enumerable.Range(1, Level).Select(level => Enumerable.Range(0, 3).Select(axis =>
            axis >= Dimensions ? null : (level == Level && SubBand[axis] == 'H' ? high : low).Dilated(level)).ToArray()).ToArray();
        return Pool(RightAngles.Distinct(steps, Dimensions, RotationInvariant).Select(way =>
            SeparableResponse.Compute(image, region, way, Boundary, maxDegreeOfParallelism, cancellationToken)), Pooling);
    }
}

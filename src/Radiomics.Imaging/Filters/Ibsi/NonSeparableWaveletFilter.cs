namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>The radial profiles of non-separable wavelets.</summary>
public enum RadialWavelet
{
    /// <summary>Shannon's: 1 between half the upper frequency and it.</summary>
    Shannon,

    /// <summary>Simoncelli's: a cosine of the logarithm of the frequency, between a quarter of the upper frequency and it.</summary>
    Simoncelli,
}

/// <summary>
/// A level of a non-separable, isotropic wavelet (IBSI 2 manual, non-separable wavelets): defined in the Fourier domain, computed on
/// the whole image whatever the region.
/// </summary>
/// <remarks>
/// The image is continued by 32 times 2^(level - 1) voxels on each side, no more than half its size; not at all where the boundary is
/// periodic.
/// </remarks>
public sealed record NonSeparableWaveletFilter : ConvolutionalFilter
{
    /// <summary>Creates the filter.</summary>
    /// <param name="wavelet">The radial profile.</param>
    /// <param name="level">The level; from 1 to 16. The upper frequency is the Nyquist frequency divided by 2^(level - 1).</param>
    /// <param name="dimensions">3, or 2 for slice by slice.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public NonSeparableWaveletFilter(RadialWavelet wavelet, int level = 1, int dimensions = 3)
    {
        Wavelet = Enum.IsDefined(wavelet) ? wavelet
            : throw new ArgumentOutOfRangeException(nameof(wavelet), wavelet, "There is no such wavelet.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, 16);
        Level = FilterArguments.AtLeast(1, level);
        Dimensions = TwoOrThree(dimensions, nameof(dimensions));
    }

    /// <summary>The radial profile.</summary>
    public RadialWavelet Wavelet { get; }

    /// <summary>The level.</summary>
    public int Level { get; }

    /// <summary>3, or 2 for slice by slice.</summary>
    public int Dimensions { get; }

    internal override string Name => Invariant($"{Wavelet.ToString().ToLowerInvariant()}-{Dimensions}D-level-{Level}");

    internal override double[] Compute(Volume image, Region region, int maxDegreeOfParallelism, CancellationToken cancellationToken) =>
        FourierResponse.Compute(image, region, this, Boundary, maxDegreeOfParallelism, cancellationToken);

    /// <summary>The filter at a frequency, by its distance from 0 in units of the Nyquist frequency.</summary>
    internal double Gain(double distance)
    {
        var upper = 1.0 / (1 << (Level - 1));
        return Wavelet == RadialWavelet.Shannon
            ? distance >= upper / 2 && distance <= upper ? 1 : 0
            : distance >= upper / 4 && distance <= upper ? Math.Cos(Math.PI / 2 * Math.Log2(2 * distance / upper)) : 0;
    }
}

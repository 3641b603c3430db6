namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// A kernel along one axis, of odd length, its origin in the middle: output o is the sum of Taps[t] input[o + Reach - t], a true
/// convolution.
/// </summary>
internal sealed class LineKernel(double[] taps)
{
    /// <summary>The coefficients; an odd number.</summary>
    public double[] Taps { get; } = taps.Length % 2 == 1 ? taps
        : throw new ArgumentException("A kernel has an odd number of coefficients.", nameof(taps));

    /// <summary>How far it reaches to each side.</summary>
    public int Reach => Taps.Length / 2;

    /// <summary>The kernel mirrored about its origin.</summary>
    public LineKernel Mirrored() => new([.. Taps.Reverse()]);

    /// <summary>
    /// Filters of even length have their origin past the middle (IBSI 2 manual, separable wavelets): a zero at the end makes them odd.
    /// </summary>
    public static LineKernel Odd(ReadOnlySpan<double> taps) => new(taps.Length % 2 == 0 ? [.. taps, 0] : taps.ToArray());

    /// <summary>The kernel with zeros between its coefficients, 2^(level - 1) - 1 of them: the a trous scheme.</summary>
    public LineKernel Dilated(int level)
    {
        var step = 1 << (level - 1);
        var wide = new double[(Taps.Length - 1) * step + 1];
        for (var t = 0; t < Taps.Length; t++)
            wide[t * step] = Taps[t];
        return new LineKernel(wide);
    }

    /// <summary>Whether two kernels are the same.</summary>
    public bool Same(LineKernel? other) => other is not null && Taps.AsSpan().SequenceEqual(other.Taps);
}

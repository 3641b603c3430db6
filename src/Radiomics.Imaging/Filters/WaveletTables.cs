using System.Globalization;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// The filters of the discrete wavelets, to the digits PyWavelets has: I. Daubechies, "Ten Lectures on Wavelets" (SIAM 1992,
/// doi:10.1137/1.9781611970104) for all but the discrete Meyer wavelet. They are tabulated, not computed, because the sub-bands
/// must be equal to PyWavelets' to the last bit: see <see cref="WaveletFilter"/>.
/// </summary>
internal static partial class WaveletTables
{
    private static readonly int[] SplineOrders = [11, 13, 15, 22, 24, 26, 28, 31, 33, 35, 37, 39, 44, 55, 68];

    /// <summary>Every name, in the order PyWavelets lists the families.</summary>
    public static IEnumerable<string> Names =>
    [
        "haar",
        .. Enumerable.Range(1, 38).Select(k => Invariant($"db{k}")),
        .. Enumerable.Range(2, 19).Select(k => Invariant($"sym{k}")),
        .. Enumerable.Range(1, 17).Select(k => Invariant($"coif{k}")),
        .. SplineOrders.Select(k => Invariant($"bior{k / 10}.{k % 10}")),
        .. SplineOrders.Select(k => Invariant($"rbio{k / 10}.{k % 10}")),
        "dmey",
    ];

    /// <summary>The decomposition filters of a known name, both to be multiplied by <see cref="Scale"/>.</summary>
    public static (double[] Low, double[] High) Get(string name)
    {
        if (name.StartsWith("bior", StringComparison.Ordinal))
            return Pair(Spline(Orders(name)).ToArray(), DualSpline(Orders(name)).ToArray());
        if (name.StartsWith("rbio", StringComparison.Ordinal))
            return Pair(Reversed(DualSpline(Orders(name))), Reversed(Spline(Orders(name))));
        var low = name switch
        {
            "haar" => Daubechies(1),
            "dmey" => Meyer,
            ['d', 'b', .. var order] => Daubechies(int.Parse(order, CultureInfo.InvariantCulture)),
            ['s', 'y', 'm', .. var order] => Symlet(int.Parse(order, CultureInfo.InvariantCulture)),
            _ => Coiflet(int.Parse(name.AsSpan(4), CultureInfo.InvariantCulture)),
        };
        return Pair(low.ToArray(), Reversed(low));
    }

    /// <summary>What the tabulated filters are to be multiplied by: the Coiflets sum to 1, all others to the square root of 2.</summary>
    public static double Scale(string name) => name.StartsWith("coif", StringComparison.Ordinal) ? Math.Sqrt(2) : 1;

    private static int Orders(string name) => (name[4] - '0') * 10 + name[6] - '0';

    private static double[] Reversed(ReadOnlySpan<double> filter)
    {
        var reversed = filter.ToArray();
        Array.Reverse(reversed);
        return reversed;
    }

    // The high pass is the low pass of the reconstruction with alternating signs.
    private static (double[] Low, double[] High) Pair(double[] low, double[] reconstruction)
    {
        for (var i = reconstruction.Length - 2; i >= 0; i -= 2)
            reconstruction[i] = -reconstruction[i];
        return (low, reconstruction);
    }
}

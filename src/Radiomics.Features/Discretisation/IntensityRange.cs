using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Discretisation;

/// <summary>The least and the greatest of many intensities, and whether all are finite.</summary>
internal ref struct IntensityRange()
{
    private Vector256<double> _low = Vector256.Create(double.PositiveInfinity);
    private Vector256<double> _high = Vector256.Create(double.NegativeInfinity);

    // 0 as long as all are finite, else not a number.
    private Vector256<double> _check = Vector256<double>.Zero;

    /// <summary>Looks at some.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var (low, high, check) = (_low, _high, _check);
        var i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            Prefetch.Ahead(ref first, i);
            Look(Vector256.LoadUnsafe(ref first, (nuint)i), ref low, ref high, ref check);
            Look(Vector256.LoadUnsafe(ref first, (nuint)i + 4), ref low, ref high, ref check);
        }
        for (; i <= values.Length - 4; i += 4)
            Look(Vector256.LoadUnsafe(ref first, (nuint)i), ref low, ref high, ref check);
        for (; i < values.Length; i++)
            Look(Vector256.Create(values[i]), ref low, ref high, ref check);
        (_low, _high, _check) = (low, high, check);
    }

    /// <summary>The least and the greatest; not a number where one is not finite.</summary>
    public readonly (double Least, double Greatest) Ends()
    {
        var (least, greatest, check) = (_low[0], _high[0], 0.0);
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
            (least, greatest, check) = (Math.Min(least, _low[lane]), Math.Max(greatest, _high[lane]), check + _check[lane]);
        return double.IsNaN(check) ? (double.NaN, double.NaN) : (least, greatest);
    }

    private static void Look(Vector256<double> x, ref Vector256<double> low, ref Vector256<double> high, ref Vector256<double> check)
    {
        low = Vector256.MinNative(low, x);
        high = Vector256.MaxNative(high, x);
        check += x * Vector256<double>.Zero;
    }
}

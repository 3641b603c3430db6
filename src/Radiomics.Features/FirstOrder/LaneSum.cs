using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.FirstOrder;

/// <summary>
/// Sums over many numbers that come out the same on every machine, and to the bit as NumPy's: pairwise summation (Higham, SIAM J. Sci.
/// Comput.
/// 14(4), 1993, doi:10.1137/0914050) over leaves of at most 128 elements, in each of which element i goes to lane i mod 8. The bit matters
/// in a region of
/// one intensity, where the mean's last digit decides whether PyRadiomics sees a variance. A term is a small struct, so that it is compiled
/// into the loop.
/// </summary>
internal static class LaneSum
{
    private const int Leaf = 128;

    /// <summary>A term of the sum, for a vector of elements and for one. Both forms do the same operations in the same order.</summary>
    internal interface ITerm
    {
        Vector256<double> Of(Vector256<double> x);

        double Of(double x);
    }

    /// <summary>The sum of a term over all elements.</summary>
    public static double Over<T>(ReadOnlySpan<double> values, T term)
        where T : struct, ITerm
    {
        if (values.Length <= Leaf)
            return OverLeaf(values, term);
        var half = Half(values.Length);
        return Over(values[..half], term) + Over(values[half..], term);
    }

    /// <summary>The sums of two terms, in one pass.</summary>
    public static (double First, double Second) Over<T1, T2>(ReadOnlySpan<double> values, T1 first, T2 second)
        where T1 : struct, ITerm
        where T2 : struct, ITerm
    {
        if (values.Length <= Leaf)
            return (OverLeaf(values, first), OverLeaf(values, second));
        var half = Half(values.Length);
        var (a, b) = (Over(values[..half], first, second), Over(values[half..], first, second));
        return (a.First + b.First, a.Second + b.Second);
    }

    /// <summary>The sums of four terms, in one pass.</summary>
    public static (double First, double Second, double Third, double Fourth) Over<T1, T2, T3, T4>(
        ReadOnlySpan<double> values, T1 first, T2 second, T3 third, T4 fourth)
        where T1 : struct, ITerm
        where T2 : struct, ITerm
        where T3 : struct, ITerm
        where T4 : struct, ITerm
    {
        if (values.Length <= Leaf)
            return (OverLeaf(values, first), OverLeaf(values, second), OverLeaf(values, third), OverLeaf(values, fourth));
        var half = Half(values.Length);
        var (a, b) = (Over(values[..half], first, second, third, fourth), Over(values[half..], first, second, third, fourth));
        return (a.First + b.First, a.Second + b.Second, a.Third + b.Third, a.Fourth + b.Fourth);
    }

    /// <summary>The least and greatest value, the sum, and that of a term, in one pass.</summary>
    public static (double Minimum, double Maximum, double Sum, double Term) Extent<T>(ReadOnlySpan<double> values, T term)
        where T : struct, ITerm
    {
        if (values.Length <= Leaf)
            return (TensorPrimitives.Min(values), TensorPrimitives.Max(values), OverLeaf(values, default(Value)), OverLeaf(values, term));
        var half = Half(values.Length);
        var (a, b) = (Extent(values[..half], term), Extent(values[half..], term));
        return (Math.Min(a.Minimum, b.Minimum), Math.Max(a.Maximum, b.Maximum), a.Sum + b.Sum, a.Term + b.Term);
    }

    /// <summary>The same sum, one element at a time; what the vector form is tested against.</summary>
    public static double OverScalar<T>(ReadOnlySpan<double> values, T term)
        where T : struct, ITerm
    {
        if (values.Length > Leaf)
        {
            var half = Half(values.Length);
            return OverScalar(values[..half], term) + OverScalar(values[half..], term);
        }
        Span<double> lanes = stackalloc double[8];
        var whole = values.Length & ~7;
        for (var i = 0; i < whole; i++)
            lanes[i & 7] += term.Of(values[i]);
        return Rest(
            values[whole..],
            term,
            ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        );
    }

    // Where NumPy splits: half of the elements, down to a multiple of eight.
    private static int Half(int length) => (length / 2) & ~7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double OverLeaf<T>(ReadOnlySpan<double> values, T term)
        where T : struct, ITerm
    {
        Vector256<double> low = default, high = default;
        ref var start = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - 8; i += 8)
        {
            low += term.Of(Vector256.LoadUnsafe(ref start, (nuint)i));
            high += term.Of(Vector256.LoadUnsafe(ref start, (nuint)i + 4));
        }
        return Rest(values[i..], term, ((low[0] + low[1]) + (low[2] + low[3])) + ((high[0] + high[1]) + (high[2] + high[3])));
    }

    private static double Rest<T>(ReadOnlySpan<double> values, T term, double sum)
        where T : struct, ITerm
    {
        foreach (var value in values)
            sum += term.Of(value);
        return sum;
    }

    /// <summary>x.</summary>
    internal readonly struct Value : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x) => x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x) => x;
    }

    /// <summary>(x + c)².</summary>
    internal readonly struct Square(double shift) : ITerm
    {
        private readonly Vector256<double> _shift = Vector256.Create(shift);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x)
        {
            var y = x + _shift;
            return y * y;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x) => (x + shift) * (x + shift);
    }

    /// <summary>|x - centre|.</summary>
    internal readonly struct AbsoluteDeviation(double centre) : ITerm
    {
        private readonly Vector256<double> _centre = Vector256.Create(centre);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x) => Vector256.Abs(x - _centre);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x) => Math.Abs(x - centre);
    }

    /// <summary>(x - centre)³.</summary>
    internal readonly struct Cube(double centre) : ITerm
    {
        private readonly Vector256<double> _centre = Vector256.Create(centre);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x)
        {
            var d = x - _centre;
            return d * d * d;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x)
        {
            var d = x - centre;
            return d * d * d;
        }
    }

    /// <summary>(x - centre)⁴.</summary>
    internal readonly struct Fourth(double centre) : ITerm
    {
        private readonly Vector256<double> _centre = Vector256.Create(centre);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x)
        {
            var d = x - _centre;
            var s = d * d;
            return s * s;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x)
        {
            var d = x - centre;
            var s = d * d;
            return s * s;
        }
    }

    /// <summary>x where it lies in a closed range, else 0.</summary>
    internal readonly struct ValueWithin(double low, double high) : ITerm
    {
        private readonly Vector256<double> _low = Vector256.Create(low), _high = Vector256.Create(high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x) =>
            x & Vector256.GreaterThanOrEqual(x, _low) & Vector256.LessThanOrEqual(x, _high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x) => x >= low && x <= high ? x : 0;
    }

    /// <summary>1 where x lies in a closed range, else 0.</summary>
    internal readonly struct CountWithin(double low, double high) : ITerm
    {
        private readonly Vector256<double> _low = Vector256.Create(low), _high = Vector256.Create(high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x) =>
            Vector256<double>.One & Vector256.GreaterThanOrEqual(x, _low) & Vector256.LessThanOrEqual(x, _high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x) => x >= low && x <= high ? 1 : 0;
    }

    /// <summary>|x - centre| where x lies in a closed range, else 0.</summary>
    internal readonly struct DeviationWithin(double low, double high, double centre) : ITerm
    {
        private readonly Vector256<double> _low = Vector256.Create(low), _high = Vector256.Create(high), _centre = Vector256.Create(centre);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> x) =>
            Vector256.Abs(x - _centre) & Vector256.GreaterThanOrEqual(x, _low) & Vector256.LessThanOrEqual(x, _high);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Of(double x) => x >= low && x <= high ? Math.Abs(x - centre) : 0;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.FirstOrder;

/// <summary>
/// Sums over many numbers that come out the same on every machine: eight lanes (element i goes to lane i mod 8), added up
/// as a fixed tree. A term is a small struct, so that it is compiled into the loop.
/// </summary>
internal static class LaneSum
{
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
        var lanes = default(Lanes);
        lanes.Add(values, term);
        return lanes.Total;
    }

    /// <summary>The eight lanes of a sum under way, so that several sums can share one pass, block by block.</summary>
    internal struct Lanes
    {
        /// <summary>The length of a block that stays in the fastest cache; a multiple of eight, so that blocks do not shift the lanes.</summary>
        public const int Block = 1024;

        private Vector256<double> _low;
        private Vector256<double> _high;

        /// <summary>The sum: the lanes, added up as a fixed tree.</summary>
        public readonly double Total => Tree([_low[0], _low[1], _low[2], _low[3], _high[0], _high[1], _high[2], _high[3]]);

        /// <summary>Adds a term of more elements; before the last call, a multiple of eight of them.</summary>
        public void Add<T>(ReadOnlySpan<double> values, T term)
            where T : struct, ITerm
        {
            var (low, high) = (_low, _high);
            ref var start = ref MemoryMarshal.GetReference(values);
            var i = 0;
            for (; i <= values.Length - 8; i += 8)
            {
                low += term.Of(Vector256.LoadUnsafe(ref start, (nuint)i));
                high += term.Of(Vector256.LoadUnsafe(ref start, (nuint)i + 4));
            }
            for (var lane = 0; i < values.Length; i++, lane++)
            {
                if (lane < 4)
                    low = low.WithElement(lane, low[lane] + term.Of(values[i]));
                else
                    high = high.WithElement(lane - 4, high[lane - 4] + term.Of(values[i]));
            }
            (_low, _high) = (low, high);
        }
    }

    /// <summary>The same sum, one element at a time; what the vector form is tested against.</summary>
    public static double OverScalar<T>(ReadOnlySpan<double> values, T term)
        where T : struct, ITerm
    {
        Span<double> lanes = stackalloc double[8];
        for (var i = 0; i < values.Length; i++)
            lanes[i & 7] += term.Of(values[i]);
        return Tree(lanes);
    }

    private static double Tree(ReadOnlySpan<double> lanes) =>
        ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));

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

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Survival.Models.Numerics;

/// <summary>
/// The inner loops over row-major blocks of numbers of which the row length is a multiple of four (padded with zeros). Every
/// sum has four fixed lanes and a fixed order, with separate multiplication and addition, so that results do not depend on the machine.
/// </summary>
internal static class RowKernels
{
    /// <summary>The row length that holds <paramref name="columns"/> numbers; at least four, so that a row always has a first element.</summary>
    public static int Stride(int columns) => Math.Max(4, (columns + 3) & ~3);

    /// <summary>The scalar product of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ref double a, ref double b, int stride)
    {
        var sum = Vector256<double>.Zero;
        for (nuint k = 0; k < (nuint)stride; k += 4)
            sum += Vector256.LoadUnsafe(ref a, k) * Vector256.LoadUnsafe(ref b, k);
        return sum.GetElement(0) + sum.GetElement(1) + (sum.GetElement(2) + sum.GetElement(3));
    }

    /// <summary>Adds a multiple of a row to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(ref double target, ref double row, double factor, int stride)
    {
        var f = Vector256.Create(factor);
        for (nuint k = 0; k < (nuint)stride; k += 4)
            (Vector256.LoadUnsafe(ref target, k) + f * Vector256.LoadUnsafe(ref row, k)).StoreUnsafe(ref target, k);
    }

    /// <summary>Adds a multiple of a row to a sum that carries its rounding error beside it (Knuth's two-sum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaledCompensated(ref double high, ref double low, ref double row, double factor, int stride)
    {
        var f = Vector256.Create(factor);
        for (nuint k = 0; k < (nuint)stride; k += 4)
        {
            var a = Vector256.LoadUnsafe(ref high, k);
            var b = f * Vector256.LoadUnsafe(ref row, k);
            var s = a + b;
            var t = s - a;
            (Vector256.LoadUnsafe(ref low, k) + ((a - (s - t)) + (b - t))).StoreUnsafe(ref low, k);
            s.StoreUnsafe(ref high, k);
        }
    }

    /// <summary>target = (sum - share * part) / total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mean(ref double target, ref double sum, ref double part, double share, double total, int stride)
    {
        var (f, t) = (Vector256.Create(share), Vector256.Create(total));
        for (nuint k = 0; k < (nuint)stride; k += 4)
        {
            var v = Vector256.LoadUnsafe(ref sum, k);
            if (share != 0)
                v -= f * Vector256.LoadUnsafe(ref part, k);
            (v / t).StoreUnsafe(ref target, k);
        }
    }

    /// <summary>Adds a number to a sum that carries its rounding error beside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TwoSum(ref double high, ref double low, double value)
    {
        var s = high + value;
        var t = s - high;
        low += (high - (s - t)) + (value - t);
        high = s;
    }

    /// <summary>Adds sum over rows of weight * row * row' to the lower triangle of a matrix of rows of <paramref name="stride"/>.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="weights">The first weight.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="columns">How many columns are in use.</param>
    /// <param name="stride">The length of a row, of the data and of the matrix.</param>
    /// <param name="matrix">The first element of the matrix. Elements right of the diagonal, up to the next multiple of four, are written too.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOuterProducts(ref double rows, ref double weights, int count, int columns, int stride, ref double matrix)
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            ref var x0 = ref Unsafe.Add(ref rows, (nint)i * stride);
            ref var x1 = ref Unsafe.Add(ref x0, stride);
            ref var x2 = ref Unsafe.Add(ref x1, stride);
            ref var x3 = ref Unsafe.Add(ref x2, stride);
            double w0 = Unsafe.Add(ref weights, i), w1 = Unsafe.Add(ref weights, i + 1), w2 = Unsafe.Add(ref weights, i + 2), w3 = Unsafe.Add(ref weights, i + 3);
            for (var j = 0; j < columns; j++)
            {
                var a0 = Vector256.Create(w0 * Unsafe.Add(ref x0, j));
                var a1 = Vector256.Create(w1 * Unsafe.Add(ref x1, j));
                var a2 = Vector256.Create(w2 * Unsafe.Add(ref x2, j));
                var a3 = Vector256.Create(w3 * Unsafe.Add(ref x3, j));
                ref var c = ref Unsafe.Add(ref matrix, j * stride);
                for (nuint k = 0; k <= (nuint)j; k += 4)
                {
                    var sum = Vector256.LoadUnsafe(ref c, k);
                    sum += a0 * Vector256.LoadUnsafe(ref x0, k);
                    sum += a1 * Vector256.LoadUnsafe(ref x1, k);
                    sum += a2 * Vector256.LoadUnsafe(ref x2, k);
                    sum += a3 * Vector256.LoadUnsafe(ref x3, k);
                    sum.StoreUnsafe(ref c, k);
                }
            }
        }
        for (; i < count; i++)
        {
            ref var x = ref Unsafe.Add(ref rows, (nint)i * stride);
            var w = Unsafe.Add(ref weights, i);
            for (var j = 0; j < columns; j++)
            {
                var a = Vector256.Create(w * Unsafe.Add(ref x, j));
                ref var c = ref Unsafe.Add(ref matrix, j * stride);
                for (nuint k = 0; k <= (nuint)j; k += 4)
                    (Vector256.LoadUnsafe(ref c, k) + a * Vector256.LoadUnsafe(ref x, k)).StoreUnsafe(ref c, k);
            }
        }
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Survival.Models.Numerics;

/// <summary>
/// The inner loops over row-major blocks of numbers of which the row length is a multiple of four (padded with zeros). Every
/// sum has four fixed lanes and a fixed order, with separate multiplication and addition, so that results do not depend on the machine.
/// </summary>
internal static class RowKernels
{
    /// <summary>The row length that holds <paramref name="columns"/> numbers; at least four, so that a row always has a first
    /// element.</summary>
    public static int Stride(int columns) => Math.Max(4, (columns + 3) & ~3);

    /// <summary>Asks for the memory of a row that will be needed soon: where rows are not met in order the processor does not know
    /// which.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref double row, int stride)
    {
        for (var k = 0; Sse.IsSupported && k < stride; k += 8)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref row, k)));
    }

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

    /// <summary>The sum of numbers, in four lanes, the smallest and the largest.</summary>
    public static (double Sum, double Low, double High) SumAndRange(ReadOnlySpan<double> values)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        var (sum, low, high) = (Vector256<double>.Zero, Vector256.Create(double.PositiveInfinity),
            Vector256.Create(double.NegativeInfinity));
        var i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            var x = Vector256.LoadUnsafe(ref v, (nuint)i);
            sum += x;
            low = Vector256.ConditionalSelect(Vector256.LessThan(x, low), x, low);
            high = Vector256.ConditionalSelect(Vector256.GreaterThan(x, high), x, high);
        }
        var total = sum.GetElement(0) + sum.GetElement(1) + (sum.GetElement(2) + sum.GetElement(3));
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var k = 0; k < 4; k++)
            (least, most) = (Math.Min(least, low.GetElement(k)), Math.Max(most, high.GetElement(k)));
        for (; i < values.Length; i++)
            (total, least, most) = (total + values[i], Math.Min(least, values[i]), Math.Max(most, values[i]));
        return (total, least, most);
    }

    /// <summary>The sum of the distances of numbers from one, in four lanes.</summary>
    public static double SumOfDistances(ReadOnlySpan<double> values, double from)
    {
        ref var v = ref MemoryMarshal.GetReference(values);
        var (sum, center) = (Vector256<double>.Zero, Vector256.Create(from));
        var i = 0;
        for (; i <= values.Length - 4; i += 4)
            sum += Vector256.Abs(Vector256.LoadUnsafe(ref v, (nuint)i) - center);
        var total = sum.GetElement(0) + sum.GetElement(1) + (sum.GetElement(2) + sum.GetElement(3));
        for (; i < values.Length; i++)
            total += Math.Abs(values[i] - from);
        return total;
    }

    /// <summary>The sum of the products of weights with the distances of values from one, in four lanes.</summary>
    public static double WeightedDistance(ReadOnlySpan<double> weights, ReadOnlySpan<double> values, double from)
    {
        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var v = ref MemoryMarshal.GetReference(values[..weights.Length]);
        var (sum, origin) = (Vector256<double>.Zero, Vector256.Create(from));
        var i = 0;
        for (; i <= weights.Length - 4; i += 4)
            sum += Vector256.LoadUnsafe(ref w, (nuint)i) * (Vector256.LoadUnsafe(ref v, (nuint)i) - origin);
        var total = sum.GetElement(0) + sum.GetElement(1) + (sum.GetElement(2) + sum.GetElement(3));
        for (; i < weights.Length; i++)
            total += weights[i] * (values[i] - from);
        return total;
    }

    /// <summary>The logarithm of a product of numbers between 1e-100 and 1e100, of which it keeps the powers of two apart, as a whole
    /// number: one logarithm for all.</summary>
    public static double LogOfProduct(ReadOnlySpan<double> values)
    {
        const long Fraction = 0x000FFFFFFFFFFFFF, One = 0x3FF0000000000000;
        ref var v = ref MemoryMarshal.GetReference(values);
        var (product, powers) = (Vector256<double>.One, Vector256<long>.Zero);
        var i = 0;
        for (; i <= values.Length - 4; i += 4)
        {
            var bits = (product * Vector256.LoadUnsafe(ref v, (nuint)i)).AsInt64();
            powers += Vector256.ShiftRightLogical(bits, 52);
            product = ((bits & Vector256.Create(Fraction)) | Vector256.Create(One)).AsDouble();
        }
        var rest = product.GetElement(0) * product.GetElement(1) * (product.GetElement(2) * product.GetElement(3));
        var power = powers.GetElement(0) + powers.GetElement(1) + (powers.GetElement(2) + powers.GetElement(3)) - (1023L * i);
        for (; i < values.Length; i++)
        {
            var bits = BitConverter.DoubleToInt64Bits(rest * values[i]);
            power += (bits >> 52) - 1023;
            rest = BitConverter.Int64BitsToDouble((bits & Fraction) | One);
        }
        return Math.Log(rest) + (power * Math.Log(2));
    }

    /// <summary>target = (sum - share * part) times 1 / total.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mean(ref double target, ref double sum, ref double part, double share, double total, int stride)
    {
        var (f, t) = (Vector256.Create(share), Vector256.Create(1 / total));
        for (nuint k = 0; k < (nuint)stride; k += 4)
        {
            var v = Vector256.LoadUnsafe(ref sum, k);
            if (share != 0)
                v -= f * Vector256.LoadUnsafe(ref part, k);
            (v * t).StoreUnsafe(ref target, k);
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

    /// <summary>target += the sum of rows, each times its factor, from the first row on.</summary>
    public static void AddCombination(ref double target, ref double rows, ref double factors, int count, int stride)
    {
        var k = 0;
        for (; k + 16 <= stride; k += 16)
        {
            ref var x = ref Unsafe.Add(ref rows, k);
            var (s0, s1) = (Vector256.LoadUnsafe(ref target, (nuint)k), Vector256.LoadUnsafe(ref target, (nuint)k + 4));
            var (s2, s3) = (Vector256.LoadUnsafe(ref target, (nuint)k + 8), Vector256.LoadUnsafe(ref target, (nuint)k + 12));
            for (var i = 0; i < count; i++)
            {
                var f = Vector256.Create(Unsafe.Add(ref factors, i));
                s0 += f * Vector256.LoadUnsafe(ref x);
                s1 += f * Vector256.LoadUnsafe(ref x, 4);
                s2 += f * Vector256.LoadUnsafe(ref x, 8);
                s3 += f * Vector256.LoadUnsafe(ref x, 12);
                x = ref Unsafe.Add(ref x, stride);
            }
            Store4(ref Unsafe.Add(ref target, k), s0, s1, s2, s3);
        }
        for (; k < stride; k += 4)
        {
            ref var x = ref Unsafe.Add(ref rows, k);
            var sum = Vector256.LoadUnsafe(ref target, (nuint)k);
            for (var i = 0; i < count; i++)
            {
                sum += Vector256.Create(Unsafe.Add(ref factors, i)) * Vector256.LoadUnsafe(ref x);
                x = ref Unsafe.Add(ref x, stride);
            }
            sum.StoreUnsafe(ref target, (nuint)k);
        }
    }

    /// <summary>
    /// Adds rows, each times its factor, from the last to the first, and writes the sum so far times a scale at each row that is marked.
    /// The sums stay in registers; they are written at every row and only a mark keeps them, because whether a row is marked cannot be
    /// foretold.
    /// </summary>
    /// <param name="rows">The first of all rows.</param>
    /// <param name="factors">The factors of all rows.</param>
    /// <param name="marks">Which of all rows are marked; the last to be added is.</param>
    /// <param name="last">The row to begin with.</param>
    /// <param name="end">The row to end with.</param>
    /// <param name="scales">The scale of each marked row, in the order in which they are met, and one element more.</param>
    /// <param name="sum">The sum to begin with; then that over all rows.</param>
    /// <param name="means">A row for each mark, in that order.</param>
    /// <param name="stride">The length of a row.</param>
    public static void RunningMeans(
        ref double rows, ref double factors, ref bool marks, int last, int end, ref double scales, ref double sum, ref double means,
        int stride)
    {
        var k = 0;
        for (; k + 16 <= stride; k += 16)
            RunningMeans16(ref Unsafe.Add(ref rows, k), ref factors, ref marks, last, end, ref scales, ref Unsafe.Add(ref sum, k),
                ref Unsafe.Add(ref means, k), stride);
        for (; k < stride; k += 4)
            RunningMeans4(ref Unsafe.Add(ref rows, k), ref factors, ref marks, last, end, ref scales, ref Unsafe.Add(ref sum, k),
                ref Unsafe.Add(ref means, k), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunningMeans16(
        ref double rows, ref double factors, ref bool marks, int last, int end, ref double scale, ref double sum, ref double mean,
        int stride)
    {
        var (s0, s1) = (Vector256.LoadUnsafe(ref sum), Vector256.LoadUnsafe(ref sum, 4));
        var (s2, s3) = (Vector256.LoadUnsafe(ref sum, 8), Vector256.LoadUnsafe(ref sum, 12));
        ref var x = ref Unsafe.Add(ref rows, (nint)last * stride);
        for (var i = last; i >= end; i--)
        {
            var f = Vector256.Create(Unsafe.Add(ref factors, i));
            s0 += f * Vector256.LoadUnsafe(ref x);
            s1 += f * Vector256.LoadUnsafe(ref x, 4);
            s2 += f * Vector256.LoadUnsafe(ref x, 8);
            s3 += f * Vector256.LoadUnsafe(ref x, 12);
            x = ref Unsafe.Add(ref x, -stride);
            var t = Vector256.Create(scale);
            Store4(ref mean, s0 * t, s1 * t, s2 * t, s3 * t);
            nint mark = Unsafe.As<bool, byte>(ref Unsafe.Add(ref marks, i));
            mean = ref Unsafe.Add(ref mean, mark * stride);
            scale = ref Unsafe.Add(ref scale, mark);
        }
        Store4(ref sum, s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunningMeans4(
        ref double rows, ref double factors, ref bool marks, int last, int end, ref double scale, ref double sum, ref double mean,
        int stride)
    {
        var s = Vector256.LoadUnsafe(ref sum);
        ref var x = ref Unsafe.Add(ref rows, (nint)last * stride);
        for (var i = last; i >= end; i--)
        {
            s += Vector256.Create(Unsafe.Add(ref factors, i)) * Vector256.LoadUnsafe(ref x);
            x = ref Unsafe.Add(ref x, -stride);
            (s * Vector256.Create(scale)).StoreUnsafe(ref mean);
            nint mark = Unsafe.As<bool, byte>(ref Unsafe.Add(ref marks, i));
            mean = ref Unsafe.Add(ref mean, mark * stride);
            scale = ref Unsafe.Add(ref scale, mark);
        }
        s.StoreUnsafe(ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4(ref double target, Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        a.StoreUnsafe(ref target);
        b.StoreUnsafe(ref target, 4);
        c.StoreUnsafe(ref target, 8);
        d.StoreUnsafe(ref target, 12);
    }

    /// <summary>Adds sum over rows of weight * row * row' to the lower triangle of a matrix of rows of <paramref name="stride"/>.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="weights">The first weight.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="columns">How many columns are in use.</param>
    /// <param name="stride">The length of a row, of the data and of the matrix.</param>
    /// <param name="matrix">The first element of the matrix. Elements right of the diagonal, up to the next multiple of four, are written
    /// too.</param>
    public static void AddOuterProducts(ref double rows, ref double weights, int count, int columns, int stride, ref double matrix)
    {
        var weighted = ArrayPool<double>.Shared.Rent(Math.Min(BlockRows, Math.Max(count, 1)) * stride);
        ref var w = ref MemoryMarshal.GetArrayDataReference(weighted);
        // Few enough rows to stay in the cache while tiles of four columns by eight are summed in registers.
        for (var i = 0; i < count; i += BlockRows)
        {
            ref var x = ref Unsafe.Add(ref rows, (nint)i * stride);
            var n = Math.Min(BlockRows, count - i);
            Weigh(ref x, ref Unsafe.Add(ref weights, i), n, stride, ref w);
            for (var j = 0; j < columns; j += 4)
            {
                ref var c = ref Unsafe.Add(ref matrix, j * stride);
                if (columns - j < 4)
                {
                    for (var a = j; a < columns; a++, c = ref Unsafe.Add(ref c, stride))
                    {
                        for (var k = 0; k <= a; k += 4)
                            AddTile1(ref Unsafe.Add(ref x, a), ref Unsafe.Add(ref w, k), n, stride, ref Unsafe.Add(ref c, k));
                    }
                    break;
                }
                var at = 0;
                for (; at + 4 <= j; at += 8)
                {
                    if (Vector512.IsHardwareAccelerated)
                        AddTile8Wide(ref Unsafe.Add(ref x, j), ref Unsafe.Add(ref w, at), n, stride, ref Unsafe.Add(ref c, at));
                    else
                        AddTile8(ref Unsafe.Add(ref x, j), ref Unsafe.Add(ref w, at), n, stride, ref Unsafe.Add(ref c, at));
                }
                if (at <= j)
                    AddTile4(ref Unsafe.Add(ref x, j), ref Unsafe.Add(ref w, at), n, stride, ref Unsafe.Add(ref c, at));
            }
        }
        ArrayPool<double>.Shared.Return(weighted);
    }

    private const int BlockRows = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Weigh(ref double rows, ref double weights, int count, int stride, ref double weighted)
    {
        for (var i = 0; i < count; i++)
        {
            var weight = Vector256.Create(Unsafe.Add(ref weights, i));
            nuint k = 0;
            for (; k + 16 <= (nuint)stride; k += 16)
            {
                (Vector256.LoadUnsafe(ref rows, k) * weight).StoreUnsafe(ref weighted, k);
                (Vector256.LoadUnsafe(ref rows, k + 4) * weight).StoreUnsafe(ref weighted, k + 4);
                (Vector256.LoadUnsafe(ref rows, k + 8) * weight).StoreUnsafe(ref weighted, k + 8);
                (Vector256.LoadUnsafe(ref rows, k + 12) * weight).StoreUnsafe(ref weighted, k + 12);
            }
            for (; k < (nuint)stride; k += 4)
                (Vector256.LoadUnsafe(ref rows, k) * weight).StoreUnsafe(ref weighted, k);
            rows = ref Unsafe.Add(ref rows, stride);
            weighted = ref Unsafe.Add(ref weighted, stride);
        }
    }

    // The lanes of two vectors side by side: the same sums as in the two.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddTile8Wide(ref double x, ref double weighted, int count, int stride, ref double c)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var i = 0; i < count; i++)
        {
            var row = Vector512.LoadUnsafe(ref weighted);
            s0 += Vector512.Create(x) * row;
            s1 += Vector512.Create(Unsafe.Add(ref x, 1)) * row;
            s2 += Vector512.Create(Unsafe.Add(ref x, 2)) * row;
            s3 += Vector512.Create(Unsafe.Add(ref x, 3)) * row;
            x = ref Unsafe.Add(ref x, stride);
            weighted = ref Unsafe.Add(ref weighted, stride);
        }
        Add(ref c, s0.GetLower(), s0.GetUpper());
        Add(ref Unsafe.Add(ref c, stride), s1.GetLower(), s1.GetUpper());
        Add(ref Unsafe.Add(ref c, 2 * stride), s2.GetLower(), s2.GetUpper());
        Add(ref Unsafe.Add(ref c, 3 * stride), s3.GetLower(), s3.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddTile8(ref double x, ref double weighted, int count, int stride, ref double c)
    {
        Vector256<double> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (var i = 0; i < count; i++)
        {
            var low = Vector256.LoadUnsafe(ref weighted);
            var high = Vector256.LoadUnsafe(ref weighted, 4);
            var f = Vector256.Create(x);
            a0 += f * low;
            b0 += f * high;
            f = Vector256.Create(Unsafe.Add(ref x, 1));
            a1 += f * low;
            b1 += f * high;
            f = Vector256.Create(Unsafe.Add(ref x, 2));
            a2 += f * low;
            b2 += f * high;
            f = Vector256.Create(Unsafe.Add(ref x, 3));
            a3 += f * low;
            b3 += f * high;
            x = ref Unsafe.Add(ref x, stride);
            weighted = ref Unsafe.Add(ref weighted, stride);
        }
        Add(ref c, a0, b0);
        Add(ref Unsafe.Add(ref c, stride), a1, b1);
        Add(ref Unsafe.Add(ref c, 2 * stride), a2, b2);
        Add(ref Unsafe.Add(ref c, 3 * stride), a3, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddTile4(ref double x, ref double weighted, int count, int stride, ref double c)
    {
        Vector256<double> a0 = default, a1 = default, a2 = default, a3 = default;
        for (var i = 0; i < count; i++)
        {
            var low = Vector256.LoadUnsafe(ref weighted);
            a0 += Vector256.Create(x) * low;
            a1 += Vector256.Create(Unsafe.Add(ref x, 1)) * low;
            a2 += Vector256.Create(Unsafe.Add(ref x, 2)) * low;
            a3 += Vector256.Create(Unsafe.Add(ref x, 3)) * low;
            x = ref Unsafe.Add(ref x, stride);
            weighted = ref Unsafe.Add(ref weighted, stride);
        }
        Add(ref c, a0);
        Add(ref Unsafe.Add(ref c, stride), a1);
        Add(ref Unsafe.Add(ref c, 2 * stride), a2);
        Add(ref Unsafe.Add(ref c, 3 * stride), a3);
    }

    private static void AddTile1(ref double x, ref double weighted, int count, int stride, ref double c)
    {
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < count; i++)
        {
            sum += Vector256.Create(x) * Vector256.LoadUnsafe(ref weighted);
            x = ref Unsafe.Add(ref x, stride);
            weighted = ref Unsafe.Add(ref weighted, stride);
        }
        Add(ref c, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double row, Vector256<double> low) => (Vector256.LoadUnsafe(ref row) + low).StoreUnsafe(ref row);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ref double row, Vector256<double> low, Vector256<double> high)
    {
        Add(ref row, low);
        Add(ref Unsafe.Add(ref row, 4), high);
    }
}

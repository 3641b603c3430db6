using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Texture;

/// <summary>Products of vectors in four lanes, added in a fixed order and never fused, so that they are the same on every
/// machine.</summary>
internal static class Lanes
{
    /// <summary>The length that a vector is padded to with zeros.</summary>
    public static int Padded(int length) => (length + 3) & ~3;

    /// <summary>The sum of the products; the lengths are equal and multiples of four.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sum, other) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var left = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector256<double>>(b)[..left.Length];
        var i = 0;
        for (; i + 1 < left.Length; i += 2)
        {
            sum += left[i] * right[i];
            other += left[i + 1] * right[i + 1];
        }
        if (i < left.Length)
            sum += left[i] * right[i];
        return Across(sum + other);
    }

    /// <summary>The sum of the four numbers of a vector.</summary>
    public static double Across(Vector256<double> sum) => sum[0] + sum[2] + (sum[1] + sum[3]);

    /// <summary>The sum of numbers.</summary>
    public static double Sum(ReadOnlySpan<double> numbers)
    {
        var (sum, other) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(numbers);
        var i = 0;
        for (; i + 1 < vectors.Length; i += 2)
        {
            sum += vectors[i];
            other += vectors[i + 1];
        }
        if (i < vectors.Length)
            sum += vectors[i];
        sum += other;
        var total = Across(sum);
        for (i = vectors.Length * Vector256<double>.Count; i < numbers.Length; i++)
            total += numbers[i];
        return total;
    }

    /// <summary>The greatest of numbers that are not negative; 0 where there are none.</summary>
    public static double Greatest(ReadOnlySpan<double> numbers)
    {
        var most = Vector256<double>.Zero;
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(numbers);
        foreach (var vector in vectors)
            most = Vector256.Max(most, vector);
        var greatest = Math.Max(Math.Max(most[0], most[1]), Math.Max(most[2], most[3]));
        for (var i = vectors.Length * Vector256<double>.Count; i < numbers.Length; i++)
            greatest = Math.Max(greatest, numbers[i]);
        return greatest;
    }

    /// <summary>Adds a multiple of a vector to another.</summary>
    public static void AddScaled(Span<double> to, ReadOnlySpan<double> vector, double factor)
    {
        var target = MemoryMarshal.Cast<double, Vector256<double>>(to);
        var source = MemoryMarshal.Cast<double, Vector256<double>>(vector)[..target.Length];
        var factors = Vector256.Create(factor);
        for (var i = 0; i < target.Length; i++)
            target[i] += factors * source[i];
    }

    /// <summary>Multiplies each number; the length is a multiple of four.</summary>
    public static void Scale(Span<double> numbers, double factor)
    {
        var factors = Vector256.Create(factor);
        foreach (ref var vector in MemoryMarshal.Cast<double, Vector256<double>>(numbers))
            vector *= factors;
    }

    /// <summary>Takes out of a vector its part along a direction of length 1.</summary>
    public static void Subtract(Span<double> vector, ReadOnlySpan<double> direction) =>
        AddScaled(vector, direction, -Dot(vector, direction));

    /// <summary>Divides each number; what the quotients have room for behind the last one becomes 0.</summary>
    public static void Divide(ReadOnlySpan<double> numbers, double divisor, Span<double> quotients)
    {
        var from = MemoryMarshal.Cast<double, Vector256<double>>(numbers);
        var to = MemoryMarshal.Cast<double, Vector256<double>>(quotients);
        var divisors = Vector256.Create(divisor);
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] / divisors;
        for (var i = from.Length * Vector256<double>.Count; i < quotients.Length; i++)
            quotients[i] = i < numbers.Length ? numbers[i] / divisor : 0;
    }

    /// <summary>The sum of -p log2(p + epsilon); the length is a multiple of four.</summary>
    public static double Entropy(ReadOnlySpan<double> probabilities, double epsilon)
    {
        var (sum, added) = (Vector256<double>.Zero, Vector256.Create(epsilon));
        foreach (var p in MemoryMarshal.Cast<double, Vector256<double>>(probabilities))
            sum -= p * Log2(p + added);
        return Across(sum);
    }

    /// <summary>
    /// The binary logarithm of positive normal numbers, to about a unit in the last place: with x = 2^e m and m between the roots of 1/2
    /// and 2, log2 m = 2 artanh((m - 1) / (m + 1)) / ln 2, whose series has converged with the term in s^19. The same on every machine.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Log2(Vector256<double> x)
    {
        const long One = 1023L << 52, RootOfHalf = 0x3FE6A09E667F3BCD;
        var bits = x.AsInt64();
        var exponent = bits - Vector256.Create(RootOfHalf - One);
        var m = (bits - (exponent & Vector256.Create(-1L << 52)) + Vector256.Create(One)).AsDouble();
        var e = (Vector256.ShiftRightLogical(exponent, 52) | Vector256.Create(0x4330000000000000)).AsDouble()
            - Vector256.Create(4503599627370496.0 + 1023);
        var s = (m - Vector256<double>.One) / (m + Vector256<double>.One);
        var square = s * s;
        var series = Vector256.Create(Series[^1]);
        for (var k = Series.Length - 2; k >= 0; k--)
            series = series * square + Vector256.Create(Series[k]);
        return e + s * series;
    }

    // 2 / (k ln 2) for the odd k.
    private static readonly double[] Series = [.. Enumerable.Range(0, 10).Select(k => 2 / ((2 * k + 1) * Math.Log(2)))];
}

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
        sum += other;
        return sum[0] + sum[2] + (sum[1] + sum[3]);
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

    /// <summary>Takes out of a vector its part along a direction of length 1.</summary>
    public static void Subtract(Span<double> vector, ReadOnlySpan<double> direction) =>
        AddScaled(vector, direction, -Dot(vector, direction));
}

using System.Numerics;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// The discrete Fourier transform of a length of factors 2, 3 and 5, in the self-sorting form of T. G. Stockham (1966,
/// doi:10.1145/1464182.1464209).
/// </summary>
internal sealed class Fourier
{
    private readonly int[] _factors;
    private readonly Complex[] _roots;

    public Fourier(int length)
    {
        Length = length;
        var factors = new List<int>();
        foreach (var p in new[] { 4, 2, 3, 5 })
        {
            for (; length % p == 0; length /= p)
                factors.Add(p);
        }
        _factors =
            length == 1
                ? [.. factors]
                : throw new ArgumentOutOfRangeException(nameof(length), Length, "The length has other factors than 2, 3 and 5.");
        _roots = new Complex[Length];
        for (var k = 0; k < Length; k++)
            _roots[k] = new Complex(Math.Cos(2 * Math.PI * k / Length), -Math.Sin(2 * Math.PI * k / Length));
    }

    public int Length { get; }

    /// <summary>The least length from a number on that has a transform.</summary>
    public static int LengthFrom(int least)
    {
        for (var n = Math.Max(least, 1); ; n++)
        {
            var rest = n;
            foreach (var p in new[] { 2, 3, 5 })
            {
                while (rest % p == 0)
                    rest /= p;
            }
            if (rest == 1)
                return n;
        }
    }

    /// <summary>Transforms values in place; the scratch is as long.</summary>
    public void Transform(Span<Complex> values, Span<Complex> scratch)
    {
        var from = values[..Length];
        var to = scratch[..Length];
        Span<Complex> part = stackalloc Complex[5];
        var (n, stride) = (Length, 1);
        foreach (var p in _factors)
        {
            var m = n / p;
            for (var q = 0; q < m; q++)
            {
                for (var k = 0; k < stride; k++)
                {
                    for (var r = 0; r < p; r++)
                        part[r] = from[k + stride * (q + m * r)];
                    for (var j = 0; j < p; j++)
                    {
                        var sum = part[0];
                        for (var r = 1; r < p; r++)
                            sum += part[r] * _roots[r * j % p * (Length / p)];
                        to[k + stride * (p * q + j)] = j == 0 ? sum : sum * _roots[(int)((long)q * j * stride % Length)];
                    }
                }
            }
            (n, stride) = (m, stride * p);
            var swap = from;
            from = to;
            to = swap;
        }
        if (_factors.Length % 2 == 1)
            scratch[..Length].CopyTo(values);
    }
}

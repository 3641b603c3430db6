using System.Numerics;

namespace Radiomics.Imaging.Filters.Ibsi;

/// <summary>
/// The discrete Fourier transform of a length, of eight lines side by side: the self-sorting mixed-radix algorithm (Stockham; C. Temperton,
/// 1983,
/// doi:10.1016/0021-9991(83)90013-X). Lines never mix and nothing is fused, so the width of the machine's vectors changes no bit.
/// </summary>
internal sealed class FourierPlan
{
    /// <summary>How many lines stand side by side: element n of line k is at n * Width + k.</summary>
    public const int Width = 8;

    private readonly int[] _factors;
    private readonly double[] _cos;
    private readonly double[] _sin;

    public FourierPlan(int length)
    {
        Length = length;
        _factors = [.. Factors(length)];
        (_cos, _sin) = (new double[length], new double[length]);
        for (var i = 0; i < length; i++)
            (_sin[i], _cos[i]) = Math.SinCos(-2 * Math.PI * i / length);
    }

    public int Length { get; }

    /// <summary>The least length at or above one whose prime factors are 2, 3 and 5.</summary>
    public static int GoodLength(int atLeast)
    {
        for (var n = Math.Max(1, atLeast); ; n++)
        {
            var rest = n;
            foreach (var p in (ReadOnlySpan<int>)[2, 3, 5])
            {
                while (rest % p == 0)
                    rest /= p;
            }
            if (rest == 1)
                return n;
        }
    }

    /// <summary>
    /// Transforms lines forward: exp(-2 pi i k n / N). Without a factor; swap real and imaginary parts before and after for the inverse.
    /// </summary>
    /// <returns>Whether the result stands in the second pair of arrays.</returns>
    public unsafe bool Run(double* re, double* im, double* re2, double* im2)
    {
        var (n, stride) = (Length, 1);
        var swapped = false;
        foreach (var p in _factors)
        {
            n /= p;
            if (p == 4)
                Radix4(re, im, re2, im2, n, stride);
            else if (p == 2)
                Radix2(re, im, re2, im2, n, stride);
            else
                Radix(p, re, im, re2, im2, n, stride);
            stride *= p;
            double* r = re, i = im;
            re = re2;
            im = im2;
            re2 = r;
            im2 = i;
            swapped = !swapped;
        }
        return swapped;
    }

    private static IEnumerable<int> Factors(int n)
    {
        for (; n % 4 == 0; n /= 4)
            yield return 4;
        for (var p = 2; p * p <= n; p++)
        {
            for (; n % p == 0; n /= p)
                yield return p;
        }
        if (n > 1)
            yield return n;
    }

    // In each pass: y[q + s (p k + c)] = w^(k c) sum over r of x[q + s (k + m r)] exp(-2 pi i r c / p); w = exp(-2 pi i / (m p)).
    private unsafe void Radix2(double* re, double* im, double* re2, double* im2, int m, int s)
    {
        for (var k = 0; k < m; k++)
        {
            var w = k * s;
            Vector<double> c = new(_cos[w]), d = new(_sin[w]);
            long a0 = (long)s * k * Width, a1 = a0 + (long)s * m * Width, o0 = (long)s * 2 * k * Width, o1 = o0 + (long)s * Width;
            for (var q = 0; q < s * Width; q += Vector<double>.Count)
            {
                Vector<double> x0 = Vector.Load(re + a0 + q), y0 = Vector.Load(im + a0 + q), x1 = Vector.Load(re + a1 + q),
                    y1 = Vector.Load(im + a1 + q);
                Vector.Store(x0 + x1, re2 + o0 + q);
                Vector.Store(y0 + y1, im2 + o0 + q);
                Vector<double> u = x0 - x1, v = y0 - y1;
                Vector.Store(u * c - v * d, re2 + o1 + q);
                Vector.Store(u * d + v * c, im2 + o1 + q);
            }
        }
    }

    private unsafe void Radix4(double* re, double* im, double* re2, double* im2, int m, int s)
    {
        for (var k = 0; k < m; k++)
        {
            int w1 = k * s, w2 = 2 * w1 % Length, w3 = 3 * w1 % Length;
            Vector<double> c1 = new(_cos[w1]), d1 = new(_sin[w1]), c2 = new(_cos[w2]), d2 = new(_sin[w2]), c3 = new(_cos[w3]),
                d3 = new(_sin[w3]);
            long block = (long)s * Width, a = block * k, step = block * m, o = block * 4 * k;
            for (var q = 0; q < block; q += Vector<double>.Count)
            {
                double* r = re + a + q, i = im + a + q;
                Vector<double> x0 = Vector.Load(r), x1 = Vector.Load(r + step), x2 = Vector.Load(r + 2 * step),
                    x3 = Vector.Load(r + 3 * step);
                Vector<double> y0 = Vector.Load(i), y1 = Vector.Load(i + step), y2 = Vector.Load(i + 2 * step),
                    y3 = Vector.Load(i + 3 * step);
                Vector<double> ex = x0 + x2, ey = y0 + y2, fx = x0 - x2, fy = y0 - y2, gx = x1 + x3, gy = y1 + y3, hx = x1 - x3,
                    hy = y1 - y3;
                double* tr = re2 + o + q, ti = im2 + o + q;
                Vector.Store(ex + gx, tr);
                Vector.Store(ey + gy, ti);
                Vector<double> ux = fx + hy, uy = fy - hx;
                Vector.Store(ux * c1 - uy * d1, tr + block);
                Vector.Store(ux * d1 + uy * c1, ti + block);
                ux = ex - gx;
                uy = ey - gy;
                Vector.Store(ux * c2 - uy * d2, tr + 2 * block);
                Vector.Store(ux * d2 + uy * c2, ti + 2 * block);
                ux = fx - hy;
                uy = fy + hx;
                Vector.Store(ux * c3 - uy * d3, tr + 3 * block);
                Vector.Store(ux * d3 + uy * c3, ti + 3 * block);
            }
        }
    }

    // Any odd prime: sums and differences of the pairs r and p - r, then real coefficients.
    private unsafe void Radix(int p, double* re, double* im, double* re2, double* im2, int m, int s)
    {
        var half = p / 2;
        Vector<double>* sx = stackalloc Vector<double>[half], sy = stackalloc Vector<double>[half], dx = stackalloc Vector<double>[half],
            dy = stackalloc Vector<double>[half];
        var unit = Length / p;
        for (var k = 0; k < m; k++)
        {
            long block = (long)s * Width, a = block * k, step = block * m, o = block * p * k;
            for (var q = 0; q < block; q += Vector<double>.Count)
            {
                double* r = re + a + q, i = im + a + q;
                Vector<double> x0 = Vector.Load(r), y0 = Vector.Load(i), ax = x0, ay = y0;
                for (var j = 0; j < half; j++)
                {
                    Vector<double> x1 = Vector.Load(r + (j + 1) * step), x2 = Vector.Load(r + (p - 1 - j) * step);
                    Vector<double> y1 = Vector.Load(i + (j + 1) * step), y2 = Vector.Load(i + (p - 1 - j) * step);
                    (sx[j], sy[j], dx[j], dy[j]) = (x1 + x2, y1 + y2, x1 - x2, y1 - y2);
                    ax += sx[j];
                    ay += sy[j];
                }
                Vector.Store(ax, re2 + o + q);
                Vector.Store(ay, im2 + o + q);
                for (var c = 1; c <= half; c++)
                {
                    Vector<double> ux = x0, uy = y0, vx = Vector<double>.Zero, vy = vx;
                    for (int j = 0, at = c; j < half; j++)
                    {
                        Vector<double> cos = new(_cos[at * unit]), sin = new(_sin[at * unit]);
                        ux += sx[j] * cos;
                        uy += sy[j] * cos;
                        vx += dx[j] * sin;
                        vy += dy[j] * sin;
                        at += c;
                        if (at >= p)
                            at -= p;
                    }
                    // i (dx + i dy) sin = -dy sin + i dx sin
                    Put(ux - vy, uy + vx, c, q);
                    Put(ux + vy, uy - vx, p - c, q);
                }
            }

            void Put(Vector<double> x, Vector<double> y, int c, int q)
            {
                var w = (int)((long)k * s * c % Length);
                Vector<double> cos = new(_cos[w]), sin = new(_sin[w]);
                Vector.Store(x * cos - y * sin, re2 + o + c * block + q);
                Vector.Store(x * sin + y * cos, im2 + o + c * block + q);
            }
        }
    }
}

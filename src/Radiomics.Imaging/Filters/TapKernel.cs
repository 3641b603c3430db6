using System.Numerics;
using System.Runtime.CompilerServices;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// The inner loop of every separable filter: weighted sums of rows. Each element is summed on its own, tap after tap, multiplied and
/// then added (never fused), so that the width of the machine's vectors changes nothing.
/// </summary>
internal static unsafe class TapKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>destination[x] = 0 + weights[0] sources[0][x] + weights[1] sources[1][x] + ..., in that order.</summary>
    public static void Sum(T** sources, T* weights, int taps, T* destination, int length)
    {
        if (Vector.IsHardwareAccelerated && length >= Vector<T>.Count)
            SumVectors(sources, weights, taps, destination, length);
        else
            SumScalar(sources, weights, taps, destination, 0, length);
    }

    /// <summary>Two sums of the same sources at once, each as <see cref="Sum"/> makes it: the sources are read once.</summary>
    public static void SumPair(T** sources, T* weights, T* others, int taps, T* destination, T* other, int length)
    {
        if (Vector.IsHardwareAccelerated && length >= Vector<T>.Count)
        {
            SumPairVectors(sources, weights, others, taps, destination, other, length);
            return;
        }
        SumScalar(sources, weights, taps, destination, 0, length);
        SumScalar(sources, others, taps, other, 0, length);
    }

    /// <summary>The plain form, which the vector form must equal bit for bit.</summary>
    public static void SumScalar(T** sources, T* weights, int taps, T* destination, int from, int to)
    {
        for (var x = from; x < to; x++)
        {
            var sum = T.Zero;
            for (var t = 0; t < taps; t++)
                sum += weights[t] * sources[t][x];
            destination[x] = sum;
        }
    }

    /// <summary>The vector form; at least one vector long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumVectors(T** sources, T* weights, int taps, T* destination, int length)
    {
        var width = Vector<T>.Count;
        var x = 0;
        for (; x <= length - 4 * width; x += 4 * width)
        {
            Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a;
            for (var t = 0; t < taps; t++)
            {
                var weight = new Vector<T>(weights[t]);
                var source = sources[t] + x;
                a += weight * Vector.Load(source);
                b += weight * Vector.Load(source + width);
                c += weight * Vector.Load(source + 2 * width);
                d += weight * Vector.Load(source + 3 * width);
            }
            Vector.Store(a, destination + x);
            Vector.Store(b, destination + x + width);
            Vector.Store(c, destination + x + 2 * width);
            Vector.Store(d, destination + x + 3 * width);
        }
        while (x < length)
        {
            x = Math.Min(x, length - width);
            var sum = Vector<T>.Zero;
            for (var t = 0; t < taps; t++)
                sum += new Vector<T>(weights[t]) * Vector.Load(sources[t] + x);
            Vector.Store(sum, destination + x);
            x += width;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumPairVectors(T** sources, T* weights, T* others, int taps, T* destination, T* other, int length)
    {
        var width = Vector<T>.Count;
        var x = 0;
        for (; x <= length - 4 * width; x += 4 * width)
        {
            Vector<T> a = Vector<T>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            for (var t = 0; t < taps; t++)
            {
                Vector<T> weight = new(weights[t]), second = new(others[t]);
                var source = sources[t] + x;
                Vector<T> p = Vector.Load(source),
                    q = Vector.Load(source + width),
                    r = Vector.Load(source + 2 * width),
                    s = Vector.Load(source + 3 * width);
                a += weight * p;
                b += weight * q;
                c += weight * r;
                d += weight * s;
                e += second * p;
                f += second * q;
                g += second * r;
                h += second * s;
            }
            Vector.Store(a, destination + x);
            Vector.Store(b, destination + x + width);
            Vector.Store(c, destination + x + 2 * width);
            Vector.Store(d, destination + x + 3 * width);
            Vector.Store(e, other + x);
            Vector.Store(f, other + x + width);
            Vector.Store(g, other + x + 2 * width);
            Vector.Store(h, other + x + 3 * width);
        }
        while (x < length)
        {
            x = Math.Min(x, length - width);
            Vector<T> sum = Vector<T>.Zero, second = sum;
            for (var t = 0; t < taps; t++)
            {
                var source = Vector.Load(sources[t] + x);
                sum += new Vector<T>(weights[t]) * source;
                second += new Vector<T>(others[t]) * source;
            }
            Vector.Store(sum, destination + x);
            Vector.Store(second, other + x);
            x += width;
        }
    }
}

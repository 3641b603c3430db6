using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Radiomics.Imaging.Filters;

/// <summary>Stands rows side by side and lays them back, by turning squares of four: element n of row k is at n * width + k of the
/// panel.</summary>
internal static unsafe class LinePanel
{
    /// <summary>Gathers rows of floats or doubles; the columns of rows that are not there are left as they are.</summary>
    public static void Gather<T>(T* source, int rowStride, int length, int rows, double* panel, int width)
        where T : unmanaged
    {
        var k = 0;
        for (; k <= rows - 4; k += 4)
        {
            T* a = source + (long)k * rowStride, b = a + rowStride, c = b + rowStride, d = c + rowStride;
            var n = 0;
            for (; n <= length - 4; n += 4)
            {
                var to = panel + (long)n * width + k;
                if (typeof(T) == typeof(float))
                    Turn((float*)a + n, (float*)b + n, (float*)c + n, (float*)d + n, to, width);
                else
                    Turn((double*)a + n, (double*)b + n, (double*)c + n, (double*)d + n, to, width);
            }
            for (; n < length; n++)
            {
                var to = panel + (long)n * width + k;
                (to[0], to[1], to[2], to[3]) = (Value(a + n), Value(b + n), Value(c + n), Value(d + n));
            }
        }
        for (; k < rows; k++)
        {
            for (var n = 0; n < length; n++)
                panel[(long)n * width + k] = Value(source + (long)k * rowStride + n);
        }
    }

    /// <summary>Lays the panel's first rows down.</summary>
    public static void Scatter<T>(T* panel, int width, int length, int rows, T* target, int rowStride)
        where T : unmanaged
    {
        var k = 0;
        for (; k <= rows - 4; k += 4)
        {
            var n = 0;
            for (; n <= length - 4; n += 4)
            {
                T* from = panel + (long)n * width + k, to = target + (long)k * rowStride + n;
                if (typeof(T) == typeof(float))
                {
                    var (p, q, r, s) = Turned(Vector128.Load((float*)from), Vector128.Load((float*)from + width),
                        Vector128.Load((float*)from + 2 * width), Vector128.Load((float*)from + 3 * width));
                    p.Store((float*)to);
                    q.Store((float*)to + rowStride);
                    r.Store((float*)to + 2 * rowStride);
                    s.Store((float*)to + 3 * rowStride);
                }
                else
                {
                    var lines = (double*)from;
                    Turn(lines, lines + width, lines + 2 * width, lines + 3 * width, (double*)to, rowStride);
                }
            }
            for (; n < length; n++)
            {
                for (var i = 0; i < 4; i++)
                    target[(long)(k + i) * rowStride + n] = panel[(long)n * width + k + i];
            }
        }
        for (; k < rows; k++)
        {
            for (var n = 0; n < length; n++)
                target[(long)k * rowStride + n] = panel[(long)n * width + k];
        }
    }

    /// <summary>A float or double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Value<T>(T* at)
        where T : unmanaged => typeof(T) == typeof(float) ? *(float*)at : *(double*)at;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(float* a, float* b, float* c, float* d, double* to, int width)
    {
        var (p, q, r, s) = Turned(Vector128.Load(a), Vector128.Load(b), Vector128.Load(c), Vector128.Load(d));
        Store(p, to);
        Store(q, to + width);
        Store(r, to + 2 * width);
        Store(s, to + 3 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> four, double* to)
    {
        if (Avx.IsSupported)
        {
            Avx.ConvertToVector256Double(four).Store(to);
            return;
        }
        Vector128.WidenLower(four).Store(to);
        Vector128.WidenUpper(four).Store(to + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(double* a, double* b, double* c, double* d, double* to, int width)
    {
        for (var half = 0; half < 4; half += 2)
        {
            Vector128<double> p = Vector128.Load(a + half), q = Vector128.Load(b + half), r = Vector128.Load(c + half),
                s = Vector128.Load(d + half);
            Low(p, q).Store(to + half * width);
            Low(r, s).Store(to + half * width + 2);
            High(p, q).Store(to + (half + 1) * width);
            High(r, s).Store(to + (half + 1) * width + 2);
        }

        static Vector128<double> Low(Vector128<double> x, Vector128<double> y) =>
            Sse2.IsSupported ? Sse2.UnpackLow(x, y) : Vector128.Create(x.GetElement(0), y.GetElement(0));

        static Vector128<double> High(Vector128<double> x, Vector128<double> y) =>
            Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : Vector128.Create(x.GetElement(1), y.GetElement(1));
    }

    // A square of four by four turned over its diagonal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> A, Vector128<float> B, Vector128<float> C, Vector128<float> D) Turned(
        Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (Sse.IsSupported)
        {
            Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), ab2 = Sse.UnpackHigh(a, b), cd2 = Sse.UnpackHigh(c, d);
            return (Sse.MoveLowToHigh(ab, cd), Sse.MoveHighToLow(cd, ab), Sse.MoveLowToHigh(ab2, cd2), Sse.MoveHighToLow(cd2, ab2));
        }
        return (Of(0), Of(1), Of(2), Of(3));

        Vector128<float> Of(int i) => Vector128.Create(a.GetElement(i), b.GetElement(i), c.GetElement(i), d.GetElement(i));
    }
}

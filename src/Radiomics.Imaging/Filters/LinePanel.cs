using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// Brings eight lines of a box side by side and back: elements that follow one another across the lines by whole vectors, lines along x by
/// turning squares of four.
/// </summary>
internal static unsafe class LinePanel
{
    private const int Width = RecursiveLines.Width;

    /// <summary>Gathers lines: panel[n * 8 + k] = source[n * along + k * across].</summary>
    public static void Gather<T>(T* source, int along, int across, int length, int count, double* panel)
        where T : unmanaged
    {
        if (count == Width && across == 1)
        {
            for (var n = 0; n < length; n++)
            {
                var (low, high) = Load8(source + (long)n * along);
                low.Store(panel + n * Width);
                high.Store(panel + n * Width + 4);
            }
            return;
        }
        var n0 = 0;
        if (count == Width && along == 1)
        {
            for (; n0 <= length - 4; n0 += 4)
            {
                for (var half = 0; half < Width; half += 4)
                {
                    var (a, b, c, d) = Turn(
                        Load4(source + n0 + (long)half * across), Load4(source + n0 + (half + 1L) * across),
                        Load4(source + n0 + (half + 2L) * across), Load4(source + n0 + (half + 3L) * across));
                    a.Store(panel + n0 * Width + half);
                    b.Store(panel + (n0 + 1) * Width + half);
                    c.Store(panel + (n0 + 2) * Width + half);
                    d.Store(panel + (n0 + 3) * Width + half);
                }
            }
        }
        for (var n = n0; n < length; n++)
        {
            for (var k = 0; k < count; k++)
                panel[n * Width + k] = typeof(T) == typeof(float) ? *(float*)(source + (long)n * along + (long)k * across)
                    : *(double*)(source + (long)n * along + (long)k * across);
        }
    }

    /// <summary>Scatters lines, in single precision: target[n * along + k * across] = panel[n * 8 + k].</summary>
    public static void Scatter(double* panel, int length, int count, float* target, int along, int across)
    {
        if (count == Width && across == 1)
        {
            for (var n = 0; n < length; n++)
                Vector256.Narrow(Vector256.Load(panel + n * Width), Vector256.Load(panel + n * Width + 4)).Store(target + (long)n * along);
            return;
        }
        var n0 = 0;
        if (count == Width && along == 1)
        {
            for (; n0 <= length - 4; n0 += 4)
            {
                for (var half = 0; half < Width; half += 4)
                {
                    var (a, b, c, d) = Turn(
                        Vector256.Load(panel + n0 * Width + half), Vector256.Load(panel + (n0 + 1) * Width + half),
                        Vector256.Load(panel + (n0 + 2) * Width + half), Vector256.Load(panel + (n0 + 3) * Width + half));
                    Vector256<float> ab = Vector256.Narrow(a, b), cd = Vector256.Narrow(c, d);
                    ab.GetLower().Store(target + n0 + (long)half * across);
                    ab.GetUpper().Store(target + n0 + (half + 1L) * across);
                    cd.GetLower().Store(target + n0 + (half + 2L) * across);
                    cd.GetUpper().Store(target + n0 + (half + 3L) * across);
                }
            }
        }
        for (var n = n0; n < length; n++)
        {
            for (var k = 0; k < count; k++)
                target[(long)n * along + (long)k * across] = (float)panel[n * Width + k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Low, Vector256<double> High) Load8<T>(T* source)
        where T : unmanaged =>
        typeof(T) == typeof(float) ? Vector256.Widen(Vector256.Load((float*)source))
            : (Vector256.Load((double*)source), Vector256.Load((double*)source + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load4<T>(T* source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return Vector256.Load((double*)source);
        var (low, high) = Vector128.Widen(Vector128.Load((float*)source));
        return Vector256.Create(low, high);
    }

    // A square of four by four turned over its diagonal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> A, Vector256<double> B, Vector256<double> C, Vector256<double> D) Turn(
        Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d)
    {
        Vector256<double> ac = Vector256.Create(a.GetLower(), c.GetLower()), bd = Vector256.Create(b.GetLower(), d.GetLower());
        Vector256<double> ac2 = Vector256.Create(a.GetUpper(), c.GetUpper()), bd2 = Vector256.Create(b.GetUpper(), d.GetUpper());
        return (Low(ac, bd), High(ac, bd), Low(ac2, bd2), High(ac2, bd2));

        // Of (a0 a1 c0 c1) and (b0 b1 d0 d1): (a0 b0 c0 d0) and (a1 b1 c1 d1).
        static Vector256<double> Low(Vector256<double> x, Vector256<double> y) => System.Runtime.Intrinsics.X86.Avx.IsSupported
            ? System.Runtime.Intrinsics.X86.Avx.UnpackLow(x, y)
            : Vector256.Create(x.GetElement(0), y.GetElement(0), x.GetElement(2), y.GetElement(2));

        static Vector256<double> High(Vector256<double> x, Vector256<double> y) => System.Runtime.Intrinsics.X86.Avx.IsSupported
            ? System.Runtime.Intrinsics.X86.Avx.UnpackHigh(x, y)
            : Vector256.Create(x.GetElement(1), y.GetElement(1), x.GetElement(3), y.GetElement(3));
    }
}

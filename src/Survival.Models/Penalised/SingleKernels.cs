using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Survival.Models.Penalised;

/// <summary>
/// Sums over columns in single precision, for what is corrected or checked in double precision afterwards. As in
/// <see cref="ColumnKernels"/> every sum has its lanes, sixteen here, and one tree that adds them up, without fused multiply-add: the
/// same bits with and without vector hardware.
/// </summary>
internal static class SingleKernels
{
    private const int Lanes = 16;

    /// <summary>By how much a sum of products can be wrong, as a share of the product of the norms: half a unit of the last place for each
    /// rounding of a lane's sum and of the tree, for the product and for both factors, twice.</summary>
    public static double ErrorOf(int length) => ((length / Lanes) + Lanes + 8) * 1.2e-7;

    /// <summary>The four sums of x[i] * a[i], b[i], c[i] and d[i].</summary>
    public static (float A, float B, float C, float D) Dot4(
        ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
    {
        var n = x.Length;
        if (a.Length != n || b.Length != n || c.Length != n || d.Length != n)
            throw new ArgumentException("The spans must be of one length.", nameof(x));
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        Vector256<float> al = default, ah = default, bl = default, bh = default, cl = default, ch = default, dl = default, dh = default;
        var i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            var low = Vector256.LoadUnsafe(ref x0, (nuint)i);
            var high = Vector256.LoadUnsafe(ref x0, (nuint)(i + 8));
            al += low * Vector256.LoadUnsafe(ref a0, (nuint)i);
            ah += high * Vector256.LoadUnsafe(ref a0, (nuint)(i + 8));
            bl += low * Vector256.LoadUnsafe(ref b0, (nuint)i);
            bh += high * Vector256.LoadUnsafe(ref b0, (nuint)(i + 8));
            cl += low * Vector256.LoadUnsafe(ref c0, (nuint)i);
            ch += high * Vector256.LoadUnsafe(ref c0, (nuint)(i + 8));
            dl += low * Vector256.LoadUnsafe(ref d0, (nuint)i);
            dh += high * Vector256.LoadUnsafe(ref d0, (nuint)(i + 8));
        }
        return (Tree(al + ah) + Tail(x, a, i), Tree(bl + bh) + Tail(x, b, i), Tree(cl + ch) + Tail(x, c, i), Tree(dl + dh) + Tail(x, d, i));
    }

    /// <summary>The sums of the products of four columns with four others, that of x (0 to 3) and y at 4 y + x: each the same bits as
    /// <see cref="Dot4"/>.</summary>
    /// <param name="x0">A column.</param>
    /// <param name="x1">A column.</param>
    /// <param name="x2">A column.</param>
    /// <param name="x3">A column.</param>
    /// <param name="y">The four others, one after the other.</param>
    /// <param name="result">Sixteen sums.</param>
    public static void Dot16(
        ReadOnlySpan<float> x0, ReadOnlySpan<float> x1, ReadOnlySpan<float> x2, ReadOnlySpan<float> x3, ReadOnlySpan<float> y,
        Span<double> result)
    {
        var n = x0.Length;
        if (x1.Length != n || x2.Length != n || x3.Length != n || y.Length != 4 * n)
            throw new ArgumentException("The spans must be of one length.", nameof(x0));
        // Fewer registers do not hold sixteen sums.
        if (!Vector512.IsHardwareAccelerated)
        {
            for (var k = 0; k < 4; k++)
            {
                (result[4 * k], result[(4 * k) + 1], result[(4 * k) + 2], result[(4 * k) + 3]) =
                    Dot4(y.Slice(k * n, n), x0, x1, x2, x3);
            }
            return;
        }
        ref var p0 = ref MemoryMarshal.GetReference(x0);
        ref var p1 = ref MemoryMarshal.GetReference(x1);
        ref var p2 = ref MemoryMarshal.GetReference(x2);
        ref var p3 = ref MemoryMarshal.GetReference(x3);
        for (var k = 0; k < 4; k += 2)
        {
            ReadOnlySpan<float> u = y.Slice(k * n, n), v = y.Slice((k + 1) * n, n);
            ref var q0 = ref MemoryMarshal.GetReference(u);
            ref var q1 = ref MemoryMarshal.GetReference(v);
            Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default;
            var i = 0;
            for (; i <= n - Lanes; i += Lanes)
            {
                var first = Vector512.LoadUnsafe(ref q0, (nuint)i);
                var second = Vector512.LoadUnsafe(ref q1, (nuint)i);
                var x = Vector512.LoadUnsafe(ref p0, (nuint)i);
                a0 += x * first;
                b0 += x * second;
                x = Vector512.LoadUnsafe(ref p1, (nuint)i);
                a1 += x * first;
                b1 += x * second;
                x = Vector512.LoadUnsafe(ref p2, (nuint)i);
                a2 += x * first;
                b2 += x * second;
                x = Vector512.LoadUnsafe(ref p3, (nuint)i);
                a3 += x * first;
                b3 += x * second;
            }
            result[4 * k] = Tree(a0) + Tail(x0, u, i);
            result[(4 * k) + 1] = Tree(a1) + Tail(x1, u, i);
            result[(4 * k) + 2] = Tree(a2) + Tail(x2, u, i);
            result[(4 * k) + 3] = Tree(a3) + Tail(x3, u, i);
            result[(4 * k) + 4] = Tree(b0) + Tail(x0, v, i);
            result[(4 * k) + 5] = Tree(b1) + Tail(x1, v, i);
            result[(4 * k) + 6] = Tree(b2) + Tail(x2, v, i);
            result[(4 * k) + 7] = Tree(b3) + Tail(x3, v, i);
        }
    }

    /// <summary>y[i] += (p*a[i] + q*b[i]) + (r*c[i] + s*d[i]).</summary>
    public static void Add4(
        float p, ReadOnlySpan<float> a, float q, ReadOnlySpan<float> b, float r, ReadOnlySpan<float> c, float s, ReadOnlySpan<float> d,
        Span<float> y)
    {
        var n = y.Length;
        if (a.Length != n || b.Length != n || c.Length != n || d.Length != n)
            throw new ArgumentException("The spans must be of one length.", nameof(y));
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var (vp, vq, vr, vs) = (Vector256.Create(p), Vector256.Create(q), Vector256.Create(r), Vector256.Create(s));
        var i = 0;
        for (; i <= n - 8; i += 8)
        {
            var first = (vp * Vector256.LoadUnsafe(ref a0, (nuint)i)) + (vq * Vector256.LoadUnsafe(ref b0, (nuint)i));
            var second = (vr * Vector256.LoadUnsafe(ref c0, (nuint)i)) + (vs * Vector256.LoadUnsafe(ref d0, (nuint)i));
            (Vector256.LoadUnsafe(ref y0, (nuint)i) + (first + second)).StoreUnsafe(ref y0, (nuint)i);
        }
        for (; i < n; i++)
            y[i] += ((p * a[i]) + (q * b[i])) + ((r * c[i]) + (s * d[i]));
    }

    private static float Tree(Vector512<float> lanes) => Tree(lanes.GetLower() + lanes.GetUpper());

    private static float Tree(Vector256<float> lanes)
    {
        var four = lanes.GetLower() + lanes.GetUpper();
        return (four[0] + four[1]) + (four[2] + four[3]);
    }

    private static float Tail(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int i)
    {
        float sum = 0;
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}

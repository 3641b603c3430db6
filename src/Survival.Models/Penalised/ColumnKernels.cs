using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Survival.Models.Penalised;

/// <summary>
/// Sums over columns. Every sum runs in eight lanes, each lane over every eighth row, and adds the lanes up in one fixed
/// tree, without fused multiply-add: the same bits with and without vector hardware.
/// </summary>
internal static class ColumnKernels
{
    private const int Lanes = 8;

    /// <summary>The sum of a[i] * b[i].</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var n = a.Length;
        if (b.Length != n)
            throw new ArgumentException("The spans must be of one length.", nameof(b));
        if (!Vector128.IsHardwareAccelerated)
            return DotScalar(a, b);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var sum = Vector512<double>.Zero;
            for (; i <= n - Lanes; i += Lanes)
                sum += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i);
            return Tree(sum) + Tail(a, b, i);
        }
        var low = Vector256<double>.Zero;
        var high = Vector256<double>.Zero;
        for (; i <= n - Lanes; i += Lanes)
        {
            low += Vector256.LoadUnsafe(ref x, (nuint)i) * Vector256.LoadUnsafe(ref y, (nuint)i);
            high += Vector256.LoadUnsafe(ref x, (nuint)(i + 4)) * Vector256.LoadUnsafe(ref y, (nuint)(i + 4));
        }
        return Tree(low + high) + Tail(a, b, i);
    }

    /// <summary>The four sums of x[i] * a[i], b[i], c[i] and d[i]: each the same bits as <see cref="Dot"/>.</summary>
    public static (double A, double B, double C, double D) Dot4(
        ReadOnlySpan<double> x, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        var n = x.Length;
        if (!Vector128.IsHardwareAccelerated)
            return (DotScalar(x, a), DotScalar(x, b), DotScalar(x, c), DotScalar(x, d));
        if (a.Length != n || b.Length != n || c.Length != n || d.Length != n)
            throw new ArgumentException("The spans must be of one length.", nameof(x));
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> at = default, bt = default, ct = default, dt = default;
            for (; i <= n - Lanes; i += Lanes)
            {
                var row = Vector512.LoadUnsafe(ref x0, (nuint)i);
                at += row * Vector512.LoadUnsafe(ref a0, (nuint)i);
                bt += row * Vector512.LoadUnsafe(ref b0, (nuint)i);
                ct += row * Vector512.LoadUnsafe(ref c0, (nuint)i);
                dt += row * Vector512.LoadUnsafe(ref d0, (nuint)i);
            }
            return (Tree(at) + Tail(x, a, i), Tree(bt) + Tail(x, b, i), Tree(ct) + Tail(x, c, i), Tree(dt) + Tail(x, d, i));
        }
        Vector256<double> al = default, ah = default, bl = default, bh = default, cl = default, ch = default, dl = default, dh = default;
        for (; i <= n - Lanes; i += Lanes)
        {
            var low = Vector256.LoadUnsafe(ref x0, (nuint)i);
            var high = Vector256.LoadUnsafe(ref x0, (nuint)(i + 4));
            al += low * Vector256.LoadUnsafe(ref a0, (nuint)i);
            ah += high * Vector256.LoadUnsafe(ref a0, (nuint)(i + 4));
            bl += low * Vector256.LoadUnsafe(ref b0, (nuint)i);
            bh += high * Vector256.LoadUnsafe(ref b0, (nuint)(i + 4));
            cl += low * Vector256.LoadUnsafe(ref c0, (nuint)i);
            ch += high * Vector256.LoadUnsafe(ref c0, (nuint)(i + 4));
            dl += low * Vector256.LoadUnsafe(ref d0, (nuint)i);
            dh += high * Vector256.LoadUnsafe(ref d0, (nuint)(i + 4));
        }
        return (Tree(al + ah) + Tail(x, a, i), Tree(bl + bh) + Tail(x, b, i), Tree(cl + ch) + Tail(x, c, i), Tree(dl + dh) + Tail(x, d, i));
    }

    /// <summary>The sums of the products of four columns with four others, that of x (0 to 3) and y at 4 y + x: each the same bits as
    /// <see cref="Dot"/>.</summary>
    /// <param name="x0">A column.</param>
    /// <param name="x1">A column.</param>
    /// <param name="x2">A column.</param>
    /// <param name="x3">A column.</param>
    /// <param name="y">The four others, one after the other.</param>
    /// <param name="result">Sixteen sums.</param>
    public static void Dot16(
        ReadOnlySpan<double> x0, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> x3, ReadOnlySpan<double> y,
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
            ref var q0 = ref MemoryMarshal.GetReference(y.Slice(k * n, n));
            ref var q1 = ref MemoryMarshal.GetReference(y.Slice((k + 1) * n, n));
            Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector512<double> b0 = default, b1 = default, b2 = default, b3 = default;
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
            ReadOnlySpan<double> u = y.Slice(k * n, n), v = y.Slice((k + 1) * n, n);
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

    /// <summary>y[i] += s * x[i].</summary>
    public static void Add(double s, ReadOnlySpan<double> x, Span<double> y)
    {
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var x0 = ref MemoryMarshal.GetReference(x);
            ref var y0 = ref MemoryMarshal.GetReference(y);
            var wide = Vector512.Create(s);
            for (; Vector512.IsHardwareAccelerated && i <= y.Length - Lanes; i += Lanes)
                (Vector512.LoadUnsafe(ref y0, (nuint)i) + (wide * Vector512.LoadUnsafe(ref x0, (nuint)i))).StoreUnsafe(ref y0, (nuint)i);
            var factor = Vector256.Create(s);
            for (; i <= y.Length - 4; i += 4)
                (Vector256.LoadUnsafe(ref y0, (nuint)i) + (factor * Vector256.LoadUnsafe(ref x0, (nuint)i))).StoreUnsafe(ref y0, (nuint)i);
        }
        for (; i < y.Length; i++)
            y[i] += s * x[i];
    }

    /// <summary>y[i] += (p*a[i] + q*b[i]) + (r*c[i] + s*d[i]).</summary>
    public static void Add4(
        double p, ReadOnlySpan<double> a, double q, ReadOnlySpan<double> b, double r, ReadOnlySpan<double> c, double s,
            ReadOnlySpan<double> d, Span<double> y)
    {
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var a0 = ref MemoryMarshal.GetReference(a);
            ref var b0 = ref MemoryMarshal.GetReference(b);
            ref var c0 = ref MemoryMarshal.GetReference(c);
            ref var d0 = ref MemoryMarshal.GetReference(d);
            ref var y0 = ref MemoryMarshal.GetReference(y);
            var (wp, wq, wr, ws) = (Vector512.Create(p), Vector512.Create(q), Vector512.Create(r), Vector512.Create(s));
            for (; Vector512.IsHardwareAccelerated && i <= y.Length - Lanes; i += Lanes)
            {
                var first = (wp * Vector512.LoadUnsafe(ref a0, (nuint)i)) + (wq * Vector512.LoadUnsafe(ref b0, (nuint)i));
                var second = (wr * Vector512.LoadUnsafe(ref c0, (nuint)i)) + (ws * Vector512.LoadUnsafe(ref d0, (nuint)i));
                (Vector512.LoadUnsafe(ref y0, (nuint)i) + (first + second)).StoreUnsafe(ref y0, (nuint)i);
            }
            var (vp, vq, vr, vs) = (Vector256.Create(p), Vector256.Create(q), Vector256.Create(r), Vector256.Create(s));
            for (; i <= y.Length - 4; i += 4)
            {
                var first = (vp * Vector256.LoadUnsafe(ref a0, (nuint)i)) + (vq * Vector256.LoadUnsafe(ref b0, (nuint)i));
                var second = (vr * Vector256.LoadUnsafe(ref c0, (nuint)i)) + (vs * Vector256.LoadUnsafe(ref d0, (nuint)i));
                (Vector256.LoadUnsafe(ref y0, (nuint)i) + (first + second)).StoreUnsafe(ref y0, (nuint)i);
            }
        }
        for (; i < y.Length; i++)
            y[i] += ((p * a[i]) + (q * b[i])) + ((r * c[i]) + (s * d[i]));
    }

    /// <summary>Four combinations of columns at once, each column read once: result k = the sum over columns of factors[4 c + k] times
    /// column c.</summary>
    /// <param name="columns">The columns, one after the other.</param>
    /// <param name="factors">Four factors of each column.</param>
    /// <param name="rows">The length of a column.</param>
    /// <param name="result">The four sums, one after the other; overwritten.</param>
    public static void Combine4(ReadOnlySpan<double> columns, ReadOnlySpan<double> factors, int rows, Span<double> result)
    {
        var count = factors.Length / 4;
        if (columns.Length < count * rows || result.Length < 4 * rows)
            throw new ArgumentException("The spans are too short.", nameof(columns));
        ref var first = ref MemoryMarshal.GetReference(columns);
        ref var factor = ref MemoryMarshal.GetReference(factors);
        ref var target = ref MemoryMarshal.GetReference(result);
        var i = 0;
        for (; i <= rows - Lanes; i += Lanes)
        {
            Vector256<double> al = default, ah = default, bl = default, bh = default;
            Vector256<double> cl = default, ch = default, dl = default, dh = default;
            var at = (nuint)i;
            for (var c = 0; c < count; c++, at += (nuint)rows)
            {
                var (low, high) = (Vector256.LoadUnsafe(ref first, at), Vector256.LoadUnsafe(ref first, at + 4));
                var f = Vector256.Create(Unsafe.Add(ref factor, 4 * c));
                al += f * low;
                ah += f * high;
                f = Vector256.Create(Unsafe.Add(ref factor, (4 * c) + 1));
                bl += f * low;
                bh += f * high;
                f = Vector256.Create(Unsafe.Add(ref factor, (4 * c) + 2));
                cl += f * low;
                ch += f * high;
                f = Vector256.Create(Unsafe.Add(ref factor, (4 * c) + 3));
                dl += f * low;
                dh += f * high;
            }
            Store(ref target, i, al, ah);
            Store(ref target, rows + i, bl, bh);
            Store(ref target, (2 * rows) + i, cl, ch);
            Store(ref target, (3 * rows) + i, dl, dh);
        }
        for (; i < rows; i++)
        {
            for (var k = 0; k < 4; k++)
            {
                var sum = 0.0;
                for (var c = 0; c < count; c++)
                    sum += factors[(4 * c) + k] * columns[(c * rows) + i];
                result[(k * rows) + i] = sum;
            }
        }
    }

    private static void Store(ref double target, int at, Vector256<double> low, Vector256<double> high)
    {
        low.StoreUnsafe(ref target, (nuint)at);
        high.StoreUnsafe(ref target, (nuint)at + 4);
    }

    internal static double DotScalar(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, l7 = 0;
        var i = 0;
        for (; i <= a.Length - Lanes; i += Lanes)
        {
            l0 += a[i] * b[i];
            l1 += a[i + 1] * b[i + 1];
            l2 += a[i + 2] * b[i + 2];
            l3 += a[i + 3] * b[i + 3];
            l4 += a[i + 4] * b[i + 4];
            l5 += a[i + 5] * b[i + 5];
            l6 += a[i + 6] * b[i + 6];
            l7 += a[i + 7] * b[i + 7];
        }
        return ((l0 + l4) + (l1 + l5)) + ((l2 + l6) + (l3 + l7)) + Tail(a, b, i);
    }

    private static double Tree(Vector512<double> lanes) => Tree(lanes.GetLower() + lanes.GetUpper());

    private static double Tree(Vector256<double> lanes) => (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);

    private static double Tail(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int i)
    {
        double sum = 0;
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}

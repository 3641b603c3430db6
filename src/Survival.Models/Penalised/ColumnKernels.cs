using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Survival.Models.Penalised;

/// <summary>
/// Sums over columns, in double precision, or in single precision for what is corrected or checked in double precision afterwards. Every
/// sum runs in the lanes of 512 bits (eight, or sixteen in single precision), each over every eighth (sixteenth) row, and adds the lanes up
/// in one fixed tree, without fused multiply-add: the same bits with and without vector hardware.
/// </summary>
internal static class ColumnKernels
{
    /// <summary>By how much a sum of products in single precision can be wrong, as a share of the product of the norms: half a unit of the
    /// last place for each rounding of a lane's sum and of the tree, for the product and for both factors, twice.</summary>
    public static double SingleError(int length) => ((length / Vector512<float>.Count) + Vector512<float>.Count + 8) * 1.2e-7;

    /// <summary>The sum of a[i] * b[i].</summary>
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>
    {
        var n = a.Length;
        if (b.Length != n)
            throw Unequal(nameof(b));
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var sum = Vector512<T>.Zero;
        var i = 0;
        for (; i <= n - Vector512<T>.Count; i += Vector512<T>.Count)
            sum += Vector512.LoadUnsafe(ref x, (nuint)i) * Vector512.LoadUnsafe(ref y, (nuint)i);
        return Tree(sum) + Tail(a, b, i);
    }

    /// <summary>The four sums of x[i] * a[i], b[i], c[i] and d[i]: each the same bits as <see cref="Dot"/>.</summary>
    public static (T A, T B, T C, T D) Dot4<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, ReadOnlySpan<T> d)
        where T : unmanaged, INumber<T>
    {
        var n = x.Length;
        if (a.Length != n || b.Length != n || c.Length != n || d.Length != n)
            throw Unequal(nameof(x));
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        var i = 0;
        // Eight halves, named, stay in registers; those of four sums of 512 bits do not.
        if (!Vector512.IsHardwareAccelerated)
        {
            Vector256<T> al = default, ah = default, bl = default, bh = default, cl = default, ch = default, dl = default, dh = default;
            for (; i <= n - Vector512<T>.Count; i += Vector512<T>.Count)
            {
                var (at, next) = ((nuint)i, (nuint)(i + Vector256<T>.Count));
                var (low, high) = (Vector256.LoadUnsafe(ref x0, at), Vector256.LoadUnsafe(ref x0, next));
                al += low * Vector256.LoadUnsafe(ref a0, at);
                ah += high * Vector256.LoadUnsafe(ref a0, next);
                bl += low * Vector256.LoadUnsafe(ref b0, at);
                bh += high * Vector256.LoadUnsafe(ref b0, next);
                cl += low * Vector256.LoadUnsafe(ref c0, at);
                ch += high * Vector256.LoadUnsafe(ref c0, next);
                dl += low * Vector256.LoadUnsafe(ref d0, at);
                dh += high * Vector256.LoadUnsafe(ref d0, next);
            }
            return (Tree(al + ah) + Tail(x, a, i), Tree(bl + bh) + Tail(x, b, i), Tree(cl + ch) + Tail(x, c, i),
                Tree(dl + dh) + Tail(x, d, i));
        }
        Vector512<T> aw = default, bw = default, cw = default, dw = default;
        for (; i <= n - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var row = Vector512.LoadUnsafe(ref x0, (nuint)i);
            aw += row * Vector512.LoadUnsafe(ref a0, (nuint)i);
            bw += row * Vector512.LoadUnsafe(ref b0, (nuint)i);
            cw += row * Vector512.LoadUnsafe(ref c0, (nuint)i);
            dw += row * Vector512.LoadUnsafe(ref d0, (nuint)i);
        }
        return (Tree(aw) + Tail(x, a, i), Tree(bw) + Tail(x, b, i), Tree(cw) + Tail(x, c, i), Tree(dw) + Tail(x, d, i));
    }

    /// <summary>The sums of the products of four columns with four others, that of x (0 to 3) and y at 4 y + x: each the same bits as
    /// <see cref="Dot"/>.</summary>
    /// <param name="x0">A column.</param>
    /// <param name="x1">A column.</param>
    /// <param name="x2">A column.</param>
    /// <param name="x3">A column.</param>
    /// <param name="y">The four others, one after the other.</param>
    /// <param name="result">Sixteen sums.</param>
    public static void Dot16<T>(
        ReadOnlySpan<T> x0, ReadOnlySpan<T> x1, ReadOnlySpan<T> x2, ReadOnlySpan<T> x3, ReadOnlySpan<T> y, Span<double> result)
        where T : unmanaged, INumber<T>
    {
        var n = x0.Length;
        if (x1.Length != n || x2.Length != n || x3.Length != n || y.Length != 4 * n)
            throw Unequal(nameof(x0));
        // Fewer registers do not hold sixteen sums.
        if (!Vector512.IsHardwareAccelerated)
        {
            for (var k = 0; k < 4; k++)
            {
                var (a, b, c, d) = Dot4(y.Slice(k * n, n), x0, x1, x2, x3);
                Put(result[(4 * k)..], a, b, c, d);
            }
            return;
        }
        ref var p0 = ref MemoryMarshal.GetReference(x0);
        ref var p1 = ref MemoryMarshal.GetReference(x1);
        ref var p2 = ref MemoryMarshal.GetReference(x2);
        ref var p3 = ref MemoryMarshal.GetReference(x3);
        for (var k = 0; k < 4; k += 2)
        {
            ReadOnlySpan<T> u = y.Slice(k * n, n), v = y.Slice((k + 1) * n, n);
            ref var q0 = ref MemoryMarshal.GetReference(u);
            ref var q1 = ref MemoryMarshal.GetReference(v);
            Vector512<T> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector512<T> b0 = default, b1 = default, b2 = default, b3 = default;
            var i = 0;
            for (; i <= n - Vector512<T>.Count; i += Vector512<T>.Count)
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
            Put(result[(4 * k)..], Tree(a0) + Tail(x0, u, i), Tree(a1) + Tail(x1, u, i), Tree(a2) + Tail(x2, u, i),
                Tree(a3) + Tail(x3, u, i));
            Put(result[((4 * k) + 4)..], Tree(b0) + Tail(x0, v, i), Tree(b1) + Tail(x1, v, i), Tree(b2) + Tail(x2, v, i),
                Tree(b3) + Tail(x3, v, i));
        }
    }

    private static void Put<T>(Span<double> result, T a, T b, T c, T d)
        where T : unmanaged, INumber<T> =>
        (result[0], result[1], result[2], result[3]) = (
            double.CreateTruncating(a), double.CreateTruncating(b), double.CreateTruncating(c), double.CreateTruncating(d));

    /// <summary>y[i] += s * x[i].</summary>
    public static void Add<T>(T s, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        var n = y.Length;
        if (x.Length < n)
            throw Unequal(nameof(x));
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var i = 0;
        var wide = Vector512.Create(s);
        for (; Vector512.IsHardwareAccelerated && i <= n - Vector512<T>.Count; i += Vector512<T>.Count)
            (Vector512.LoadUnsafe(ref y0, (nuint)i) + (wide * Vector512.LoadUnsafe(ref x0, (nuint)i))).StoreUnsafe(ref y0, (nuint)i);
        var factor = Vector256.Create(s);
        for (; i <= n - Vector256<T>.Count; i += Vector256<T>.Count)
            (Vector256.LoadUnsafe(ref y0, (nuint)i) + (factor * Vector256.LoadUnsafe(ref x0, (nuint)i))).StoreUnsafe(ref y0, (nuint)i);
        for (; i < n; i++)
            y[i] += s * x[i];
    }

    /// <summary>y[i] += (p*a[i] + q*b[i]) + (r*c[i] + s*d[i]).</summary>
    public static void Add4<T>(
        T p, ReadOnlySpan<T> a, T q, ReadOnlySpan<T> b, T r, ReadOnlySpan<T> c, T s, ReadOnlySpan<T> d, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        var n = y.Length;
        if (a.Length < n || b.Length < n || c.Length < n || d.Length < n)
            throw Unequal(nameof(a));
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        ref var y0 = ref MemoryMarshal.GetReference(y);
        var i = 0;
        var (wp, wq, wr, ws) = (Vector512.Create(p), Vector512.Create(q), Vector512.Create(r), Vector512.Create(s));
        for (; Vector512.IsHardwareAccelerated && i <= n - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var first = (wp * Vector512.LoadUnsafe(ref a0, (nuint)i)) + (wq * Vector512.LoadUnsafe(ref b0, (nuint)i));
            var second = (wr * Vector512.LoadUnsafe(ref c0, (nuint)i)) + (ws * Vector512.LoadUnsafe(ref d0, (nuint)i));
            (Vector512.LoadUnsafe(ref y0, (nuint)i) + (first + second)).StoreUnsafe(ref y0, (nuint)i);
        }
        var (vp, vq, vr, vs) = (Vector256.Create(p), Vector256.Create(q), Vector256.Create(r), Vector256.Create(s));
        for (; i <= n - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            var first = (vp * Vector256.LoadUnsafe(ref a0, (nuint)i)) + (vq * Vector256.LoadUnsafe(ref b0, (nuint)i));
            var second = (vr * Vector256.LoadUnsafe(ref c0, (nuint)i)) + (vs * Vector256.LoadUnsafe(ref d0, (nuint)i));
            (Vector256.LoadUnsafe(ref y0, (nuint)i) + (first + second)).StoreUnsafe(ref y0, (nuint)i);
        }
        for (; i < n; i++)
            y[i] += ((p * a[i]) + (q * b[i])) + ((r * c[i]) + (s * d[i]));
    }

    /// <summary>Four combinations of columns at once, each column read once: result k = the sum over columns of factors[4 c + k] times
    /// column c.</summary>
    /// <param name="columns">The columns, one after the other.</param>
    /// <param name="stride">How far the beginnings of two columns lie apart.</param>
    /// <param name="factors">Four factors of each column.</param>
    /// <param name="rows">The length of a column.</param>
    /// <param name="result">The four sums, one after the other; overwritten.</param>
    public static void Combine4(
        ReadOnlySpan<double> columns, int stride, ReadOnlySpan<double> factors, int rows, Span<double> result)
    {
        var count = factors.Length / 4;
        if (columns.Length < count * stride || result.Length < 4 * rows)
            throw new ArgumentException("The spans are too short.", nameof(columns));
        ref var first = ref MemoryMarshal.GetReference(columns);
        ref var factor = ref MemoryMarshal.GetReference(factors);
        ref var target = ref MemoryMarshal.GetReference(result);
        var i = 0;
        for (; i <= rows - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> a = default, b = default, c = default, d = default;
            var at = (nuint)i;
            for (var k = 0; k < 4 * count; k += 4, at += (nuint)stride)
            {
                var x = Vector512.LoadUnsafe(ref first, at);
                a += Vector512.Create(Unsafe.Add(ref factor, k)) * x;
                b += Vector512.Create(Unsafe.Add(ref factor, k + 1)) * x;
                c += Vector512.Create(Unsafe.Add(ref factor, k + 2)) * x;
                d += Vector512.Create(Unsafe.Add(ref factor, k + 3)) * x;
            }
            a.StoreUnsafe(ref target, (nuint)i);
            b.StoreUnsafe(ref target, (nuint)(rows + i));
            c.StoreUnsafe(ref target, (nuint)((2 * rows) + i));
            d.StoreUnsafe(ref target, (nuint)((3 * rows) + i));
        }
        for (; i < rows; i++)
        {
            for (var k = 0; k < 4; k++)
            {
                var sum = 0.0;
                for (var c = 0; c < count; c++)
                    sum += factors[(4 * c) + k] * columns[(c * stride) + i];
                result[(k * rows) + i] = sum;
            }
        }
    }

    private static T Tree<T>(Vector512<T> lanes)
        where T : unmanaged, INumber<T> => Tree(lanes.GetLower() + lanes.GetUpper());

    private static T Tree<T>(Vector256<T> lanes)
        where T : unmanaged, INumber<T>
    {
        if (Vector256<T>.Count == 4)
            return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        var four = lanes.GetLower() + lanes.GetUpper();
        return (four[0] + four[1]) + (four[2] + four[3]);
    }

    private static T Tail<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int i)
        where T : unmanaged, INumber<T>
    {
        var sum = T.Zero;
        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static ArgumentException Unequal(string argument) => new("The columns must be of one length.", argument);
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Survival.Models.Numerics;

/// <summary>Element-wise functions in four lanes, the same bits with and without vector hardware.</summary>
internal static class VectorMath
{
    private const double LogTwoHigh = 6.93145751953125e-1;
    private const double LogTwoLow = 1.42860682030941723212e-6;
    private const double Log2E = 1.4426950408889634;
    private const double Round = 6755399441055744; // 1.5 x 2^52: adding it leaves the nearest whole number in the lowest bits
    private const double Least = -708;

    /// <summary>
    /// target = exp(x - shift) for x not above shift, within one unit of the last place; 0 below exp(-708). x = n log 2 + r with |r| at
    /// most (log 2)/2, whose
    /// series ends at r^13/13! below rounding.
    /// </summary>
    public static void ExpBelow(ReadOnlySpan<double> x, double shift, Span<double> target)
    {
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var result = ref MemoryMarshal.GetReference(target);
        var s = Vector256.Create(shift);
        var i = 0;
        for (; i <= x.Length - 4; i += 4)
            Exp(Vector256.LoadUnsafe(ref source, (nuint)i) - s).StoreUnsafe(ref result, (nuint)i);
        if (i == x.Length)
            return;
        Span<double> rest = stackalloc double[4];
        rest.Fill(shift);
        x[i..].CopyTo(rest);
        Exp(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(rest)) - s).StoreUnsafe(ref MemoryMarshal.GetReference(rest));
        rest[..(x.Length - i)].CopyTo(target[i..]);
    }

    private static Vector256<double> Exp(Vector256<double> x)
    {
        var shifted = (x * Vector256.Create(Log2E)) + Vector256.Create(Round);
        var n = shifted - Vector256.Create(Round);
        var r = x - (n * Vector256.Create(LogTwoHigh)) - (n * Vector256.Create(LogTwoLow));
        var q = Vector256.Create(1.0 / 6227020800);
        q = (q * r) + Vector256.Create(1.0 / 479001600);
        q = (q * r) + Vector256.Create(1.0 / 39916800);
        q = (q * r) + Vector256.Create(1.0 / 3628800);
        q = (q * r) + Vector256.Create(1.0 / 362880);
        q = (q * r) + Vector256.Create(1.0 / 40320);
        q = (q * r) + Vector256.Create(1.0 / 5040);
        q = (q * r) + Vector256.Create(1.0 / 720);
        q = (q * r) + Vector256.Create(1.0 / 120);
        q = (q * r) + Vector256.Create(1.0 / 24);
        q = (q * r) + Vector256.Create(1.0 / 6);
        q = (q * r) + Vector256.Create(0.5);
        var exp = Vector256<double>.One + (r + (r * r * q));
        var scaled = (exp.AsInt64() + Vector256.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Least)), Vector256<double>.Zero, scaled);
    }
}

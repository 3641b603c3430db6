using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Filters;

/// <summary>Element-wise steps of recursive filters over rows: each multiplies and adds in turn, never fused, so that the vectors' width
/// changes nothing.</summary>
internal static class RowMath
{
    public static void Scale(Span<double> a, double factor) => Apply(a, a, new Times(factor));

    public static void Divide(Span<double> a, double divisor)
    {
        for (var i = 0; i < a.Length; i++)
            a[i] /= divisor;
    }

    /// <summary>a += factor b.</summary>
    public static void AddScaled(Span<double> a, ReadOnlySpan<double> b, double factor) => Apply(a, b, new PlusTimes(factor));

    /// <summary>a = z (b - a).</summary>
    public static void Anticausal(Span<double> a, ReadOnlySpan<double> b, double z) => Apply(a, b, new TimesDifference(z));

    private interface IStep
    {
        double Do(double a, double b);

        Vector<double> Do(Vector<double> a, Vector<double> b);
    }

    private static void Apply<TStep>(Span<double> a, ReadOnlySpan<double> b, TStep step)
        where TStep : struct, IStep
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            ref var left = ref MemoryMarshal.GetReference(a);
            ref var right = ref MemoryMarshal.GetReference(b[..a.Length]);
            for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
                step.Do(Vector.LoadUnsafe(ref left, (nuint)i), Vector.LoadUnsafe(ref right, (nuint)i)).StoreUnsafe(ref left, (nuint)i);
        }
        for (; i < a.Length; i++)
            a[i] = step.Do(a[i], b[i]);
    }

    private readonly struct Times(double factor) : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Do(double a, double b) => a * factor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<double> Do(Vector<double> a, Vector<double> b) => a * new Vector<double>(factor);
    }

    private readonly struct PlusTimes(double factor) : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Do(double a, double b) => a + factor * b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<double> Do(Vector<double> a, Vector<double> b) => a + new Vector<double>(factor) * b;
    }

    private readonly struct TimesDifference(double z) : IStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public double Do(double a, double b) => z * (b - a);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<double> Do(Vector<double> a, Vector<double> b) => new Vector<double>(z) * (b - a);
    }
}

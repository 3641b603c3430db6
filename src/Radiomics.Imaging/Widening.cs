using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Radiomics.Imaging;

/// <summary>Copies voxels of any scalar type to double. The conversion is exact (but for 64-bit integers past 2^53), so every path gives
/// the same.</summary>
internal static class Widening
{
    /// <summary>Copies a row.</summary>
    public static void ToDouble<T>(ReadOnlySpan<T> source, Span<double> destination)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
        {
            MemoryMarshal.Cast<T, double>(source).CopyTo(destination);
            return;
        }
        var done = 0;
        if (Avx2.IsSupported && Unsafe.SizeOf<T>() <= 4 && typeof(T) != typeof(uint))
            done = Vectors(source, destination);
        TensorPrimitives.ConvertTruncating(source[done..], destination[done..source.Length]);
    }

    private static unsafe int Vectors<T>(ReadOnlySpan<T> source, Span<double> destination)
        where T : unmanaged
    {
        var length = Math.Min(source.Length, destination.Length) & ~7;
        fixed (T* from = source)
        fixed (double* to = destination)
        {
            for (var i = 0; i < length; i += 8)
            {
                if (typeof(T) == typeof(float))
                {
                    Avx.ConvertToVector256Double(Vector128.Load((float*)from + i)).Store(to + i);
                    Avx.ConvertToVector256Double(Vector128.Load((float*)from + i + 4)).Store(to + i + 4);
                    continue;
                }
                Vector256<int> eight;
                if (typeof(T) == typeof(short))
                    eight = Avx2.ConvertToVector256Int32((short*)from + i);
                else if (typeof(T) == typeof(ushort))
                    eight = Avx2.ConvertToVector256Int32((ushort*)from + i);
                else if (typeof(T) == typeof(byte))
                    eight = Avx2.ConvertToVector256Int32((byte*)from + i);
                else if (typeof(T) == typeof(sbyte))
                    eight = Avx2.ConvertToVector256Int32((sbyte*)from + i);
                else
                    eight = Vector256.Load((int*)from + i);
                Avx.ConvertToVector256Double(eight.GetLower()).Store(to + i);
                Avx.ConvertToVector256Double(eight.GetUpper()).Store(to + i + 4);
            }
        }
        return length;
    }
}

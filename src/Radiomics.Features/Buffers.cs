namespace Radiomics.Features;

/// <summary>Arrays that are used again and grow where they are too short, at least by doubling.</summary>
internal static class Buffers
{
    /// <summary>The beginning of a buffer, holding anything.</summary>
    public static Span<T> Rent<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<T>(Math.Max(length, (int)Math.Min(2L * buffer.Length, Array.MaxLength)));
        return buffer.AsSpan(0, length);
    }

    /// <summary>The beginning of a buffer, all 0.</summary>
    public static Span<T> Cleared<T>(ref T[] buffer, int length)
    {
        var span = Rent(ref buffer, length);
        span.Clear();
        return span;
    }
}

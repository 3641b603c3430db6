namespace Radiomics.Features;

/// <summary>Arrays that are used again and grow where they are too short: twofold, or by a million where that is less, so that many small
/// steps cost little.</summary>
internal static class Buffers
{
    /// <summary>The beginning of a buffer, holding anything.</summary>
    public static Span<T> Rent<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<T>(Math.Max(length, Grown(buffer.Length)));
        return buffer.AsSpan(0, length);
    }

    /// <summary>How long an array is made that was too short.</summary>
    public static int Grown(int length) => (int)Math.Min(length + Math.Min((long)length, 1 << 20), Array.MaxLength);

    /// <summary>The beginning of a buffer, all 0.</summary>
    public static Span<T> Cleared<T>(ref T[] buffer, int length)
    {
        var span = Rent(ref buffer, length);
        span.Clear();
        return span;
    }
}

namespace Radiomics.Features.Discretisation;

/// <summary>Room for the levels of one region after another, which is filled on some threads. What a region has there stays until the next
/// one comes.</summary>
internal sealed class LevelBuffers
{
    private ushort[] _levels = [];
    private byte[] _bytes = [];

    /// <summary>How many threads may work on one region.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Places for the levels of a region, all 0; maybe more of them than asked for.</summary>
    public ushort[] Levels(int length) => Cleared(ref _levels, length);

    /// <summary>The same for levels in bytes.</summary>
    public byte[] Bytes(int length) => Cleared(ref _bytes, length);

    private static T[] Cleared<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            return buffer = new T[Math.Max(length, (int)Math.Min(2L * buffer.Length, Array.MaxLength))];
        Array.Clear(buffer, 0, length);
        return buffer;
    }
}

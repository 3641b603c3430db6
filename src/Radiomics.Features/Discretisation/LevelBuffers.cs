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
    public ushort[] Levels(int length)
    {
        Buffers.Cleared(ref _levels, length);
        return _levels;
    }

    /// <summary>The same for levels in bytes.</summary>
    public byte[] Bytes(int length)
    {
        Buffers.Cleared(ref _bytes, length);
        return _bytes;
    }
}

using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

/// <summary>Room for the levels of one region after another, which is filled on some threads. What a region has there stays until the next
/// one comes.</summary>
internal sealed class LevelBuffers
{
    private ushort[] _levels = [];
    private ushort[] _gray = [];
    private byte[] _bytes = [];
    private double[] _intensities = [];
    private RegionRuns? _runs;

    /// <summary>How many threads may work on one region.</summary>
    public int Threads { get; set; } = 1;

    /// <summary>Places for the levels of a region, holding anything; maybe more of them than asked for.</summary>
    public ushort[] Levels(int length)
    {
        Buffers.Rent(ref _levels, length);
        return _levels;
    }

    /// <summary>The same for levels in bytes, all 0.</summary>
    public byte[] Bytes(int length)
    {
        Buffers.Cleared(ref _bytes, length);
        return _bytes;
    }

    /// <summary>The same for the levels themselves beside their ranks, all 0.</summary>
    public ushort[] Gray(int length)
    {
        Buffers.Cleared(ref _gray, length);
        return _gray;
    }

    /// <summary>Places for the intensities of a region, holding anything; maybe more of them than asked for.</summary>
    public double[] Intensities(int length)
    {
        Buffers.Rent(ref _intensities, length);
        return _intensities;
    }

    /// <summary>Where a region lies; the last one's are remembered, for one image after another is read there.</summary>
    public RegionRuns Runs(Mask mask) => ReferenceEquals(_runs?.Mask, mask) ? _runs : _runs = RegionRuns.Of(mask);
}

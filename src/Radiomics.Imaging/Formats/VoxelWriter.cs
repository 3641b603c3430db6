using System.IO.Compression;

namespace Radiomics.Imaging.Formats;

/// <summary>Writes voxels as they lie in memory, little endian.</summary>
internal static class VoxelWriter
{
    /// <summary>Writes the voxels of a volume.</summary>
    public static void Write(Stream stream, Volume volume) =>
        volume.Bytes(stream, static (bytes, to) => to.Write(bytes));

    /// <summary>A stream that compresses by gzip what is written to it and leaves the one below open.</summary>
    public static GZipStream Gzip(Stream stream) => new(stream, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>Writes the voxels compressed by zlib.</summary>
    public static void Zlib(Stream stream, Volume volume)
    {
        using var zlib = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        Write(zlib, volume);
    }
}

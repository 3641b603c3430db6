using System.IO.Compression;

namespace Radiomics.Imaging.Formats;

/// <summary>Writes voxels as they lie in memory, little endian.</summary>
internal static class VoxelWriter
{
    /// <summary>Writes the voxels of a volume.</summary>
    public static void Write(Stream stream, Volume volume)
    {
        var bytes = volume.Bytes;
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(bytes);
            return;
        }
        var width = volume.PixelType.ByteSize();
        var turned = bytes.ToArray();
        for (var i = 0; i < turned.Length; i += width)
            turned.AsSpan(i, width).Reverse();
        stream.Write(turned);
    }

    /// <summary>A stream that compresses by gzip what is written to it and leaves the one below open.</summary>
    public static GZipStream Gzip(Stream stream) => new(stream, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The voxels compressed by zlib.</summary>
    public static byte[] Zlib(Volume volume)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Fastest, leaveOpen: true))
            Write(zlib, volume);
        return memory.ToArray();
    }
}

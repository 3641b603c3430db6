using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Radiomics.Reporting.Pictures;

/// <summary>Writes 8-bit RGB pictures as PNG (ISO/IEC 15948), without native code.</summary>
internal static class PngEncoder
{
    public static void Write(Stream stream, int width, int height, ReadOnlySpan<byte> rgb, double? dpi = null)
    {
        stream.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        WriteChunk(stream, "IHDR"u8, header);
        if (dpi is { } resolution)
        {
            // Pixels per metre, across and down.
            var size = new byte[9];
            BinaryPrimitives.WriteInt32BigEndian(size, (int)Math.Round(resolution / 0.0254));
            BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), (int)Math.Round(resolution / 0.0254));
            size[8] = 1;
            WriteChunk(stream, "pHYs"u8, size);
        }

        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Filter 1 (difference to the left neighbour) on every line: good for smooth pictures and simple.
            var line = new byte[1 + 3 * width];
            line[0] = 1;
            for (var y = 0; y < height; y++)
            {
                var source = rgb.Slice(3 * width * y, 3 * width);
                for (var i = 0; i < source.Length; i++)
                    line[i + 1] = (byte)(source[i] - (i < 3 ? 0 : source[i - 3]));
                deflate.Write(line);
            }
        }
        WriteChunk(stream, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(data);
        var sum = new Crc32();
        sum.Append(type);
        sum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, sum.GetCurrentHashAsUInt32());
        stream.Write(number);
    }
}

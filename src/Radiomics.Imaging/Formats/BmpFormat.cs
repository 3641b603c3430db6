using System.Buffers.Binary;
using System.Globalization;

namespace Radiomics.Imaging.Formats;

/// <summary>
/// Windows bitmaps, uncompressed: palettes of 1, 4 and 8 bits, colours of 24 and 32. A palette that is a ramp of greys gives its greys, any
/// other its indices, which are labels.
/// </summary>
internal static class BmpFormat
{
    public static bool Recognises(ReadOnlySpan<byte> start) =>
        start.Length >= 54
        && start.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(start[14..]) is 40 or 52 or 56 or 108 or 124;

    public static ImageHeader Read(ImageSource source, ReadOnlySpan<byte> start)
    {
        var path = source.Path;
        var (width, height, depth, _, _) = Fields(path, start);
        var header = Picture.Header(source, ImageFormat.Bmp, width, height, depth <= 8 ? 1 : 3, PixelType.UInt8, bigEndian: false);
        return header with { IsPalette = depth <= 8 && Greys(start, depth) is null };
    }

    public static void Decode(string path, ReadOnlySpan<byte> file, Span<byte> samples)
    {
        var (width, height, depth, data, isTopDown) = Fields(path, file);
        var stride = ((long)width * depth + 31) / 32 * 4;
        if (data < 0 || data + stride * height > file.Length)
            throw new InvalidDataException("the file ends before its last row.");
        var greys = depth <= 8 ? Greys(file, depth) : null;
        for (var y = 0; y < height; y++)
        {
            var row = file.Slice((int)(data + stride * (isTopDown ? y : height - 1 - y)), (int)stride);
            for (var x = 0; x < width; x++)
            {
                var at = y * width + x;
                if (depth <= 8)
                {
                    var index = Picture.Bits(row, x, depth);
                    samples[at] = greys is null ? index : greys[index];
                    continue;
                }
                // Blue comes first.
                var from = row.Slice(x * depth / 8, 3);
                (samples[3 * at], samples[3 * at + 1], samples[3 * at + 2]) = (from[2], from[1], from[0]);
            }
        }
    }

    // The palette where all its colours are greys of growing brightness; a palette of colours or in another order is one of labels.
    private static byte[]? Greys(ReadOnlySpan<byte> file, int depth)
    {
        var start = 14 + BinaryPrimitives.ReadInt32LittleEndian(file[14..]);
        var used = BinaryPrimitives.ReadInt32LittleEndian(file[46..]);
        var count = used > 0 && used < 1 << depth ? used : 1 << depth;
        if (start + 4 * count > file.Length)
            return null;
        var greys = new byte[1 << depth];
        for (var i = 0; i < count; i++)
        {
            var entry = file.Slice(start + 4 * i, 3);
            if (entry[0] != entry[1] || entry[1] != entry[2] || (i > 0 && entry[0] <= greys[i - 1]))
                return null;
            greys[i] = entry[0];
        }
        return greys;
    }

    private static (int Width, int Height, int Depth, long Data, bool IsTopDown) Fields(string path, ReadOnlySpan<byte> file)
    {
        var (width, height) = (BinaryPrimitives.ReadInt32LittleEndian(file[18..]), BinaryPrimitives.ReadInt32LittleEndian(file[22..]));
        var (depth, compression) = (
            BinaryPrimitives.ReadUInt16LittleEndian(file[28..]),
            BinaryPrimitives.ReadUInt32LittleEndian(file[30..])
        );
        if (width <= 0 || height is 0 or int.MinValue)
            throw new ImageFormatException(path, "its bitmap header is damaged; fetch the file again.");
        if (compression != 0 || depth is not (1 or 4 or 8 or 24 or 32))
            throw new ImageFormatException(
                path,
                string.Create(CultureInfo.InvariantCulture,
                    $"it is a bitmap of {depth} bits with compression {compression}; uncompressed ones of 1, 4, 8, 24 and 32 bits are "
                        + $"read. Save it as PNG."
                )
            );
        return (width, Math.Abs(height), depth, BinaryPrimitives.ReadUInt32LittleEndian(file[10..]), height < 0);
    }
}

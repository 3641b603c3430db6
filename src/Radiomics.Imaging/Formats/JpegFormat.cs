using System.Buffers.Binary;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Formats;

/// <summary>JPEG pictures in greys (ITU-T T.81: baseline, extended of 8 and 12 bits, lossless), by the decoder that DICOM's images go
/// through.</summary>
internal static class JpegFormat
{
    public static bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static ImageHeader Read(ImageSource source)
    {
        var path = source.Path;
        var file = source.ReadAll();
        var (width, height, precision) = Fields(path, file);
        return Picture.Header(
            source,
            ImageFormat.Jpeg,
            width,
            height,
            channels: 1,
            precision > 8 ? PixelType.UInt16 : PixelType.UInt8,
            bigEndian: !BitConverter.IsLittleEndian,
            Density(file)
        );
    }

    public static void Decode(string path, ReadOnlySpan<byte> file, Span<byte> samples)
    {
        var (width, height, precision) = Fields(path, file);
        try
        {
            JpegCodec.Decode(file, new PixelFormat(width, height, precision > 8 ? 16 : 8, precision, Signed: false, Float: false), samples);
        }
        catch (CodecException e)
        {
            throw new InvalidDataException($"{e.Message}.", e);
        }
    }

    // The density of a JFIF header (ITU-T T.871, section 10.1), the first segment of such a file: a unit, and the dots across and down.
    private static (double X, double Y)? Density(ReadOnlySpan<byte> file) =>
        file.Length >= 20 && file[3] == 0xE0 && file[6..].StartsWith("JFIF\0"u8)
            ? Picture.OfDensity(
                file[13] switch { 1 => 25.4, 2 => 10, _ => 0 },
                BinaryPrimitives.ReadUInt16BigEndian(file[14..]),
                BinaryPrimitives.ReadUInt16BigEndian(file[16..]))
            : null;

    private static (int Width, int Height, int Precision) Fields(string path, ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker is 0xFF or 0x01)
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (marker is not (>= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)))
            {
                at += 2 + length;
                continue;
            }
            if (length < 8 || at + 2 + length > file.Length)
                break;
            var body = file[(at + 4)..];
            var (precision, rows, columns, components) = (
                body[0],
                BinaryPrimitives.ReadUInt16BigEndian(body[1..]),
                BinaryPrimitives.ReadUInt16BigEndian(body[3..]),
                body[5]
            );
            if (components != 1)
                throw new ImageFormatException(
                    path,
                    Invariant($"it is a JPEG picture in colour ({components} components), whose brightness is not one of its numbers. ")
                        + "Save it in greys."
                );
            if (marker is not (0xC0 or 0xC1 or 0xC3))
                throw new ImageFormatException(
                    path,
                    Invariant($"it is a JPEG picture of a kind (SOF{marker - 0xC0}, ")
                        + (marker is 0xC2 ? "progressive" : "not sequential with Huffman codes")
                        + ") that is not read here. Save it as a sequential one, or as PNG."
                );
            if (rows == 0 || columns == 0 || precision is < 2 or > 16)
                break;
            return (columns, rows, precision);
        }
        throw new ImageFormatException(path, "its JPEG header is cut off or damaged; fetch the file again.");
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace Radiomics.Imaging.Formats;

/// <summary>
/// PNG (ISO/IEC 15948): grey, colour and palette of every depth, interlaced or not. Samples are given as stored: those of 1, 2 and 4 bits
/// are not
/// stretched to 255, and of a palette the indices are given, which are labels and no intensities.
/// </summary>
internal static class PngFormat
{
    private const int HeaderLength = 33, LongestScale = 256;

    // Adam7: the first column and row of each pass, and the steps (section 8.2 of the standard).
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
    [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];

    public static bool Recognises(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);

    public static ImageHeader Read(ImageSource source, ReadOnlySpan<byte> start)
    {
        var (width, height, depth, channels, isPalette, _) = Fields(source.Path, start);
        using var file = source.OpenRead();
        return Picture.Header(
            source,
            ImageFormat.Png,
            width,
            height,
            channels,
            depth == 16 ? PixelType.UInt16 : PixelType.UInt8,
            bigEndian: true,
            Scale(file)
        ) with
        {
            IsPalette = isPalette,
        };
    }

    // The physical scale of the subject (the chunk sCAL: a unit and two numbers as text), as ITK takes it: for millimetres whatever its
    // unit. The density of pHYs is one of a print, and ITK reads none.
    private static (double X, double Y)? Scale(Stream file)
    {
        Span<byte> head = stackalloc byte[8], text = stackalloc byte[LongestScale];
        file.Position = HeaderLength;
        while (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(head);
            // What comes before the check of a chunk must be there.
            if (length > file.Length - file.Position - 4 || head[4..].SequenceEqual("IDAT"u8))
                break;
            if (head[4..].SequenceEqual("sCAL"u8) && length <= text.Length)
            {
                var scale = text[..(int)length];
                file.ReadExactly(scale);
                if (scale.Length > 0 && scale[0] is 1 or 2 && scale.IndexOf((byte)0) is var end and > 1)
                    return Number(scale[1..end]) is { } x && Number(scale[(end + 1)..]) is { } y ? (x, y) : null;
                length = 0;
            }
            file.Position += length + 4;
        }
        return null;

        static double? Number(ReadOnlySpan<byte> digits) =>
            double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value)
                ? value
                : null;
    }

    public static void Decode(string path, ReadOnlySpan<byte> file, Span<byte> samples)
    {
        var (width, height, depth, channels, _, isInterlaced) = Fields(path, file);
        using var packed = new MemoryStream();
        for (var at = HeaderLength; ;)
        {
            if (file.Length - at < 12)
                throw new InvalidDataException("the file ends before its last chunk.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > (uint)(file.Length - at - 12))
                throw new InvalidDataException("a chunk is longer than the file.");
            var name = file.Slice(at + 4, 4);
            if (name.SequenceEqual("IEND"u8))
                break;
            if (name.SequenceEqual("IDAT"u8))
                packed.Write(file.Slice(at + 8, (int)length));
            at += (int)length + 12;
        }
        packed.Position = 0;
        using var data = new ZLibStream(packed, CompressionMode.Decompress);
        var format = new Layout(width, depth, channels);
        foreach (var pass in isInterlaced ? Passes : [(0, 0, 1, 1)])
            DecodePass(data, pass, format, height, samples);
    }

    private static void DecodePass(Stream data, (int X, int Y, int StepX, int StepY) pass, Layout format, int height, Span<byte> samples)
    {
        var (columns, rows) = ((format.Width - pass.X + pass.StepX - 1) / pass.StepX, (height - pass.Y + pass.StepY - 1) / pass.StepY);
        if (columns <= 0 || rows <= 0)
            return;
        var bytes = (int)(((long)columns * format.Channels * format.Depth + 7) / 8);
        var (row, above) = (new byte[bytes + 1], new byte[bytes + 1]);
        var whole = Math.Max(1, format.Channels * format.Depth / 8);
        var pixel = format.Channels * (format.Depth == 16 ? 2 : 1);
        for (var y = 0; y < rows; y++)
        {
            data.ReadExactly(row);
            Unfilter(row[0], row.AsSpan(1), above.AsSpan(1), whole);
            for (var x = 0; x < columns; x++)
            {
                var to = samples.Slice((int)(((long)(pass.Y + y * pass.StepY) * format.Width + pass.X + x * pass.StepX) * pixel), pixel);
                if (format.Depth >= 8)
                    row.AsSpan(1 + x * pixel, pixel).CopyTo(to);
                else
                    to[0] = Picture.Bits(row.AsSpan(1), x, format.Depth);
            }
            (row, above) = (above, row);
        }
    }

    // Each byte is stored as its difference from what its neighbours to the left and above foretell (section 9).
    private static void Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int whole)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < whole ? (0, 0) : (row[i - whole], above[i - whole]);
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Nearest(left, above[i], corner),
                _ => throw new InvalidDataException($"a row has the filter {filter}; there are 0 to 4."),
            });
        }
    }

    private static int Nearest(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static (int Width, int Height, int Depth, int Channels, bool IsPalette, bool IsInterlaced) Fields(
        string path,
        ReadOnlySpan<byte> file
    )
    {
        if (file.Length < HeaderLength || !file.Slice(12, 4).SequenceEqual("IHDR"u8))
            throw new ImageFormatException(path, "its PNG header is cut off or damaged; fetch the file again.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        var (depth, colour) = (file[24], file[25]);
        var channels = (colour, depth) switch
        {
            (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) => 1,
            (2, 8 or 16) => 3,
            (4, 8 or 16) => 2,
            (6, 8 or 16) => 4,
            _ => 0,
        };
        if (
            channels == 0
            || width is 0 or > int.MaxValue
            || height is 0 or > int.MaxValue
            || file[26] != 0
            || file[27] != 0
            || file[28] > 1
        )
            throw new ImageFormatException(path, "its PNG header is damaged; fetch the file again.");
        return ((int)width, (int)height, depth, channels, colour == 3, file[28] == 1);
    }

    private readonly record struct Layout(int Width, int Depth, int Channels);
}

using System.Globalization;
using System.Numerics;
using System.Text;

namespace Radiomics.Imaging.Formats;

/// <summary>Voxels written as text: decimal numbers, or hexadecimal bytes.</summary>
internal static class TextVoxels
{
    private const int LongestNumber = 512;

    /// <summary>Reads decimal numbers apart by white space or commas.</summary>
    /// <exception cref="ImageFormatException">A word is no number, or none that the voxels' type holds.</exception>
    public static void ReadNumbers<T>(ImageHeader header, Stream stream, Span<T> values)
        where T : unmanaged, INumber<T>
    {
        var reader = new ByteReader(stream);
        Span<byte> token = stackalloc byte[LongestNumber];
        for (var i = 0; i < values.Length; i++)
        {
            int b;
            do
                b = reader.Next();
            while (IsSpace(b));
            var length = 0;
            for (; b >= 0 && !IsSpace(b); b = reader.Next())
            {
                if (length == token.Length)
                    throw new ImageFormatException(
                        header.Path,
                        Invariant($"number {i + 1} of its voxels is longer than {LongestNumber} characters; the file is damaged.")
                    );
                token[length++] = (byte)b;
            }
            if (length == 0)
                throw new ImageFormatException(
                    header.Path,
                    Invariant($"it has {i} numbers; the header announces {header.Geometry.Size} voxels. The file is cut off or ")
                        + "its header damaged."
                );
            values[i] =
                Parse<T>(token[..length])
                ?? throw new ImageFormatException(
                    header.Path,
                    Invariant($"voxel {i + 1} is written '{Printable(token[..Math.Min(length, 40)])}', which is not a number that its ")
                        + $"type, {header.StoredType}, holds. The file is damaged, or its type should be a wider one."
                );
        }
    }

    /// <summary>Reads two hexadecimal digits a byte, with white space anywhere.</summary>
    public static void ReadHex(ImageHeader header, Stream stream, Span<byte> bytes)
    {
        var reader = new ByteReader(stream);
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = 0;
            for (var digit = 0; digit < 2; digit++)
            {
                int b;
                do
                    b = reader.Next();
                while (IsSpace(b));
                if (b < 0 || !char.IsAsciiHexDigit((char)b))
                    throw new ImageFormatException(header.Path, Invariant(
                        $"its hexadecimal data ends or is damaged at byte {i} of {bytes.Length}."
                    ));
                value = value * 16 + Convert.ToInt32(((char)b).ToString(), 16);
            }
            bytes[i] = (byte)value;
        }
    }

    private static T? Parse<T>(ReadOnlySpan<byte> token)
        where T : unmanaged, INumber<T>
    {
        if (T.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            return exact;
        // A whole number may be written as 1.0 or 1e3. ITK cuts 1.5 to 1, and 300 to the 44 that 8 bits leave of it.
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return T.CreateSaturating(number) is var whole && double.CreateTruncating(whole) == number ? whole : null;
        return Encoding.ASCII.GetString(token).ToUpperInvariant() switch
        {
            "NAN" or "-NAN" => Special<T>(double.NaN),
            "INF" or "+INF" => Special<T>(double.PositiveInfinity),
            "-INF" => Special<T>(double.NegativeInfinity),
            _ => null,
        };
    }

    // Whole numbers have no such value.
    private static T? Special<T>(double value)
        where T : unmanaged, INumber<T> => typeof(T) == typeof(float) || typeof(T) == typeof(double) ? T.CreateSaturating(value) : null;

    private static bool IsSpace(int b) => b is ' ' or '\t' or '\r' or '\n' or ',' or '\f' or '\v';

    private static string Printable(ReadOnlySpan<byte> token)
    {
        var text = new StringBuilder();
        foreach (var b in token)
            text.Append(b is >= 32 and < 127 ? (char)b : '?');
        return text.ToString();
    }

    private struct ByteReader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[1 << 14];
        private int _at;
        private int _length;

        public int Next()
        {
            if (_at == _length)
            {
                _length = stream.Read(_buffer);
                _at = 0;
                if (_length == 0)
                    return -1;
            }
            return _buffer[_at++];
        }
    }
}

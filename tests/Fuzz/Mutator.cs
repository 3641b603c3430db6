using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Fuzz;

/// <summary>Damages a file in one of the ways that files are damaged, or that someone who wants to harm would. The same seed, the same
/// damage.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> seeds)
{
    private static readonly long[] Odd =
    [
        0, 1, -1, 2, 7, 16, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32,
        (1L << 31) + 1, 1L << 40, long.MaxValue, long.MinValue,
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2147483647", "2147483648", "4294967296", "9223372036854775807", "18446744073709551616", "1e308", "-1e308",
        "1e999", "1e-320", "0.1", "nan", "inf", "-inf", "0x7fffffff", "99999999999999999999999999", "1_0", "1,5", "", "1e", "3 4", "100000",
    ];

    private static readonly string[] Words =
    [
        "\0", "\n", "\r\n", "\u001b[31m", "\"", "'", "{", "}", "[", "]", ":", ",", "&a ", "*a", "!!binary ", "- ", "null", "true", "\uFEFF",
        "../", "%s%n", "../../../../dev/zero", "NaN", "\u2028", "\\", "\t", "#", "|", ">", "? ", "%TAG", "<<: *a",
    ];

    public byte[] Next()
    {
        var data = seeds[random.Next(seeds.Count)];
        for (var steps = 1 + (random.Next(4) == 0 ? random.Next(12) : random.Next(3)); steps > 0; steps--)
            data = Step(data);
        return data;
    }

    private byte[] Step(byte[] data)
    {
        if (data.Length == 0)
            return [(byte)random.Next(256)];
        // Headers stand first: half of what is done is done there.
        var at = random.Next(2) == 0 ? random.Next(Math.Min(data.Length, 512)) : random.Next(data.Length);
        switch (random.Next(13))
        {
            case 0:
                return Changed(data, at, b => (byte)(b ^ (1 << random.Next(8))));
            case 1:
                return Changed(data, at, _ => (byte)random.Next(256));
            case 2:
                return data[..at];
            case 3:
                return [.. data[..at], .. data[Math.Min(data.Length, at + 1 + random.Next(64))..]];
            case 4:
                var piece = data[at..Math.Min(data.Length, at + 1 + random.Next(256))];
                var to = random.Next(data.Length);
                return [.. data[..to], .. piece, .. data[to..]];
            case 5:
                return WithInteger(data, at);
            case 6:
                return WithInteger(data, at & ~3);
            case 7:
                return WithReal(data, at);
            case 8:
            case 9:
                return WithNumber(data, at);
            case 10:
                return [.. data[..at], .. Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]), .. data[at..]];
            case 11:
                return WithLine(data, at);
            default:
                var other = seeds[random.Next(seeds.Count)];
                return other.Length == 0 ? data : [.. data[..at], .. other[random.Next(other.Length)..]];
        }
    }

    private static byte[] Changed(byte[] data, int at, Func<byte, byte> change)
    {
        byte[] copy = [.. data];
        copy[at] = change(copy[at]);
        return copy;
    }

    private byte[] WithInteger(byte[] data, int at)
    {
        byte[] copy = [.. data];
        var value = Odd[random.Next(Odd.Length)] + random.Next(-1, 2);
        var width = 1 << random.Next(1, 4);
        if (at + width > copy.Length)
            return copy;
        var big = random.Next(4) == 0;
        var span = copy.AsSpan(at, width);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes[..width].CopyTo(span);
        if (big)
            span.Reverse();
        return copy;
    }

    private byte[] WithReal(byte[] data, int at)
    {
        byte[] copy = [.. data];
        double[] values = [0, -0.0, double.NaN, double.PositiveInfinity, 1e-310, 1e300, -1, 1e-30, 3e38, 1e10, 0.5];
        var value = values[random.Next(values.Length)];
        if (random.Next(2) == 0 && at + 8 <= copy.Length)
            BinaryPrimitives.WriteDoubleLittleEndian(copy.AsSpan(at), value);
        else if (at + 4 <= copy.Length)
            BinaryPrimitives.WriteSingleLittleEndian(copy.AsSpan(at), (float)value);
        return copy;
    }

    /// <summary>A number that is written out becomes another, or very long.</summary>
    private byte[] WithNumber(byte[] data, int at)
    {
        var start = Array.FindIndex(data, at, b => b is >= (byte)'0' and <= (byte)'9');
        if (start < 0)
            return data;
        var end = start;
        while (end < data.Length && (char)data[end] is (>= '0' and <= '9') or '.' or 'e' or 'E' or '+' or '-')
            end++;
        var number =
            random.Next(12) == 0 ? new string('9', random.Next(20_000))
            : random.Next(6) == 0 ? random.NextInt64().ToString(CultureInfo.InvariantCulture)
            : Numbers[random.Next(Numbers.Length)];
        return [.. data[..start], .. Encoding.UTF8.GetBytes(number), .. data[end..]];
    }

    /// <summary>A line is left out, doubled, or stands many times.</summary>
    private byte[] WithLine(byte[] data, int at)
    {
        var start = Array.LastIndexOf(data, (byte)'\n', at) + 1;
        var next = Array.IndexOf(data, (byte)'\n', at);
        var end = next < 0 ? data.Length : next + 1;
        if (end <= start || end - start > 10_000)
            return data;
        var line = data[start..end];
        var times = random.Next(4) switch
        {
            0 => 0,
            1 => 2,
            2 => 3,
            _ => random.Next(200_000) / line.Length,
        };
        return [.. data[..start], .. Enumerable.Repeat(line, times).SelectMany(l => l), .. data[end..]];
    }
}

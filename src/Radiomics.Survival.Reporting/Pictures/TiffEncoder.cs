using System.Buffers.Binary;

namespace Radiomics.Reporting.Pictures;

/// <summary>Writes 8-bit RGB pictures as baseline TIFF 6.0 with LZW compression, which every journal takes, without native code.</summary>
internal static class TiffEncoder
{
    private const int StripRows = 64;

    public static void Write(Stream stream, int width, int height, ReadOnlySpan<byte> rgb, double dpi)
    {
        var strips = new List<byte[]>();
        for (var y = 0; y < height; y += StripRows)
            strips.Add(Compress(rgb.Slice(3 * width * y, 3 * width * Math.Min(StripRows, height - y))));
        const int Entries = 14, Values = 8 + 2 + (12 * Entries) + 4;
        // Behind the directory: bits per sample, the two resolutions, the strips' places and sizes, the strips.
        var (bits, resolution, places) = (Values, Values + 8, Values + 24);
        var sizes = places + (4 * strips.Count);
        var first = sizes + (4 * strips.Count);
        var head = new byte[first];
        (head[0], head[1], head[2]) = ((byte)'I', (byte)'I', 42);
        Put32(head, 4, 8);
        Put16(head, 8, Entries);
        var at = 10;
        void Entry(int tag, int type, int count, int value)
        {
            Put16(head, at, tag);
            Put16(head, at + 2, type);
            Put32(head, at + 4, count);
            Put32(head, at + 8, value);
            at += 12;
        }
        const int Short = 3, Long = 4, Rational = 5;
        Entry(254, Long, 1, 0);
        Entry(256, Long, 1, width);
        Entry(257, Long, 1, height);
        Entry(258, Short, 3, bits);
        Entry(259, Short, 1, 5);
        Entry(262, Short, 1, 2);
        Entry(273, Long, strips.Count, strips.Count == 1 ? first : places);
        Entry(277, Short, 1, 3);
        Entry(278, Long, 1, StripRows);
        Entry(279, Long, strips.Count, strips.Count == 1 ? strips[0].Length : sizes);
        Entry(282, Rational, 1, resolution);
        Entry(283, Rational, 1, resolution + 8);
        Entry(284, Short, 1, 1);
        Entry(296, Short, 1, 2);
        for (var k = 0; k < 3; k++)
            Put16(head, bits + (2 * k), 8);
        for (var k = 0; k < 2; k++)
        {
            Put32(head, resolution + (8 * k), (int)Math.Round(dpi * 1000));
            Put32(head, resolution + (8 * k) + 4, 1000);
        }
        var place = first;
        for (var k = 0; k < strips.Count; k++)
        {
            Put32(head, places + (4 * k), place);
            Put32(head, sizes + (4 * k), strips[k].Length);
            place += strips[k].Length;
        }
        stream.Write(head);
        foreach (var strip in strips)
            stream.Write(strip);
    }

    // TIFF's LZW: codes from 9 to 12 bits, most significant bit first; the width grows when the table is full for it, and the table is
    // cleared at
    // 4094 entries, as libtiff does.
    private static byte[] Compress(ReadOnlySpan<byte> data)
    {
        const int Clear = 256, End = 257;
        var output = new MemoryStream();
        var (buffer, held, width, next) = (0u, 0, 9, End + 1);
        var table = new Dictionary<int, int>();
        void Put(int code)
        {
            buffer = (buffer << width) | (uint)code;
            for (held += width; held >= 8; held -= 8)
                output.WriteByte((byte)(buffer >> (held - 8)));
        }
        Put(Clear);
        var prefix = -1;
        foreach (var value in data)
        {
            if (prefix < 0)
            {
                prefix = value;
                continue;
            }
            var key = (prefix << 8) | value;
            if (table.TryGetValue(key, out var known))
            {
                prefix = known;
                continue;
            }
            Put(prefix);
            table[key] = next++;
            if (next == 4094)
            {
                Put(Clear);
                table.Clear();
                (next, width) = (End + 1, 9);
            }
            else
            {
                width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
            }
            prefix = value;
        }
        if (prefix >= 0)
        {
            Put(prefix);
            next++;
            width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9;
        }
        Put(End);
        if (held > 0)
            output.WriteByte((byte)(buffer << (8 - held)));
        return output.ToArray();
    }

    private static void Put16(byte[] data, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(at), (ushort)value);

    private static void Put32(byte[] data, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(at), value);
}

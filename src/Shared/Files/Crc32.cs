namespace Files;

/// <summary>The check sum of PNG's chunks, gzip and Parquet's pages (ISO 3309: 0x04C11DB7, bits from the least on).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = Make();

    /// <summary>The sum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => ~Append(uint.MaxValue, data);

    /// <summary>A sum of bytes taken on over others: begun with all bits set, and turned over at the end.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            sum = Table[(sum ^ value) & 0xFF] ^ (sum >> 8);
        return sum;
    }

    private static uint[] Make()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }
}

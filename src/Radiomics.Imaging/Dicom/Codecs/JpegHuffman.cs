namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>A Huffman table of ITU-T T.81 annex C, with a lookup of short codes.</summary>
internal sealed class JpegHuffman
{
    /// <summary>How many bits the lookup takes at once.</summary>
    public const int Quick = 12;

    private readonly int[] _firstCode = new int[18];
    private readonly int[] _firstValue = new int[18];
    private readonly int[] _ends = new int[18];
    private readonly byte[] _values;

    private JpegHuffman(byte[] values) => _values = values;

    /// <summary>For the next <see cref="Quick"/> bits: the code's length in the low byte and its value above; 0 where the code is
    /// longer.</summary>
    public int[] Lookup { get; } = new int[1 << Quick];

    /// <summary>For the next <see cref="Quick"/> bits, where code and difference fit into them: both lengths in the low byte and the
    /// difference above; 0 else.</summary>
    public int[] Differences { get; } = new int[1 << Quick];

    /// <summary>Reads a table.</summary>
    /// <param name="counts">How many codes there are of each length from 1 to 16.</param>
    /// <param name="values">Their values, shortest codes first.</param>
    public static JpegHuffman Create(ReadOnlySpan<byte> counts, byte[] values)
    {
        var table = new JpegHuffman(values);
        var (code, value) = (0, 0);
        for (var length = 1; length <= 16; length++)
        {
            (table._firstCode[length], table._firstValue[length]) = (code, value);
            var last = code + counts[length - 1];
            if (last > 1 << length)
                throw new CodecException("a Huffman table has more codes than there are");
            for (; code < last; code++, value++)
            {
                if (length > Quick)
                    continue;
                var (first, spread) = (code << (Quick - length), 1 << (Quick - length));
                table.Lookup.AsSpan(first, spread).Fill(values[value] << 8 | length);
                for (var bits = first; bits < first + spread; bits++)
                {
                    var size = values[value];
                    if (length + size > Quick || size > 15)
                        continue;
                    var extra = size == 0 ? 0 : bits >> (Quick - length - size) & ((1 << size) - 1);
                    table.Differences[bits] = Extend(extra, size) << 8 | (length + size);
                }
            }
            table._ends[length] = code;
            code <<= 1;
        }
        return table;
    }

    /// <summary>The next value.</summary>
    public int Next(ref JpegBits bits)
    {
        var found = Lookup[bits.Peek(Quick)];
        if (found != 0)
        {
            bits.Take(found & 0xFF);
            return found >> 8;
        }
        for (var length = Quick + 1; length <= 16; length++)
        {
            var code = bits.Peek(length);
            if (code < _ends[length])
            {
                bits.Take(length);
                return _values[_firstValue[length] + code - _firstCode[length]];
            }
        }
        throw new CodecException("a Huffman code is not in its table");
    }

    /// <summary>A difference from its low bits: the lower half of a size's range is negative (T.81 section F.2.2.1).</summary>
    public static int Extend(int bits, int size) => size == 0 ? 0 : bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}

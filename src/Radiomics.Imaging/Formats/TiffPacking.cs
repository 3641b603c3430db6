using System.Buffers.Binary;

namespace Radiomics.Imaging.Formats;

/// <summary>The packings of TIFF 6.0 (sections 9, 13 and 14) and of its technical note 3 (floats).</summary>
internal static class TiffPacking
{
    private const int Clear = 256, End = 257, First = 258, MostCodes = 4096;

    /// <summary>PackBits: a count and so many bytes, or a negative count and one byte so many times.</summary>
    public static void Bits(ReadOnlySpan<byte> packed, Span<byte> piece)
    {
        var (from, to) = (0, 0);
        while (to < piece.Length)
        {
            if (from + 1 >= packed.Length)
                throw new InvalidDataException("a PackBits strip ends too early.");
            var count = (sbyte)packed[from++];
            if (count == -128)
                continue;
            if (count < 0)
            {
                var run = Math.Min(1 - count, piece.Length - to);
                piece.Slice(to, run).Fill(packed[from++]);
                to += run;
                continue;
            }
            var some = Math.Min(count + 1, piece.Length - to);
            if (from + some > packed.Length)
                throw new InvalidDataException("a PackBits strip ends too early.");
            packed.Slice(from, some).CopyTo(piece[to..]);
            (from, to) = (from + count + 1, to + some);
        }
    }

    /// <summary>LZW, the highest bit first, codes growing one code early.</summary>
    public static void Lzw(ReadOnlySpan<byte> packed, Span<byte> piece)
    {
        // A code's string is the one found before it and one byte more: it lies in the piece already.
        var (starts, lengths) = (new int[MostCodes + 1], new int[MostCodes + 1]);
        var (bit, width, next, to) = (0L, 9, First, 0);
        var (start, length) = (0, 0);
        while (to < piece.Length)
        {
            if (bit + width > 8L * packed.Length)
                throw new InvalidDataException("an LZW strip ends too early.");
            var code = 0;
            for (var i = 0; i < width; i++, bit++)
                code = code << 1 | packed[(int)(bit >> 3)] >> (7 - (int)(bit & 7)) & 1;
            if (code == End)
                throw new InvalidDataException("an LZW strip ends too early.");
            if (code == Clear)
            {
                (width, next, length) = (9, First, 0);
                continue;
            }
            // The string before with one byte more, which may be the one that is meant now.
            if (length > 0 && next < MostCodes)
                (starts[next], lengths[next]) = (start, length + 1);
            var known = code < 256 || code < next || code == next && length > 0;
            if (!known || code >= MostCodes)
                throw new InvalidDataException("an LZW code stands before its string.");
            var place = to;
            if (code < 256)
            {
                piece[to++] = (byte)code;
            }
            else
            {
                // Byte by byte, for the string may reach into what it writes.
                for (var i = 0; i < lengths[code] && to < piece.Length; i++)
                    piece[to++] = piece[starts[code] + i];
            }
            if (length > 0 && next < MostCodes)
                next++;
            (start, length) = (place, to - place);
            width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
        }
    }

    /// <summary>Undoes a row's predictor.</summary>
    public static void Sum(Span<byte> row, TiffLayout layout, bool isBigEndian)
    {
        var (size, channels) = (layout.SampleBytes, layout.Channels);
        if (layout.Predictor == 3)
        {
            for (var i = channels; i < row.Length; i++)
                row[i] += row[i - channels];
            byte[] bytes = row.ToArray();
            var count = row.Length / size;
            // All highest bytes come first, then all second ones.
            for (var i = 0; i < row.Length; i++)
                row[i] = bytes[(isBigEndian ? i % size : size - 1 - i % size) * count + i / size];
            return;
        }
        if (layout.Predictor != 2)
            return;
        var step = channels * size;
        for (var at = step; at + size <= row.Length; at += size)
        {
            var own = row.Slice(at, size);
            var before = row.Slice(at - step, size);
            switch (size, isBigEndian)
            {
                case (1, _):
                    own[0] += before[0];
                    break;
                case (2, false):
                    BinaryPrimitives.WriteUInt16LittleEndian(
                        own,
                        (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(own) + BinaryPrimitives.ReadUInt16LittleEndian(before))
                    );
                    break;
                case (2, true):
                    BinaryPrimitives.WriteUInt16BigEndian(
                        own,
                        (ushort)(BinaryPrimitives.ReadUInt16BigEndian(own) + BinaryPrimitives.ReadUInt16BigEndian(before))
                    );
                    break;
                case (4, false):
                    BinaryPrimitives.WriteUInt32LittleEndian(
                        own,
                        BinaryPrimitives.ReadUInt32LittleEndian(own) + BinaryPrimitives.ReadUInt32LittleEndian(before)
                    );
                    break;
                case (4, true):
                    BinaryPrimitives.WriteUInt32BigEndian(
                        own,
                        BinaryPrimitives.ReadUInt32BigEndian(own) + BinaryPrimitives.ReadUInt32BigEndian(before)
                    );
                    break;
                case (_, false):
                    BinaryPrimitives.WriteUInt64LittleEndian(
                        own,
                        BinaryPrimitives.ReadUInt64LittleEndian(own) + BinaryPrimitives.ReadUInt64LittleEndian(before)
                    );
                    break;
                default:
                    BinaryPrimitives.WriteUInt64BigEndian(
                        own,
                        BinaryPrimitives.ReadUInt64BigEndian(own) + BinaryPrimitives.ReadUInt64BigEndian(before)
                    );
                    break;
            }
        }
    }
}

using System.Runtime.CompilerServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>Lossless JPEG (ITU-T T.81 annex H): each sample is a prediction from its neighbours plus a Huffman-coded difference, modulo
/// 2^16.</summary>
internal static class JpegLossless
{
    public static void Decode(
        ReadOnlySpan<byte> coded,
        JpegHuffman table,
        int predictor,
        int shift,
        int precision,
        int restart,
        ushort[] samples,
        int width
    )
    {
        var rows = samples.Length / width;
        if (restart % width != 0)
            throw new CodecException("its restart interval is not whole rows, which the standard asks of lossless images");
        var every = restart == 0 ? rows : restart / width;
        var segments = new JpegSegments(coded);
        var half = 1 << (precision - shift - 1);
        for (var first = 0; first < rows; first += every)
        {
            var bits = new JpegBits(segments.Next());
            var last = Math.Min(rows, first + every);
            for (var y = first; y < last; y++)
            {
                var row = samples.AsSpan(y * width, width);
                if (y == first)
                    Row(ref bits, table, row, half);
                else if (predictor == 1)
                    Row(ref bits, table, row, samples[(y - 1) * width]);
                else
                    Row(ref bits, table, row, samples.AsSpan((y - 1) * width, width), predictor);
                if (bits.IsOverrun)
                    throw new CodecException(Invariant($"the lossless JPEG image ends in row {y + 1} of {rows}"));
            }
        }
        if (shift > 0)
        {
            foreach (ref var sample in samples.AsSpan())
                sample <<= shift;
        }
    }

    // Each sample from the one before it: the first row of a segment, and all others with predictor 1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(ref JpegBits bits, JpegHuffman table, Span<ushort> row, int before)
    {
        var quick = table.Differences;
        var own = bits; // in registers
        for (var x = 0; x < row.Length; x++)
        {
            if (own.TryFill() && quick[own.Peek(JpegHuffman.Quick)] is not 0 and var found)
            {
                own.Take(found & 0xFF);
                before += found >> 8;
            }
            else
            {
                bits = own;
                before += Difference(ref bits, table, quick);
                own = bits;
            }
            row[x] = (ushort)before;
        }
        bits = own;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(ref JpegBits bits, JpegHuffman table, Span<ushort> row, ReadOnlySpan<ushort> above, int predictor)
    {
        var quick = table.Differences;
        row[0] = (ushort)(above[0] + Difference(ref bits, table, quick));
        for (var x = 1; x < row.Length && x < above.Length; x++)
        {
            int a = row[x - 1], b = above[x], c = above[x - 1];
            var predicted = predictor switch
            {
                2 => b,
                3 => c,
                4 => a + b - c,
                5 => a + ((b - c) >> 1),
                6 => b + ((a - c) >> 1),
                _ => (a + b) >> 1,
            };
            row[x] = (ushort)(predicted + Difference(ref bits, table, quick));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Difference(ref JpegBits bits, JpegHuffman table, int[] quick)
    {
        bits.Fill();
        var found = quick[bits.Peek(JpegHuffman.Quick)];
        if (found != 0)
        {
            bits.Take(found & 0xFF);
            return found >> 8;
        }
        return Long(ref bits, table);
    }

    private static int Long(ref JpegBits bits, JpegHuffman table)
    {
        var size = table.Next(ref bits);
        if (size == 0)
            return 0;
        if (size >= 16)
            return size == 16 ? 32768 : throw new CodecException("a difference is wider than 16 bits");
        var extra = bits.Peek(size);
        bits.Take(size);
        return JpegHuffman.Extend(extra, size);
    }
}

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>
/// Sequential JPEG (ITU-T T.81 annex F): blocks of 8 x 8 quantised cosine coefficients. The inverse transform is the one of C. Loeffler, A.
/// Ligtenberg and
/// G. S. Moschytz (ICASSP 1989) in fixed point of 13 bits, which DCMTK, GDCM and so SimpleITK use too, so that the pixels are theirs to the
/// last bit.
/// </summary>
internal static class JpegDct
{
    private const int Fraction = 13;
    private const int C0298 = 2446,
        C0390 = 3196,
        C0541 = 4433,
        C0765 = 6270,
        C0899 = 7373,
        C1175 = 9633,
        C1501 = 12299,
        C1847 = 15137,
        C1961 = 16069,
        C2053 = 16819,
        C2562 = 20995,
        C3072 = 25172;

    private static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    public static void Decode(
        ReadOnlySpan<byte> coded,
        JpegHuffman dc,
        JpegHuffman ac,
        ushort[] quantisation,
        int precision,
        int restart,
        ushort[] samples,
        int width,
        int height
    )
    {
        var (across, down) = ((width + 7) / 8, (height + 7) / 8);
        var segments = new JpegSegments(coded);
        var bits = new JpegBits(segments.Next());
        Span<int> block = stackalloc int[64];
        var (before, left) = (0, restart);
        for (var by = 0; by < down; by++)
        {
            for (var bx = 0; bx < across; bx++)
            {
                if (restart > 0 && left-- == 0)
                {
                    bits = new JpegBits(segments.Next());
                    (before, left) = (0, restart - 1);
                }
                block.Clear();
                Read(ref bits, dc, ac, quantisation, block, ref before);
                if (bits.IsOverrun)
                    throw new CodecException(Invariant($"the JPEG image ends in row {8 * by + 1} of {height}"));
                Invert(block, precision, samples, width, height, 8 * bx, 8 * by);
            }
        }
    }

    private static void Read(
        ref JpegBits bits,
        JpegHuffman dc,
        JpegHuffman ac,
        ushort[] quantisation,
        scoped Span<int> block,
        scoped ref int before
    )
    {
        bits.Fill();
        var size = dc.Next(ref bits);
        if (size > 15)
            throw new CodecException("a coefficient is wider than 15 bits");
        if (size > 0)
        {
            before += JpegHuffman.Extend(bits.Peek(size), size);
            bits.Take(size);
        }
        block[0] = before * quantisation[0];
        for (var k = 1; k < 64; k++)
        {
            bits.Fill();
            var symbol = ac.Next(ref bits);
            var (run, width) = (symbol >> 4, symbol & 15);
            if (width == 0)
            {
                if (run != 15)
                    return;
                k += 15;
                continue;
            }
            k += run;
            if (k > 63)
                throw new CodecException("a block has more than 64 coefficients");
            block[ZigZag[k]] = JpegHuffman.Extend(bits.Peek(width), width) * quantisation[k];
            bits.Take(width);
        }
    }

    // Columns first, kept with 2 more bits (1 for 12-bit images, whose numbers would not fit), then rows.
    private static void Invert(Span<int> block, int precision, ushort[] samples, int width, int height, int left, int top)
    {
        var extra = precision == 8 ? 2 : 1;
        Span<long> even = stackalloc long[8];
        for (var x = 0; x < 8; x++)
        {
            Line(block, x, 8, even);
            for (var i = 0; i < 8; i++)
                block[x + 8 * i] = (int)Round(even[i], Fraction - extra);
        }
        var (centre, most) = (1 << (precision - 1), (1 << precision) - 1);
        for (var y = 0; y < 8 && top + y < height; y++)
        {
            Line(block, 8 * y, 1, even);
            for (var x = 0; x < 8 && left + x < width; x++)
                samples[(top + y) * width + left + x] = (ushort)Math.Clamp(Round(even[x], Fraction + extra + 3) + centre, 0, most);
        }
    }

    // One transform of 8 numbers, times 2^13 and the square root of 8.
    private static void Line(ReadOnlySpan<int> block, int start, int step, Span<long> result)
    {
        long s0 = block[start], s1 = block[start + step], s2 = block[start + 2 * step], s3 = block[start + 3 * step];
        long s4 = block[start + 4 * step], s5 = block[start + 5 * step], s6 = block[start + 6 * step], s7 = block[start + 7 * step];
        var shared = (s2 + s6) * C0541;
        var (e2, e3) = (shared - s6 * C1847, shared + s2 * C0765);
        var (e0, e1) = ((s0 + s4) << Fraction, (s0 - s4) << Fraction);
        var (t0, t3, t1, t2) = (e0 + e3, e0 - e3, e1 + e2, e1 - e2);
        var (z1, z2, z3, z4) = (s7 + s1, s5 + s3, s7 + s3, s5 + s1);
        var z5 = (z3 + z4) * C1175;
        var (m1, m2) = (-z1 * C0899, -z2 * C2562);
        var (m3, m4) = (z5 - z3 * C1961, z5 - z4 * C0390);
        var o0 = s7 * C0298 + m1 + m3;
        var o1 = s5 * C2053 + m2 + m4;
        var o2 = s3 * C3072 + m2 + m3;
        var o3 = s1 * C1501 + m1 + m4;
        (result[0], result[7]) = (t0 + o3, t0 - o3);
        (result[1], result[6]) = (t1 + o2, t1 - o2);
        (result[2], result[5]) = (t2 + o1, t2 - o1);
        (result[3], result[4]) = (t3 + o0, t3 - o0);
    }

    private static long Round(long value, int bits) => (value + (1L << (bits - 1))) >> bits;
}

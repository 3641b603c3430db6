using System.Numerics;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The reversible inverse wavelet of JPEG 2000 (ISO/IEC 15444-1 annex F; D. Le Gall and A. Tabatabai, 1988), one level in place:
/// rows, then columns.</summary>
internal static class Wavelet53
{
    public static void Invert(int[] samples, int stride, Resolution to)
    {
        var (width, height) = (to.Width, to.Height);
        var (oddX, oddY) = (to.X0 & 1, to.Y0 & 1);
        var line = new int[width + 4];
        for (var y = 0; y < height; y++)
        {
            var row = samples.AsSpan(y * stride, width);
            Row(row, line, oddX);
        }
        Columns(samples, stride, width, height, oddY);
    }

    private static void Row(Span<int> row, int[] line, int odd)
    {
        var n = row.Length;
        if (n == 1)
        {
            if (odd == 1)
                row[0] >>= 1;
            return;
        }
        // Interleaved behind a margin of two, the first low-pass sample at an even place.
        var low = (n + 1 - odd) / 2;
        for (var i = 0; i < low; i++)
            line[2 + odd + 2 * i] = row[i];
        for (var i = low; i < n; i++)
            line[2 + 1 - odd + 2 * (i - low)] = row[i];
        var first = 2 + odd;
        Mirror(line, n);
        for (var i = first; i < 2 + n; i += 2)
            line[i] -= (line[i - 1] + line[i + 1] + 2) >> 2;
        Mirror(line, n);
        for (var i = 2 + 1 - odd; i < 2 + n; i += 2)
            line[i] += (line[i - 1] + line[i + 1]) >> 1;
        line.AsSpan(2, n).CopyTo(row);
    }

    private static void Mirror(int[] line, int n)
    {
        line[1] = line[3];
        line[2 + n] = line[n];
    }

    private static void Columns(int[] samples, int stride, int width, int height, int odd)
    {
        if (height == 1)
        {
            if (odd == 1)
            {
                foreach (ref var value in samples.AsSpan(0, width))
                    value >>= 1;
            }
            return;
        }
        var step = Vector<int>.Count;
        var low = (height + 1 - odd) / 2;
        var block = new Vector<int>[height];
        var (two, spare) = (new Vector<int>(2), new int[step]);
        for (var x = 0; x < width; x += step)
        {
            var whole = x + step <= width;
            for (var y = 0; y < height; y++)
            {
                var place = y < low ? odd + 2 * y : 1 - odd + 2 * (y - low);
                if (whole)
                {
                    block[place] = new Vector<int>(samples, y * stride + x);
                    continue;
                }
                samples.AsSpan(y * stride + x, width - x).CopyTo(spare);
                block[place] = new Vector<int>(spare);
            }
            for (var i = odd; i < height; i += 2)
                block[i] -= Vector.ShiftRightArithmetic(block[i > 0 ? i - 1 : 1] + block[i + 1 < height ? i + 1 : height - 2] + two, 2);
            for (var i = 1 - odd; i < height; i += 2)
                block[i] += Vector.ShiftRightArithmetic(block[i > 0 ? i - 1 : 1] + block[i + 1 < height ? i + 1 : height - 2], 1);
            for (var y = 0; y < height; y++)
            {
                if (whole)
                {
                    block[y].CopyTo(samples, y * stride + x);
                    continue;
                }
                block[y].CopyTo(spare);
                spare.AsSpan(0, width - x).CopyTo(samples.AsSpan(y * stride + x));
            }
        }
    }
}

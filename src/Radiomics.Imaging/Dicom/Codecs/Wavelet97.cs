using System.Numerics;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>
/// The irreversible inverse wavelet of JPEG 2000 (ISO/IEC 15444-1 annex F), one level in place: rows, then columns. In single precision and
/// OpenJPEG's order of
/// operations, so that a lossy image has the pixels that OpenJPEG, and so GDCM and SimpleITK, give it.
/// </summary>
internal static class Wavelet97
{
    private const float Alpha = 1.586134342f,
        Beta = 0.052980118f,
        Gamma = -0.882911075f,
        Delta = -0.443506852f,
        Low = 1.230174105f,
        High = 1.625732422f;

    public static void Invert(float[] samples, int stride, Resolution to)
    {
        var (width, height) = (to.Width, to.Height);
        var line = new float[width];
        for (var y = 0; y < height; y++)
            Row(samples.AsSpan(y * stride, width), line, to.X0 & 1);
        Columns(samples, stride, width, height, to.Y0 & 1);
    }

    private static void Row(Span<float> row, float[] line, int odd)
    {
        var n = row.Length;
        if (n == 1)
            return;
        var low = (n + 1 - odd) / 2;
        for (var i = 0; i < low; i++)
            line[odd + 2 * i] = row[i] * Low;
        for (var i = low; i < n; i++)
            line[1 - odd + 2 * (i - low)] = row[i] * High;
        Lift(line, n, odd, Delta);
        Lift(line, n, 1 - odd, Gamma);
        Lift(line, n, odd, Beta);
        Lift(line, n, 1 - odd, Alpha);
        line.AsSpan(0, n).CopyTo(row);
    }

    private static void Lift(float[] line, int n, int first, float factor)
    {
        for (var i = first; i < n; i += 2)
            line[i] += (line[i > 0 ? i - 1 : 1] + line[i + 1 < n ? i + 1 : n - 2]) * factor;
    }

    private static void Columns(float[] samples, int stride, int width, int height, int odd)
    {
        if (height == 1)
            return;
        var step = Vector<float>.Count;
        var low = (height + 1 - odd) / 2;
        var (block, spare) = (new Vector<float>[height], new float[step]);
        for (var x = 0; x < width; x += step)
        {
            var whole = x + step <= width;
            for (var y = 0; y < height; y++)
            {
                var (place, scale) = y < low ? (odd + 2 * y, Low) : (1 - odd + 2 * (y - low), High);
                if (!whole)
                    samples.AsSpan(y * stride + x, width - x).CopyTo(spare);
                block[place] = (whole ? new Vector<float>(samples, y * stride + x) : new Vector<float>(spare)) * scale;
            }
            Lift(block, odd, Delta);
            Lift(block, 1 - odd, Gamma);
            Lift(block, odd, Beta);
            Lift(block, 1 - odd, Alpha);
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

    private static void Lift(Vector<float>[] block, int first, float factor)
    {
        var n = block.Length;
        for (var i = first; i < n; i += 2)
            block[i] += (block[i > 0 ? i - 1 : 1] + block[i + 1 < n ? i + 1 : n - 2]) * factor;
    }
}

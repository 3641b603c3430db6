using System.Numerics;
using Radiomics.Imaging;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// Moran's I and Geary's C, sums over all pairs of voxels weighted by the inverse of their distance. A sum over pairs is one over the steps
/// between them of weight
/// times correlation, and the correlation of all steps is a product of Fourier transforms: n log n in place of n², to the same digits.
/// </summary>
internal sealed class SpatialCorrelation
{
    // Two arrays of complex numbers of this length are 4 GiB.
    private const long MostCells = 1L << 27;

    public SpatialCorrelation(Mask mask, ReadOnlySpan<double> intensities)
    {
        var n = intensities.Length;
        var mean = 0.0;
        foreach (var value in intensities)
            mean += value / n;
        var squares = 0.0;
        foreach (var value in intensities)
            squares += (value - mean) * (value - mean);
        (MoranI, GearyC) = (double.NaN, double.NaN);
        if (n < 2 || squares == 0)
            return;
        var size = mask.BoundingBox.Size;
        var (x, y, z) = (
            new Fourier(Fourier.LengthFrom(2 * size.X)),
            new Fourier(Fourier.LengthFrom(2 * size.Y)),
            new Fourier(Fourier.LengthFrom(2 * size.Z))
        );
        if ((long)x.Length * y.Length * size.Z > MostCells)
            return;

        // Deviations and the mask are one complex image; squared deviations and the weights another.
        var plane = x.Length * y.Length;
        var (first, second) = (new Complex[plane * size.Z], new Complex[plane * size.Z]);
        var inside = mask.Inside.Span;
        var scale = Math.Sqrt(squares / n);
        for (int k = 0, i = 0, at = 0; k < size.Z; k++)
        {
            for (var j = 0; j < size.Y; j++)
            {
                for (var u = 0; u < size.X; u++, i++)
                {
                    if (inside[i] == 0)
                        continue;
                    var deviation = (intensities[at++] - mean) / scale;
                    first[k * plane + j * x.Length + u] = new Complex(deviation, 1);
                    second[k * plane + j * x.Length + u] = deviation * deviation;
                }
            }
        }
        var spacing = mask.Geometry.Spacing;
        for (int k = 0, at = 0; k < size.Z; k++)
        {
            for (var j = 0; j < y.Length; j++)
            {
                for (var u = 0; u < x.Length; u++, at++)
                {
                    var (dx, dy, dz) = (Math.Min(u, x.Length - u) * spacing.X, Math.Min(j, y.Length - j) * spacing.Y, k * spacing.Z);
                    var square = dx * dx + dy * dy + dz * dz;
                    if (square > 0)
                        second[at] += new Complex(0, 1 / Math.Sqrt(square));
                }
            }
        }
        InPlanes(first, x, y, size.Z);
        InPlanes(second, x, y, size.Z);
        var (moran, geary, weights) = AcrossPlanes(first, second, x.Length, y.Length, size.Z, z);

        // In units of the standard deviation the squares add up to n.
        MoranI = moran / weights;
        GearyC = (n - 1) * (geary - moran) / (weights * n);
    }

    /// <summary>Moran's I; NaN where nothing varies.</summary>
    public double MoranI { get; }

    /// <summary>Geary's C; NaN where nothing varies.</summary>
    public double GearyC { get; }

    private static void InPlanes(Complex[] values, Fourier x, Fourier y, int planes)
    {
        var (column, scratch) = (new Complex[y.Length], new Complex[Math.Max(x.Length, y.Length)]);
        for (var k = 0; k < planes; k++)
        {
            var plane = values.AsSpan(k * x.Length * y.Length, x.Length * y.Length);
            for (var j = 0; j < y.Length; j++)
                x.Transform(plane.Slice(j * x.Length, x.Length), scratch);
            for (var u = 0; u < x.Length; u++)
            {
                for (var j = 0; j < y.Length; j++)
                    column[j] = plane[j * x.Length + u];
                y.Transform(column, scratch);
                for (var j = 0; j < y.Length; j++)
                    plane[j * x.Length + u] = column[j];
            }
        }
    }

    // The sums over all frequencies of the weights' transform times each correlation's.
    private static (double Moran, double Geary, double Weights) AcrossPlanes(
        Complex[] first,
        Complex[] second,
        int width,
        int height,
        int planes,
        Fourier z
    )
    {
        double moran = 0,
            geary = 0,
            weights = 0;
        Complex[] d = new Complex[z.Length],
            m = new Complex[z.Length],
            s = new Complex[z.Length],
            w = new Complex[z.Length],
            scratch = new Complex[z.Length];
        for (var j = 0; j < height; j++)
        {
            for (var u = 0; u < width; u++)
            {
                // A frequency and its opposite give the same; together they part the two real images that were one complex one.
                var (here, there) = (j * width + u, (height - j) % height * width + (width - u) % width);
                if (there < here)
                    continue;
                foreach (var column in new[] { d, m, s, w })
                    Array.Clear(column);
                for (var k = 0; k < planes; k++)
                {
                    Part(first, k * width * height, here, there, out d[k], out m[k]);
                    Part(second, k * width * height, here, there, out s[k], out w[k]);
                    if (k > 0)
                        w[z.Length - k] = w[k];
                }
                foreach (var column in new[] { d, m, s, w })
                    z.Transform(column, scratch);
                var times = here == there ? 1 : 2;
                for (var k = 0; k < z.Length; k++)
                {
                    var weight = times * w[k].Real;
                    moran += weight * (d[k].Real * d[k].Real + d[k].Imaginary * d[k].Imaginary);
                    weights += weight * (m[k].Real * m[k].Real + m[k].Imaginary * m[k].Imaginary);
                    geary += weight * (m[k].Real * s[k].Real + m[k].Imaginary * s[k].Imaginary);
                }
            }
        }
        var cells = (double)width * height * z.Length;
        return (moran / cells, geary / cells, weights / cells);
    }

    private static void Part(Complex[] values, int plane, int here, int there, out Complex real, out Complex imaginary)
    {
        var (a, b) = (values[plane + here], values[plane + there]);
        real = new Complex((a.Real + b.Real) / 2, (a.Imaginary - b.Imaginary) / 2);
        imaginary = new Complex((a.Imaginary + b.Imaginary) / 2, (b.Real - a.Real) / 2);
    }
}

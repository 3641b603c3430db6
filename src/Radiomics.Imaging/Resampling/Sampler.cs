using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Resampling;

/// <summary>Interpolates rows of output voxels from a block of voxels or spline coefficients, adding in ITK's order: x fastest, then y,
/// then z.</summary>
internal sealed unsafe partial class Sampler(double[] values, GridSize size, InterpolationKernel kernel)
{
    /// <summary>Interpolates the row of output voxels at (all x, y, z).</summary>
    public void Row(AxisTaps x, AxisTaps y, int atY, AxisTaps z, int atZ, Span<double> row)
    {
        if (!y.Covered[atY] || !z.Covered[atZ])
        {
            row.Clear();
            return;
        }
        var taps = kernel.Taps;
        var starts = stackalloc int[taps * taps];
        var alongY = stackalloc double[taps * taps];
        var alongZ = stackalloc double[taps * taps];
        var lines = 0;
        for (var k = 0; k < taps; k++)
        {
            for (var j = 0; j < taps; j++)
            {
                alongY[lines] = y.Weights[j * y.Count + atY];
                alongZ[lines] = z.Weights[k * z.Count + atZ];
                if (
                    kernel.Combination is Combination.Scaled or Combination.Mean or Combination.Vote
                    && (alongY[lines] == 0 || alongZ[lines] == 0)
                )
                    continue;
                starts[lines++] = (z.Indices[k * z.Count + atZ] * size.Y + y.Indices[j * y.Count + atY]) * size.X;
            }
        }
        fixed (double* source = values, weights = x.Weights, output = row)
        fixed (int* indices = x.Indices)
        {
            switch (kernel.Combination)
            {
                case Combination.Single:
                    for (var i = 0; i < row.Length; i++)
                        output[i] = source[starts[0] + indices[i]];
                    break;
                case Combination.Steps:
                    Steps(source, starts, indices, weights, alongY[1], alongZ[2], output, row.Length);
                    break;
                case Combination.Weighted:
                    Sum<Weighted>(source, starts, indices, weights, alongY, alongZ, lines, output, row.Length);
                    break;
                case Combination.Scaled:
                    Sum<Scaled>(source, starts, indices, weights, alongY, alongZ, lines, output, row.Length);
                    break;
                case Combination.Mean:
                    Sum<Averaged>(source, starts, indices, weights, alongY, alongZ, lines, output, row.Length);
                    var total = new double[row.Length];
                    fixed (double* sums = total)
                        Sum<WeightOnly>(source, starts, indices, weights, alongY, alongZ, lines, sums, row.Length);
                    for (var i = 0; i < row.Length; i++)
                        output[i] /= total[i];
                    break;
                default:
                    for (var i = 0; i < row.Length; i++)
                        output[i] = Vote(source, starts, indices + i, weights + i, row.Length, alongY, alongZ, lines);
                    break;
            }
        }
        for (var i = 0; i < row.Length; i++)
        {
            if (!x.Covered[i])
                row[i] = 0;
        }
    }

    private static void Steps(double* source, int* starts, int* indices, double* weights, double dy, double dz, double* output, int length)
    {
        double* a = source + starts[0], b = source + starts[1], c = source + starts[2], d = source + starts[3];
        for (var i = 0; i < length; i++)
        {
            int low = indices[i], high = indices[length + i];
            var dx = weights[length + i];
            var near = a[low] + (a[high] - a[low]) * dx;
            near += (b[low] + (b[high] - b[low]) * dx - near) * dy;
            var far = c[low] + (c[high] - c[low]) * dx;
            far += (d[low] + (d[high] - d[low]) * dx - far) * dy;
            output[i] = near + (far - near) * dz;
        }
    }

    private interface ITerm
    {
        /// <summary>Whether the weights are multiplied first, so that those along x and y are multiplied once for all z.</summary>
        static abstract bool WeightsFirst { get; }

        static abstract Vector256<double> Of(Vector256<double> value, Vector256<double> x, Vector256<double> y, Vector256<double> z);
    }

    private readonly struct Weighted : ITerm
    {
        public static bool WeightsFirst => true;

        public static Vector256<double> Of(Vector256<double> value, Vector256<double> xy, Vector256<double> y, Vector256<double> z) =>
            xy * z * value;
    }

    private readonly struct Scaled : ITerm
    {
        public static bool WeightsFirst => false;

        public static Vector256<double> Of(Vector256<double> value, Vector256<double> x, Vector256<double> y, Vector256<double> z) =>
            value * x * y * z;
    }

    private readonly struct Averaged : ITerm
    {
        public static bool WeightsFirst => false;

        public static Vector256<double> Of(Vector256<double> value, Vector256<double> x, Vector256<double> y, Vector256<double> z) =>
            x * y * z * value;
    }

    private readonly struct WeightOnly : ITerm
    {
        public static bool WeightsFirst => false;

        public static Vector256<double> Of(Vector256<double> value, Vector256<double> x, Vector256<double> y, Vector256<double> z) =>
            x * y * z;
    }

    // Eight output voxels at a time, each lane its own sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum<TTerm>(
        double* source, int* starts, int* indices, double* weights, double* alongY, double* alongZ, int lines, double* output, int length)
        where TTerm : ITerm
    {
        var taps = kernel.Taps;
        var at = stackalloc int[8 * taps];
        var along = stackalloc double[8 * taps];
        var products = stackalloc double[TTerm.WeightsFirst ? 8 * taps * taps : 0];
        for (var i = 0; i < length; i += 8)
        {
            for (var k = 0; k < taps; k++)
            {
                for (var lane = 0; lane < 8; lane++)
                {
                    var from = k * length + Math.Min(i + lane, length - 1);
                    at[8 * k + lane] = indices[from];
                    along[8 * k + lane] = weights[from];
                }
            }
            // Weighted sums keep every line: the first ones are all y of the first z.
            for (var j = 0; TTerm.WeightsFirst && j < taps; j++)
            {
                var y = Vector256.Create(alongY[j]);
                for (var k = 0; k < 8 * taps; k += 4)
                    (Vector256.Load(along + k) * y).Store(products + 8 * taps * j + k);
            }
            Vector256<double> low = Vector256<double>.Zero, high = low;
            for (int line = 0, j = 0; line < lines; line++)
            {
                var row = source + starts[line];
                var across = TTerm.WeightsFirst ? products + 8 * taps * j : along;
                Vector256<double> y = Vector256.Create(alongY[line]), z = Vector256.Create(alongZ[line]);
                for (var k = 0; k < taps; k++)
                {
                    int* p = at + 8 * k;
                    var x = across + 8 * k;
                    low += TTerm.Of(Vector256.Create(row[p[0]], row[p[1]], row[p[2]], row[p[3]]), Vector256.Load(x), y, z);
                    high += TTerm.Of(Vector256.Create(row[p[4]], row[p[5]], row[p[6]], row[p[7]]), Vector256.Load(x + 4), y, z);
                }
                j = j + 1 < taps ? j + 1 : 0;
            }
            if (i + 8 <= length)
            {
                low.Store(output + i);
                high.Store(output + i + 4);
                continue;
            }
            for (var lane = 0; i + lane < length; lane++)
                output[i + lane] = lane < 4 ? low[lane] : high[lane - 4];
        }
    }

    // The value whose weights have the largest sum, at the moment it first is the largest.
    private double Vote(double* source, int* starts, int* indices, double* weights, int stride, double* alongY, double* alongZ, int lines)
    {
        var sums = new Dictionary<double, double>();
        double best = 0, winner = 0;
        for (var line = 0; line < lines; line++)
        {
            for (var k = 0; k < kernel.Taps; k++)
            {
                var weight = weights[k * stride] * alongY[line] * alongZ[line];
                if (weight == 0)
                    continue;
                var value = source[starts[line] + indices[k * stride]];
                var sum = sums.GetValueOrDefault(value) + weight;
                sums[value] = sum;
                if (sum > best)
                    (best, winner) = (sum, value);
            }
        }
        return winner;
    }
}

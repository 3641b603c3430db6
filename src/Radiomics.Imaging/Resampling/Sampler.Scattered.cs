using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Resampling;

internal sealed unsafe partial class Sampler
{
    private const int Lanes = 8;

    /// <summary>Interpolates a row of output voxels each of which has taps of its own along all three axes.</summary>
    public void Scattered(AxisTaps x, AxisTaps y, AxisTaps z, Span<double> row)
    {
        fixed (double* source = values, alongX = x.Weights, alongY = y.Weights, alongZ = z.Weights, output = row)
        fixed (int* atX = x.Indices, atY = y.Indices, atZ = z.Indices)
        {
            var place = new Places(atX, atY, atZ, alongX, alongY, alongZ, row.Length);
            switch (kernel.Combination)
            {
                case Combination.Single:
                    for (var i = 0; i < row.Length; i++)
                        output[i] = source[(atZ[i] * size.Y + atY[i]) * size.X + atX[i]];
                    break;
                case Combination.Steps:
                    Steps(source, place, output);
                    break;
                case Combination.Vote:
                    Vote(source, place, output);
                    break;
                case Combination.Weighted:
                    Sum<Weighted>(source, place, output);
                    break;
                case Combination.Scaled:
                    Sum<Scaled>(source, place, output);
                    break;
                default:
                    Sum<Averaged>(source, place, output);
                    var total = new double[row.Length];
                    fixed (double* sums = total)
                        Sum<WeightOnly>(source, place, sums);
                    for (var i = 0; i < row.Length; i++)
                        output[i] /= total[i];
                    break;
            }
        }
        for (var i = 0; i < row.Length; i++)
        {
            if (!x.Covered[i] || !y.Covered[i] || !z.Covered[i])
                row[i] = 0;
        }
    }

    // Indices and weights of a row's taps: tap k of voxel i is element k * Length + i.
    private readonly struct Places(int* atX, int* atY, int* atZ, double* alongX, double* alongY, double* alongZ, int length)
    {
        public int Length { get; } = length;

        public int* At(int axis) => axis == 0 ? atX : axis == 1 ? atY : atZ;

        public double* Along(int axis) => axis == 0 ? alongX : axis == 1 ? alongY : alongZ;
    }

    private void Steps(double* source, Places places, double* output)
    {
        var length = places.Length;
        int* starts = stackalloc int[4], indices = stackalloc int[2];
        double* weights = stackalloc double[2];
        for (var i = 0; i < length; i++)
        {
            int lowY = places.At(1)[i] * size.X, highY = places.At(1)[length + i] * size.X;
            int lowZ = places.At(2)[i] * size.Y * size.X, highZ = places.At(2)[length + i] * size.Y * size.X;
            (starts[0], starts[1], starts[2], starts[3]) = (lowZ + lowY, lowZ + highY, highZ + lowY, highZ + highY);
            (indices[0], indices[1], weights[1]) = (places.At(0)[i], places.At(0)[length + i], places.Along(0)[length + i]);
            Steps(source, starts, indices, weights, places.Along(1)[length + i], places.Along(2)[length + i], output + i, 1);
        }
    }

    private void Vote(double* source, Places places, double* output)
    {
        var (taps, length) = (kernel.Taps, places.Length);
        var starts = stackalloc int[taps * taps];
        double* alongY = stackalloc double[taps * taps], alongZ = stackalloc double[taps * taps];
        for (var i = 0; i < length; i++)
        {
            var lines = 0;
            for (var k = 0; k < taps * taps; k++)
            {
                int y = k % taps * length + i, z = k / taps * length + i;
                (alongY[lines], alongZ[lines]) = (places.Along(1)[y], places.Along(2)[z]);
                if (alongY[lines] != 0 && alongZ[lines] != 0)
                    starts[lines++] = (places.At(2)[z] * size.Y + places.At(1)[y]) * size.X;
            }
            output[i] = Vote(source, starts, places.At(0) + i, places.Along(0) + i, length, alongY, alongZ, lines);
        }
    }

    // Eight voxels at a time, each lane its own sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum<TTerm>(double* source, Places places, double* output)
        where TTerm : ITerm
    {
        var (taps, length) = (kernel.Taps, places.Length);
        var line = Lanes * taps;
        var at = stackalloc int[3 * line];
        var along = stackalloc double[3 * line];
        var products = stackalloc double[TTerm.WeightsFirst ? line * taps : 0];
        var p = stackalloc int[Lanes];
        for (var i = 0; i < length; i += Lanes)
        {
            Gather(places, i, at, along);
            for (var j = 0; TTerm.WeightsFirst && j < taps; j++)
            {
                for (var k = 0; k < line; k += 4)
                    (Vector256.Load(along + k) * Vector256.Load(along + line + Lanes * j + k % Lanes)).Store(products + line * j + k);
            }
            Vector256<double> low = Vector256<double>.Zero, high = low;
            for (var k = 0; k < taps * taps; k++)
            {
                var (j, l) = (k % taps, k / taps);
                double* y = along + line + Lanes * j, z = along + 2 * line + Lanes * l;
                Vector256<double> lowY = Vector256.Load(y), highY = Vector256.Load(y + 4);
                Vector256<double> lowZ = Vector256.Load(z), highZ = Vector256.Load(z + 4);
                // As in a row of common weights, lines that weigh nothing do not count, whatever stands there.
                var lowCounts = ~(Vector256.Equals(lowY, default) | Vector256.Equals(lowZ, default));
                var highCounts = ~(Vector256.Equals(highY, default) | Vector256.Equals(highZ, default));
                var starts = Vector256.Load(at + line + Lanes * j) + Vector256.Load(at + 2 * line + Lanes * l);
                var across = TTerm.WeightsFirst ? products + line * j : along;
                for (var m = 0; m < taps; m++)
                {
                    (starts + Vector256.Load(at + Lanes * m)).Store(p);
                    var first = Vector256.Create(source[p[0]], source[p[1]], source[p[2]], source[p[3]]);
                    var second = Vector256.Create(source[p[4]], source[p[5]], source[p[6]], source[p[7]]);
                    first = TTerm.Of(first, Vector256.Load(across + Lanes * m), lowY, lowZ);
                    second = TTerm.Of(second, Vector256.Load(across + Lanes * m + 4), highY, highZ);
                    low += TTerm.WeightsFirst ? first : first & lowCounts;
                    high += TTerm.WeightsFirst ? second : second & highCounts;
                }
            }
            for (var lane = 0; lane < Lanes && i + lane < length; lane++)
                output[i + lane] = lane < 4 ? low[lane] : high[lane - 4];
        }
    }

    // The taps of eight voxels, lane by lane; past the row's end its last voxel again. Indices become distances in the block.
    private void Gather(Places places, int first, int* at, double* along)
    {
        for (var axis = 0; axis < 3; axis++)
        {
            var step = axis == 0 ? 1 : axis == 1 ? size.X : size.X * size.Y;
            int* from = places.At(axis);
            var weights = places.Along(axis);
            for (var k = 0; k < kernel.Taps; k++)
            {
                for (var lane = 0; lane < Lanes; lane++)
                {
                    var tap = k * places.Length + Math.Min(first + lane, places.Length - 1);
                    *at++ = from[tap] * step;
                    *along++ = weights[tap];
                }
            }
        }
    }
}

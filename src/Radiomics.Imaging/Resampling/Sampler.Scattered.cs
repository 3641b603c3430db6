using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Radiomics.Imaging.Resampling;

internal sealed unsafe partial class Sampler
{
    private const int Lanes = ScatteredTaps.Lanes;

    // Voxels whose taps along x follow each other are read four at a time.
    private const int Neighbours = 4;

    /// <summary>Interpolates a row of output voxels each of which has taps of its own along all three axes.</summary>
    public void Scattered(ScatteredTaps taps, Span<double> row)
    {
        var results = stackalloc double[2 * Lanes];
        fixed (double* source = values, alongX = taps.Weights(0), alongY = taps.Weights(1), alongZ = taps.Weights(2))
        fixed (int* atX = taps.Indices(0), atY = taps.Indices(1), atZ = taps.Indices(2))
        fixed (long* covered = taps.Covered)
        {
            for (var i = 0; i < row.Length; i += Lanes)
            {
                var place = new Places(atX + i, atY + i, atZ + i, alongX + i, alongY + i, alongZ + i, taps.Stride);
                switch (kernel.Combination)
                {
                    case Combination.Single:
                        for (var lane = 0; lane < Lanes; lane++)
                            results[lane] = source[place.X[lane] + place.Y[lane] + place.Z[lane]];
                        break;
                    case Combination.Steps:
                        Steps(source, place, results);
                        Steps(source, place.From(4), results + 4);
                        break;
                    case Combination.Vote:
                        Vote(source, place, results);
                        break;
                    case Combination.Weighted when kernel.Taps == Neighbours && Avx.IsSupported && InOrder(place):
                        SumInOrder(source, place, results);
                        break;
                    case Combination.Weighted:
                        Sum<Weighted>(source, place, results);
                        break;
                    case Combination.Scaled:
                        Sum<Scaled>(source, place, results);
                        break;
                    default:
                        Sum<Averaged>(source, place, results);
                        Sum<WeightOnly>(source, place, results + Lanes);
                        for (var lane = 0; lane < Lanes; lane++)
                            results[lane] /= results[Lanes + lane];
                        break;
                }
                for (var lane = 0; lane < Lanes; lane += 4)
                    (Vector256.Load(results + lane) & Vector256.Load(covered + i + lane).AsDouble()).Store(results + lane);
                new ReadOnlySpan<double>(results, Math.Min(Lanes, row.Length - i)).CopyTo(row[i..]);
            }
        }
    }

    // Where the taps of eight voxels lie in the block, and what they weigh: tap k of voxel i is element k * Stride + i.
    private readonly struct Places(int* x, int* y, int* z, double* alongX, double* alongY, double* alongZ, int stride)
    {
        public readonly int* X = x, Y = y, Z = z;

        public readonly double* AlongX = alongX, AlongY = alongY, AlongZ = alongZ;

        public readonly int Stride = stride;

        public Places From(int lane) => new(X + lane, Y + lane, Z + lane, AlongX + lane, AlongY + lane, AlongZ + lane, Stride);
    }

    // Four voxels.
    private static void Steps(double* source, Places at, double* results)
    {
        Vector128<int> lowX = Vector128.Load(at.X), highX = Vector128.Load(at.X + at.Stride);
        Vector128<int> lowY = Vector128.Load(at.Y), highY = Vector128.Load(at.Y + at.Stride);
        Vector128<int> lowZ = Vector128.Load(at.Z), highZ = Vector128.Load(at.Z + at.Stride);
        var (dx, dy, dz) = (
            Vector256.Load(at.AlongX + at.Stride), Vector256.Load(at.AlongY + at.Stride), Vector256.Load(at.AlongZ + at.Stride));
        var inOrder = Avx.IsSupported && Vector128.EqualsAll(highX, lowX + Vector128<int>.One);
        var near = Step(source, lowX, highX, lowY + lowZ, dx, inOrder);
        near += (Step(source, lowX, highX, highY + lowZ, dx, inOrder) - near) * dy;
        var far = Step(source, lowX, highX, lowY + highZ, dx, inOrder);
        far += (Step(source, lowX, highX, highY + highZ, dx, inOrder) - far) * dy;
        (near + (far - near) * dz).Store(results);
    }

    // Along x, from the low to the high ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Step(
        double* source, Vector128<int> low, Vector128<int> high, Vector128<int> line, Vector256<double> dx, bool inOrder)
    {
        low += line;
        Vector256<double> from, to;
        if (inOrder)
        {
            var even = Vector256.Create(Vector128.Load(source + low[0]), Vector128.Load(source + low[2]));
            var odd = Vector256.Create(Vector128.Load(source + low[1]), Vector128.Load(source + low[3]));
            (from, to) = (Avx.UnpackLow(even, odd), Avx.UnpackHigh(even, odd));
        }
        else
        {
            high += line;
            from = Vector256.Create(source[low[0]], source[low[1]], source[low[2]], source[low[3]]);
            to = Vector256.Create(source[high[0]], source[high[1]], source[high[2]], source[high[3]]);
        }
        return from + (to - from) * dx;
    }

    private void Vote(double* source, Places at, double* results)
    {
        var taps = kernel.Taps;
        var starts = stackalloc int[taps * taps];
        double* alongY = stackalloc double[taps * taps], alongZ = stackalloc double[taps * taps];
        for (var lane = 0; lane < Lanes; lane++)
        {
            var lines = 0;
            for (var k = 0; k < taps * taps; k++)
            {
                int y = k % taps * at.Stride + lane, z = k / taps * at.Stride + lane;
                (alongY[lines], alongZ[lines]) = (at.AlongY[y], at.AlongZ[z]);
                if (alongY[lines] != 0 && alongZ[lines] != 0)
                    starts[lines++] = at.Z[z] + at.Y[y];
            }
            results[lane] = Vote(source, starts, at.X + lane, at.AlongX + lane, at.Stride, alongY, alongZ, lines);
        }
    }

    // Eight voxels, each lane its own sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum<TTerm>(double* source, Places at, double* results)
        where TTerm : ITerm
    {
        var (taps, stride) = (kernel.Taps, at.Stride);
        var products = stackalloc double[Lanes * (TTerm.WeightsFirst ? taps * taps : taps)];
        for (var j = 0; j < (TTerm.WeightsFirst ? taps : 1); j++)
        {
            for (var k = 0; k < taps; k++)
            {
                for (var lane = 0; lane < Lanes; lane += 4)
                {
                    var x = Vector256.Load(at.AlongX + k * stride + lane);
                    (TTerm.WeightsFirst ? x * Vector256.Load(at.AlongY + j * stride + lane) : x)
                        .Store(products + Lanes * (taps * j + k) + lane);
                }
            }
        }
        Vector256<double> low = Vector256<double>.Zero, high = low;
        var p = stackalloc int[Lanes];
        for (var l = 0; l < taps; l++)
        {
            Vector256<double> lowZ = Vector256.Load(at.AlongZ + l * stride), highZ = Vector256.Load(at.AlongZ + l * stride + 4);
            for (var j = 0; j < taps; j++)
            {
                Vector256<double> lowY = Vector256.Load(at.AlongY + j * stride), highY = Vector256.Load(at.AlongY + j * stride + 4);
                // As in a row of common weights, lines that weigh nothing do not count, whatever stands there.
                var lowCounts = ~(Vector256.Equals(lowY, default) | Vector256.Equals(lowZ, default));
                var highCounts = ~(Vector256.Equals(highY, default) | Vector256.Equals(highZ, default));
                var starts = Vector256.Load(at.Y + j * stride) + Vector256.Load(at.Z + l * stride);
                var across = products + (TTerm.WeightsFirst ? Lanes * taps * j : 0);
                for (var m = 0; m < taps; m++)
                {
                    (starts + Vector256.Load(at.X + m * stride)).Store(p);
                    var first = Vector256.Create(source[p[0]], source[p[1]], source[p[2]], source[p[3]]);
                    var second = Vector256.Create(source[p[4]], source[p[5]], source[p[6]], source[p[7]]);
                    first = TTerm.Of(first, Vector256.Load(across + Lanes * m), lowY, lowZ);
                    second = TTerm.Of(second, Vector256.Load(across + Lanes * m + 4), highY, highZ);
                    low += TTerm.WeightsFirst ? first : first & lowCounts;
                    high += TTerm.WeightsFirst ? second : second & highCounts;
                }
            }
        }
        low.Store(results);
        high.Store(results + 4);
    }

    // Whether the four taps along x follow each other in each of eight voxels: not where some lie past the image's edge.
    private static bool InOrder(Places at) =>
        Vector256.EqualsAll(Vector256.Load(at.X + 3 * at.Stride) - Vector256.Load(at.X), Vector256.Create(3));

    // A weighted sum of four taps along each axis, those along x in order: the same terms in the same order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumInOrder(double* source, Places at, double* results)
    {
        const int Taps = Neighbours;
        var stride = at.Stride;
        var products = stackalloc double[Lanes * Taps * Taps];
        var starts = stackalloc int[Lanes * Taps];
        for (var j = 0; j < Taps; j++)
        {
            (Vector256.Load(at.X) + Vector256.Load(at.Y + j * stride)).Store(starts + Lanes * j);
            for (var k = 0; k < Lanes * Taps; k += 4)
            {
                var (tap, lane) = (k / Lanes, k % Lanes);
                (Vector256.Load(at.AlongX + tap * stride + lane) * Vector256.Load(at.AlongY + j * stride + lane))
                    .Store(products + Lanes * Taps * j + k);
            }
        }
        Vector256<double> low = Vector256<double>.Zero, high = low;
        var p = stackalloc int[Lanes];
        for (var l = 0; l < Taps; l++)
        {
            Vector256<double> lowZ = Vector256.Load(at.AlongZ + l * stride), highZ = Vector256.Load(at.AlongZ + l * stride + 4);
            for (var j = 0; j < Taps; j++)
            {
                (Vector256.Load(starts + Lanes * j) + Vector256.Load(at.Z + l * stride)).Store(p);
                var across = products + Lanes * Taps * j;
                for (var m = 0; m < Taps; m += 2)
                {
                    // Two taps of each voxel at a time, turned so that a vector holds one tap of four voxels.
                    var from = source + m;
                    var even = Vector256.Create(Vector128.Load(from + p[0]), Vector128.Load(from + p[2]));
                    var odd = Vector256.Create(Vector128.Load(from + p[1]), Vector128.Load(from + p[3]));
                    low += Vector256.Load(across + Lanes * m) * lowZ * Avx.UnpackLow(even, odd);
                    low += Vector256.Load(across + Lanes * (m + 1)) * lowZ * Avx.UnpackHigh(even, odd);
                    even = Vector256.Create(Vector128.Load(from + p[4]), Vector128.Load(from + p[6]));
                    odd = Vector256.Create(Vector128.Load(from + p[5]), Vector128.Load(from + p[7]));
                    high += Vector256.Load(across + Lanes * m + 4) * highZ * Avx.UnpackLow(even, odd);
                    high += Vector256.Load(across + Lanes * (m + 1) + 4) * highZ * Avx.UnpackHigh(even, odd);
                }
            }
        }
        low.Store(results);
        high.Store(results + 4);
    }
}

using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Resampling;

internal sealed partial class InterpolationKernel
{
    /// <summary>The same as <see cref="Fill(double, int, Span{int}, Span{double})"/> for many covered places, a multiple of four: tap k of
    /// place i is element k * count + i. Where the same numbers can be had four at a time, they are.</summary>
    public unsafe void Fill(double* places, int size, int* indices, double* weights, int count)
    {
        for (var i = 0; i < count; i += 4)
        {
            var place = Vector256.Load(places + i);
            switch (Combination)
            {
                case Combination.Single:
                    Whole(Vector256.Floor(place + Vector256.Create(0.5)), size).Store(indices + i);
                    break;
                case Combination.Steps:
                    var low = Whole(Vector256.Floor(place), size);
                    var high = Vector128.Min(low + Vector128<int>.One, Vector128.Create(size - 1));
                    var share = Vector256.Max(place - Double(low), Vector256<double>.Zero);
                    low.Store(indices + i);
                    high.Store(indices + count + i);
                    (share & ~Vector256.Equals(Double(low), Double(high))).Store(weights + count + i);
                    break;
                case Combination.Weighted when Order > 0:
                    FillSpline(place, size, indices + i, weights + i, count);
                    break;
                default:
                    FillEach(places + i, size, indices + i, weights + i, count);
                    break;
            }
        }
    }

    private unsafe void FillSpline(Vector256<double> place, int size, int* indices, double* weights, int stride)
    {
        // ITK finds the first voxel in single precision.
        var single = Vector128.Narrow(place.GetLower(), place.GetUpper());
        var middle = Vector128.ConvertToInt32(Vector128.Floor(single + Vector128.Create(Order % 2 == 0 ? 0.5f : 0)));
        BSpline.Weights(Order, place - Double(middle), weights, stride);
        var first = middle - Vector128.Create(Order / 2);
        for (var k = 0; k <= Order; k++)
        {
            var at = first + Vector128.Create(k);
            at.Store(indices + k * stride);
            if (Vector128.LessThanAll(at.AsUInt32(), Vector128.Create((uint)size)))
                continue;
            for (var lane = 0; lane < 4; lane++)
                indices[k * stride + lane] = Mirror(at[lane], size);
        }
    }

    private unsafe void FillEach(double* places, int size, int* indices, double* weights, int stride)
    {
        Span<int> mine = stackalloc int[Taps];
        Span<double> weigh = stackalloc double[Taps];
        for (var lane = 0; lane < 4; lane++)
        {
            Fill(places[lane], size, mine, weigh);
            for (var k = 0; k < Taps; k++)
                (indices[k * stride + lane], weights[k * stride + lane]) = (mine[k], weigh[k]);
        }
    }

    // Whole numbers as voxels of an axis.
    private static Vector128<int> Whole(Vector256<double> numbers, int size)
    {
        var inside = Vector256.Min(Vector256.Max(numbers, Vector256<double>.Zero), Vector256.Create(size - 1.0));
        // Exact below 2^51: the number then stands in the lowest bits.
        var bits = (inside + Vector256.Create(6755399441055744.0)).AsInt64();
        return Vector128.Narrow(bits.GetLower(), bits.GetUpper());
    }

    private static Vector256<double> Double(Vector128<int> numbers) =>
        Vector256.ConvertToDouble(Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers)));
}

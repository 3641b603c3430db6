using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Resampling;

/// <summary>B-splines of orders 1 to 5: M. Unser, A. Aldroubi and M. Eden, "B-spline signal processing, part II" (1993,
/// doi:10.1109/78.193221).</summary>
internal static class BSpline
{
    /// <summary>The poles of the prefilter, whose powers give the response to one voxel (Table I there).</summary>
    public static double[] Poles(int order) => order switch
    {
        2 => [Math.Sqrt(8) - 3],
        3 => [Math.Sqrt(3) - 2],
        4 =>
        [
            Math.Sqrt(664 - Math.Sqrt(438976)) + Math.Sqrt(304) - 19,
            Math.Sqrt(664 + Math.Sqrt(438976)) - Math.Sqrt(304) - 19,
        ],
        5 =>
        [
            Math.Sqrt(135 / 2d - Math.Sqrt(17745 / 4d)) + Math.Sqrt(105 / 4d) - 13 / 2d,
            Math.Sqrt(135 / 2d + Math.Sqrt(17745 / 4d)) - Math.Sqrt(105 / 4d) - 13 / 2d,
        ],
        _ => [],
    };

    /// <summary>The weights of the order + 1 voxels around a place.</summary>
    /// <param name="order">1 to 5.</param>
    /// <param name="w">The distance from voxel number order / 2 (rounded down) of them.</param>
    /// <param name="weights">The weights.</param>
    public static unsafe void Weights(int order, double w, Span<double> weights)
    {
        var four = stackalloc double[6 * Vector256<double>.Count];
        Weights(order, Vector256.Create(w), four, Vector256<double>.Count);
        for (var k = 0; k <= order; k++)
            weights[k] = four[k * Vector256<double>.Count];
    }

    /// <summary>The same around four places; the weights of a voxel stand together, those of the next one a stride on.</summary>
    public static unsafe void Weights(int order, Vector256<double> w, double* weights, int stride)
    {
        var one = Vector256<double>.One;
        switch (order)
        {
            case 1:
                w.Store(weights + stride);
                (one - w).Store(weights);
                break;
            case 2:
                {
                    var b = Vector256.Create(0.75) - w * w;
                    var c = 0.5 * (w - b + one);
                    (one - b - c).Store(weights);
                    b.Store(weights + stride);
                    c.Store(weights + 2 * stride);
                    break;
                }
            case 3:
                {
                    var d = 1 / 6d * w * w * w;
                    var a = Vector256.Create(1 / 6d) + 0.5 * w * (w - one) - d;
                    var c = w + a - 2 * d;
                    a.Store(weights);
                    (one - a - c - d).Store(weights + stride);
                    c.Store(weights + 2 * stride);
                    d.Store(weights + 3 * stride);
                    break;
                }
            case 4:
                {
                    var square = w * w;
                    var sixth = 1 / 6d * square;
                    var half = (Vector256.Create(0.5) - w) * (Vector256.Create(0.5) - w);
                    var a = half * (1 / 24d * half);
                    var odd = w * (sixth - Vector256.Create(11 / 24d));
                    var even = Vector256.Create(19 / 96d) + square * (Vector256.Create(0.25) - sixth);
                    var (b, d, e) = (even + odd, even - odd, a + odd + 0.5 * w);
                    a.Store(weights);
                    b.Store(weights + stride);
                    (one - a - b - d - e).Store(weights + 2 * stride);
                    d.Store(weights + 3 * stride);
                    e.Store(weights + 4 * stride);
                    break;
                }
            default:
                {
                    var square = w * w;
                    var f = 1 / 120d * w * square * square;
                    square -= w;
                    var fourth = square * square;
                    w -= Vector256.Create(0.5);
                    var t = square * (square - Vector256.Create(3.0));
                    (1 / 24d * (Vector256.Create(1 / 5d) + square + fourth) - f).Store(weights);
                    var even = 1 / 24d * (square * (square - Vector256.Create(5.0)) + Vector256.Create(46 / 5d));
                    var odd = -1 / 12d * w * (t + Vector256.Create(4.0));
                    (even + odd).Store(weights + 2 * stride);
                    (even - odd).Store(weights + 3 * stride);
                    even = 1 / 16d * (Vector256.Create(9 / 5d) - t);
                    odd = 1 / 24d * w * (fourth - square - Vector256.Create(5.0));
                    (even + odd).Store(weights + stride);
                    (even - odd).Store(weights + 4 * stride);
                    f.Store(weights + 5 * stride);
                    break;
                }
        }
    }
}

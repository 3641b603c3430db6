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
    public static void Weights(int order, double w, Span<double> weights)
    {
        switch (order)
        {
            case 1:
                weights[1] = w;
                weights[0] = 1 - w;
                break;
            case 2:
                weights[1] = 0.75 - w * w;
                weights[2] = 0.5 * (w - weights[1] + 1);
                weights[0] = 1 - weights[1] - weights[2];
                break;
            case 3:
                weights[3] = 1 / 6d * w * w * w;
                weights[0] = 1 / 6d + 0.5 * w * (w - 1) - weights[3];
                weights[2] = w + weights[0] - 2 * weights[3];
                weights[1] = 1 - weights[0] - weights[2] - weights[3];
                break;
            case 4:
                {
                    var square = w * w;
                    var sixth = 1 / 6d * square;
                    var half = (0.5 - w) * (0.5 - w);
                    weights[0] = half * (1 / 24d * half);
                    var odd = w * (sixth - 11 / 24d);
                    var even = 19 / 96d + square * (0.25 - sixth);
                    weights[1] = even + odd;
                    weights[3] = even - odd;
                    weights[4] = weights[0] + odd + 0.5 * w;
                    weights[2] = 1 - weights[0] - weights[1] - weights[3] - weights[4];
                    break;
                }
            default:
                {
                    var square = w * w;
                    weights[5] = 1 / 120d * w * square * square;
                    square -= w;
                    var fourth = square * square;
                    w -= 0.5;
                    var t = square * (square - 3);
                    weights[0] = 1 / 24d * (1 / 5d + square + fourth) - weights[5];
                    var even = 1 / 24d * (square * (square - 5) + 46 / 5d);
                    var odd = -1 / 12d * w * (t + 4);
                    weights[2] = even + odd;
                    weights[3] = even - odd;
                    even = 1 / 16d * (9 / 5d - t);
                    odd = 1 / 24d * w * (fourth - square - 5);
                    weights[1] = even + odd;
                    weights[4] = even - odd;
                    break;
                }
        }
    }
}

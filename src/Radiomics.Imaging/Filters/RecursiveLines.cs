using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// Runs a <see cref="RecursiveGaussian"/> along eight lines side by side, four and four in turn: the recursion of one four waits for its
/// own last
/// element while the other's is computed. Lines never mix and nothing is fused.
/// </summary>
internal static unsafe class RecursiveLines
{
    /// <summary>How many lines stand side by side: element n of line k is at n * Width + k.</summary>
    public const int Width = 8;

    private const int Half = Width / 2;

    /// <summary>Filters lines of at least four elements.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="data">The lines.</param>
    /// <param name="output">The result; of the same length.</param>
    /// <param name="length">The length of the lines.</param>
    public static void Run(RecursiveGaussian filter, double[] data, double[] output, int length)
    {
        fixed (double* input = data, result = output)
        {
            Causal(filter, input, result, length);
            Anticausal(filter, input, result, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Causal(RecursiveGaussian filter, double* data, double* output, int length)
    {
        Vector256<double> d1 = D(filter, 0), d2 = D(filter, 1), d3 = D(filter, 2), d4 = D(filter, 3);
        Vector256<double> n0 = Of(filter.Causal, 0), n1 = Of(filter.Causal, 1), n2 = Of(filter.Causal, 2), n3 = Of(filter.Causal, 3);
        Vector256<double> edge = Vector256.Load(data), edge2 = Vector256.Load(data + Half);
        Vector256<double> x1 = edge, x2 = edge, x3 = edge, u1 = edge2, u2 = edge2, u3 = edge2;
        Vector256<double> y1 = default, y2 = default, y3 = default, y4 = default, v1 = default, v2 = default, v3 = default, v4 = default;
        for (var i = 0; i < length; i++)
        {
            var at = i * Width;
            Vector256<double> x = Vector256.Load(data + at), u = Vector256.Load(data + at + Half);
            Vector256<double> y = x * n0 + x1 * n1 + x2 * n2 + x3 * n3, v = u * n0 + u1 * n1 + u2 * n2 + u3 * n3;
            if (i >= 4)
            {
                y -= y1 * d1 + y2 * d2 + y3 * d3 + y4 * d4;
                v -= v1 * d1 + v2 * d2 + v3 * d3 + v4 * d4;
            }
            else
            {
                y -= Before(filter.CausalBoundary, filter.Feedback, edge, i, y1, y2, y3);
                v -= Before(filter.CausalBoundary, filter.Feedback, edge2, i, v1, v2, v3);
            }
            y.Store(output + at);
            v.Store(output + at + Half);
            x3 = x2;
            x2 = x1;
            x1 = x;
            u3 = u2;
            u2 = u1;
            u1 = u;
            y4 = y3;
            y3 = y2;
            y2 = y1;
            y1 = y;
            v4 = v3;
            v3 = v2;
            v2 = v1;
            v1 = v;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Anticausal(RecursiveGaussian filter, double* data, double* output, int length)
    {
        Vector256<double> d1 = D(filter, 0),
            d2 = D(filter, 1),
            d3 = D(filter, 2),
            d4 = D(filter, 3);
        Vector256<double> m1 = Of(filter.Anticausal, 0),
            m2 = Of(filter.Anticausal, 1),
            m3 = Of(filter.Anticausal, 2),
            m4 = Of(filter.Anticausal, 3);
        Vector256<double> edge = Vector256.Load(data + (length - 1) * Width),
            edge2 = Vector256.Load(data + (length - 1) * Width + Half);
        Vector256<double> z1 = edge,
            z2 = edge,
            z3 = edge,
            z4 = edge,
            w1 = edge2,
            w2 = edge2,
            w3 = edge2,
            w4 = edge2;
        Vector256<double> y1 = default,
            y2 = default,
            y3 = default,
            y4 = default,
            v1 = default,
            v2 = default,
            v3 = default,
            v4 = default;
        for (int i = length - 1, from = 0; i >= 0; i--, from++)
        {
            var at = i * Width;
            Vector256<double> y = z1 * m1 + z2 * m2 + z3 * m3 + z4 * m4, v = w1 * m1 + w2 * m2 + w3 * m3 + w4 * m4;
            if (from >= 4)
            {
                y -= y1 * d1 + y2 * d2 + y3 * d3 + y4 * d4;
                v -= v1 * d1 + v2 * d2 + v3 * d3 + v4 * d4;
            }
            else
            {
                y -= Before(filter.AnticausalBoundary, filter.Feedback, edge, from, y1, y2, y3);
                v -= Before(filter.AnticausalBoundary, filter.Feedback, edge2, from, v1, v2, v3);
            }
            (Vector256.Load(output + at) + y).Store(output + at);
            (Vector256.Load(output + at + Half) + v).Store(output + at + Half);
            z4 = z3;
            z3 = z2;
            z2 = z1;
            z1 = Vector256.Load(data + at);
            w4 = w3;
            w3 = w2;
            w2 = w1;
            w1 = Vector256.Load(data + at + Half);
            y4 = y3;
            y3 = y2;
            y2 = y1;
            y1 = y;
            v4 = v3;
            v3 = v2;
            v2 = v1;
            v1 = v;
        }
    }

    private static Vector256<double> D(RecursiveGaussian filter, int i) => Of(filter.Feedback, i);

    private static Vector256<double> Of(double[] weights, int i) => Vector256.Create(weights[i]);

    // The feedback of the first four outputs: the edge value stands for those that are not there.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> Before(
        double[] boundary,
        double[] feedback,
        Vector256<double> edge,
        int known,
        Vector256<double> y1,
        Vector256<double> y2,
        Vector256<double> y3
    )
    {
        var a = known > 0 ? y1 * Vector256.Create(feedback[0]) : edge * Vector256.Create(boundary[0]);
        var b = known > 1 ? y2 * Vector256.Create(feedback[1]) : edge * Vector256.Create(boundary[1]);
        var c = known > 2 ? y3 * Vector256.Create(feedback[2]) : edge * Vector256.Create(boundary[2]);
        return a + b + c + edge * Vector256.Create(boundary[3]);
    }
}

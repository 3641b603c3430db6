using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>Runs a <see cref="RecursiveGaussian"/> along eight lines side by side.</summary>
internal static unsafe class RecursiveLines
{
    /// <summary>How many lines stand side by side: element n of line k is at n * Width + k.</summary>
    public const int Width = 8;

    /// <summary>Filters lines of at least four elements.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="data">The lines.</param>
    /// <param name="output">The result; of the same length.</param>
    /// <param name="length">The length of the lines.</param>
    public static void Run(RecursiveGaussian filter, double[] data, double[] output, int length)
    {
        fixed (double* input = data, result = output)
        {
            for (var half = 0; half < Width; half += 4)
                Run(filter, input + half, result + half, length);
        }
    }

    private static void Run(RecursiveGaussian filter, double* data, double* output, int length)
    {
        Vector256<double> D(int i) => Vector256.Create(filter.Feedback[i]);
        Vector256<double> d1 = D(0), d2 = D(1), d3 = D(2), d4 = D(3);

        Vector256<double> N(int i) => Vector256.Create(filter.Causal[i]);
        Vector256<double> n0 = N(0), n1 = N(1), n2 = N(2), n3 = N(3);
        var edge = Vector256.Load(data);
        Vector256<double> x1 = edge, x2 = edge, x3 = edge;
        Vector256<double> y1 = default, y2 = default, y3 = default, y4 = default;
        for (var i = 0; i < length; i++)
        {
            var x = Vector256.Load(data + i * Width);
            var y = x * n0 + x1 * n1 + x2 * n2 + x3 * n3;
            if (i >= 4)
                y -= y1 * d1 + y2 * d2 + y3 * d3 + y4 * d4;
            else
                y -= Before(filter.CausalBoundary, filter.Feedback, edge, i, y1, y2, y3);
            y.Store(output + i * Width);
            (x3, x2, x1) = (x2, x1, x);
            (y4, y3, y2, y1) = (y3, y2, y1, y);
        }

        Vector256<double> M(int i) => Vector256.Create(filter.Anticausal[i]);
        Vector256<double> m1 = M(0), m2 = M(1), m3 = M(2), m4 = M(3);
        edge = Vector256.Load(data + (length - 1) * Width);
        Vector256<double> z1 = edge, z2 = edge, z3 = edge, z4 = edge;
        y1 = y2 = y3 = y4 = default;
        for (int i = length - 1, from = 0; i >= 0; i--, from++)
        {
            var y = z1 * m1 + z2 * m2 + z3 * m3 + z4 * m4;
            if (from >= 4)
                y -= y1 * d1 + y2 * d2 + y3 * d3 + y4 * d4;
            else
                y -= Before(filter.AnticausalBoundary, filter.Feedback, edge, from, y1, y2, y3);
            (Vector256.Load(output + i * Width) + y).Store(output + i * Width);
            (z4, z3, z2, z1) = (z3, z2, z1, Vector256.Load(data + i * Width));
            (y4, y3, y2, y1) = (y3, y2, y1, y);
        }
    }

    // The feedback of the first four outputs: the edge value stands for those that are not there.
    private static Vector256<double> Before(
        double[] boundary, double[] feedback, Vector256<double> edge, int known, Vector256<double> y1, Vector256<double> y2, Vector256<double> y3)
    {
        var a = known > 0 ? y1 * Vector256.Create(feedback[0]) : edge * Vector256.Create(boundary[0]);
        var b = known > 1 ? y2 * Vector256.Create(feedback[1]) : edge * Vector256.Create(boundary[1]);
        var c = known > 2 ? y3 * Vector256.Create(feedback[2]) : edge * Vector256.Create(boundary[2]);
        return a + b + c + edge * Vector256.Create(boundary[3]);
    }
}

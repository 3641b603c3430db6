using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Survival.Models.Numerics;

/// <summary>The normal probability outside a cube: P(max |Z_k| > b) of two to four correlated standard normal variables, by conditioning
/// each on those before it (Genz 1992, doi:10.1080/10618600.1992.10477010) and Gauss-Legendre rules in place of random points.</summary>
internal static class GaussianBox
{
    private const int Nodes = 64;
    private const double Reach = 9;

    /// <summary>The probability that one of the variables is beyond b or -b. Variables that are sums of others, as the log-rank statistic
    /// is of the weights S and 1 - S, narrow the range of the last of these.</summary>
    public static double Outside(double[,] correlation, double b)
    {
        var (count, lower) = Cholesky(correlation);
        // By the independent variable that they bind: the rows of each bound.
        var bounds = Enumerable.Range(0, count).Select(k => lower.Where(row => Last(row) == k).ToArray()).ToArray();
        var rule = new GaussLegendreRule(0, 1, Nodes);
        return Math.Clamp(Outside(0, new double[count]), 0, 1);

        // What leaves at a variable, and of what stays in that which leaves later: no subtraction from 1.
        double Outside(int k, double[] y)
        {
            var (low, high) = Range(k, y);
            if (!(high > low))
                return 1;
            var beyond = Upper(high) + Upper(-low);
            var (from, to) = (Math.Max(low, -Reach), Math.Min(high, Reach));
            if (k == count - 1 || !(to > from))
                return beyond;
            var sum = 0.0;
            double[] ends = [from, .. Kinks(k, y, from, to), to];
            for (var piece = 1; piece < ends.Length; piece++)
            {
                var width = ends[piece] - ends[piece - 1];
                for (var i = 0; i < Nodes; i++)
                {
                    y[k] = ends[piece - 1] + (width * rule.Abscissas[i]);
                    sum += width * rule.Weights[i] * Math.Exp(-y[k] * y[k] / 2) * Outside(k + 1, y);
                }
            }
            return beyond + (sum * 0.39894228040143267794);
        }

        (double Low, double High) Range(int k, double[] y)
        {
            var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
            foreach (var row in bounds[k])
            {
                var (a, c) = Line(row, k, y);
                (low, high) = (Math.Max(low, Math.Min(a, c)), Math.Min(high, Math.Max(a, c)));
            }
            return (low, high);
        }

        (double First, double Second) Line(double[] row, int k, double[] y)
        {
            var mean = 0.0;
            for (var j = 0; j < k; j++)
                mean += row[j] * y[j];
            return ((-b - mean) / row[k], (b - mean) / row[k]);
        }

        // Where two bounds of the next variable cross, what leaves there has a kink that no rule may lie across.
        IEnumerable<double> Kinks(int k, double[] y, double from, double to)
        {
            if (bounds[k + 1].Length < 2)
                return [];
            List<(double At, double Slope)> lines = [];
            foreach (var row in bounds[k + 1])
            {
                y[k] = 0;
                var (a, c) = Line(row, k + 1, y);
                var slope = -row[k] / row[k + 1];
                lines.AddRange([(a, slope), (c, slope)]);
            }
            return lines.SelectMany((p, i) => lines.Skip(i + 1).Where(q => q.Slope != p.Slope).Select(q =>
                (q.At - p.At) / (p.Slope - q.Slope)))
                .Where(x => x > from && x < to).Distinct().Order();
        }
    }

    // The rows of the factor over the independent variables; a row without one of its own is a sum of those before it.
    private static (int Count, List<double[]> Rows) Cholesky(double[,] matrix)
    {
        const double Dependent = 1e-10;
        var n = matrix.GetLength(0);
        var (rows, own) = (new List<double[]>(), new List<int>());
        for (var i = 0; i < n; i++)
        {
            var row = new double[n];
            for (var j = 0; j < own.Count; j++)
            {
                row[j] = matrix[i, own[j]];
                for (var k = 0; k < j; k++)
                    row[j] -= row[k] * rows[own[j]][k];
                row[j] /= rows[own[j]][j];
            }
            var rest = 1 - row.Sum(v => v * v);
            if (rest > Dependent)
            {
                row[own.Count] = Math.Sqrt(rest);
                own.Add(i);
            }
            rows.Add(row);
        }
        return (own.Count, rows);
    }

    private static int Last(double[] row) => Array.FindLastIndex(row, v => Math.Abs(v) > 1e-8);

    private static double Upper(double z) => 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));
}

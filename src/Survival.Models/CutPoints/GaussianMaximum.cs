using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Survival.Models.CutPoints;

/// <summary>
/// P(max |Z_k| > b) for the normal limit of the statistics at the cuts, whose correlation is
/// sqrt(m1 (n - m2) / ((n - m1) m2)) for m1 &lt; m2 (Hothorn and Lausen 2003). That is the correlation of a standardised Brownian bridge, a
/// Markov
/// process, so the density of the path that has not left [-b, b] is carried from cut to cut by one-dimensional
/// integrals, and the probability is the sum of the masses that leave at each cut: no subtraction from 1, so that small
/// probabilities keep their digits.
/// </summary>
internal static class GaussianMaximum
{
    public static double Exceedance(double b, int n, int[] lowCounts, CancellationToken cancellationToken)
    {
        if (b <= 0)
            return 1;
        var correlations = new double[lowCounts.Length - 1];
        var narrowest = 1.0;
        for (var k = 1; k < lowCounts.Length; k++)
        {
            double m1 = lowCounts[k - 1], m2 = lowCounts[k];
            correlations[k - 1] = Math.Sqrt(m1 * (n - m2) / ((n - m1) * m2));
            narrowest = Math.Min(narrowest, Math.Sqrt(1 - (correlations[k - 1] * correlations[k - 1])));
        }
        // Nodes at most 0.6 of the narrowest kernel's deviation apart: beyond that the quadrature has converged to rounding.
        var count = 24 + (int)Math.Ceiling(Math.PI * b / (0.6 * narrowest));
        var rule = new GaussLegendreRule(-b, b, count);
        var nodes = rule.Abscissas;
        var weights = rule.Weights;
        var mass = new double[count];
        var next = new double[count];
        for (var i = 0; i < count; i++)
            mass[i] = weights[i] * Density(nodes[i]);
        var left = Upper(b) * 2;
        foreach (var rho in correlations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            left += Move(rho, b, nodes, weights, mass, next);
            (mass, next) = (next, mass);
        }
        return Math.Min(left, 1);
    }

    /// <summary>Carries the mass to the next cut; returns what leaves [-b, b].</summary>
    private static double Move(double rho, double b, double[] nodes, double[] weights, double[] mass, double[] next)
    {
        var deviation = Math.Sqrt(1 - (rho * rho));
        double left = 0;
        for (var i = 0; i < nodes.Length; i++)
        {
            var mean = rho * nodes[i];
            left += mass[i] * (Upper((b - mean) / deviation) + Upper((b + mean) / deviation));
        }
        var (first, last) = (0, 0);
        for (var j = 0; j < nodes.Length; j++)
        {
            // Only nodes within nine deviations send anything here.
            while (first < nodes.Length && rho * nodes[first] < nodes[j] - (9 * deviation))
                first++;
            last = Math.Max(last, first);
            while (last < nodes.Length && rho * nodes[last] <= nodes[j] + (9 * deviation))
                last++;
            double sum = 0;
            for (var i = first; i < last; i++)
                sum += mass[i] * Density((nodes[j] - (rho * nodes[i])) / deviation);
            next[j] = weights[j] * sum / deviation;
        }
        return left;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) * 0.39894228040143267794;

    private static double Upper(double z) => 0.5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));
}

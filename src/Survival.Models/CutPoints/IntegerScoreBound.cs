namespace Survival.Models.CutPoints;

/// <summary>
/// The bound of Hothorn and Lausen (2003) on P(maximum > b) over all permutations of integer scores: the sum over the cuts of the exact
/// probability beyond b, less, from each, what was beyond b one row earlier and could not have come back with any one score. The exact
/// distributions come from the shift algorithm (Streitberg and Roehmel, Stat. Softw. Newsl. 12, 1986). As in maxstat, the row
/// before need not be a cut itself, a sum of 0 (only rows with the least score) is left out, and beyond means strictly beyond in this very
/// order of operations; without
/// the second, the nine rows with score 0 of R's `ovarian` data would raise its p from 0.009778 to 0.009810.
/// </summary>
internal static class IntegerScoreBound
{
    public const int MostRows = 170;

    public static double Probability(double b, double[] scores, int[] lowCounts, CancellationToken cancellationToken)
    {
        var n = scores.Length;
        var least = (int)scores.Min();
        var values = Array.ConvertAll(scores, s => (int)s - least);
        var total = values.Sum();
        var most = lowCounts[^1];
        var counts = SubsetCounts(values, most, total, cancellationToken);
        double squares = values.Sum(v => (double)v * v);
        double Expected(int m) => (double)m / n * total;
        double Deviation(int m) => Math.Sqrt(m * (double)(n - m) / ((double)n * n * (n - 1)) * ((n * squares) - ((double)total * total)));
        if (lowCounts.Length == 1)
            return TwoSided(counts[most], Expected(most), b * Deviation(most), total);
        var greatest = values.Max();
        double sum = 0;
        foreach (var m in lowCounts)
        {
            var (expected, deviation) = (Expected(m), Deviation(m));
            var ways = Binomial(n, m);
            for (var s = 1; s <= total; s++)
            {
                if (counts[m][s] > 0 && Math.Abs(s - expected) / deviation > b)
                    sum += counts[m][s] / ways;
            }
            if (m == lowCounts[0])
                continue;
            var (before, beforeDeviation, beforeWays) = (Expected(m - 1), Deviation(m - 1), Binomial(n, m - 1));
            for (var s = 1; s <= total; s++)
            {
                if (counts[m - 1][s] == 0 || !(Math.Abs(s - before) / beforeDeviation > b))
                    continue;
                // A sum that is too low stays so even with the greatest score, one too high even with the least (0).
                var then = s < before ? s + greatest : s;
                if (then <= total && counts[m][then] > 0 && Math.Abs(then - expected) / deviation > b)
                    sum -= counts[m - 1][s] / beforeWays;
            }
        }
        return Math.Min(sum, 1);
    }

    private static double TwoSided(double[] counts, double expected, double distance, int total)
    {
        double beyond = 0, all = 0;
        for (var s = 0; s <= total; s++)
        {
            all += counts[s];
            if (Math.Abs(s - expected) >= distance - 1e-9)
                beyond += counts[s];
        }
        return beyond / all;
    }

    /// <summary>The number of subsets of each size up to a most, by their sum.</summary>
    private static double[][] SubsetCounts(int[] values, int most, int total, CancellationToken cancellationToken)
    {
        var counts = new double[most + 1][];
        for (var m = 0; m <= most; m++)
            counts[m] = new double[total + 1];
        counts[0][0] = 1;
        var reach = 0;
        for (var k = 0; k < values.Length; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var v = values[k];
            for (var m = Math.Min(k + 1, most); m >= 1; m--)
            {
                var (from, to) = (counts[m - 1], counts[m]);
                for (var s = 0; s <= reach; s++)
                    to[s + v] += from[s];
            }
            reach += v;
        }
        return counts;
    }

    private static double Binomial(int n, int k)
    {
        double result = 1;
        for (var i = 1; i <= k; i++)
            result = result * (n - k + i) / i;
        return result;
    }
}

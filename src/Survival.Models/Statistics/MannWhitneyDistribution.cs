namespace Survival.Models.Statistics;

/// <summary>The null distribution of the Mann-Whitney statistic without ties (Mann and Whitney 1947,
/// doi:10.1214/aoms/1177730491).</summary>
internal static class MannWhitneyDistribution
{
    private const double MostCounted = 1e8;

    /// <summary>Twice the smaller tail, at most 1.</summary>
    public static double TwoSided(double w, int n1, int n2)
    {
        var fewer = (long)Math.Min(w, ((double)n1 * n2) - w);
        return Math.Min(1, 2 * Lower(fewer, Math.Min(n1, n2), Math.Max(n1, n2)));
    }

    /// <summary>P(U &lt;= u) for u up to half of n1 n2.</summary>
    public static double Lower(long u, int n1, int n2)
    {
        if ((double)n1 * n2 * (u + 1) > MostCounted)
            return new LatticeTail([.. Enumerable.Range(1, n1).Select(i => (n2 + i, i))]).Lower(u);
        // share[i][u]: of the orders of i values of the first group among j of the second, those with statistic u, as a probability.
        var share = new double[n1 + 1][];
        for (var i = 0; i <= n1; i++)
        {
            share[i] = new double[u + 1];
            share[i][0] = 1;
        }
        for (var j = 1; j <= n2; j++)
        {
            for (var i = 1; i <= n1; i++)
            {
                // The largest value of all is of the first group (and exceeds j others) or of the second.
                var (first, second) = (i / (double)(i + j), j / (double)(i + j));
                var (one, fewer) = (share[i], share[i - 1]);
                for (var k = (int)Math.Min(u, (long)i * j); k >= 0; k--)
                    one[k] = (second * one[k]) + (k >= j ? first * fewer[k - j] : 0);
            }
        }
        return share[n1].Sum();
    }
}

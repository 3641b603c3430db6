namespace Survival.Models.Statistics;

/// <summary>The null distribution of the Mann-Whitney statistic without ties (Mann and Whitney 1947, doi:10.1214/aoms/1177730491).</summary>
internal static class MannWhitneyDistribution
{
    /// <summary>Twice the smaller tail, at most 1.</summary>
    public static double TwoSided(int w, int n1, int n2)
    {
        // share[i][u]: of the orders of i values of the first group among j of the second, those with statistic u, as a probability.
        var most = n1 * n2;
        var share = new double[n1 + 1][];
        for (var i = 0; i <= n1; i++)
        {
            share[i] = new double[most + 1];
            share[i][0] = 1;
        }
        for (var j = 1; j <= n2; j++)
        {
            for (var i = 1; i <= n1; i++)
            {
                // The largest value of all is of the first group (and exceeds j others) or of the second.
                var (first, second) = (i / (double)(i + j), j / (double)(i + j));
                var next = new double[most + 1];
                for (var u = 0; u <= i * j; u++)
                    next[u] = (second * share[i][u]) + (u >= j ? first * share[i - 1][u - j] : 0);
                share[i] = next;
            }
        }
        var fewer = Math.Min(w, most - w);
        var tail = 0.0;
        for (var u = 0; u <= fewer; u++)
            tail += share[n1][u];
        return Math.Min(1, 2 * tail);
    }
}

namespace Survival.Models.Statistics;

/// <summary>The null distribution of the number of concordant pairs: permutations counted by their inversions.</summary>
internal static class KendallDistribution
{
    private const double MostCounted = 2e8;

    /// <summary>Twice the smaller tail, at most 1.</summary>
    public static double TwoSided(long concordant, int n)
    {
        var most = n * (n - 1L) / 2;
        var fewer = Math.Min(concordant, most - concordant);
        if (2 * fewer >= most - 1)
            return 1;
        if ((fewer + 1.0) * n > MostCounted)
            return Math.Min(1, 2 * new LatticeTail([.. Enumerable.Range(2, n - 1).Select(i => (i, 1))]).Lower(fewer));
        // share[k]: the probability of k inversions; one more element adds 0 .. i of them with equal chance.
        var (share, next) = (new double[fewer + 1], new double[fewer + 1]);
        share[0] = 1;
        for (var i = 1; i < n; i++)
        {
            var window = 0.0;
            for (var k = 0; k <= fewer; k++)
            {
                window += share[k];
                if (k > i)
                    window -= share[k - i - 1];
                next[k] = Math.Max(0, window) / (i + 1);
            }
            (share, next) = (next, share);
        }
        return Math.Min(1, 2 * share.Sum());
    }
}

namespace Survival.Models.Statistics;

/// <summary>The null distribution of the number of concordant pairs: permutations counted by their inversions.</summary>
internal static class KendallDistribution
{
    /// <summary>Twice the smaller tail, at most 1.</summary>
    public static double TwoSided(int concordant, int n)
    {
        var most = n * (n - 1) / 2;
        // share[k]: the probability of k inversions; one more element adds 0 .. i of them with equal chance.
        var share = new double[most + 1];
        share[0] = 1;
        for (int i = 1, top = 0; i < n; i++)
        {
            var next = new double[most + 1];
            top += i;
            var window = 0.0;
            for (var k = 0; k <= top; k++)
            {
                window += share[k];
                if (k > i)
                    window -= share[k - i - 1];
                next[k] = window / (i + 1);
            }
            share = next;
        }
        var fewer = Math.Min(concordant, most - concordant);
        var tail = 0.0;
        for (var k = 0; k <= fewer; k++)
            tail += share[k];
        return Math.Min(1, 2 * tail);
    }
}

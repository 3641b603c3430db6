using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>The correlation of two vectors, and a two-sided test that there is none, as R's <c>cor.test</c>.</summary>
/// <param name="Coefficient">The correlation; NaN where a vector is constant.</param>
/// <param name="Test">Its test: the statistic is t for Pearson, S = (n³ - n)(1 - r)/6 for Spearman; for Kendall z, or the number of
/// concordant pairs where the test is exact.</param>
public readonly record struct Correlation(double Coefficient, TestResult Test)
{
    /// <summary>
    /// The correlation and its test. Not exact: Pearson and Spearman by Student's t with n - 2 degrees of freedom, Kendall by the normal
    /// distribution with Kendall's variance for ties, without continuity correction. Exact (no ties): Spearman's S by enumeration to n = 9
    /// and
    /// Edgeworth's series above (D. Best and D. Roberts 1975, AS 89, doi:10.2307/2347111), beyond n = 1290 Student's t as R; Kendall by
    /// counting permutations.
    /// </summary>
    /// <param name="x">Finite values; at least three.</param>
    /// <param name="y">As many finite values.</param>
    /// <param name="method">The kind.</param>
    /// <param name="exact">Whether the p value of a rank correlation is exact; Pearson's always is Student's.</param>
    /// <exception cref="ArgumentException">Vectors of different lengths, fewer than three values, or ties with an exact test.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    public static Correlation Estimate(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        CorrelationMethod method = CorrelationMethod.Pearson,
        bool exact = false
    )
    {
        var n = x.Length;
        if (y.Length != n || n < 3)
            throw new ArgumentException(Invariant(
                $"There are {n} and {y.Length} values; there must be equally many, and at least three."
            ), nameof(y));
        CheckFinite(x, nameof(x));
        CheckFinite(y, nameof(y));
        if (method == CorrelationMethod.Kendall)
            return Kendall(x, y, exact);
        if (method == CorrelationMethod.Pearson)
            return FromT(RankCorrelation.Pearson(x, y), n);
        var (a, b) = (RankCorrelation.MidRanks(x), RankCorrelation.MidRanks(y));
        return FromRanks(RankCorrelation.Pearson(a, b), n, exact && HasNoTies(a, b));
    }

    internal static Correlation FromT(double r, int n)
    {
        var t = r * Math.Sqrt((n - 2) / (1 - (r * r)));
        return new Correlation(r, TestOf(CorrelationMethod.Pearson, n, t, Tails.StudentTwoSided(t, n - 2)));
    }

    internal static Correlation FromRanks(double r, int n, bool exact)
    {
        var cube = ((double)n * n * n) - n;
        var s = cube * (1 - r) / 6;
        var p = exact && n <= SpearmanDistribution.MostRows ? SpearmanDistribution.TwoSided(Math.Round(s), n) : FromT(r, n).Test.PValue;
        return new Correlation(r, TestOf(CorrelationMethod.Spearman, n, s, p));
    }

    internal static TestResult TestOf(CorrelationMethod method, int n, double statistic, double p) => method switch
    {
        CorrelationMethod.Pearson => new(statistic, n - 2, p, "Pearson's correlation"),
        CorrelationMethod.Spearman => new(statistic, null, p, "Spearman's rank correlation"),
        _ => new(statistic, null, p, "Kendall's rank correlation"),
    };

    internal static void CheckFinite(ReadOnlySpan<double> values, string name)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"'{name}' is {values[i]} in {RowPlace.Of(i)}; values must be finite. Leave the row out."),
                    i,
                    name
                );
        }
    }

    /// <summary>Tau-b by a tree over ranks, O(n log n).</summary>
    internal static Correlation Kendall(ReadOnlySpan<double> x, ReadOnlySpan<double> y, bool exact)
    {
        var n = x.Length;
        var (rx, ry) = (new int[n], new int[n]);
        StableOrder.Rank(x, rx);
        var ranks = StableOrder.Rank(y, ry);
        var order = Enumerable.Range(0, n).ToArray();
        Array.Sort((int[])rx.Clone(), order);
        var tree = new FenwickTree(ranks);
        var score = 0.0;
        for (var start = 0; start < n;)
        {
            var end = start;
            for (; end < n && rx[order[end]] == rx[order[start]]; end++)
            {
                var below = tree.Below(ry[order[end]]);
                score += below - (tree.Total - below - tree.At(ry[order[end]]));
            }
            for (; start < end; start++)
                tree.Add(ry[order[start]], 1);
        }
        var (tx, ty) = (Ties(rx), Ties(ry));
        double all = n * (n - 1.0) / 2, u = Sum(tx, t => t * (t - 1)), v = Sum(ty, t => t * (t - 1));
        var tau = score / (Math.Sqrt(all - (u / 2)) * Math.Sqrt(all - (v / 2)));
        if (exact)
        {
            if (u + v > 0)
                throw new ArgumentException(
                    "There are ties, so Kendall's test cannot be exact. Ask for the normal approximation.",
                    nameof(exact)
                );
            var concordant = Math.Round((score + all) / 2);
            var p = KendallDistribution.TwoSided((long)concordant, n);
            return new Correlation(tau, TestOf(CorrelationMethod.Kendall, n, concordant, p));
        }
        double m = n;
        var variance =
            (((m * (m - 1) * ((2 * m) + 5)) - Sum(tx, t => t * (t - 1) * ((2 * t) + 5)) - Sum(ty, t => t * (t - 1) * ((2 * t) + 5))) / 18)
            + (u * v / (2 * m * (m - 1)))
            + (Sum(tx, t => t * (t - 1) * (t - 2)) * Sum(ty, t => t * (t - 1) * (t - 2)) / (9 * m * (m - 1) * (m - 2)));
        var z = score / Math.Sqrt(variance);
        return new Correlation(tau, TestOf(CorrelationMethod.Kendall, n, z, Tails.NormalTwoSided(z)));
    }

    private static bool HasNoTies(double[] a, double[] b) =>
        a.Distinct().Count() == a.Length && b.Distinct().Count() == b.Length
            ? true
            : throw new ArgumentException(
                "There are ties, so Spearman's test cannot be exact. Ask for Student's approximation.",
                nameof(a)
            );

    private static List<double> Ties(int[] rank) => [.. rank.GroupBy(r => r).Select(g => (double)g.Count()).Where(c => c > 1)];

    private static double Sum(List<double> ties, Func<double, double> term) => ties.Sum(term);

    /// <summary>The coefficient and the test.</summary>
    public override string ToString() => $"Correlation {TextTable.Number(Coefficient)}; {Test}";
}

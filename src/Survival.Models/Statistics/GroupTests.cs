using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>Tests that groups have the same location, as R's <c>t.test</c>, <c>wilcox.test</c>, <c>kruskal.test</c> and
/// <c>oneway.test</c>.</summary>
public static class GroupTests
{
    // R computes the exact rank test where both groups are smaller.
    private const int ExactBelow = 50;

    /// <summary>The t test of two groups' means.</summary>
    /// <param name="first">At least two finite values.</param>
    /// <param name="second">At least two finite values.</param>
    /// <param name="equalVariances">Whether the variances are pooled (Student); else Welch's test with Satterthwaite's degrees of
    /// freedom.</param>
    /// <exception cref="ArgumentException">Fewer than two values in a group.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or both groups are constant.</exception>
    public static TestResult StudentT(ReadOnlySpan<double> first, ReadOnlySpan<double> second, bool equalVariances = false)
    {
        Check(first, nameof(first), 2);
        Check(second, nameof(second), 2);
        var ((m1, v1), (m2, v2)) = (Moments(first), Moments(second));
        double n1 = first.Length, n2 = second.Length, error, df;
        if (equalVariances)
        {
            df = n1 + n2 - 2;
            error = (((n1 - 1) * v1) + ((n2 - 1) * v2)) / df * ((1 / n1) + (1 / n2));
        }
        else
        {
            var (e1, e2) = (v1 / n1, v2 / n2);
            error = e1 + e2;
            df = error * error / ((e1 * e1 / (n1 - 1)) + (e2 * e2 / (n2 - 1)));
        }
        if (!(error > 0))
            throw new InvalidSurvivalDataException("Both groups are constant, so their means cannot be compared by a t test.");
        var t = (m1 - m2) / Math.Sqrt(error);
        return new TestResult(t, df, Tails.StudentTwoSided(t, df), equalVariances ? "Two-sample t test" : "Welch two-sample t test");
    }

    /// <summary>
    /// The Mann-Whitney (Wilcoxon rank-sum) test. The statistic is the first group's rank sum less n1 (n1 + 1)/2. Exact where both groups
    /// have
    /// fewer than 50 values and there are no ties, else normal with the variance corrected for ties.
    /// </summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">At least one finite value.</param>
    /// <param name="continuity">Whether the normal approximation is corrected for continuity, as R does by default.</param>
    /// <param name="exact">Whether the p value is exact; <see langword="null"/> for R's rule.</param>
    /// <exception cref="ArgumentException">An empty group, or an exact test of values with ties.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    public static TestResult MannWhitney(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        bool continuity = true,
        bool? exact = null
    )
    {
        Check(first, nameof(first), 1);
        Check(second, nameof(second), 1);
        double[] all = [.. first, .. second];
        var ranks = RankCorrelation.MidRanks(all);
        double n1 = first.Length, n2 = second.Length, w = -n1 * (n1 + 1) / 2;
        for (var i = 0; i < first.Length; i++)
            w += ranks[i];
        var ties = TieSum(all, t => (t * t * t) - t);
        if (exact == true && ties > 0)
            throw new ArgumentException("There are ties, so the test cannot be exact. Ask for the normal approximation.", nameof(exact));
        if (exact ?? (ties == 0 && n1 < ExactBelow && n2 < ExactBelow))
            return new TestResult(
                w,
                null,
                MannWhitneyDistribution.TwoSided(Math.Round(w), first.Length, second.Length),
                "Wilcoxon rank sum exact test"
            );
        var z = w - (n1 * n2 / 2);
        var n = n1 + n2;
        var sd = Math.Sqrt(n1 * n2 / 12 * (n + 1 - (ties / (n * (n - 1)))));
        z = (z - (continuity ? Math.Sign(z) * 0.5 : 0)) / sd;
        return new TestResult(w, null, Math.Min(1, Tails.NormalTwoSided(z)), "Wilcoxon rank sum test");
    }

    /// <summary>The Kruskal-Wallis rank test of two or more groups, corrected for ties.</summary>
    /// <param name="groups">Two or more groups of finite values, none empty.</param>
    /// <exception cref="ArgumentException">Fewer than two groups, or an empty one.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or all values are equal.</exception>
    public static TestResult KruskalWallis(IReadOnlyList<double[]> groups)
    {
        CheckGroups(groups, 1);
        double[] all = [.. groups.SelectMany(g => g)];
        var ranks = RankCorrelation.MidRanks(all);
        double n = all.Length, h = 0;
        var at = 0;
        foreach (var group in groups)
        {
            var sum = 0.0;
            for (var i = 0; i < group.Length; i++)
                sum += ranks[at++];
            h += sum * sum / group.Length;
        }
        var correction = 1 - (TieSum(all, t => (t * t * t) - t) / ((n * n * n) - n));
        if (!(correction > 0))
            throw new InvalidSurvivalDataException("All values are equal, so the groups cannot be told apart.");
        h = ((12 * h / (n * (n + 1))) - (3 * (n + 1))) / correction;
        return TestResult.ChiSquared(h, groups.Count - 1, "Kruskal-Wallis rank sum test");
    }

    /// <summary>The one-way analysis of variance of two or more groups with equal variances; the second degrees of freedom are n less the
    /// groups.</summary>
    /// <param name="groups">Two or more groups of finite values, none empty.</param>
    /// <exception cref="ArgumentException">Fewer than two groups, an empty one, or no more values than groups.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or all groups are constant.</exception>
    public static TestResult AnalysisOfVariance(IReadOnlyList<double[]> groups)
    {
        CheckGroups(groups, 1);
        var n = groups.Sum(g => g.Length);
        if (n <= groups.Count)
            throw new ArgumentException(
                Invariant($"There are {n} values in {groups.Count} groups; there must be more values than groups."),
                nameof(groups)
            );
        var grand = groups.SelectMany(g => g).Average();
        double between = 0, within = 0;
        foreach (var group in groups)
        {
            var mean = group.Average();
            between += group.Length * (mean - grand) * (mean - grand);
            within += group.Sum(v => (v - mean) * (v - mean));
        }
        if (!(within > 0))
            throw new InvalidSurvivalDataException("All groups are constant, so there is no variance to compare with.");
        double df1 = groups.Count - 1, df2 = n - groups.Count;
        var f = between / df1 / (within / df2);
        return new TestResult(f, df1, Tails.FUpper(f, df1, df2), "One-way analysis of variance") { SecondDegreesOfFreedom = df2 };
    }

    internal static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        double mean = 0, squares = 0;
        foreach (var v in values)
            mean += v;
        mean /= values.Length;
        foreach (var v in values)
            squares += (v - mean) * (v - mean);
        return (mean, squares / (values.Length - 1));
    }

    private static double TieSum(double[] values, Func<double, double> term) => values.GroupBy(v => v).Sum(g => term(g.Count()));

    private static void Check(ReadOnlySpan<double> values, string name, int atLeast)
    {
        if (values.Length < atLeast)
            throw new ArgumentException(Invariant($"The group '{name}' has {values.Length} values; it needs at least {atLeast}."), name);
        Correlation.CheckFinite(values, name);
    }

    private static void CheckGroups(IReadOnlyList<double[]> groups, int atLeast)
    {
        ArgumentNullException.ThrowIfNull(groups);
        if (groups.Count < 2)
            throw new ArgumentException($"There must be at least two groups; there are {groups.Count}.", nameof(groups));
        for (var g = 0; g < groups.Count; g++)
            Check(groups[g], Invariant($"groups[{g}]"), atLeast);
    }
}

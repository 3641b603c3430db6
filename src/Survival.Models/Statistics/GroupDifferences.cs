using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>Differences of two groups with confidence intervals: R's <c>t.test</c>, <c>wilcox.test(conf.int = TRUE)</c> and
/// <c>var.test</c>.</summary>
public static class GroupDifferences
{
    /// <summary>The difference of two groups' means, first less second, with Student's or Welch's interval.</summary>
    /// <param name="first">At least two finite values.</param>
    /// <param name="second">At least two finite values.</param>
    /// <param name="equalVariances">Whether the variances are pooled; else Welch's test.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two values in a group, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or both groups are constant.</exception>
    public static GroupDifference Means(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        bool equalVariances = false,
        double confidenceLevel = 0.95
    )
    {
        CheckLevel(confidenceLevel);
        var test = GroupTests.StudentT(first, second, equalVariances);
        var ((m1, v1), (m2, v2)) = (GroupTests.Moments(first), GroupTests.Moments(second));
        double n1 = first.Length, n2 = second.Length;
        var squared = equalVariances ? (((n1 - 1) * v1) + ((n2 - 1) * v2)) / (n1 + n2 - 2) * ((1 / n1) + (1 / n2)) : (v1 / n1) + (v2 / n2);
        return WithT(m1 - m2, Math.Sqrt(squared), test, confidenceLevel);
    }

    /// <summary>The mean of the differences of pairs, first less second, with the paired t test.</summary>
    /// <param name="first">At least two finite values.</param>
    /// <param name="second">As many finite values.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two pairs, different lengths, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or all differences are equal.</exception>
    public static GroupDifference PairedMeans(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        CheckLevel(confidenceLevel);
        if (first.Length != second.Length || first.Length < 2)
            throw new ArgumentException(
                $"There are {first.Length} and {second.Length} values; there must be as many of each, and at least two.",
                nameof(second)
            );
        Correlation.CheckFinite(first, nameof(first));
        Correlation.CheckFinite(second, nameof(second));
        var difference = new double[first.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = first[i] - second[i];
        var (mean, variance) = GroupTests.Moments(difference);
        if (!(variance > 0))
            throw new InvalidSurvivalDataException("All differences are equal, so their mean has no standard error.");
        var error = Math.Sqrt(variance / difference.Length);
        var (t, df) = (mean / error, difference.Length - 1);
        return WithT(mean, error, new TestResult(t, df, Tails.StudentTwoSided(t, df), "Paired t-test"), confidenceLevel);
    }

    /// <summary>
    /// The shift between two groups by Hodges and Lehmann (Ann. Math. Stat. 34, 1963): the median of all differences, first less second,
    /// with the interval that
    /// inverts the Mann-Whitney test. Exact without ties, for any number of values; with ties by the normal distribution.
    /// </summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">At least one finite value.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1. With very few values the exact interval cannot reach it,
    /// and is the widest there is.</param>
    /// <exception cref="ArgumentException">An empty group, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite.</exception>
    public static GroupDifference HodgesLehmann(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        CheckLevel(confidenceLevel);
        var test = GroupTests.MannWhitney(first, second);
        double[] x = [.. first], y = [.. second];
        Array.Sort(x);
        Array.Sort(y);
        long n1 = x.Length, n2 = y.Length, all = n1 * n2;
        double[] both = [.. x, .. y];
        var ties = both.GroupBy(v => v).Sum(g => (double)g.Count() * (((double)g.Count() * g.Count()) - 1));
        var tail = (1 - confidenceLevel) / 2;
        var rank = ties > 0 ? NormalRank(n1, n2, ties, tail) : ExactRank(n1, n2, tail);
        var median =
            all % 2 == 1
                ? Differences.Select(x, y, (all / 2) + 1)
                : (Differences.Select(x, y, all / 2) + Differences.Select(x, y, (all / 2) + 1)) / 2;
        return new GroupDifference(median, Differences.Select(x, y, rank), Differences.Select(x, y, all + 1 - rank), test);
    }

    /// <summary>The ratio of two groups' variances, first over second, with its interval and the two-sided F test.</summary>
    /// <param name="first">At least two finite values.</param>
    /// <param name="second">At least two finite values.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two values in a group, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or the second group is constant.</exception>
    public static GroupDifference Variances(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        CheckLevel(confidenceLevel);
        if (first.Length < 2 || second.Length < 2)
            throw new ArgumentException(
                $"There are {first.Length} and {second.Length} values; a variance needs at least two.",
                nameof(second)
            );
        Correlation.CheckFinite(first, nameof(first));
        Correlation.CheckFinite(second, nameof(second));
        var (v1, v2) = (GroupTests.Moments(first).Variance, GroupTests.Moments(second).Variance);
        if (!(v2 > 0))
            throw new InvalidSurvivalDataException("The second group is constant, so the ratio of variances has no bound.");
        double f = v1 / v2, df1 = first.Length - 1, df2 = second.Length - 1;
        // The lower tail is the upper one of 1/F with the degrees of freedom exchanged.
        var p = Math.Min(1, 2 * Math.Min(Tails.FUpper(f, df1, df2), f > 0 ? Tails.FUpper(1 / f, df2, df1) : 0));
        var level = (1 + confidenceLevel) / 2;
        return new GroupDifference(
            f, f / Tails.FQuantile(level, df1, df2), f * Tails.FQuantile(level, df2, df1),
            new TestResult(f, df1, p, "F test of two variances") { SecondDegreesOfFreedom = df2 });
    }

    private static GroupDifference WithT(double estimate, double error, TestResult test, double level)
    {
        var step = Tails.StudentQuantile((1 + level) / 2, test.DegreesOfFreedom!.Value) * error;
        return new GroupDifference(estimate, estimate - step, estimate + step, test);
    }

    /// <summary>The smallest statistic with a tail of at least that size: R's <c>qwilcox</c>, at least 1.</summary>
    private static long ExactRank(long n1, long n2, double tail)
    {
        var (few, many) = ((int)Math.Min(n1, n2), (int)Math.Max(n1, n2));
        long low = 0, high = n1 * n2 / 2;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (MannWhitneyDistribution.Lower(middle, few, many) >= tail)
                high = middle;
            else
                low = middle + 1;
        }
        return Math.Max(1, low);
    }

    private static long NormalRank(long n1, long n2, double ties, double tail)
    {
        double n = n1 + n2;
        var deviation = Math.Sqrt(n1 * (double)n2 / 12 * (n + 1 - (ties / (n * (n - 1)))));
        return Math.Max(1, (long)Math.Floor((n1 * (double)n2 / 2) + 0.5 + (Tails.NormalQuantile(tail) * deviation)));
    }

    private static void CheckLevel(double level)
    {
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The confidence level lies between 0 and 1.");
    }

    private static class Differences
    {
        /// <summary>The k-th smallest of all differences of two ascending lists, by bisecting over the doubles themselves: O(n log range),
        /// without listing them.</summary>
        public static double Select(double[] x, double[] y, long k)
        {
            long low = ToOrder(x[0] - y[^1]), high = ToOrder(x[^1] - y[0]);
            while (low < high)
            {
                // Halfway without overflow.
                var middle = (low >> 1) + (high >> 1) + (low & high & 1);
                if (Count(x, y, FromOrder(middle)) >= k)
                    high = middle;
                else
                    low = middle + 1;
            }
            return FromOrder(low);
        }

        private static long Count(double[] x, double[] y, double limit)
        {
            // As x grows, fewer y are large enough.
            var (count, j) = (0L, 0);
            for (var i = 0; i < x.Length; i++)
            {
                while (j < y.Length && !(x[i] - y[j] <= limit))
                    j++;
                count += y.Length - j;
            }
            return count;
        }

        // Doubles in their order as whole numbers.
        private static long ToOrder(double v) =>
            BitConverter.DoubleToInt64Bits(v + 0.0) is var bits && bits >= 0 ? bits : long.MinValue - bits;

        private static double FromOrder(long order) => BitConverter.Int64BitsToDouble(order >= 0 ? order : long.MinValue - order);
    }
}

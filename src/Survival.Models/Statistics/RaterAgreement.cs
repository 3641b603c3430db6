using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>Agreement of raters beside the intraclass correlation: Kendall's W and Lin's concordance correlation.</summary>
public static class RaterAgreement
{
    /// <summary>Kendall's coefficient of concordance W of several raters' ranks, corrected for ties, with its chi-square test; Friedman's
    /// test.</summary>
    /// <param name="ratings">The values, subject after subject: all raters' of the first subject, then of the next; finite.</param>
    /// <param name="raters">The number of raters; at least 2.</param>
    /// <returns>W, between 0 and 1, and the test that there is no agreement.</returns>
    /// <exception cref="ArgumentException">A number of values that is no multiple of the raters', or fewer than two subjects or
    /// raters.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or every rater gave one value to all.</exception>
    public static (double W, TestResult Test) KendallW(ReadOnlySpan<double> ratings, int raters)
    {
        if (raters < 2 || ratings.Length % raters != 0 || ratings.Length < 2 * raters)
            throw new ArgumentException(
                Invariant(
                    $"{ratings.Length} values are not those of two or more subjects by {raters} raters; there must be at least two of each."
                ),
                nameof(ratings)
            );
        Correlation.CheckFinite(ratings, nameof(ratings));
        var n = ratings.Length / raters;
        var (sums, column, ties) = (new double[n], new double[n], 0.0);
        for (var r = 0; r < raters; r++)
        {
            for (var i = 0; i < n; i++)
                column[i] = ratings[(i * raters) + r];
            var ranks = RankCorrelation.MidRanks(column);
            for (var i = 0; i < n; i++)
                sums[i] += ranks[i];
            ties += column.GroupBy(v => v).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
        }
        var mean = sums.Average();
        var spread = sums.Sum(s => (s - mean) * (s - mean));
        double m = raters, cube = (Math.Pow(n, 3) - n) * m * m;
        if (!(cube > m * ties))
            throw new InvalidSurvivalDataException("Every rater gave one value to all subjects, so there are no ranks to compare.");
        var w = 12 * spread / (cube - (m * ties));
        return (w, TestResult.ChiSquared(m * (n - 1) * w, n - 1, "Kendall's coefficient of concordance"));
    }

    /// <summary>
    /// Lin's concordance correlation of two measurements (Biometrics 45, 1989, doi:10.2307/2532051; variance as corrected in Biometrics 56,
    /// 2000), with
    /// limits by Fisher's transformation. Moments have the divisor n.
    /// </summary>
    /// <param name="first">At least three finite values.</param>
    /// <param name="second">As many finite values.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <returns>The coefficient with its limits; 1 with limits of 1 where the two are equal in every value.</returns>
    /// <exception cref="ArgumentException">Fewer than three pairs, different lengths, or a level out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or a measurement is constant.</exception>
    public static (double Coefficient, double Lower, double Upper) Concordance(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        double confidenceLevel = 0.95
    )
    {
        if (first.Length != second.Length || first.Length < 3)
            throw new ArgumentException(
                $"There are {first.Length} and {second.Length} values; there must be as many of each, and at least three.",
                nameof(second)
            );
        var z = Confidence.Critical(confidenceLevel);
        Correlation.CheckFinite(first, nameof(first));
        Correlation.CheckFinite(second, nameof(second));
        var n = first.Length;
        var ((m1, v1), (m2, v2)) = (GroupTests.Moments(first), GroupTests.Moments(second));
        var both = 0.0;
        for (var i = 0; i < n; i++)
            both += (first[i] - m1) * (second[i] - m2) / n;
        (v1, v2) = (v1 * (n - 1) / n, v2 * (n - 1) / n);
        if (!(v1 > 0 && v2 > 0))
            throw new InvalidSurvivalDataException("A measurement is constant, so there is no correlation.");
        if (first.SequenceEqual(second))
            return (1, 1, 1);
        return Concordance((m1, v1), (m2, v2), both, n, z);
    }

    /// <summary>Lin's coefficient with its limits, from means, variances and covariance with the divisor n; NaN where it is not
    /// defined.</summary>
    internal static (double Coefficient, double Lower, double Upper) Concordance(
        (double Mean, double Variance) first, (double Mean, double Variance) second, double covariance, int count, double critical)
    {
        var distance = first.Mean - second.Mean;
        var c = 2 * covariance / (first.Variance + second.Variance + (distance * distance));
        var deviations = Math.Sqrt(first.Variance * second.Variance);
        var (lower, upper) = ConcordanceLimits(c, covariance / deviations, distance / Math.Sqrt(deviations), count, critical);
        return (c, lower, upper);
    }

    // From Pearson's correlation and the shift on the scale of both deviations.
    private static (double Lower, double Upper) ConcordanceLimits(double c, double correlation, double shift, int count, double critical)
    {
        if (count < 3 || !double.IsFinite(correlation) || Math.Abs(c) >= 1)
            return Math.Abs(c) >= 1 && count >= 3 ? (c, c) : (double.NaN, double.NaN);
        var (c2, r2, u2) = (c * c, correlation * correlation, shift * shift);
        var variance = ((1 - r2) * c2 / ((1 - c2) * r2) + 2 * c2 * c * (1 - c) * u2 / (correlation * (1 - c2) * (1 - c2))
            - c2 * c2 * u2 * u2 / (2 * r2 * (1 - c2) * (1 - c2))) / (count - 2);
        var (z, step) = (Math.Atanh(c), critical * Math.Sqrt(Math.Max(0, variance)));
        return (Math.Tanh(z - step), Math.Tanh(z + step));
    }
}

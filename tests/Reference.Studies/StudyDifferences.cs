namespace Reference.Studies;

/// <summary>Where our study.json may differ from R's by more than 1e-8, each with its cause, and the fields of R's that ours has
/// not.</summary>
public static class StudyDifferences
{
    // R's fisher.test finds the odds ratio and its limits by uniroot with the default tolerance, on x below 1 and on 1/x above.
    private const double Uniroot = 1.220703125e-4;

    /// <summary>Fields of the reference that ours has not: what R's packages return besides, text labels, and the seed of a method we do
    /// not need.</summary>
    public static IReadOnlySet<string> NotWritten { get; } =
        new HashSet<string>(
            [
                "lasso.glmnet_explicit",
                "lasso.glmnet_own_fold_sequences",
                "lasso.glmnet_plain",
                "lasso.exact.max_abs_coef_difference_from_glmnet_1e14",
                "lasso.max_abs_cvm_difference_exact_vs_glmnet_explicit",
                .. from set in new[] { "train", "validation" }
                from model in new[] { "signature", "clinical", "nomogram" }
                select $"calibration.sets.{set}.{model}.groupkm.group_labels",
            ],
            StringComparer.Ordinal
        );

    /// <summary>How close a field must be: its own closeness and the size that errors are taken relative to, where it is not plain
    /// 1e-8.</summary>
    /// <param name="path">The field.</param>
    /// <param name="expected">R's value.</param>
    public static (double? Allow, double Scale) Of(string path, double expected) =>
        path switch
        {
            // A measure of each solver's own rounding, not of the data: both must be at rounding level.
            "lasso.exact.kkt_max_relative" => (1e-13, 1),
            // pmvnorm's quasi Monte Carlo has an absolute error of some 1e-7 at best. Integrating the Markov chain of the statistics
            // directly in
            // R (Simpson's rule, 1001 and 2001 points) gives 4.621057e-07, which is ours; the file has 6.0e-08.
            "cutpoint.p_values.exactGauss.p" => (1e-6, 1),
            // rms computes 1 - pchisq(), of which nothing is left below the last bit of 1.
            "nomogram.rms.stats.P" or "nomogram.rms.stats.Score P" => (2.3e-16, 1),
            // The mean of sums of z-scores: 0 but for rounding.
            "table1.numeric.radscore.train.mean" => (null, 1),
            _ when path.EndsWith(".fisher.odds_ratio", StringComparison.Ordinal)
                    || path.EndsWith(".fisher.lower", StringComparison.Ordinal)
                    || path.EndsWith(".fisher.upper", StringComparison.Ordinal) => (Uniroot * Math.Max(expected, 1 / expected), 0),
            // Yates' correction takes all of the difference away: 0 but for rounding.
            _ when path.EndsWith(".chisq_yates.x2", StringComparison.Ordinal) && expected < 1e-20 => (null, 1),
            _ => (null, 0),
        };
}

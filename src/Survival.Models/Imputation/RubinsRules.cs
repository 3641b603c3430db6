using System.Globalization;
using Survival.Models.Cox;
using Survival.Models.Numerics;

namespace Survival.Models.Imputation;

/// <summary>An estimate pooled over imputations.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Estimate">The mean of the estimates.</param>
/// <param name="StandardError">The root of the total variance.</param>
/// <param name="DegreesOfFreedom">Barnard and Rubin's degrees of freedom.</param>
/// <param name="PValue">The two-sided p value by Student's t.</param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
/// <param name="Within">The mean variance within imputations.</param>
/// <param name="Between">The variance between imputations.</param>
/// <param name="RelativeIncrease">The relative increase of the variance that missing values cause.</param>
/// <param name="Lambda">The share of the variance that missing values cause.</param>
/// <param name="MissingInformation">The fraction of missing information.</param>
public sealed record PooledEstimate(
    string Name, double Estimate, double StandardError, double DegreesOfFreedom, double PValue, double Lower, double Upper,
    double Within, double Between, double RelativeIncrease, double Lambda, double MissingInformation)
{
    /// <summary>The estimate, its limits and p value.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Name}: {Estimate:G6} ({Lower:G6} to {Upper:G6}), SE {StandardError:G4}, df {DegreesOfFreedom:G5}, "
                + $"{Models.PValue.Equation(PValue)}, fmi {MissingInformation:F3}"
        );
}

/// <summary>Rubin's rules (1987), with the degrees of freedom of J. Barnard and D. B. Rubin (Biometrika 86, 1999,
/// doi:10.1093/biomet/86.4.948): R's <c>mice::pool</c>.</summary>
public static class RubinsRules
{
    // mice's: a smaller share is taken for it, so that the degrees of freedom stay finite.
    private const double LeastLambda = 1e-4;

    /// <summary>Pools one quantity over imputations.</summary>
    /// <param name="estimates">The estimate of each imputation; at least two.</param>
    /// <param name="variances">Its squared standard error in each; positive.</param>
    /// <param name="completeDegreesOfFreedom">The degrees of freedom without missing values; infinite for a large sample.</param>
    /// <param name="name">The quantity's name.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two estimates, different lengths, or a number that is not finite or not
    /// positive.</exception>
    public static PooledEstimate Pool(
        ReadOnlySpan<double> estimates,
        ReadOnlySpan<double> variances,
        double completeDegreesOfFreedom = double.PositiveInfinity,
        string name = "",
        double confidenceLevel = 0.95
    )
    {
        var m = estimates.Length;
        if (m < 2 || variances.Length != m)
            throw new ArgumentException(
                Invariant($"There are {m} estimates and {variances.Length} variances; there must be as many of each, and at least two."),
                nameof(variances)
            );
        if (!(completeDegreesOfFreedom > 0))
            throw new ArgumentOutOfRangeException(
                nameof(completeDegreesOfFreedom),
                completeDegreesOfFreedom,
                "Degrees of freedom are positive."
            );
        if (!(confidenceLevel is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidenceLevel), confidenceLevel, "The confidence level lies between 0 and 1.");
        double mean = 0, within = 0, between = 0;
        for (var k = 0; k < m; k++)
        {
            if (!double.IsFinite(estimates[k]) || !(variances[k] > 0 && double.IsFinite(variances[k])))
                throw new ArgumentException(
                    Invariant(
                        $"Imputation {k + 1} (counted from 1) gave the estimate {estimates[k]} with variance {variances[k]}; both must be "
                    )
                        + "finite, and the variance positive.",
                    nameof(estimates)
                );
            mean += estimates[k] / m;
            within += variances[k] / m;
        }
        for (var k = 0; k < m; k++)
            between += (estimates[k] - mean) * (estimates[k] - mean) / (m - 1);
        var extra = (1 + (1.0 / m)) * between;
        var total = within + extra;
        var share = extra / total;
        var least = Math.Max(share, LeastLambda);
        var df = (m - 1) / (least * least);
        if (double.IsFinite(completeDegreesOfFreedom))
        {
            var observed = (completeDegreesOfFreedom + 1) / (completeDegreesOfFreedom + 3) * completeDegreesOfFreedom * (1 - least);
            df = df * observed / (df + observed);
        }
        var increase = extra / within;
        var error = Math.Sqrt(total);
        var step = Tails.StudentQuantile((1 + confidenceLevel) / 2, df) * error;
        return new PooledEstimate(
            name,
            mean,
            error,
            df,
            Tails.StudentTwoSided(mean / error, df),
            mean - step,
            mean + step,
            within,
            between,
            increase,
            share,
            (increase + (2 / (df + 3))) / (increase + 1)
        );
    }

    /// <summary>Pools the coefficients of Cox models.</summary>
    /// <param name="fits">The model of each imputation, all with the same columns.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Fewer than two models, or models with other columns.</exception>
    public static IReadOnlyList<PooledEstimate> Pool(IReadOnlyList<CoxModel> fits, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(fits);
        if (fits.Count < 2 || fits.Any(f => !f.ColumnNames.SequenceEqual(fits[0].ColumnNames)))
            throw new ArgumentException("There must be at least two models, all with the same columns.", nameof(fits));
        double df = Math.Max(1, fits[0].EventCount - fits[0].ColumnNames.Count);
        return new ResultList<PooledEstimate>(
        [
            .. fits[0].ColumnNames.Select((name, j) => Pool(
                [.. fits.Select(f => f.Coefficients[j])],
                [.. fits.Select(f => f.StandardErrors[j] * f.StandardErrors[j])],
                df, name, confidenceLevel)),
        ]);
    }

    /// <summary>Pools a concordance index on the scale of its logit, on which it is closer to normal, and gives it back on its
    /// own.</summary>
    /// <param name="indices">The index of each imputation, between 0 and 1.</param>
    /// <param name="standardErrors">Its standard error in each.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <returns>The pooled index with its limits.</returns>
    /// <exception cref="ArgumentException">As for the other overloads, or an index that is 0 or 1.</exception>
    public static (double Index, double Lower, double Upper) PoolConcordance(
        ReadOnlySpan<double> indices,
        ReadOnlySpan<double> standardErrors,
        double confidenceLevel = 0.95
    )
    {
        if (indices.Length != standardErrors.Length)
            throw new ArgumentException(
                $"There are {indices.Length} indices but {standardErrors.Length} standard errors.",
                nameof(standardErrors)
            );
        var (logits, variances) = (new double[indices.Length], new double[indices.Length]);
        for (var k = 0; k < logits.Length; k++)
        {
            logits[k] = Math.Log(indices[k] / (1 - indices[k]));
            variances[k] = Math.Pow(standardErrors[k] / (indices[k] * (1 - indices[k])), 2);
        }
        var pooled = Pool(logits, variances, confidenceLevel: confidenceLevel);
        static double Back(double x) => 1 / (1 + Math.Exp(-x));
        return (Back(pooled.Estimate), Back(pooled.Lower), Back(pooled.Upper));
    }
}

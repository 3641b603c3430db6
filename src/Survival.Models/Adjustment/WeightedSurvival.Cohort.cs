using Survival.Models.NonParametric;

namespace Survival.Models.Adjustment;

public sealed partial class WeightedSurvival
{
    /// <summary>Weights a cohort's groups.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The column; its values in order are the groups, the first the reference.</param>
    /// <param name="covariates">The columns of what the groups may differ in.</param>
    /// <param name="stabilised">Whether the weights are multiplied by the share of the patient's group.</param>
    /// <param name="truncated">The share of the weights at either end that is set to the quantile there, from 0 to below 0.5.</param>
    /// <param name="curves">The limits of the curves.</param>
    /// <returns>The weights and curves, each with its <see cref="SurvivalCurve.Name"/>.</returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static WeightedSurvival Estimate(
        Cohort cohort, string by, IReadOnlyList<string> covariates, bool stabilised = true, double truncated = 0,
        KaplanMeierOptions? curves = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, names) = cohort.Groups(by);
        var result = Estimate(cohort.FollowUp, codes, cohort.Covariates(covariates), stabilised, truncated, curves);
        foreach (var curve in result.Curves)
            curve.Name = $"{by}={names[curve.Group]}";
        return result;
    }
}

public readonly partial record struct StandardisedSurvival
{
    /// <summary>Standardises the survival of a cohort's groups.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The column; its values in order are the groups, the first the reference.</param>
    /// <param name="covariates">The columns of what the groups may differ in.</param>
    /// <param name="times">The times.</param>
    /// <param name="resamples">The number of bootstrap resamples for the limits; 0 for none.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A point for each group and time, groups in the order of the column's values.</returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="SurvivalModelException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    public static IReadOnlyList<StandardisedSurvival> Estimate(
        Cohort cohort,
        string by,
        IReadOnlyList<string> covariates,
        IReadOnlyList<double> times,
        int resamples = 200,
        ulong seed = 1,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, names) = cohort.Groups(by);
        return Estimate(
            cohort.WithoutOffset("standardising"), codes, cohort.Covariates(covariates), times, resamples, seed, confidenceLevel,
            maxDegreeOfParallelism, code => $"{by}={names[code]}", cancellationToken);
    }
}

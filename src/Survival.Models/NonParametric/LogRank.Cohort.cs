using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

public static partial class LogRank
{
    /// <summary>Compares the groups of a column.</summary>
    /// <param name="cohort">The cohort; strata, weights and left truncation count.</param>
    /// <param name="by">The column; its values in order are the groups.</param>
    /// <param name="rho">The power of the weight; 0 for the log-rank test, 1 for Peto and Peto's.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in the column, or as for the other overload.</exception>
    public static LogRankResult Test(Cohort cohort, string by, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, names) = cohort.Groups(by);
        var result = Test(cohort.FollowUp, codes, rho);
        result.GroupNames = [.. result.Groups.Select(g => $"{by}={names[g]}")];
        return result;
    }

    /// <summary>Compares every pair of a column's groups.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The column; its values in order are the groups, and each result names its two.</param>
    /// <param name="adjustment">How the p values are adjusted for their number; <see langword="null"/> for not at all.</param>
    /// <param name="rho">The power of the weight.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in the column, or as for the other overload.</exception>
    public static IReadOnlyList<PairwiseLogRank> Pairwise(Cohort cohort, string by,
        PAdjustment? adjustment = PAdjustment.BenjaminiHochberg, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, names) = cohort.Groups(by);
        var pairs = Pairwise(cohort.FollowUp, codes, adjustment, rho);
        foreach (var result in pairs.Select(p => p.Result).OfType<LogRankResult>())
            result.GroupNames = [.. result.Groups.Select(g => $"{by}={names[g]}")];
        return new ResultList<PairwiseLogRank>(
            [.. pairs.Select(p => p with { FirstName = $"{by}={names[p.First]}", SecondName = $"{by}={names[p.Second]}" })]);
    }
}

public sealed partial class LogRankResult
{
    /// <summary>The groups' names, as R writes them ("sex=male"), where they are those of a cohort's column; else empty.</summary>
    public IReadOnlyList<string> GroupNames { get; internal set; } = [];
}

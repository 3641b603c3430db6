using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.NonParametric;

/// <summary>
/// The log-rank test and the G-rho family (Harrington DP, Fleming TR, Biometrika 1982;69:553-566, doi:10.1093/biomet/69.3.553): events
/// weighted by the pooled survival just before them to the power rho; 0 is the log-rank test, 1 Peto and Peto's Wilcoxon test.
/// Strata of the data are compared within. As R's <c>survdiff</c>.
/// </summary>
public static partial class LogRank
{
    /// <summary>Compares two or more groups.</summary>
    /// <param name="data">
    /// The follow-up; strata, weights and left truncation count. Whole weights are repeated rows. Where a weight is not whole, the weights
    /// are those of
    /// sampling: the test is then the robust one of Lin and Wei (J Am Stat Assoc 1989;84:1074), which does not depend on the scale of the
    /// weights; so it is where the data have clusters.
    /// </param>
    /// <param name="group">The group of each row, as any whole number.</param>
    /// <param name="rho">The power of the weight; finite.</param>
    /// <param name="robust">Whether the test is the robust one; <see langword="null"/> for the rule above.</param>
    /// <param name="gamma">The power of 1 less that survival, of Fleming and Harrington's G-rho-gamma family: 1 beside a rho of 0 weighs
    /// late differences; finite, not negative.</param>
    /// <exception cref="ArgumentException">Not as many groups as rows, fewer than two groups, or a rho or gamma out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">There is no event, a group shares no event's risk set with the others within a
    /// stratum, or the test is not to be robust but a weight is not whole.</exception>
    public static LogRankResult Test(SurvivalData data, ReadOnlySpan<int> group, double rho = 0, bool? robust = null, double gamma = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (group.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {group.Length} groups.", nameof(group));
        if (!double.IsFinite(rho))
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "Rho is finite.");
        if (!(gamma >= 0) || !double.IsFinite(gamma))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "Gamma is finite and not negative.");
        int[] codes = [.. group.ToArray().Distinct().Order()];
        if (codes.Length < 2)
            throw new ArgumentException(
                $"There is one group only ({Invariant($"{codes.FirstOrDefault()}")}); a comparison takes two or more.", nameof(group));
        if (data.HasFractionalWeight && robust == false)
        {
            throw new InvalidSurvivalDataException(
                "A weight is not a whole number, so weights cannot mean repeated rows, which the test that is not robust takes them for. "
                + "Leave 'robust' out.", column: "weight");
        }
        var isRobust = robust ?? (data.HasFractionalWeight || !data.Cluster.IsEmpty);
        var sorted = SortedFollowUp.Of(data);
        if (sorted.GroupCount == 0)
            throw new InvalidSurvivalDataException("No row has an event, so there is nothing to compare.");
        var index = new int[data.Count];
        var counts = new double[codes.Length];
        for (var i = 0; i < index.Length; i++)
        {
            index[i] = Array.BinarySearch(codes, group[sorted.Order[i]]);
            counts[index[i]] += sorted.WeightAt(i);
        }
        var sums = new LogRankSums(sorted, index, codes.Length, [(rho, gamma)], isRobust);
        for (var s = 0; s < sorted.StratumCount; s++)
            sums.AddStratum(s);
        return Combine(codes, counts, sums, isRobust ? sums.RobustVariance(data) : null);
    }

    /// <summary>Compares every pair of groups.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="group">The group of each row.</param>
    /// <param name="adjustment">How the p values are adjusted for their number; <see langword="null"/> for not at all.</param>
    /// <param name="rho">The power of the weight.</param>
    /// <returns>The pairs, the lower code first, in increasing order, with raw and adjusted p values. A pair that cannot be compared says
    /// why, and is not counted in the adjustment.</returns>
    /// <exception cref="ArgumentException">Not as many groups as rows, fewer than two groups, or a rho that is not finite.</exception>
    /// <exception cref="InvalidSurvivalDataException">No row has an event.</exception>
    public static IReadOnlyList<PairwiseLogRank> Pairwise(
        SurvivalData data, ReadOnlySpan<int> group, PAdjustment? adjustment = PAdjustment.BenjaminiHochberg, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (group.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {group.Length} groups.", nameof(group));
        if (data.EventCount == 0)
            throw new InvalidSurvivalDataException("No row has an event, so there is nothing to compare.");
        var all = group.ToArray();
        int[] codes = [.. all.Distinct().Order()];
        var pairs = new List<PairwiseLogRank>();
        for (var a = 0; a < codes.Length; a++)
        {
            for (var b = a + 1; b < codes.Length; b++)
            {
                int[] chosen = [.. Enumerable.Range(0, all.Length).Where(i => all[i] == codes[a] || all[i] == codes[b])];
                try
                {
                    pairs.Add(new PairwiseLogRank(
                        codes[a], codes[b], Test(data.Select(chosen), Array.ConvertAll(chosen, i => all[i]), rho), double.NaN, null));
                }
                catch (InvalidSurvivalDataException e)
                {
                    pairs.Add(new PairwiseLogRank(codes[a], codes[b], null, double.NaN, e.Message));
                }
            }
        }
        double[] raw = [.. pairs.Where(p => p.Result is not null).Select(p => p.Result!.PValue)];
        var adjusted = new Queue<double>(adjustment is { } method ? PValue.Adjust(raw, method) : raw);
        return new ResultList<PairwiseLogRank>(
            [.. pairs.Select(p => p.Result is null ? p : p with { AdjustedPValue = adjusted.Dequeue() })]);
    }

    private static LogRankResult Combine(int[] codes, double[] counts, LogRankSums sums, double[,]? robust)
    {
        var (difference, used) = (new double[codes.Length], new List<int>());
        for (var a = 0; a < codes.Length; a++)
        {
            var total = 0.0;
            for (var s = 0; s < sums.Observed.GetLength(1); s++)
            {
                difference[a] += sums.Observed[a, s] - sums.Expected[a, s];
                total += sums.Expected[a, s];
            }
            if (total > 0)
                used.Add(a);
        }
        if (used.Count < 2)
            throw new InvalidSurvivalDataException("Only one group is ever at risk when an event happens, so there is nothing to compare.");
        if (used.FirstOrDefault(a => !(sums.Variance[a, a] > 0), -1) is var alone and >= 0)
        {
            throw new InvalidSurvivalDataException(
                Invariant($"Group {codes[alone]} is never at risk together with another group of its stratum when an event ")
                    + "happens that not all of "
                + "them have, so it cannot be compared. Leave it out, or join strata.");
        }
        // The differences sum to 0, so one group is left out.
        used.RemoveAt(0);
        var (variance, q) = (robust ?? sums.Variance, used.Count);
        var matrix = new double[q * q];
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
                matrix[(i * q) + j] = variance[used[i], used[j]] / Math.Sqrt(variance[used[i], used[i]] * variance[used[j], used[j]]);
        }
        var cholesky = new LowerCholesky(q);
        if (!cholesky.Factor(matrix, q))
        {
            throw new InvalidSurvivalDataException(
                Invariant($"The {q + 1} groups fall apart into some that are never at risk together within a stratum, or have ")
                    + "too few events to be "
                + "told apart, so they have no common test. Compare pairs.");
        }
        var scaled = used.Select(a => difference[a] / Math.Sqrt(variance[a, a])).ToArray();
        var solution = (double[])scaled.Clone();
        cholesky.Solve(solution);
        var chiSquare = scaled.Zip(solution, (x, y) => x * y).Sum();
        var name = robust is null ? "Log-rank test" : "Robust log-rank test";
        return new LogRankResult(codes, counts, sums.Observed, sums.Expected, variance, TestResult.ChiSquared(chiSquare, q, name));
    }
}

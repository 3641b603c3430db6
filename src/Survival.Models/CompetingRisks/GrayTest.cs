using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

/// <summary>
/// Gray's test that the cumulative incidence of a cause is the same in two or more groups (R. J. Gray, Ann. Stat. 16, 1988,
/// doi:10.1214/aos/1176350951): R's <c>cmprsk::cuminc</c>. Strata of the follow-up are compared within.
/// </summary>
public static partial class GrayTest
{
    /// <summary>Compares groups.</summary>
    /// <param name="data">The follow-up; strata count. Without weights and entry times.</param>
    /// <param name="group">The group of each row.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="rho">The power of 1 - pooled incidence by which events are weighted; 0 weights all alike.</param>
    /// <exception cref="ArgumentException">Not as many groups as rows, one group only, a rho that is not finite, or follow-up with weights,
    /// entry times or clusters.</exception>
    /// <exception cref="InvalidSurvivalDataException">No row has the cause, or the groups cannot be compared.</exception>
    public static TestResult Test(CompetingRisksData data, ReadOnlySpan<int> group, int cause, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Require(cause);
        if (!data.AnyEvent.Weight.IsEmpty || !data.AnyEvent.Entry.IsEmpty || !data.AnyEvent.Cluster.IsEmpty)
            throw new ArgumentException("Gray's test takes follow-up without weights, entry times and clusters.", nameof(data));
        if (!double.IsFinite(rho))
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "Rho is finite.");
        var codes = data.CheckGroups(group, nameof(group));
        if (codes.Length < 2)
            throw new ArgumentException("There is one group only; a comparison takes two or more.", nameof(group));
        var df = codes.Length - 1;
        var (score, variance) = (new double[df], new double[df * df]);
        var index = Array.ConvertAll(group.ToArray(), g => Array.BinarySearch(codes, g));
        var order = data.AnyEvent.TimeOrder;
        int[] strata = data.AnyEvent.Stratum.IsEmpty ? [0] : [.. data.AnyEvent.Stratum.ToArray().Distinct().Order()];
        foreach (var s in strata)
            AddStratum(
                data,
                [.. order.Where(i => data.AnyEvent.Stratum.IsEmpty || data.AnyEvent.Stratum[i] == s)],
                index,
                codes.Length,
                cause,
                rho,
                score,
                variance
            );
        var factor = new LowerCholesky(df);
        if (!factor.Factor(variance, df))
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"The incidence of cause {cause} cannot be compared: a group shares no time at risk with the others, or only one has "
                )
                    + $"events."
            );
        var solution = (double[])score.Clone();
        factor.Solve(solution);
        return TestResult.ChiSquared(score.Zip(solution, (a, b) => a * b).Sum(), df, "Gray's test");
    }

    private static void AddStratum(
        CompetingRisksData data,
        int[] order,
        int[] group,
        int groups,
        int cause,
        double rho,
        double[] score,
        double[] variance
    )
    {
        var df = groups - 1;
        var (atRisk, own, other) = (new double[groups], new double[groups], new double[groups]);
        // Survival and incidence of each group before and after a time, and the pooled incidence.
        var (before, after, incidence) = (new double[groups], new double[groups], new double[groups]);
        Array.Fill(before, 1);
        Array.Fill(after, 1);
        var pooled = 0.0;
        // The score's sensitivity to each group's process now (a) and summed so far (c), and the sums of the variance that wait for the
        // final c.
        var (a, c) = (new double[groups, groups], new double[groups, groups]);
        var (cross, square) = (new double[groups, groups], new double[groups]);
        foreach (var i in order)
            atRisk[group[i]]++;
        for (int i = 0, end; i < order.Length; i = end)
        {
            var t = data.AnyEvent.Time[order[i]];
            Array.Clear(own);
            Array.Clear(other);
            for (end = i; end < order.Length && data.AnyEvent.Time[order[end]] == t; end++)
            {
                var (g, k) = (group[order[end]], data.Cause[order[end]]);
                if (k == cause)
                    own[g]++;
                else if (k != 0)
                    other[g]++;
            }
            var (events, others) = (own.Sum(), other.Sum());
            if (events + others > 0)
            {
                Step(events, others);
                after.CopyTo(before, 0);
            }
            for (var k = i; k < end; k++)
                atRisk[group[order[k]]]--;
        }
        for (var i = 0; i < df; i++)
        {
            for (var j = 0; j < df; j++)
            {
                for (var k = 0; k < groups; k++)
                    variance[(i * df) + j] += (c[i, k] * c[j, k] * square[k]) + (c[i, k] * cross[j, k]) + (c[j, k] * cross[i, k]);
            }
        }

        void Step(double events, double others)
        {
            double total = 0, totalFree = 0;
            for (var g = 0; g < groups; g++)
            {
                if (atRisk[g] <= 0)
                    continue;
                total += atRisk[g] / before[g];
                totalFree += atRisk[g] * (1 - incidence[g]) / before[g];
                after[g] = before[g] * (atRisk[g] - own[g] - other[g]) / atRisk[g];
            }
            var (next, weight) = (pooled + (events / total), Math.Pow(1 - pooled, rho));
            for (var g = 0; g < groups; g++)
            {
                for (var h = 0; h < groups; h++)
                {
                    a[g, h] = atRisk[g] <= 0 || atRisk[h] <= 0 ? 0
                        : weight * atRisk[g] / before[g] * ((g == h ? 1 : 0) - (atRisk[h] / before[h] / total));
                    c[g, h] += a[g, h] * events / (total * (1 - pooled));
                }
                if (g < df && atRisk[g] > 0)
                    score[g] += weight * (own[g] - (events * atRisk[g] * (1 - incidence[g]) / (before[g] * totalFree)));
            }
            for (var k = 0; k < groups; k++)
            {
                if (atRisk[k] <= 0)
                    continue;
                if (events > 0)
                {
                    var share = after[k] > 0 ? 1 - ((1 - next) / after[k]) : 1;
                    var ties = events > 1 ? 1 - ((events - 1) / ((total * before[k]) - 1)) : 1;
                    Add(k, share, ties * before[k] * events / (total * atRisk[k]), 1);
                }
                if (other[k] > 0 && after[k] > 0)
                {
                    var ties = other[k] > 1 ? 1 - ((other[k] - 1) / (atRisk[k] - 1)) : 1;
                    Add(k, (1 - next) / after[k], ties * before[k] * before[k] * other[k] / (atRisk[k] * atRisk[k]), 0);
                }
                incidence[k] += before[k] * own[k] / atRisk[k];
            }
            pooled = next;
        }

        void Add(int k, double share, double hazard, int direct)
        {
            square[k] += share * share * hazard;
            for (var i = 0; i < df; i++)
            {
                var u = (direct * a[i, k]) - (share * c[i, k]);
                cross[i, k] += u * share * hazard;
                for (var j = 0; j < df; j++)
                    variance[(i * df) + j] += u * ((direct * a[j, k]) - (share * c[j, k])) * hazard;
            }
        }
    }
}

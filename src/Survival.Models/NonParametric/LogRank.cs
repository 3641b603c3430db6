using MathNet.Numerics.LinearAlgebra;
using Survival.Models.Data;
using Survival.Models.Discrimination;
using Survival.Models.Statistics;

namespace Survival.Models.NonParametric;

/// <summary>
/// The log-rank test and the G-rho family (Harrington DP, Fleming TR, Biometrika 1982;69:553-566, doi:10.1093/biomet/69.3.553): events
/// weighted by the pooled survival just before them to the power rho; 0 is the log-rank test, 1 Peto and Peto's Wilcoxon test.
/// Strata of the data are compared within. As R's <c>survdiff</c>.
/// </summary>
public static class LogRank
{
    /// <summary>Compares two or more groups.</summary>
    /// <param name="data">The follow-up; strata, weights (as repeated rows) and left truncation count.</param>
    /// <param name="group">The group of each row, as any whole number.</param>
    /// <param name="rho">The power of the weight; finite.</param>
    /// <exception cref="ArgumentException">Not as many groups as rows, fewer than two groups, or a rho that is not finite.</exception>
    /// <exception cref="InvalidSurvivalDataException">There is no event, or nothing to compare within any stratum.</exception>
    public static LogRankResult Test(SurvivalData data, ReadOnlySpan<int> group, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (group.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {group.Length} groups.", nameof(group));
        if (!double.IsFinite(rho))
            throw new ArgumentOutOfRangeException(nameof(rho), rho, "Rho is finite.");
        int[] codes = [.. group.ToArray().Distinct().Order()];
        if (codes.Length < 2)
            throw new ArgumentException($"There is one group only ({string.Join(", ", codes)}); a comparison takes two or more.", nameof(group));
        if (data.EventCount == 0)
            throw new InvalidSurvivalDataException("No row has an event, so there is nothing to compare.");

        var index = new int[data.Count];
        var counts = new double[codes.Length];
        for (var i = 0; i < index.Length; i++)
        {
            index[i] = Array.BinarySearch(codes, group[i]);
            counts[index[i]] += Weight(data, i);
        }
        int[] strata = data.Stratum.IsEmpty ? [0] : [.. data.Stratum.ToArray().Distinct().Order()];
        var (observed, expected) = (new double[codes.Length, strata.Length], new double[codes.Length, strata.Length]);
        var variance = new double[codes.Length, codes.Length];
        var times = TimeOrder.Merge(data.Time, data.Entry);
        for (var s = 0; s < strata.Length; s++)
        {
            int[] rows = data.Stratum.IsEmpty ? [.. Enumerable.Range(0, data.Count)] : RowsOf(data, strata[s]);
            AddStratum(data, times, rows, index, rho, s, observed, expected, variance);
        }
        return Combine(codes, counts, observed, expected, variance);
    }

    /// <summary>Compares every pair of groups.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="group">The group of each row.</param>
    /// <param name="adjustment">How the p values are adjusted for their number; <see langword="null"/> for not at all.</param>
    /// <param name="rho">The power of the weight.</param>
    /// <returns>The pairs, the lower code first, in increasing order, with raw and adjusted p values.</returns>
    /// <exception cref="ArgumentException">As <see cref="Test"/>.</exception>
    public static IReadOnlyList<PairwiseLogRank> Pairwise(SurvivalData data, ReadOnlySpan<int> group, PAdjustment? adjustment = PAdjustment.BenjaminiHochberg, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (group.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {group.Length} groups.", nameof(group));
        int[] codes = [.. group.ToArray().Distinct().Order()];
        var pairs = new List<(int A, int B, LogRankResult Result)>();
        for (var a = 0; a < codes.Length; a++)
        {
            for (var b = a + 1; b < codes.Length; b++)
            {
                var keep = new List<int>();
                for (var i = 0; i < group.Length; i++)
                {
                    if (group[i] == codes[a] || group[i] == codes[b])
                        keep.Add(i);
                }
                int[] chosen = [.. keep];
                var part = data.Select(chosen);
                var own = new int[chosen.Length];
                for (var i = 0; i < own.Length; i++)
                    own[i] = group[chosen[i]];
                pairs.Add((codes[a], codes[b], Test(part, own, rho)));
            }
        }
        double[] raw = [.. pairs.Select(p => p.Result.PValue)];
        var adjusted = adjustment is { } method ? MultipleTesting.Adjust(raw, method) : raw;
        return [.. pairs.Select((p, i) => new PairwiseLogRank(p.A, p.B, p.Result, adjusted[i]))];
    }

    private static int[] RowsOf(SurvivalData data, int stratum)
    {
        var rows = new List<int>();
        for (var i = 0; i < data.Count; i++)
        {
            if (data.Stratum[i] == stratum)
                rows.Add(i);
        }
        return [.. rows];
    }

    // From the last time backwards, so that those at risk are summed once.
    private static void AddStratum(
        SurvivalData data, (double[] Exit, double[] Entry) times, int[] rows, int[] index, double rho, int stratum, double[,] observed, double[,] expected, double[,] variance)
    {
        var k = observed.GetLength(0);
        Array.Sort(rows, (a, b) => times.Exit[b].CompareTo(times.Exit[a]));
        int[] byEntry = times.Entry.Length == 0 ? [] : [.. rows.OrderByDescending(i => times.Entry[i])];
        var steps = new List<(double Deaths, double Risk, double[] GroupDeaths, double[] GroupRisk)>();
        var (risk, left) = (new double[k], 0);
        for (var at = 0; at < rows.Length;)
        {
            var time = times.Exit[rows[at]];
            var deaths = new double[k];
            for (; at < rows.Length && times.Exit[rows[at]] == time; at++)
            {
                risk[index[rows[at]]] += Weight(data, rows[at]);
                if (data.Event[rows[at]])
                    deaths[index[rows[at]]] += Weight(data, rows[at]);
            }
            for (; left < byEntry.Length && times.Entry[byEntry[left]] >= time; left++)
                risk[index[byEntry[left]]] -= Weight(data, byEntry[left]);
            var total = deaths.Sum();
            if (total > 0)
                steps.Add((total, risk.Sum(), deaths, (double[])risk.Clone()));
        }

        var survival = 1.0;
        for (var t = steps.Count - 1; t >= 0; t--)
        {
            var (deaths, n, groupDeaths, groupRisk) = steps[t];
            var weight = rho == 0 ? 1 : Math.Pow(survival, rho);
            survival *= (n - deaths) / n;
            for (var a = 0; a < k; a++)
            {
                observed[a, stratum] += weight * groupDeaths[a];
                expected[a, stratum] += weight * deaths * groupRisk[a] / n;
                if (n <= 1)
                    continue;
                var factor = weight * weight * deaths * groupRisk[a] * (n - deaths) / (n * (n - 1));
                variance[a, a] += factor;
                for (var b = 0; b < k; b++)
                    variance[a, b] -= factor * groupRisk[b] / n;
            }
        }
    }

    private static LogRankResult Combine(int[] codes, double[] counts, double[,] observed, double[,] expected, double[,] variance)
    {
        var (difference, used) = (new double[codes.Length], new List<int>());
        for (var a = 0; a < codes.Length; a++)
        {
            var total = 0.0;
            for (var s = 0; s < observed.GetLength(1); s++)
            {
                difference[a] += observed[a, s] - expected[a, s];
                total += expected[a, s];
            }
            if (total > 0)
                used.Add(a);
        }
        if (used.Count < 2)
            throw new InvalidSurvivalDataException("Only one group is ever at risk when an event happens, so there is nothing to compare.");
        // The differences sum to 0, so one group is left out.
        used.RemoveAt(0);
        var matrix = Matrix<double>.Build.Dense(used.Count, used.Count, (i, j) => variance[used[i], used[j]]);
        var vector = Vector<double>.Build.Dense(used.Count, i => difference[used[i]]);
        var chiSquare = vector * matrix.Solve(vector);
        return new LogRankResult(codes, counts, observed, expected, variance, TestResult.ChiSquared(chiSquare, used.Count, "Log-rank test"));
    }

    private static double Weight(SurvivalData data, int row) => data.Weight.IsEmpty ? 1 : data.Weight[row];
}

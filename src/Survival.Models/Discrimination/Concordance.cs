using Survival.Models.Data;

namespace Survival.Models.Discrimination;

/// <summary>
/// Concordance of a risk marker with follow-up: the chance that of two subjects the one with the larger marker has the event
/// first. A larger marker means shorter survival (R's <c>concordance(reverse = TRUE)</c>); rows of different strata are not compared.
/// All weights, entry times (but not with weights by censoring), strata and clusters of the follow-up are used.
/// </summary>
/// <remarks>
/// A pair is comparable where one subject has the event while the other is still at risk after it. Harrell's C: doi:10.1002/(SICI)1097-0258(19960229)15:4&lt;361::AID-SIM168&gt;3.0.CO;2-4;
/// Uno's: doi:10.1002/sim.4154; the weights and the infinitesimal jackknife: T. Therneau and E. Atkinson, "Concordance" (vignette of R's <c>survival</c>). O(n log n).
/// </remarks>
public static partial class Concordance
{
    /// <summary>The concordance index with its standard error and confidence interval.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="options">What is compared; Harrell's C by default.</param>
    /// <exception cref="ArgumentException">The marker has another length than the follow-up, or an option is out of its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static ConcordanceResult Estimate(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions? options = null)
    {
        var (pairs, influence) = Count(data, marker, options ??= ConcordanceOptions.Default, withInfluence: true);
        if (!(pairs.Comparable > 0))
            throw NoPairs(data, options);
        return new ConcordanceResult(pairs, influence, Clusters.Sum(influence, data.Cluster), options.ConfidenceLevel);
    }

    /// <summary>The pairs alone, with no standard error, in half the time; their <see cref="ConcordancePairs.Index"/> is NaN where no pair is comparable.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="options">What is compared; Harrell's C by default.</param>
    /// <exception cref="ArgumentException">The marker has another length than the follow-up, or an option is out of its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite.</exception>
    public static ConcordancePairs CountPairs(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions? options = null) =>
        Count(data, marker, options ?? ConcordanceOptions.Default, withInfluence: false).Pairs;

    private static (ConcordancePairs Pairs, double[] Influence) Count(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions options, bool withInfluence)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(data, marker, options);
        var (time, entry) = options.MergeNearlyEqualTimes ? TimeOrder.Merge(data.Time, data.Entry) : (data.Time.ToArray(), data.Entry.ToArray());
        if (options.EarliestTime is { } earliest)
        {
            for (var i = 0; i < time.Length; i++)
            {
                if (time[i] < earliest && !data.Event[i])
                    throw new InvalidSurvivalDataException($"Row {i} is censored at {time[i]}, before the earliest time {earliest}; order before that time cannot be ignored then.", i, "time");
                time[i] = Math.Max(time[i], earliest);
            }
        }
        var n = time.Length;
        var (c, d, x) = withInfluence ? (new double[n], new double[n], new double[n]) : ([], [], []);
        ConcordancePairs pairs = default;
        if (data.Stratum.IsEmpty)
        {
            pairs = new PairCounter(time, data.Event.ToArray(), entry, data.Weight.ToArray(), marker, options, false).Count(c, d, x);
        }
        else
        {
            var groups = data.Stratum.ToArray().Select((s, i) => (s, i)).GroupBy(p => p.s, p => p.i).OrderBy(g => g.Key).Select(g => g.ToArray()).ToList();
            // Beyond ten strata R lays them end to end as one, where its rule for strata of a single event does not apply.
            var neverPlain = groups.Count > 10 && options.Weight == ConcordanceWeight.InverseAtRisk;
            foreach (var rows in groups)
                pairs += CountStratum(data, time, entry, marker, rows, options, neverPlain, (c, d, x));
        }
        if (withInfluence && pairs.Comparable > 0)
        {
            for (var i = 0; i < n; i++)
            {
                var w = data.Weight.IsEmpty ? 1 : data.Weight[i];
                c[i] = w * (c[i] - d[i] - (pairs.SomersD * (c[i] + d[i] + x[i]))) / (2 * pairs.Comparable);
            }
        }
        return (pairs, c);
    }

    private static ConcordancePairs CountStratum(
        SurvivalData data,
        double[] time,
        double[] entry,
        ReadOnlySpan<double> marker,
        int[] rows,
        ConcordanceOptions options,
        bool neverPlain,
        (double[] C, double[] D, double[] X) influence)
    {
        var m = rows.Length;
        var (t, e, x) = (new double[m], new bool[m], new double[m]);
        double[] start = entry.Length == 0 ? [] : new double[m], w = data.Weight.IsEmpty ? [] : new double[m];
        for (var k = 0; k < m; k++)
        {
            (t[k], e[k], x[k]) = (time[rows[k]], data.Event[rows[k]], marker[rows[k]]);
            if (start.Length > 0)
                start[k] = entry[rows[k]];
            if (w.Length > 0)
                w[k] = data.Weight[rows[k]];
        }
        var with = influence.C.Length > 0;
        var (c, d, tied) = with ? (new double[m], new double[m], new double[m]) : ([], [], []);
        var pairs = new PairCounter(t, e, start, w, x, options, neverPlain).Count(c, d, tied);
        for (var k = 0; with && k < m; k++)
            (influence.C[rows[k]], influence.D[rows[k]], influence.X[rows[k]]) = (c[k], d[k], tied[k]);
        return pairs;
    }

    private static void Check(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions options)
    {
        Markers.Check(data, marker, nameof(marker));
        if (!(options.ConfidenceLevel is > 0 and < 1))
            throw new ArgumentException($"The confidence level is {options.ConfidenceLevel}; it must lie between 0 and 1.", nameof(options));
        if (!Enum.IsDefined(options.Weight))
            throw new ArgumentException($"There is no concordance weight {options.Weight}.", nameof(options));
        if (options.LatestTime is { } latest && !(latest > 0))
            throw new ArgumentException($"The latest time is {latest}; it must be positive.", nameof(options));
        if (options.EarliestTime is { } earliest && !double.IsFinite(earliest))
            throw new ArgumentException($"The earliest time is {earliest}; it must be finite.", nameof(options));
        if (!data.Entry.IsEmpty && options.Weight is ConcordanceWeight.Uno or ConcordanceWeight.Schemper && !data.Entry.IsEmpty)
            throw new ArgumentException($"The weight {options.Weight} needs the censoring distribution, which left-truncated follow-up does not give. Use {ConcordanceWeight.Harrell}.", nameof(options));
    }

    private static InvalidSurvivalDataException NoPairs(SurvivalData data, ConcordanceOptions options)
    {
        if (data.EventCount == 0)
            return new InvalidSurvivalDataException("There are no events, so no two subjects can be compared.", column: "event");
        double first = double.PositiveInfinity, last = 0;
        for (var i = 0; i < data.Count; i++)
        {
            if (data.Event[i])
                (first, last) = (Math.Min(first, data.Time[i]), Math.Max(last, data.Time[i]));
        }
        var limit = options.LatestTime is { } latest ? $" up to {latest}" : "";
        return new InvalidSurvivalDataException($"No two subjects can be compared: no event{limit} was outlived by another subject of its stratum. Events lie between {first} and {last}.");
    }
}

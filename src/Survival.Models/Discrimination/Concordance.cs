using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

/// <summary>
/// Concordance of a risk marker with follow-up: the chance that of two subjects the one with the larger marker has the event
/// first. A larger marker means shorter survival (R's <c>concordance(reverse = TRUE)</c>); rows of different strata are not compared.
/// All weights, entry times (but not with weights by censoring), strata and clusters of the follow-up are used.
/// </summary>
/// <remarks>
/// A pair is comparable where one subject has the event while the other is still at risk after it. Harrell's C:
/// doi:10.1002/(SICI)1097-0258(19960229)15:4&lt;361::AID-SIM168&gt;3.0.CO;2-4;
/// Uno's: doi:10.1002/sim.4154; the weights and the infinitesimal jackknife: T. Therneau and E. Atkinson, "Concordance" (vignette of R's
/// <c>survival</c>). O(n log n).
/// </remarks>
public sealed partial class Concordance
{
    /// <summary>The concordance index with its standard error and confidence interval.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="options">What is compared; Harrell's C by default.</param>
    /// <exception cref="ArgumentException">The marker has another length than the follow-up, or an option is out of its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or no pair is comparable.</exception>
    public static Concordance Estimate(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions? options = null)
    {
        var (pairs, influence) = Count(data, marker, options ??= ConcordanceOptions.Default, withInfluence: true);
        if (!(pairs.Comparable > 0))
            throw NoPairs(data, options);
        return new Concordance(pairs, influence, Clusters.Sum(influence, data.Cluster), options.ConfidenceLevel);
    }

    /// <summary>The pairs alone, with no standard error, in half the time; their <see cref="ConcordancePairs.Index"/> is NaN where no pair
    /// is comparable.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="options">What is compared; Harrell's C by default.</param>
    /// <exception cref="ArgumentException">The marker has another length than the follow-up, or an option is out of its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite.</exception>
    public static ConcordancePairs CountPairs(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions? options = null) =>
        Count(data, marker, options ?? ConcordanceOptions.Default, withInfluence: false).Pairs;

    private static (ConcordancePairs Pairs, double[] Influence) Count(
        SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions options, bool withInfluence)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check(data, marker, options);
        var sorted = SortedFollowUp.Of(options.EarliestTime is { } earliest ? NotBefore(data, earliest) : data);
        var n = data.Count;
        var (c, d, x) = withInfluence ? (new double[n], new double[n], new double[n]) : ([], [], []);
        var byPosition = sorted.Sort(marker);
        // Beyond ten strata R lays them end to end as one, where its rule for strata of a single event does not apply.
        var neverPlain = sorted.StratumCount > 10 && options.Weight == ConcordanceWeight.InverseAtRisk;
        ConcordancePairs pairs = default;
        for (var s = 0; s < sorted.StratumCount; s++)
            pairs += new PairCounter(sorted, s, byPosition, options, neverPlain).Count(c, d, x);
        if (!withInfluence || !(pairs.Comparable > 0))
            return (pairs, c);
        for (var i = 0; i < n; i++)
            c[i] = sorted.WeightAt(i) * (c[i] - d[i] - (pairs.SomersD * (c[i] + d[i] + x[i]))) / (2 * pairs.Comparable);
        return (pairs, sorted.Unsort(c));
    }

    private static SurvivalData NotBefore(SurvivalData data, double earliest)
    {
        var time = data.Time.ToArray();
        for (var i = 0; i < time.Length; i++)
        {
            if (time[i] < earliest - data.TimeSlack && !data.Event[i])
                throw new InvalidSurvivalDataException(
                    Invariant(
                        $"{RowPlace.Start(i)} is censored at {time[i]}, before the earliest time {earliest}; order before then cannot be "
                    )
                        + "ignored.",
                    i,
                    "time");
            time[i] = Math.Max(time[i], earliest);
        }
        return SurvivalData.Create(
            time,
            data.Event,
            data.Entry.IsEmpty ? null : data.Entry.ToArray(),
            data.Weight.IsEmpty ? null : data.Weight.ToArray(),
            data.Stratum.IsEmpty ? null : data.Stratum.ToArray(),
            timeFix: data.TimeSlack > 0);
    }

    private static void Check(SurvivalData data, ReadOnlySpan<double> marker, ConcordanceOptions options)
    {
        Markers.Check(data, marker, nameof(marker));
        if (!(options.ConfidenceLevel is > 0 and < 1))
            throw new ArgumentException(
                Invariant($"The confidence level is {options.ConfidenceLevel}; it must lie between 0 and 1."), nameof(options));
        if (!Enum.IsDefined(options.Weight))
            throw new ArgumentException($"There is no concordance weight {options.Weight}.", nameof(options));
        if (options.LatestTime is { } latest && !(latest > 0))
            throw new ArgumentException(Invariant($"The latest time is {latest}; it must be positive."), nameof(options));
        if (options.EarliestTime is { } earliest && !double.IsFinite(earliest))
            throw new ArgumentException(Invariant($"The earliest time is {earliest}; it must be finite."), nameof(options));
        if (!data.Entry.IsEmpty && options.Weight is ConcordanceWeight.Uno or ConcordanceWeight.Schemper && !data.Entry.IsEmpty)
            throw new ArgumentException(
                $"The weight {options.Weight} needs the censoring distribution, which left-truncated follow-up does not give. Use "
                + $"{ConcordanceWeight.Harrell}.", nameof(options));
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
        var limit = options.LatestTime is { } latest ? Invariant($" up to {latest}") : "";
        return new InvalidSurvivalDataException(
            $"No two subjects can be compared: no event{limit} was outlived by another subject of its stratum. Events lie between "
            + Invariant($"{first} and {last}."));
    }
}

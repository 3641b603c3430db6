using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.CutPoints;

/// <summary>
/// Maximally selected rank statistics: the cut of a marker at which the standardised sum of log-rank scores of the group at or
/// below it is largest, and the statistic at every cut tried (Lausen and Schumacher, Biometrics 48, 1992, doi:10.2307/2532740; Hothorn and
/// Lausen, R News 2(1), 2002). O(n log n). Immutable.
/// </summary>
public sealed partial class MaximallySelectedRank
{
    /// <summary>Searches the cut.</summary>
    /// <param name="data">The follow-up. Weights, strata, clusters and entry times have no place in the statistic and are refused.</param>
    /// <param name="marker">The marker, one finite value a row.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends the permutations.</param>
    /// <exception cref="ArgumentException">A marker of another length, follow-up with weights, strata, clusters or entry times, a setting
    /// outside its range, or more than 170 rows for <see cref="CutPointPValue.HothornLausen"/>.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value that is not finite, no events, a constant marker, or no cut between the
    /// shares.</exception>
    public static MaximallySelectedRank Search(
        SurvivalData data, ReadOnlySpan<double> marker, CutPointOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= CutPointOptions.Default;
        Check(data, marker, options);
        var scores = LogRankScores(data);
        if (options.PValue == CutPointPValue.HothornLausen)
            scores = ToIntegers(scores);
        var values = marker.ToArray();
        var order = StableOrder.Of(values);
        var sorted = Array.ConvertAll(order, i => scores[i]);
        var lowCounts = Candidates(order, values, options);
        var profile = new ScoreProfile(sorted, lowCounts);
        var statistics = profile.Statistics(sorted);
        var best = 0;
        for (var k = 1; k < statistics.Length; k++)
        {
            if (statistics[k] > statistics[best])
                best = k;
        }
        var p = PValueOf(statistics[best], sorted, profile, options, cancellationToken);
        return new MaximallySelectedRank(
            best, Array.ConvertAll(lowCounts, m => values[order[m - 1]]), statistics, lowCounts, scores, options.PValue, p);
    }

    /// <summary>
    /// The log-rank score of each row: the event indicator less the sum over the events at or before its time of 1 / (n - R + 1), with R
    /// the
    /// largest rank among the event's tied times, as maxstat has it (under ties not the usual number at risk).
    /// </summary>
    /// <param name="data">The follow-up; weights, strata and entry times are not used.</param>
    public static double[] LogRankScores(SurvivalData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var sorted = SortedFollowUp.Of(data, default);
        var (n, scores, hazard) = (data.Count, new double[data.Count], 0.0);
        foreach (var t in new RiskCounts(sorted, 0, default))
        {
            // The same for each of the tied events.
            hazard += t.DeathRows / (double)(n - t.End + 1);
            for (var i = t.First; i < t.End; i++)
                scores[sorted.Order[i]] = (i < t.FirstCensored ? 1 : 0) - hazard;
        }
        return scores;
    }

    private static double PValueOf(
        double statistic, double[] sorted, ScoreProfile profile, CutPointOptions options, CancellationToken cancellationToken)
    {
        var p = options.PValue switch
        {
            CutPointPValue.Lausen1992 => CutPointApproximations.Lausen1992(statistic, options.MinimumShare, options.Maximum),
            CutPointPValue.Lausen1994 => CutPointApproximations.Lausen1994(statistic, sorted.Length, profile.LowCounts),
            CutPointPValue.ExactGauss => GaussianMaximum.Exceedance(statistic, sorted.Length, profile.LowCounts, cancellationToken),
            CutPointPValue.HothornLausen => IntegerScoreBound.Probability(statistic, sorted, profile.LowCounts, cancellationToken),
            CutPointPValue.Permutation => profile.Permute(statistic, sorted, options.Permutations, options.Seed, cancellationToken),
            _ => double.NaN,
        };
        return Math.Clamp(p, 0, 1);
    }

    /// <summary>The numbers of rows at or below each cut between the shares.</summary>
    private static int[] Candidates(int[] order, double[] values, CutPointOptions options)
    {
        var n = order.Length;
        var counts = new List<int>();
        for (var i = 1; i < n; i++)
        {
            if (values[order[i]] != values[order[i - 1]])
                counts.Add(i);
        }
        if (counts.Count == 0)
            throw new InvalidSurvivalDataException(Invariant($"The marker is {values[0]} in every row; there is nothing to cut."));
        // With no bounds at all maxstat leaves the last cut out.
        if (options.MinimumShare == 0 && options.Maximum == 1)
            counts.RemoveAt(counts.Count - 1);
        else
        {
            var (least, most) = (Math.Max(1, Math.Floor(n * options.MinimumShare)), Math.Floor(n * options.Maximum));
            counts.RemoveAll(m => m < least || m > most);
        }
        return counts.Count > 0 ? [.. counts] : throw new InvalidSurvivalDataException(
            Invariant(
                $"No cut of the marker leaves between {options.MinimumShare} and {options.Maximum} of the {n} rows at or below it; its "
            )
            + "values are too tied. Take wider shares.");
    }

    /// <summary>Integers in place of scores: doubled where all are halves, else stretched to the number of rows and rounded (to
    /// even).</summary>
    private static double[] ToIntegers(double[] scores)
    {
        var fractions = scores.Select(s => s - Math.Floor(s)).Where(f => f != 0).ToArray();
        if (fractions.Length == 0)
            return scores;
        if (Array.TrueForAll(fractions, f => f == 0.5))
            return [.. scores.Select(s => 2 * s)];
        var least = scores.Min();
        var greatest = scores.Max() - least;
        return [.. scores.Select(s => Math.Round((s - least) * scores.Length / greatest, MidpointRounding.ToEven))];
    }

    private static void Check(SurvivalData data, ReadOnlySpan<double> marker, CutPointOptions options)
    {
        if (marker.Length != data.Count)
            throw new ArgumentException($"The marker has {marker.Length} values for {data.Count} rows.", nameof(marker));
        if (!data.Weight.IsEmpty || !data.Stratum.IsEmpty || !data.Entry.IsEmpty || !data.Cluster.IsEmpty)
            throw new ArgumentException(
                "Maximally selected rank statistics are not defined for weights, strata, clusters or entry times; leave them out.",
                nameof(data));
        if (!(options.MinimumShare >= 0 && options.MinimumShare < 1))
            throw new ArgumentOutOfRangeException(nameof(options), options.MinimumShare, "MinimumShare must lie in [0, 1).");
        if (!(options.Maximum > options.MinimumShare && options.Maximum <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Maximum, Invariant(
                    $"MaximumShare must lie above MinimumShare ({options.MinimumShare}) and not above 1."
                ));
        if (options.Permutations < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.Permutations, "Permutations must be at least 1.");
        if (options.PValue == CutPointPValue.Lausen1992 && (options.MinimumShare == 0 || options.Maximum == 1))
            throw new ArgumentException("Lausen1992 needs shares inside (0, 1): its p-value is 1 in the limit of none.", nameof(options));
        if (options.PValue == CutPointPValue.HothornLausen && data.Count > IntegerScoreBound.MostRows)
            throw new ArgumentException(
                $"HothornLausen is for up to {IntegerScoreBound.MostRows} rows; there are {data.Count}. Take ExactGauss or Permutation.",
                nameof(options));
        for (var i = 0; i < marker.Length; i++)
        {
            if (!double.IsFinite(marker[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"The marker in {RowPlace.Of(i)} is {marker[i]}; it must be finite. Drop or impute the row first."), i,
                    "marker");
        }
        if (data.EventCount == 0)
            throw new InvalidSurvivalDataException($"There is no event in the {data.Count} rows; no cut can separate survival.");
    }
}

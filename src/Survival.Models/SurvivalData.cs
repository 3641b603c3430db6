using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>
/// The follow-up of a cohort, validated once: a time and an event for each subject and, where given, an entry time, a
/// weight, a stratum and a cluster. Immutable; in the caller's row order.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SurvivalData
{
    private const double LargestWeights = 1e100;

    private readonly double[] _time;
    private readonly bool[] _event;
    private readonly double[]? _entry;
    private readonly double[]? _weight;
    private readonly int[]? _stratum;
    private readonly int[]? _cluster;

    private int[]? _timeOrder;

    private SurvivalData(double[] time, bool[] events, double[]? entry, double[]? weight, int[]? stratum, int[]? cluster)
    {
        (_time, _event, _entry, _weight, _stratum, _cluster) = (time, events, entry, weight, stratum, cluster);
        EventCount = events.Count(e => e);
    }

    /// <summary>The number of rows.</summary>
    public int Count => _time.Length;

    /// <summary>The number of rows with an event.</summary>
    public int EventCount { get; }

    /// <summary>The end of follow-up of each row; finite, not negative. Times that differ by rounding only are equal here, unless that was
    /// turned off.</summary>
    public ReadOnlySpan<double> Time => _time;

    /// <summary>Whether follow-up ended with the event (else it is censored).</summary>
    public ReadOnlySpan<bool> Event => _event;

    /// <summary>The start of follow-up of each row (left truncation); empty where every row starts at the beginning.</summary>
    public ReadOnlySpan<double> Entry => _entry;

    /// <summary>The case weight of each row; empty where all are 1.</summary>
    public ReadOnlySpan<double> Weight => _weight;

    /// <summary>The stratum of each row, as a code from 0; empty where there is one stratum.</summary>
    public ReadOnlySpan<int> Stratum => _stratum;

    /// <summary>The cluster of each row, as a code from 0; empty where every row is its own.</summary>
    public ReadOnlySpan<int> Cluster => _cluster;

    /// <summary>The name of each stratum by its code, where the codes were made from names; else empty.</summary>
    public IReadOnlyList<string> StratumNames { get; internal init; } = [];

    /// <summary>Whether a weight is not a whole number, so that it cannot mean repetition.</summary>
    internal bool HasFractionalWeight => Array.Exists(_weight!, w => w != Math.Floor(w));

    /// <summary>How far a time that is asked for may lie from a time here and still be that time; 0 where <c>timeFix</c> was turned
    /// off.</summary>
    internal double TimeSlack { get; private init; }

    /// <summary>The rows by time, those of one time in the caller's order.</summary>
    internal int[] TimeOrder => _timeOrder ??= StableOrder.Of(_time);

    /// <summary>Creates follow-up from values, which are copied.</summary>
    /// <param name="time">The end of follow-up; finite, not negative.</param>
    /// <param name="events">Whether it ended with the event.</param>
    /// <param name="entry">The start of follow-up, before its end; or <see langword="null"/>.</param>
    /// <param name="weight">Case weights; finite, not negative; or <see langword="null"/>.</param>
    /// <param name="stratum">Stratum codes; or <see langword="null"/>.</param>
    /// <param name="cluster">Cluster codes; or <see langword="null"/>.</param>
    /// <param name="timeFix">
    /// Whether times that differ by rounding only, such as 0.3 and 0.1 + 0.2, are one time everywhere, as R's <c>timefix</c>: neighbours
    /// that lie no further
    /// apart than 1.5e-8, or than 1.5e-8 of the mean distinct time. A time that is asked for later is matched by the same rule.
    /// </param>
    /// <exception cref="ArgumentException">Arrays of different lengths, or no rows.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value that is not allowed; the message names its row.</exception>
    public static SurvivalData Create(
        ReadOnlySpan<double> time,
        ReadOnlySpan<bool> events,
        IReadOnlyList<double>? entry = null,
        IReadOnlyList<double>? weight = null,
        IReadOnlyList<int>? stratum = null,
        IReadOnlyList<int>? cluster = null,
        bool timeFix = true)
    {
        var n = time.Length;
        if (n == 0)
            throw new ArgumentException("There are no rows.", nameof(time));
        CheckLength(events.Length, n, nameof(events));
        CheckLength(entry?.Count ?? n, n, nameof(entry));
        CheckLength(weight?.Count ?? n, n, nameof(weight));
        CheckLength(stratum?.Count ?? n, n, nameof(stratum));
        CheckLength(cluster?.Count ?? n, n, nameof(cluster));
        for (var i = 0; i < n; i++)
        {
            if (!double.IsFinite(time[i]) || time[i] < 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"The time in {RowPlace.Of(i)} is {time[i]}; it must be finite and not negative."), i, "time");
            if (entry is not null && !(double.IsFinite(entry[i]) && entry[i] < time[i]))
                throw new InvalidSurvivalDataException(
                    FormattableString.Invariant(
                        $"The entry time in {RowPlace.Of(i)} is {entry[i]}; it must be finite and before the end of follow-up ({time[i]})."
                    ),
                    i,
                    "entry"
                );
            if (weight is not null && !(double.IsFinite(weight[i]) && weight[i] >= 0))
                throw new InvalidSurvivalDataException(
                    Invariant($"The weight in {RowPlace.Of(i)} is {weight[i]}; it must be finite and not negative."), i, "weight");
        }
        if (weight is not null)
        {
            // Variances hold squares of weights and their products with times.
            if (weight.Sum() is var sum && !(sum <= LargestWeights))
                throw new InvalidSurvivalDataException(
                    Invariant($"The weights sum to {sum}; at most {LargestWeights} can be computed with. Divide all by one number."),
                    column: "weight"
                );
            if (sum == 0)
                throw new InvalidSurvivalDataException("Every weight is 0, so that no row counts.", column: "weight");
        }
        double[] ends = time.ToArray(), starts = [.. entry ?? []];
        var order = StableOrder.Of(ends);
        var (slack, joined, fault) = timeFix ? TimeFix.Join(ends, starts, order) : (0, false, null);
        if (fault is not null)
            throw new InvalidSurvivalDataException(fault, column: "time");
        for (var i = 0; i < starts.Length; i++)
        {
            if (starts[i] >= ends[i])
            {
                throw new InvalidSurvivalDataException(
                    Invariant(
                        $"{RowPlace.Start(i)} is at risk from {entry![i]:R} to {time[i]:R}, no longer than the rounding of these times; "
                    )
                        + "drop the row or change the unit of time.",
                    i,
                    "entry"
                );
            }
        }
        return new SurvivalData(ends, events.ToArray(), starts, [.. weight ?? []], [.. stratum ?? []], [.. cluster ?? []])
        {
            TimeSlack = slack,
            _timeOrder = joined ? null : order,
        };
    }

    /// <summary>Some of the rows, in the order given; a row may be taken several times (a bootstrap sample).</summary>
    /// <param name="rows">The rows, from 0; at least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the data.</exception>
    public SurvivalData Select(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("There are no rows.", nameof(rows));
        var (time, events) = (new double[rows.Length], new bool[rows.Length]);
        var entry = new double[_entry!.Length == 0 ? 0 : rows.Length];
        var weight = new double[_weight!.Length == 0 ? 0 : rows.Length];
        var stratum = new int[_stratum!.Length == 0 ? 0 : rows.Length];
        var cluster = new int[_cluster!.Length == 0 ? 0 : rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, Invariant($"Rows count from 0 to {Count - 1}."));
            (time[i], events[i]) = (_time[row], _event[row]);
            if (entry.Length > 0)
                entry[i] = _entry[row];
            if (weight.Length > 0)
                weight[i] = _weight[row];
            if (stratum.Length > 0)
                stratum[i] = _stratum[row];
            if (cluster.Length > 0)
                cluster[i] = _cluster[row];
        }
        return new SurvivalData(time, events, entry, weight, stratum, cluster) { StratumNames = StratumNames, TimeSlack = TimeSlack };
    }

    internal SurvivalData WithStratumNames(IReadOnlyList<string> names) =>
        new(_time, _event, _entry, _weight, _stratum, _cluster) { StratumNames = names, TimeSlack = TimeSlack, _timeOrder = _timeOrder };

    private static void CheckLength(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException(Invariant($"There are {expected} times but {length} values of '{name}'."), name);
    }

    /// <summary>How many rows and events there are, and what else is known of them.</summary>
    public override string ToString()
    {
        var beside = string.Concat(
            _entry!.Length > 0 ? ", entry times" : "",
            _weight!.Length > 0 ? ", weights" : "",
            _stratum!.Length > 0 ? ", strata" : "",
            _cluster!.Length > 0 ? ", clusters" : ""
        );
        return Invariant($"{Count} rows, {EventCount} events{beside}");
    }
}

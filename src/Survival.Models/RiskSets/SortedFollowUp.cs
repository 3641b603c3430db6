using Survival.Models.Numerics;

namespace Survival.Models.RiskSets;

/// <summary>
/// Follow-up in the order in which every sweep over risk sets needs it: by stratum, then time, events before censored rows, each kind in
/// the caller's
/// order. "Groups" are the distinct event times of each stratum, all strata in one numbering. A row of weight 0 takes no part: its event is
/// not counted.
/// </summary>
internal sealed class SortedFollowUp
{
    private SortedFollowUp(SurvivalData data, ReadOnlySpan<int> strata)
    {
        var n = data.Count;
        (StratumStart, StratumCode, Order) = ByStratum(data.TimeOrder, strata);
        (Slack, Time, IsEvent) = (data.TimeSlack, new double[n], new bool[n]);
        Weight = data.Weight.IsEmpty ? null : new double[n];
        Entry = data.Entry.IsEmpty ? null : new double[n];
        var time = data.Time;
        var events = data.Event;
        var weight = data.Weight;
        for (var i = 0; i < n; i++)
            Time[i] = time[Order[i]];
        var groupStart = new int[StratumCode.Length + 1];
        // One more than there can be: the place after the last is written before it is known whether it counts.
        var most = data.EventCount + 1;
        var (groupFirst, groupDeaths, groupWeight) = (new int[most], new int[most], new double[most]);
        var (held, group) = (Array.Empty<int>(), 0);
        Through = new int[n];
        for (var s = 0; s < StratumCode.Length; s++)
        {
            groupStart[s] = group;
            for (int i = StratumStart[s], end; i < StratumStart[s + 1]; i = end)
            {
                var (t, next, deathWeight) = (Time[i], i, 0.0);
                for (end = i + 1; end < StratumStart[s + 1] && Time[end] == t; end++)
                {
                }
                if (end == i + 1)
                {
                    var w = weight.IsEmpty ? 1 : weight[Order[i]];
                    IsEvent[i] = events[Order[i]] & w > 0;
                    (groupFirst[group], groupDeaths[group], groupWeight[group]) = (i, 1, w);
                    group += IsEvent[i] ? 1 : 0;
                    Through[i] = group > groupStart[s] ? group : 0;
                    continue;
                }
                if (held.Length < end - i)
                    held = new int[2 * (end - i)];
                var waiting = 0;
                for (var k = i; k < end; k++)
                {
                    var row = Order[k];
                    var w = weight.IsEmpty ? 1 : weight[row];
                    var counts = events[row] & w > 0;
                    // Whether a row has an event cannot be foretold: it is written to both places, and one of them goes on.
                    Order[next] = held[waiting] = row;
                    IsEvent[next] |= counts;
                    deathWeight += counts ? w : 0;
                    next += counts ? 1 : 0;
                    waiting += counts ? 0 : 1;
                }
                held.AsSpan(0, waiting).CopyTo(Order.AsSpan(next));
                (groupFirst[group], groupDeaths[group], groupWeight[group]) = (i, next - i, deathWeight);
                group += next > i ? 1 : 0;
                Through.AsSpan(i, end - i).Fill(group > groupStart[s] ? group : 0);
            }
        }
        groupStart[^1] = group;
        (GroupStart, GroupFirst, GroupDeaths, GroupWeight) = (groupStart, groupFirst[..group], groupDeaths[..group], groupWeight[..group]);
        HasTies = GroupDeaths.AsSpan().ContainsAnyExcept(1);
        for (var i = 0; i < n && Weight is not null; i++)
            Weight[i] = weight[Order[i]];
        for (var i = 0; i < n && Entry is not null; i++)
            Entry[i] = data.Entry[Order[i]];
        if (Entry is not null)
            (EntryOrder, Before) = SortEntries(Entry);
    }

    /// <summary>The caller's row at each position.</summary>
    public int[] Order { get; }

    public double[] Time { get; }

    /// <summary>Weights by position; <see langword="null"/> where all are 1.</summary>
    public double[]? Weight { get; }

    /// <summary>Whether there is an event that counts at each position.</summary>
    public bool[] IsEvent { get; }

    public double[]? Entry { get; }

    /// <summary>The first position of each stratum, and the number of rows.</summary>
    public int[] StratumStart { get; }

    /// <summary>The caller's code of each stratum, ascending.</summary>
    public int[] StratumCode { get; }

    public int StratumCount => StratumCode.Length;

    /// <summary>The first group of each stratum, and the number of groups.</summary>
    public int[] GroupStart { get; }

    /// <summary>The first position at each group's time; its events stand there and after.</summary>
    public int[] GroupFirst { get; }

    /// <summary>The number of events of each group.</summary>
    public int[] GroupDeaths { get; }

    /// <summary>Whether a group has several events.</summary>
    public bool HasTies { get; }

    /// <summary>The weight of the events of each group.</summary>
    public double[] GroupWeight { get; }

    /// <summary>For each position the last group of its stratum at or before its time, plus 1; 0 where there is none.</summary>
    public int[] Through { get; }

    /// <summary>The same at its entry; <see langword="null"/> without entry times.</summary>
    public int[]? Before { get; }

    /// <summary>Positions by stratum, then entry; <see langword="null"/> without entry times.</summary>
    public int[]? EntryOrder { get; }

    /// <summary>How far a time that is asked for may lie from one of these and still be that time.</summary>
    public double Slack { get; }

    public int RowCount => Order.Length;

    public int GroupCount => GroupFirst.Length;

    /// <summary>Sorts follow-up within its own strata.</summary>
    public static SortedFollowUp Of(SurvivalData data) => new(data, data.Stratum);

    /// <summary>Sorts follow-up within strata given in place of its own; none for one stratum of all rows.</summary>
    public static SortedFollowUp Of(SurvivalData data, ReadOnlySpan<int> strata) => new(data, strata);

    public double WeightAt(int position) => Weight is null ? 1 : Weight[position];

    /// <summary>The stratum of a position.</summary>
    public int StratumOf(int position)
    {
        var s = Array.BinarySearch(StratumStart, position);
        return s >= 0 ? s : ~s - 1;
    }

    /// <summary>Values of the caller's rows by position.</summary>
    public double[] Sort(ReadOnlySpan<double> byRow)
    {
        var sorted = new double[Order.Length];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = byRow[Order[i]];
        return sorted;
    }

    /// <summary>Values by position in the caller's rows.</summary>
    public double[] Unsort(ReadOnlySpan<double> byPosition)
    {
        var rows = new double[Order.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[Order[i]] = byPosition[i];
        return rows;
    }

    // A stable distribution of the rows, in time order, over the strata.
    private static (int[] Start, int[] Code, int[] Order) ByStratum(int[] timeOrder, ReadOnlySpan<int> strata)
    {
        var n = timeOrder.Length;
        if (strata.IsEmpty)
            return ([0, n], [0], (int[])timeOrder.Clone());
        var counts = new SortedDictionary<int, int>();
        foreach (var code in strata)
            counts[code] = counts.GetValueOrDefault(code) + 1;
        var (start, next) = (new List<int>(), new Dictionary<int, int>());
        var sum = 0;
        foreach (var (code, count) in counts)
        {
            start.Add(sum);
            next[code] = sum;
            sum += count;
        }
        start.Add(n);
        var order = new int[n];
        foreach (var row in timeOrder)
            order[next[strata[row]]++] = row;
        return ([.. start], [.. counts.Keys], order);
    }

    private (int[] EntryOrder, int[] Before) SortEntries(double[] entry)
    {
        var (entryOrder, before) = (new int[entry.Length], new int[entry.Length]);
        for (var s = 0; s < StratumCount; s++)
        {
            var (begin, end) = (StratumStart[s], StratumStart[s + 1]);
            var order = StableOrder.Of(entry.AsSpan(begin, end - begin));
            var g = GroupStart[s];
            for (var k = 0; k < order.Length; k++)
            {
                var i = entryOrder[begin + k] = begin + order[k];
                while (g < GroupStart[s + 1] && Time[GroupFirst[g]] <= entry[i])
                    g++;
                before[i] = g > GroupStart[s] ? g : 0;
            }
        }
        return (entryOrder, before);
    }
}

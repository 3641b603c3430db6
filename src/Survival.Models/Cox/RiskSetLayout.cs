using Survival.Models.Data;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// Follow-up in the order in which a sweep over risk sets needs it: by stratum, then time, events before censored rows.
/// "Groups" are the distinct event times of each stratum, all strata in one numbering.
/// </summary>
internal sealed class RiskSetLayout
{
    private RiskSetLayout()
    {
    }

    /// <summary>The caller's row at each position.</summary>
    public required int[] Order { get; init; }

    public required double[] Time { get; init; }

    /// <summary>Weights by position; <see langword="null"/> where all are 1.</summary>
    public required double[]? Weight { get; init; }

    public required bool[] IsEvent { get; init; }

    public required double[]? Entry { get; init; }

    /// <summary>The first position of each stratum, and the number of rows.</summary>
    public required int[] StratumStart { get; init; }

    /// <summary>The caller's code of each stratum.</summary>
    public required int[] StratumCode { get; init; }

    /// <summary>The first group of each stratum, and the number of groups.</summary>
    public required int[] GroupStart { get; init; }

    /// <summary>The first position at each group's time; its events stand there and after.</summary>
    public required int[] GroupFirst { get; init; }

    /// <summary>The number of events of each group.</summary>
    public required int[] GroupDeaths { get; init; }

    /// <summary>The weight of the events of each group.</summary>
    public required double[] GroupWeight { get; init; }

    /// <summary>For each position the last group of its stratum at or before its time, plus 1; 0 where there is none.</summary>
    public required int[] Through { get; init; }

    /// <summary>The same at its entry; <see langword="null"/> without entry times.</summary>
    public required int[]? Before { get; init; }

    /// <summary>Positions by stratum, then entry; <see langword="null"/> without entry times.</summary>
    public required int[]? EntryOrder { get; init; }

    public int RowCount => Order.Length;

    public int GroupCount => GroupFirst.Length;

    public double WeightAt(int position) => Weight is null ? 1 : Weight[position];

    /// <summary>Sorts follow-up. A row of weight 0 takes no part: its event is not counted.</summary>
    public static RiskSetLayout Create(SurvivalData data, bool useStrata = true)
    {
        var n = data.Count;
        var (merged, entry) = data.Entry.IsEmpty ? (null, null) : TiedTimes.Merge(data.Time, data.Entry);
        var strata = useStrata ? data.Stratum : default;
        var (order, sortedTime) = SortedOrder(merged ?? data.Time, data.Event, strata);
        var isEvent = new bool[n];
        var weight = data.Weight.IsEmpty ? null : new double[n];
        var sortedEntry = entry is null ? null : new double[n];
        for (var i = 0; i < n; i++)
        {
            var row = order[i];
            isEvent[i] = data.Event[row] && (weight is null || data.Weight[row] > 0);
            if (weight is not null)
                weight[i] = data.Weight[row];
            if (sortedEntry is not null)
                sortedEntry[i] = entry![row];
        }

        List<int> stratumStart = [], stratumCode = [], groupStart = [], groupFirst = [], groupDeaths = [];
        var groupWeight = new List<double>();
        var through = new int[n];
        for (var i = 0; i < n;)
        {
            var code = strata.IsEmpty ? 0 : strata[order[i]];
            if (stratumCode.Count == 0 || stratumCode[^1] != code)
            {
                stratumStart.Add(i);
                stratumCode.Add(code);
                groupStart.Add(groupFirst.Count);
            }
            var deaths = 0;
            var deathWeight = 0.0;
            var end = i;
            for (; end < n && sortedTime[end] == sortedTime[i] && (strata.IsEmpty || strata[order[end]] == code); end++)
            {
                if (isEvent[end])
                {
                    deaths++;
                    deathWeight += weight is null ? 1 : weight[end];
                }
            }
            if (deaths > 0)
            {
                groupFirst.Add(FirstEvent(order, isEvent, sortedTime, weight, sortedEntry, i, end));
                groupDeaths.Add(deaths);
                groupWeight.Add(deathWeight);
            }
            for (; i < end; i++)
                through[i] = groupFirst.Count > groupStart[^1] ? groupFirst.Count : 0;
        }
        stratumStart.Add(n);
        groupStart.Add(groupFirst.Count);

        var layout = new RiskSetLayout
        {
            Order = order,
            Time = sortedTime,
            Weight = weight,
            IsEvent = isEvent,
            Entry = sortedEntry,
            StratumStart = [.. stratumStart],
            StratumCode = [.. stratumCode],
            GroupStart = [.. groupStart],
            GroupFirst = [.. groupFirst],
            GroupDeaths = [.. groupDeaths],
            GroupWeight = [.. groupWeight],
            Through = through,
            Before = sortedEntry is null ? null : new int[n],
            EntryOrder = sortedEntry is null ? null : new int[n],
        };
        layout.SortEntries();
        return layout;
    }

    /// <summary>The stratum of a position.</summary>
    public int StratumOf(int position)
    {
        var s = Array.BinarySearch(StratumStart, position);
        return s >= 0 ? s : ~s - 1;
    }

    // Rows of weight 0 that carry an event were sorted before the events that count; those must come first.
    private static int FirstEvent(int[] order, bool[] isEvent, double[] time, double[]? weight, double[]? entry, int start, int end)
    {
        if (weight is null || !isEvent.AsSpan(start, end - start).Contains(false) || isEvent.AsSpan(start, end - start).LastIndexOf(true) < isEvent.AsSpan(start, end - start).IndexOf(false))
            return start;
        var rows = Enumerable.Range(start, end - start).OrderBy(k => isEvent[k] ? 0 : 1)
            .Select(k => (order[k], isEvent[k], time[k], weight[k], entry is null ? 0 : entry[k])).ToArray();
        for (var k = start; k < end; k++)
        {
            (order[k], isEvent[k], time[k], weight[k], var e) = rows[k - start];
            if (entry is not null)
                entry[k] = e;
        }
        return start;
    }

    private static (int[] Order, double[] Time) SortedOrder(ReadOnlySpan<double> time, ReadOnlySpan<bool> events, ReadOnlySpan<int> strata)
    {
        var n = time.Length;
        var keys = time.ToArray();
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Array.Sort(keys, order);
        TiedTimes.MergeSorted(keys);
        // Within a time: events first, each kind in the caller's order.
        for (int i = 0, end; i < n; i = end)
        {
            for (end = i + 1; end < n && keys[end] == keys[i]; end++)
            {
            }
            if (end - i == 1)
                continue;
            var run = order.AsSpan(i, end - i);
            run.Sort();
            var copy = run.ToArray();
            var k = 0;
            foreach (var row in copy)
            {
                if (events[row])
                    run[k++] = row;
            }
            foreach (var row in copy)
            {
                if (!events[row])
                    run[k++] = row;
            }
        }
        if (strata.IsEmpty)
            return (order, keys);
        // A stable distribution of the rows, in time order, over the strata.
        var codes = new SortedDictionary<int, int>();
        foreach (var code in strata)
            codes[code] = codes.GetValueOrDefault(code) + 1;
        var next = new Dictionary<int, int>();
        var start = 0;
        foreach (var (code, count) in codes)
        {
            next[code] = start;
            start += count;
        }
        var (result, sorted) = (new int[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var place = next[strata[order[i]]]++;
            (result[place], sorted[place]) = (order[i], keys[i]);
        }
        return (result, sorted);
    }

    private void SortEntries()
    {
        if (Entry is null)
            return;
        for (var s = 0; s + 1 < StratumStart.Length; s++)
        {
            var (begin, end) = (StratumStart[s], StratumStart[s + 1]);
            var keys = Entry.AsSpan(begin, end - begin).ToArray();
            var items = Enumerable.Range(begin, end - begin).ToArray();
            Array.Sort(keys, items);
            items.CopyTo(EntryOrder!, begin);
            var g = GroupStart[s];
            for (var k = 0; k < items.Length; k++)
            {
                while (g < GroupStart[s + 1] && Time[GroupFirst[g]] <= keys[k])
                    g++;
                Before![items[k]] = g > GroupStart[s] ? g : 0;
            }
        }
    }
}

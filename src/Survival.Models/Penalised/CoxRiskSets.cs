namespace Survival.Models.Penalised;

/// <summary>
/// The risk sets of a cohort, laid out so that likelihood, gradient and curvature each take one pass: rows by stratum and
/// falling time, and in that order one group for each time of a stratum. Built once; immutable.
/// </summary>
internal sealed class CoxRiskSets
{
    public CoxRiskSets(double[] time, bool[] events, double[]? entry, double[] weight, int[]? stratum)
    {
        var n = time.Length;
        RowCount = n;
        Order = new int[n];
        for (var i = 0; i < n; i++)
            Order[i] = i;
        Array.Sort(Order, (a, b) => Compare(a, b, time, events, stratum));
        foreach (var w in weight)
            TotalWeight += w;
        Weight = new double[n];
        Event = new bool[n];
        GroupOfRow = new int[n];
        var starts = new List<int>();
        var strata = new List<int>();
        for (var i = 0; i < n; i++)
        {
            var row = Order[i];
            Weight[i] = weight[row] / TotalWeight;
            Event[i] = events[row];
            var newStratum = i == 0 || (stratum is not null && stratum[row] != stratum[Order[i - 1]]);
            if (newStratum)
                strata.Add(starts.Count);
            if (newStratum || time[row] != time[Order[i - 1]])
                starts.Add(i);
            GroupOfRow[i] = starts.Count - 1;
        }
        GroupCount = starts.Count;
        starts.Add(n);
        strata.Add(GroupCount);
        (GroupStart, StratumGroup) = ([.. starts], [.. strata]);
        EventWeight = new double[GroupCount];
        EventRows = new int[GroupCount];
        var raw = new double[GroupCount];
        for (var i = 0; i < n; i++)
        {
            if (Event[i])
            {
                EventWeight[GroupOfRow[i]] += Weight[i];
                raw[GroupOfRow[i]] += weight[Order[i]];
                EventRows[GroupOfRow[i]]++;
            }
        }
        RawEventWeight = raw;
        TotalEventWeight = raw.Sum();
        if (entry is not null && entry.Length > 0)
            (EntryGroup, LeaveStart, LeaveRows) = Entries(time, entry);
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Whether there are neither entry times nor several strata.</summary>
    public bool IsPlain => EntryGroup is null && StratumGroup.Length == 2;

    /// <summary>The caller's row at each place.</summary>
    public int[] Order { get; }

    /// <summary>The weights at each place; they add up to 1.</summary>
    public double[] Weight { get; }

    /// <summary>Whether there is an event at each place.</summary>
    public bool[] Event { get; }

    /// <summary>The group of each place.</summary>
    public int[] GroupOfRow { get; }

    /// <summary>The number of groups: distinct times, stratum by stratum.</summary>
    public int GroupCount { get; }

    /// <summary>The first place of each group, and the number of rows.</summary>
    public int[] GroupStart { get; }

    /// <summary>The first group of each stratum, and the number of groups.</summary>
    public int[] StratumGroup { get; }

    /// <summary>The weight of each group's events, of a total weight of 1.</summary>
    public double[] EventWeight { get; }

    /// <summary>The weight of each group's events as given.</summary>
    public double[] RawEventWeight { get; }

    /// <summary>The number of each group's events.</summary>
    public int[] EventRows { get; }

    /// <summary>The sum of the weights as given.</summary>
    public double TotalWeight { get; }

    /// <summary>The sum of the events' weights as given.</summary>
    public double TotalEventWeight { get; }

    /// <summary>For left truncation: the first group, going back in time, at which the row is not yet at risk; else <see langword="null"/>.</summary>
    public int[]? EntryGroup { get; }

    /// <summary>For left truncation: where in <see cref="LeaveRows"/> the rows start that leave at each group.</summary>
    public int[]? LeaveStart { get; }

    /// <summary>For left truncation: the places, by the group at which they leave.</summary>
    public int[]? LeaveRows { get; }

    /// <summary>The stratum of each group.</summary>
    public int[] GroupStratum()
    {
        var result = new int[GroupCount];
        for (var s = 0; s + 1 < StratumGroup.Length; s++)
            Array.Fill(result, s, StratumGroup[s], StratumGroup[s + 1] - StratumGroup[s]);
        return result;
    }

    private (int[] EntryGroup, int[] LeaveStart, int[] LeaveRows) Entries(double[] time, double[] entry)
    {
        var n = RowCount;
        var stratum = GroupStratum();
        var leave = new int[n];
        var counts = new int[GroupCount + 1];
        for (var i = 0; i < n; i++)
        {
            // The first group after the row's own whose time is at or before its entry; the number of groups where there is none.
            var end = StratumGroup[stratum[GroupOfRow[i]] + 1];
            var (low, high) = (GroupOfRow[i] + 1, end);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (time[Order[GroupStart[middle]]] <= entry[Order[i]])
                    high = middle;
                else
                    low = middle + 1;
            }
            leave[i] = low < end ? low : GroupCount;
            counts[leave[i]]++;
        }
        var starts = new int[GroupCount + 2];
        for (var g = 0; g <= GroupCount; g++)
            starts[g + 1] = starts[g] + counts[g];
        var rows = new int[n];
        var next = (int[])starts.Clone();
        for (var i = 0; i < n; i++)
            rows[next[leave[i]]++] = i;
        return (leave, starts, rows);
    }

    private static int Compare(int a, int b, double[] time, bool[] events, int[]? stratum)
    {
        var c = stratum is null ? 0 : stratum[a].CompareTo(stratum[b]);
        if (c == 0)
            c = time[b].CompareTo(time[a]);
        if (c == 0)
            c = events[a].CompareTo(events[b]);
        return c == 0 ? a.CompareTo(b) : c;
    }
}

namespace Survival.Models.CompetingRisks;

/// <summary>
/// The chance G(t-) of not having been censored before a time, in each group, times that of having entered by then where there are entry
/// times
/// (R. B. Geskus, Biometrics 67, 2011, doi:10.1111/j.1541-0420.2010.01420.x).
/// </summary>
internal sealed class FineGrayCensoring
{
    public FineGrayCensoring(FineGrayObjective data, bool eventsFirst)
    {
        var events = data.EventTime.Length;
        AtEvent = new double[data.Groups][];
        Inverse = new double[data.Rows];
        (Times, AtRisk, Count) = (new double[data.Groups][], new double[data.Groups][], new double[data.Groups][]);
        for (var s = 0; s + 1 < data.StratumStart.Length; s++)
        {
            var positions = Enumerable
                .Range(data.StratumStart[s], data.StratumStart[s + 1] - data.StratumStart[s])
                .GroupBy(i => data.Group[i]);
            foreach (var group in positions)
                Fill(data, s, group.Key, [.. group], eventsFirst, events);
        }
    }

    /// <summary>G at each event time, by group; 0 in other strata.</summary>
    public double[][] AtEvent { get; }

    /// <summary>1 / G of a competing event's own time, by position.</summary>
    public double[] Inverse { get; }

    /// <summary>The times of censorings of each group.</summary>
    public double[][] Times { get; }

    /// <summary>How many were at risk of them.</summary>
    public double[][] AtRisk { get; }

    /// <summary>How many there were.</summary>
    public double[][] Count { get; }

    private void Fill(FineGrayObjective data, int s, int g, int[] members, bool eventsFirst, int events)
    {
        List<double> time = [], value = [1], risk = [], count = [];
        double[] entries = data.Entry is null ? [] : [.. members.Select(i => data.Entry[i]).Order()];
        for (int k = 0, end; k < members.Length; k = end)
        {
            var t = data.Time[members[k]];
            var (censored, failed) = (0, 0);
            for (end = k; end < members.Length && data.Time[members[end]] == t; end++)
            {
                if (data.Own[members[end]] || data.Competing[members[end]])
                    failed++;
                else
                    censored++;
            }
            if (censored == 0)
                continue;
            double n = (entries.Length == 0 ? members.Length : Before(entries, t)) - k - (eventsFirst ? failed : 0);
            time.Add(t);
            risk.Add(n);
            count.Add(censored);
            value.Add(value[^1] * (n - censored) / n);
        }
        (Times[g], AtRisk[g], Count[g]) = ([.. time], [.. risk], [.. count]);
        var entered = data.Entry is null ? null : Entered(data, members);
        // After its last follow-up nothing is known of a group any more: crr gives its competing events no weight from there on.
        var until = data.Time[members[^1]];
        double At(double t)
        {
            if (t > until)
                return 0;
            var k = Times[g].AsSpan().BinarySearch(t);
            return value[k >= 0 ? k : ~k] * (entered?.Invoke(t) ?? 1);
        }
        AtEvent[g] = new double[events];
        for (var k = data.EventStart[s]; k < data.EventStart[s + 1]; k++)
            AtEvent[g][k] = At(data.EventTime[k]);
        var last = data.EventStart[s + 1] > data.EventStart[s] ? data.EventTime[data.EventStart[s + 1] - 1] : double.NegativeInfinity;
        foreach (var i in members)
        {
            // After the last event nobody is weighted.
            if (!data.Competing[i] || data.Time[i] >= last)
                continue;
            var chance = At(data.Time[i]);
            if (!(chance > 0))
                throw NoWeight(data, i, entered?.Invoke(data.Time[i]) == 0);
            Inverse[i] = 1 / chance;
        }
    }

    // R's finegray gives such a row no weight, and coxph leaves it out unsaid.
    private static InvalidSurvivalDataException NoWeight(FineGrayObjective data, int i, bool byEntries) => new(
        Invariant($"{RowPlace.Start(data.Order[i])} had a competing event at {data.Time[i]} and would be weighted from then on by ")
            + "the chance of "
            + (byEntries
                ? "having entered by then, which is estimated as 0: of those of its stratum and censoring group who had entered by then, "
                    + "none was still followed when the next entered. "
                : "not having been censored by then, which is estimated as 0: at an earlier time all of its stratum and censoring group "
                    + "who were at risk were censored. ")
            + "Join strata or groups, or start all follow-up at a later time.",
        data.Order[i],
        "entry");

    /// <summary>The chance of having entered before a time: the product limit backwards in time, where an entry is the event.</summary>
    private static Func<double, double>? Entered(FineGrayObjective data, int[] members)
    {
        double[] entries = [.. members.Select(i => data.Entry![i]).Distinct().Order()];
        if (entries.Length == 1)
            return null;
        var starts = members.Select(i => data.Entry![i]).Order().ToArray();
        var ends = members.Select(i => data.Time[i]).ToArray();
        var chance = new double[entries.Length + 1];
        chance[^1] = 1;
        for (var k = entries.Length - 1; k >= 0; k--)
        {
            var d = entries[k];
            double n = Before(starts, Math.BitIncrement(d)) - Before(ends, Math.BitIncrement(d));
            double e = Before(starts, Math.BitIncrement(d)) - Before(starts, d);
            chance[k] = chance[k + 1] * (n > 0 ? (n - e) / n : 1);
        }
        return t => chance[Before(entries, t)];
    }

    /// <summary>How many of ascending values lie before a time.</summary>
    private static int Before(double[] ascending, double t)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] < t)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

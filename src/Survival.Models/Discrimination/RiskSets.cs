namespace Survival.Models.Discrimination;

/// <summary>The order of follow-up, and the weight of each event's pairs.</summary>
internal static class RiskSets
{
    /// <summary>The rows by time, events before censorings of the same time.</summary>
    public static int[] Order(double[] time, bool[] events)
    {
        var n = time.Length;
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Array.Sort((double[])time.Clone(), order);
        var held = new List<int>();
        for (var start = 0; start < n;)
        {
            var end = start;
            while (end < n && time[order[end]] == time[order[start]])
                end++;
            if (end - start > 1)
            {
                held.Clear();
                var next = start;
                for (var k = start; k < end; k++)
                {
                    if (events[order[k]])
                        order[next++] = order[k];
                    else
                        held.Add(order[k]);
                }
                foreach (var row in held)
                    order[next++] = row;
            }
            start = end;
        }
        return order;
    }

    /// <summary>The rows by entry time.</summary>
    public static int[] OrderByEntry(double[] entry)
    {
        var order = new int[entry.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort((double[])entry.Clone(), order);
        return order;
    }

    /// <summary>The factor of the pairs that each row's event decides; 0 for censored rows and those after the latest time.</summary>
    public static double[] TimeWeights(int[] order, double[] time, bool[] events, double[] entry, double[] weight, ConcordanceOptions options, bool neverPlain)
    {
        var n = order.Length;
        var result = new double[n];
        var eventCount = events.Count(e => e);
        // With a single event in the stratum R uses the plain weight whatever was asked for: a constant factor changes no C of one stratum.
        var kind = eventCount < 2 && !neverPlain ? ConcordanceWeight.Harrell : options.Weight;
        var byEntry = entry.Length == 0 ? [] : OrderByEntry(entry);
        var entered = 0;
        double W(int row) => weight.Length == 0 ? 1 : weight[row];
        double total = 0, atRisk = 0, survival = 1, uncensored = 1;
        for (var i = 0; i < n; i++)
            total += W(i);
        if (byEntry.Length == 0)
            atRisk = total;
        for (var start = 0; start < n;)
        {
            var t = time[order[start]];
            double dead = 0, censored = 0;
            var end = start;
            for (; end < n && time[order[end]] == t; end++)
            {
                if (events[order[end]])
                    dead += W(order[end]);
                else
                    censored += W(order[end]);
            }
            for (; entered < byEntry.Length && entry[byEntry[entered]] < t; entered++)
                atRisk += W(byEntry[entered]);
            var factor = options.LatestTime < t ? 0 : kind switch
            {
                ConcordanceWeight.Uno => 1 / (uncensored * uncensored),
                ConcordanceWeight.PetoWilcoxon => total * survival / atRisk,
                ConcordanceWeight.Schemper => total * survival / (uncensored * atRisk),
                ConcordanceWeight.InverseAtRisk => 1 / atRisk,
                _ => 1,
            };
            for (var k = start; k < end && events[order[k]]; k++)
                result[order[k]] = factor;
            // Deaths leave before censorings of the same time, unless a censoring then cannot be told to be later.
            if (censored > 0)
                uncensored *= 1 - (censored / (options.CensoredOutlivesTiedEvent ? atRisk - dead : atRisk));
            if (dead > 0)
                survival *= 1 - (dead / atRisk);
            atRisk -= dead + censored;
            start = end;
        }
        return result;
    }
}

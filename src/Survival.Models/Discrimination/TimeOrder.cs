namespace Survival.Models.Discrimination;

/// <summary>Ranks of values and times: equal values get one rank.</summary>
internal static class TimeOrder
{
    // R's survival merges times within sqrt(machine epsilon).
    private static readonly double Tolerance = Math.Sqrt(Math.Pow(2, -52));

    /// <summary>The rows' order by value, ascending, and each row's rank from 0, equal values sharing one. Returns the number of ranks.</summary>
    public static int Rank(ReadOnlySpan<double> values, Span<int> rank)
    {
        var n = values.Length;
        var keys = values.ToArray();
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Array.Sort(keys, order);
        var r = -1;
        for (var k = 0; k < n; k++)
        {
            if (k == 0 || keys[k] != keys[k - 1])
                r++;
            rank[order[k]] = r;
        }
        return r + 1;
    }

    /// <summary>Times (and entries) with those that differ by rounding only made equal.</summary>
    public static (double[] Time, double[] Entry) Merge(ReadOnlySpan<double> time, ReadOnlySpan<double> entry)
    {
        var all = new double[time.Length + entry.Length];
        time.CopyTo(all);
        entry.CopyTo(all.AsSpan(time.Length));
        Array.Sort(all);
        var distinct = 0;
        var sum = 0.0;
        for (var i = 0; i < all.Length; i++)
        {
            if (i > 0 && all[i] == all[distinct - 1])
                continue;
            all[distinct++] = all[i];
            sum += Math.Abs(all[i]);
        }
        var mean = sum / distinct;
        var cuts = new List<double>();
        var merged = false;
        for (var i = 0; i < distinct; i++)
        {
            var gap = i == 0 ? double.PositiveInfinity : all[i] - all[i - 1];
            if (gap <= Tolerance || gap / mean <= Tolerance)
                merged = true;
            else
                cuts.Add(all[i]);
        }
        return merged ? (Snap(time, cuts), Snap(entry, cuts)) : (time.ToArray(), entry.ToArray());
    }

    private static double[] Snap(ReadOnlySpan<double> values, List<double> cuts)
    {
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var k = cuts.BinarySearch(values[i]);
            result[i] = cuts[k >= 0 ? k : ~k - 1];
        }
        return result;
    }
}

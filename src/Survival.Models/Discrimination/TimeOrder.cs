namespace Survival.Models.Discrimination;

/// <summary>Ranks of values and times: equal values get one rank.</summary>
internal static class TimeOrder
{
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
        var (merged, mergedEntry) = Numerics.TiedTimes.Merge(time, entry);
        return (merged, mergedEntry ?? []);
    }
}

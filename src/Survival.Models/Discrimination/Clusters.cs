namespace Survival.Models.Discrimination;

/// <summary>Adds influence values up within clusters.</summary>
internal static class Clusters
{
    /// <summary>The sums by cluster; the values themselves where there are no clusters.</summary>
    public static double[] Sum(double[] values, ReadOnlySpan<int> cluster)
    {
        if (cluster.IsEmpty)
            return values;
        var place = new Dictionary<int, int>();
        var sums = new List<double>();
        for (var i = 0; i < values.Length; i++)
        {
            if (!place.TryGetValue(cluster[i], out var k))
            {
                place.Add(cluster[i], k = sums.Count);
                sums.Add(0);
            }
            sums[k] += values[i];
        }
        return [.. sums];
    }
}

namespace Survival.Models.Numerics;

/// <summary>Rank correlation of two vectors.</summary>
internal static class RankCorrelation
{
    /// <summary>Spearman's: the product-moment correlation of the mid-ranks.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(MidRanks(x), MidRanks(y));

    /// <summary>Ranks from 1; ties share the mean of theirs.</summary>
    public static double[] MidRanks(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        var keys = values.ToArray();
        var order = new int[n];
        for (var i = 0; i < n; i++)
            order[i] = i;
        Array.Sort(keys, order);
        var ranks = new double[n];
        for (var start = 0; start < n;)
        {
            var end = start;
            while (end < n && keys[end] == keys[start])
                end++;
            for (var k = start; k < end; k++)
                ranks[order[k]] = (start + end + 1) / 2.0;
            start = end;
        }
        return ranks;
    }

    /// <summary>The product-moment correlation, by two passes.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
        for (var i = 0; i < x.Length; i++)
            (mx, my) = (mx + x[i], my + y[i]);
        (mx, my) = (mx / x.Length, my / x.Length);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - mx, y[i] - my);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }
        // The root of the product is exact where one vector is the other but for scale, as of ranks in one order; two roots are not.
        var product = xx * yy;
        return Math.Clamp(xy / (double.IsNormal(product) ? Math.Sqrt(product) : Math.Sqrt(xx) * Math.Sqrt(yy)), -1, 1);
    }
}

namespace Survival.Models.Statistics;

/// <summary>Adjustment of p values for their number, as R's <c>p.adjust</c>.</summary>
public static class MultipleTesting
{
    /// <summary>The adjusted p values, in the order given.</summary>
    /// <param name="p">P values, between 0 and 1.</param>
    /// <param name="method">What is controlled, and how.</param>
    /// <exception cref="ArgumentException">A value outside [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> p, PAdjustment method)
    {
        var n = p.Length;
        foreach (var value in p)
        {
            if (!(value is >= 0 and <= 1))
                throw new ArgumentException($"{value} is no p value; it must lie between 0 and 1.", nameof(p));
        }
        var values = p.ToArray();
        if (method == PAdjustment.Bonferroni)
            return [.. values.Select(v => Math.Min(1, v * n))];
        var order = Enumerable.Range(0, n).OrderBy(i => values[i]).ToArray();
        var result = new double[n];
        var harmonic = Enumerable.Range(1, n).Sum(k => 1.0 / k);
        // Holm goes up from the smallest with a running maximum, the others come down from the largest with a running minimum.
        var running = method == PAdjustment.Holm ? 0 : 1.0;
        for (var step = 0; step < n; step++)
        {
            var k = method == PAdjustment.Holm ? step : n - 1 - step;
            var factor = method switch
            {
                PAdjustment.Holm or PAdjustment.Hochberg => n - k,
                PAdjustment.BenjaminiHochberg => n / (k + 1.0),
                _ => harmonic * n / (k + 1.0),
            };
            var value = Math.Min(1, values[order[k]] * factor);
            running = method == PAdjustment.Holm ? Math.Max(running, value) : Math.Min(running, value);
            result[order[k]] = running;
        }
        return result;
    }
}

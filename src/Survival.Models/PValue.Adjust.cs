namespace Survival.Models;

public static partial class PValue
{
    /// <summary>P values adjusted for their number, as R's <c>p.adjust</c>, in the order given. What is NaN, the p value of a test that
    /// could not be done, stays NaN and is not counted, as R's NA.</summary>
    /// <param name="p">P values, between 0 and 1, or NaN.</param>
    /// <param name="method">What is controlled, and how.</param>
    /// <exception cref="ArgumentException">A value outside [0, 1].</exception>
    public static double[] Adjust(ReadOnlySpan<double> p, PAdjustment method)
    {
        foreach (var value in p)
        {
            if (!(value is (>= 0 and <= 1) or double.NaN))
                throw new ArgumentException(Invariant($"{value} is no p value; it must lie between 0 and 1."), nameof(p));
        }
        var all = p.ToArray();
        int[] known = [.. Enumerable.Range(0, all.Length).Where(i => !double.IsNaN(all[i]))];
        var adjusted = AdjustKnown(Array.ConvertAll(known, i => all[i]), method);
        for (var k = 0; k < known.Length; k++)
            all[known[k]] = adjusted[k];
        return all;
    }

    private static double[] AdjustKnown(double[] values, PAdjustment method)
    {
        var n = values.Length;
        if (method == PAdjustment.Bonferroni)
            return [.. values.Select(v => Math.Min(1, v * n))];
        var order = Enumerable.Range(0, n).OrderBy(i => values[i]).ToArray();
        var result = new double[n];
        if (method == PAdjustment.Hommel)
        {
            var adjusted = Hommel(Array.ConvertAll(order, i => values[i]));
            for (var k = 0; k < n; k++)
                result[order[k]] = adjusted[k];
            return result;
        }
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

    /// <summary>Hommel's procedure for ascending values: closed testing with Simes' test of each intersection (S. P. Wright, Biometrics 48,
    /// 1992).</summary>
    private static double[] Hommel(double[] p)
    {
        var n = p.Length;
        var (q, result) = (new double[n], new double[n]);
        if (n == 0)
            return result;
        var all = Enumerable.Range(0, n).Min(i => n * p[i] / (i + 1));
        Array.Fill(q, all);
        Array.Fill(result, all);
        for (var m = n - 1; m >= 2; m--)
        {
            // Of m hypotheses: the m - 1 largest p values together, then each of the smaller ones with them.
            var first = n - m + 1;
            var least = double.PositiveInfinity;
            for (var k = 2; k <= m; k++)
                least = Math.Min(least, m * p[first + k - 2] / k);
            for (var i = 0; i < first; i++)
                q[i] = Math.Min(m * p[i], least);
            for (var i = first; i < n; i++)
                q[i] = q[first - 1];
            for (var i = 0; i < n; i++)
                result[i] = Math.Max(result[i], q[i]);
        }
        for (var i = 0; i < n; i++)
            result[i] = Math.Min(1, Math.Max(result[i], p[i]));
        return result;
    }
}

namespace Survival.Models.NonParametric;

/// <summary>Adjusts p values for their number.</summary>
public static class PAdjust
{
    /// <summary>Adjusts p values; the order is kept.</summary>
    /// <param name="pValues">The p values, in [0, 1]; a NaN stays NaN and does not count.</param>
    /// <param name="adjustment">How.</param>
    /// <exception cref="ArgumentOutOfRangeException">A p value outside [0, 1], or an unknown adjustment.</exception>
    public static double[] Apply(ReadOnlySpan<double> pValues, PAdjustment adjustment)
    {
        var result = pValues.ToArray();
        if (result.Any(p => p is < 0 or > 1))
            throw new ArgumentOutOfRangeException(nameof(pValues), "A p value lies in [0, 1].");
        int[] order = [.. Enumerable.Range(0, result.Length).Where(i => !double.IsNaN(result[i])).OrderBy(i => result[i])];
        var n = order.Length;
        switch (adjustment)
        {
            case PAdjustment.None:
                break;
            case PAdjustment.Bonferroni:
                foreach (var i in order)
                    result[i] = Math.Min(1, result[i] * n);
                break;
            case PAdjustment.Holm:
                var highest = 0.0;
                for (var k = 0; k < n; k++)
                    result[order[k]] = highest = Math.Max(highest, Math.Min(1, result[order[k]] * (n - k)));
                break;
            case PAdjustment.BenjaminiHochberg:
                var lowest = 1.0;
                for (var k = n - 1; k >= 0; k--)
                    result[order[k]] = lowest = Math.Min(lowest, result[order[k]] * n / (k + 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(adjustment), adjustment, "An unknown adjustment.");
        }
        return result;
    }
}

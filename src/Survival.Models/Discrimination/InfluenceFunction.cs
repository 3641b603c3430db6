namespace Survival.Models.Discrimination;

/// <summary>Standard errors from influence values.</summary>
internal static class InfluenceFunction
{
    /// <summary>Their standard deviation (n - 1) over the root of n.</summary>
    public static double StandardError(ReadOnlySpan<double> influence)
    {
        double mean = 0, squares = 0;
        foreach (var v in influence)
            mean += v;
        mean /= influence.Length;
        foreach (var v in influence)
            squares += (v - mean) * (v - mean);
        return Math.Sqrt(squares / (influence.Length - 1) / influence.Length);
    }
}

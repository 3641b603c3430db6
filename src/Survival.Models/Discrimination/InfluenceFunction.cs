using Survival.Models.Numerics;

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

    /// <summary>Differences of two estimates at times, on the same subjects.</summary>
    /// <param name="differences">The times, and the first estimate less the second.</param>
    /// <param name="first">The influence of each subject on the first estimate, for each time.</param>
    /// <param name="second">That on the second.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    public static IReadOnlyList<(double Time, TestedEstimate Difference)> Differences(
        (double Time, double Difference)[] differences, double[][] first, double[][] second, double confidenceLevel) =>
        new ResultList<(double Time, TestedEstimate Difference)>(
            [.. differences.Select((d, k) => (d.Time, TestedEstimate.Normal(
                d.Difference, StandardError([.. first[k].Zip(second[k], (a, b) => a - b)]), confidenceLevel, "Test of no difference")))],
            Text);

    private static string Text(IReadOnlyList<(double Time, TestedEstimate Difference)> differences)
    {
        var table = new TextTable("time", "difference", "se", "lower", "upper", "p");
        foreach (var (time, d) in differences)
            table.Row(
                TextTable.Number(time), TextTable.Fixed(d.Estimate, 4), TextTable.Fixed(d.StandardError, 4), TextTable.Fixed(d.Lower, 4),
                TextTable.Fixed(d.Upper, 4), PValue.Significant(d.PValue));
        return table.ToString().TrimEnd();
    }
}

using System.Globalization;
using Notebooks;

namespace Survival.Models.NonParametric;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    private const int MostRows = 12;

    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value switch
    {
        SurvivalCurve survivalCurve => Show(survivalCurve),
        LogRankResult logRankResult => Show(logRankResult),
        _ => null,
    })];

    private static string Show(SurvivalCurve curve)
    {
        var median = curve.Median;
        var table = new HtmlTable(
            FormattableString.Invariant($"Survival curve, {curve.RowCount} rows, {curve.EventTotal:G6} events"),
            "time",
            "at risk",
            "events",
            "survival",
            "lower",
            "upper"
        );
        // Of a long curve, evenly spread rows and the last.
        var (n, shown) = (curve.Time.Count, Math.Min(MostRows, curve.Time.Count));
        for (var k = 0; k < shown; k++)
        {
            var i = shown == 1 ? 0 : (int)((long)k * (n - 1) / (shown - 1));
            table.Row(curve.Time[i], curve.AtRisk[i], curve.Events[i], curve.Survival[i], curve.Lower[i], curve.Upper[i]);
        }
        if (shown < n)
            table.Note(FormattableString.Invariant($"{shown} of {n} times."));
        return table
            .Note(
                double.IsNaN(median.Estimate)
                    ? "Median not reached."
                    : string.Create(CultureInfo.InvariantCulture,
                        $"Median {median.Estimate:G6} ({HtmlTable.Text(median.Lower)} to "
                            + $"{(double.IsNaN(median.Upper) ? "not reached" : HtmlTable.Text(median.Upper))})."
                    )
            )
            .ToString();
    }

    private static string Show(LogRankResult test)
    {
        var table = new HtmlTable("Log-rank test", "group", "n", "observed", "expected");
        for (var g = 0; g < test.Groups.Count; g++)
            table.Row(test.Groups[g], test.Counts[g], test.Observed[g], test.Expected[g]);
        return table
            .Note(
                FormattableString.Invariant(
                    $"chi-square {test.ChiSquare:G6} on {test.Test.DegreesOfFreedom} df, p {HtmlTable.P(test.PValue)}"
                )
            )
            .ToString();
    }
}

using System.Globalization;
using Notebooks;

namespace Survival.Models.Cox;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value switch
    {
        CoxModel coxModel => Show(coxModel),
        _ => null,
    })];

    private static string Show(CoxModel model)
    {
        var table = new HtmlTable(
            FormattableString.Invariant($"Cox model, {model.RowCount} rows, {model.EventCount} events"),
            "",
            "coefficient",
            "hazard ratio",
            "lower 95%",
            "upper 95%",
            model.IsRobust ? "robust SE" : "SE",
            "z",
            "p"
        );
        foreach (var c in model.Table())
            table.Row(c.Name, c.Coefficient, c.HazardRatio, c.Lower, c.Upper, c.StandardError, c.Test.Statistic, HtmlTable.P(c.PValue));
        var test = model.LikelihoodRatioTest;
        return table
            .Note(
                string.Create(CultureInfo.InvariantCulture,
                    $"{model.Ties} ties; likelihood ratio {test.Statistic:G6} on {test.DegreesOfFreedom} df, p "
                        + $"{HtmlTable.P(test.PValue)}; AIC {model.Aic:G6}"
                )
            )
            .ToString();
    }
}

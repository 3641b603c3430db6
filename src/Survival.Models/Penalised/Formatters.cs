using Notebooks;

namespace Survival.Models.Penalised;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value switch
    {
        CoxNetCv cv => Show(cv),
        _ => null,
    })];

    private static string Show(CoxNetCv cv)
    {
        var table = new HtmlTable(
            "Cross-validated penalised Cox model",
            "",
            "lambda",
            "log lambda",
            cv.Measure.ToString(),
            "SE",
            "columns"
        );
        foreach (
            var (name, index, model) in ((string, int, CoxNetModel)[])
                [("minimum", cv.IndexMin, cv.Minimum), ("1 SE", cv.Index1Se, cv.OneStandardError)]
        )
            table.Row(
                name,
                cv.Lambdas[index],
                Math.Log(cv.Lambdas[index]),
                cv.MeanScores[index],
                cv.StandardErrors[index],
                model.NonzeroCount
            );
        foreach (var (name, value) in cv.Minimum.SelectedNames.Zip(cv.Minimum.Values.ToArray()).Take(30))
            table.Note(FormattableString.Invariant($"{name}: {value:G6}"));
        return table.ToString();
    }
}

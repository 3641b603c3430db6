using Notebooks;

namespace Survival.Models.Discrimination;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value switch
    {
        Concordance concordance => Show(concordance),
        _ => null,
    })];

    private static string Show(Concordance c) => new HtmlTable("Concordance", "C-index", "SE", "lower", "upper")
        .Row(c.Index, c.StandardError, c.Lower, c.Upper)
        .Note(FormattableString.Invariant($"{100 * c.ConfidenceLevel:0.##}% interval"))
        .ToString();
}

using Notebooks;

namespace Radiomics.Reporting.Drawing;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value is Figure figure ? figure.ToSvg() : null)];
}

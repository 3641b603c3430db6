using System.Globalization;
using System.Net;
using System.Text;

namespace Notebooks;

/// <summary>A small table with a caption above and notes below.</summary>
internal sealed class HtmlTable
{
    private readonly StringBuilder _rows = new();
    private readonly StringBuilder _notes = new();
    private readonly string _caption;
    private readonly string[] _columns;

    public HtmlTable(string caption, params string[] columns) => (_caption, _columns) = (caption, columns);

    /// <summary>Adds a row: text, whole numbers, or numbers, which show six significant digits.</summary>
    public HtmlTable Row(params ReadOnlySpan<object?> cells)
    {
        _rows.Append("<tr>");
        foreach (var cell in cells)
            _rows
                .Append(cell is string or null ? "<td style=\"text-align:left\">" : "<td style=\"text-align:right\">")
                .Append(WebUtility.HtmlEncode(Text(cell)))
                .Append("</td>");
        _rows.Append("</tr>");
        return this;
    }

    /// <summary>Adds a line below the table.</summary>
    public HtmlTable Note(string text)
    {
        _notes.Append("<div><small>").Append(WebUtility.HtmlEncode(text)).Append("</small></div>");
        return this;
    }

    /// <summary>A p value as tables print it.</summary>
    public static string P(double p) => double.IsNaN(p) ? "" : p < 0.001 ? "<0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Text(object? value) => value switch
    {
        null => "",
        double number => double.IsNaN(number) ? "" : number.ToString("G6", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public override string ToString()
    {
        var html = new StringBuilder("<div><table><caption style=\"text-align:left\"><strong>")
            .Append(WebUtility.HtmlEncode(_caption))
            .Append("</strong></caption><thead><tr>");
        foreach (var column in _columns)
            html.Append("<th style=\"text-align:left\">").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        return html.Append("</tr></thead><tbody>").Append(_rows).Append("</tbody></table>").Append(_notes).Append("</div>").ToString();
    }
}

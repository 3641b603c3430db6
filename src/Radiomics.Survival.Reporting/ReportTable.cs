using System.Text;

namespace Radiomics.Reporting;

/// <summary>A table as it is printed. Immutable.</summary>
/// <param name="Name">The name of its file, without extension.</param>
/// <param name="Title">Its title.</param>
/// <param name="Header">The columns' titles.</param>
/// <param name="Rows">The cells, a list a row, as many as columns.</param>
/// <param name="Note">What a reader must know; may be empty.</param>
public sealed record ReportTable(string Name, string Title, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows, string Note = "")
{
    /// <summary>The table as CSV (RFC 4180): a header, then the rows, lines ended by a line feed.</summary>
    public string ToCsv()
    {
        var csv = new StringBuilder();
        foreach (var row in Rows.Prepend(Header))
            csv.AppendJoin(',', row.Select(Quote)).Append('\n');
        return csv.ToString();
    }

    /// <summary>The table as an HTML <c>table</c> element; cells that begin like a number are set to the right.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        // A column of numbers has no cell that begins with a letter, but for those that say that there is no number.
        var numeric = Enumerable.Range(0, Header.Count).Select(c => c > 0 && Rows.All(r => r[c].Length == 0 || !char.IsLetter(r[c][0]) || r[c].StartsWith("n/a", StringComparison.Ordinal) || r[c].StartsWith("inf", StringComparison.Ordinal))).ToArray();
        for (var c = 0; c < Header.Count; c++)
            html.Append(numeric[c] ? "<th class=\"n\">" : "<th>").Append(Html.Text(Header[c])).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            for (var c = 0; c < row.Count; c++)
                html.Append(numeric[c] ? "<td class=\"n\">" : "<td>").Append(Html.Text(row[c])).Append("</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody></table>\n").ToString();
    }

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}

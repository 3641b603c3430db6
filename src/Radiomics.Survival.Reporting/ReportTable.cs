using System.Text;
using System.Text.RegularExpressions;
using Csv;

namespace Radiomics.Reporting;

/// <summary>A table as it is printed. Immutable.</summary>
/// <param name="Name">The name of its file, without extension.</param>
/// <param name="Title">Its title.</param>
/// <param name="Header">The columns' titles.</param>
/// <param name="Rows">The cells, a list a row, as many as columns.</param>
/// <param name="Note">What a reader must know; may be empty.</param>
public sealed partial record ReportTable(
    string Name,
    string Title,
    IReadOnlyList<string> Header,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    string Note = ""
)
{
    /// <summary>The table as CSV (RFC 4180): a header, then the rows, lines ended by a line feed.</summary>
    public string ToCsv()
    {
        using var csv = new StringWriter();
        CsvText.Write(csv, Rows.Prepend(Header));
        return csv.ToString();
    }

    // In print alone: a table's file is the same whoever writes it.
    internal static string Typeset(string text) => Drawing.Canvas.Minus(text)
        .Replace(">=", "≥", StringComparison.Ordinal).Replace("<=", "≤", StringComparison.Ordinal);

    /// <summary>The same without columns that have no cell: what was not asked for has none.</summary>
    internal ReportTable WithoutEmptyColumns()
    {
        int[] kept = [.. Enumerable.Range(0, Header.Count).Where(c => Rows.Any(r => r[c].Length > 0))];
        return this with { Header = [.. kept.Select(c => Header[c])], Rows = [.. Rows.Select(r => kept.Select(c => r[c]).ToArray())] };
    }

    /// <summary>The table in Markdown, with its title and note.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append("**").Append(Markdown(Title)).Append("**\n\n");
        foreach (var row in Rows.Prepend([.. Header.Select((_, c) => IsNumeric(c) ? "---:" : "---")]).Prepend(Header))
            text.Append("| ").AppendJoin(" | ", row.Select(Markdown)).Append(" |\n");
        return text.Append(Note.Length > 0 ? $"\n{Markdown(Note)}\n" : "").ToString();
    }

    /// <summary>The table as a LaTeX <c>table</c> with the rules of the package booktabs, which a comment names. LaTeX numbers tables
    /// itself, so that a number before the title is left out.</summary>
    public string ToLatex()
    {
        var text = new StringBuilder("% needs \\usepackage{booktabs}\n\\begin{table}\n\\caption{")
            .Append(Latex(Numbered().Replace(Title, ""))).Append("}\n\\begin{tabular}{");
        text.AppendJoin("", Header.Select((_, c) => IsNumeric(c) ? "r" : "l")).Append("}\n\\toprule\n");
        text.AppendJoin(" & ", Header.Select(Latex)).Append(" \\\\\n\\midrule\n");
        foreach (var row in Rows)
            text.AppendJoin(" & ", row.Select(Typeset).Select(Latex)).Append(" \\\\\n");
        text.Append("\\bottomrule\n\\end{tabular}\n");
        return text.Append(Note.Length > 0 ? $"\n{Latex(Typeset(Note))}\n" : "").Append("\\end{table}\n").ToString();
    }

    /// <summary>The table in Markdown.</summary>
    public override string ToString() => ToMarkdown();

    /// <summary>The table as an HTML <c>table</c> element; cells that begin like a number are set to the right.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        var numeric = Enumerable.Range(0, Header.Count).Select(IsNumeric).ToArray();
        // Sentences have a width of their own on a phone.
        var prose = Enumerable.Range(0, Header.Count).Select(c => !numeric[c] && c > 0 && Rows.Any(r => r[c].Length > Prose)).ToArray();
        // Words of a column that is narrow by itself stay in one line on paper.
        var brief = Enumerable.Range(0, Header.Count).Select(c => Rows.All(r => r[c].Length <= LongName)).ToArray();
        for (var c = 0; c < Header.Count; c++)
            html.Append(numeric[c] ? "<th class=\"n\">" : "<th>").Append(Joined(Html.Text(Header[c]))).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in Rows)
        {
            // A row that goes on with the one above is not parted from it on paper.
            html.Append(row[0].Length == 0 ? "<tr class=\"c\">" : "<tr>");
            for (var c = 0; c < row.Count; c++)
                html.Append(numeric[c] ? "<td class=\"n\">" : prose[c] ? "<td class=\"t\">" : brief[c] ? "<td class=\"s\">" : "<td>")
                    .Append(Breakable(Typeset(row[c]))).Append("</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody></table>\n").ToString();
    }

    private const int Prose = 30;
    private const int LongName = 18;
    private const int Piece = 12;

    // A long name may go on in another line after an underscore and where a word begins in it, else after some letters.
    private static string Breakable(string cell) => string.Join(' ', cell.Split(' ').Select(word =>
        word.Length <= LongName ? Html.Text(word) : string.Join("<wbr>", Joints().Split(word)
            .SelectMany(part => part.Length <= LongName ? [part] : part.Chunk(Piece).Select(c => new string(c))).Select(Html.Text))));

    [GeneratedRegex(@"^Table \d+\. ")]
    private static partial Regex Numbered();

    [GeneratedRegex("Rad-score|Log-rank( p)?")]
    private static partial Regex Hyphened();

    [GeneratedRegex(@"(?<=_)(?=.)|(?<=\p{Ll})(?=\p{Lu})")]
    private static partial Regex Joints();

    // "95% CI", "n = 95", "Rad-score" and "Log-rank" are one word each in a narrow head.
    private static string Joined(string head) => Hyphened().Replace(head, "<span class=\"w\">$0</span>")
        .Replace("95% CI", "95%\u00a0CI", StringComparison.Ordinal)
        .Replace("n = ", "n\u00a0=\u00a0", StringComparison.Ordinal);

    /// <summary>The table as a page of its own, which Word opens and from which it can be pasted as a table.</summary>
    public string ToHtmlPage() =>
        $"<!doctype html>\n<html lang=\"en\"><head><meta "
            + $"charset=\"utf-8\"><title>{Html.Text(Title)}</title><style>body{{font:10pt Arial,sans-serif}}"
        + "table{border-collapse:collapse;border-top:1.5pt solid;border-bottom:1.5pt solid}th{border-bottom:.75pt "
        + "solid;text-align:left;vertical-align:"
        + $"bottom}}td,th{{padding:2pt 8pt 2pt 0}}.n{{text-align:right}}</style></head><body><p><b>{Html.Text(Title)}</b></p>\n{ToHtml()}"
        + $"{(Note.Length > 0 ? $"<p>{Html.Text(Typeset(Note))}</p>\n" : "")}</body></html>\n";

    /// <summary>Writes the table as a Word document.</summary>
    /// <param name="stream">Where it goes; it stays open.</param>
    public void WriteDocx(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WordDocument.Write(this, stream);
    }

    // A column of numbers has no cell that begins with a letter, but for those that say that there is no number.
    internal bool IsNumeric(int column) => column > 0 && Rows.All(r => r[column].Length == 0 || !char.IsLetter(r[column][0])
        || r[column].StartsWith("n/a", StringComparison.Ordinal) || r[column].StartsWith("inf", StringComparison.Ordinal));

    private static string Markdown(string text) =>
        text is "---" or "---:"
            ? text
            : string.Concat(
                text.Select(c =>
                    c is '|' or '*' or '_' or '`' or '\\' or '<' ? $"\\{c}"
                    : c is '\n' ? " "
                    : c.ToString()
                )
            );

    private static string Latex(string text) => string.Concat(text.Select(c => c switch
    {
        '&' or '%' or '$' or '#' or '_' or '{' or '}' => $"\\{c}",
        '\\' => "\\textbackslash{}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '<' => "$<$",
        '>' => "$>$",
        '≥' => "$\\ge$",
        '≤' => "$\\le$",
        '×' => "$\\times$",
        'λ' => "$\\lambda$",
        '−' => "$-$",
        _ => c.ToString(),
    }));
}

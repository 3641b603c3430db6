namespace Radiomics.Reporting;

/// <summary>A table on a page, under its title and over its note, sized for paper and for a phone.</summary>
internal static class TableSection
{
    // Tables of so many rows are kept on one page of paper; longer ones break between rows and repeat their head.
    private const int MostOnAPage = 24;

    // A4 less its margins, and the type of tables on it, in CSS pixels.
    private const double PaperWidth = 182 / 25.4 * 96, MostOnPaper = 9.7, LeastOnPaper = 7;

    /// <summary>A table under its title, with its note, sized for paper and for a phone.</summary>
    public static string Of(ReportTable table)
    {
        var size = PaperSize(table);
        return $"<section{(table.Rows.Count <= MostOnAPage ? " class=\"whole\"" : "")}>"
            + $"<h3 id=\"{table.Name}\">{Html.Text(table.Title)}</h3>\n"
            + $"<div class=\"scroll data{(size < LeastOnPaper ? " tight" : "")}"
            + Invariant($"\" style=\"--fit: {Math.Max(LeastOnPaper, size):0.##}px\">{table.ToHtml()}</div>\n")
            + (table.Note.Length > 0 ? $"<p class=\"caption\">{Html.Text(ReportTable.Typeset(table.Note))}</p>\n" : "") + "</section>\n";
    }

    /// <summary>A table of names and values, such as files and their check sums.</summary>
    public static string Facts(IEnumerable<(string Name, string Value)> rows) => "<div class=\"scroll\"><table><tbody>\n"
        + string.Concat(rows.Select(r => $"<tr><th>{Html.Text(r.Name)}</th><td><code>{Html.Text(r.Value)}</code></td></tr>\n"))
        + "</tbody></table></div>\n";

    /// <summary>The size of type by which a table's numbers fit the width of paper unbroken, in CSS pixels.</summary>
    private static double PaperSize(ReportTable table)
    {
        // A letter is half as wide as it is high, or a little more; words of text columns may part, numbers may not.
        var letters = Enumerable.Range(0, table.Header.Count).Sum(c => 2.0 + table.Rows.Select(r => r[c])
            .Select(cell => table.IsNumeric(c) ? cell.Length : Math.Min(cell.Length, 22))
            .Concat(table.Header[c].Split(' ').Select(word => word.Length)).Max());
        return Math.Min(MostOnPaper, PaperWidth / (0.53 * letters));
    }
}

namespace Csv;

/// <summary>Writes tables of text as CSV (RFC 4180), lines ended by a line feed.</summary>
internal static class CsvText
{
    public static void Write(TextWriter writer, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (var row in rows)
        {
            writer.Write(string.Join(',', row.Select(Quoted)));
            writer.Write('\n');
        }
    }

    /// <summary>
    /// A text that a spreadsheet would take for a formula, with an apostrophe before it. A number stays one, and so does what begins with
    /// one, such as
    /// <c>-0.12 (-0.30 to 0.06)</c>, unless it holds what calls something.
    /// </summary>
    public static string Safe(string cell)
    {
        if (cell.Length == 0 || cell[0] is not ('=' or '+' or '-' or '@' or '\t' or '\r'))
            return cell;
        var isNumber =
            cell[0] is '+' or '-'
            && (cell.Length == 1 || char.IsAsciiDigit(cell[1]) || cell[1] is '.' || cell[1..] is "inf" or "Inf")
            && !cell.AsSpan().ContainsAny("=|!@");
        return isNumber ? cell : "'" + cell;
    }

    private static string Quoted(string text)
    {
        var cell = Safe(text);
        return cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
    }
}

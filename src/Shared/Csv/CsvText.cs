using System.Buffers;

namespace Csv;

/// <summary>Writes tables of text as CSV (RFC 4180), lines ended by a line feed.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> _special = SearchValues.Create(",\"\r\n");

    public static void Write(TextWriter writer, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (var row in rows)
            WriteLine(writer, row);
    }

    /// <summary>Writes one line, its cells quoted where they have to be.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="cells">The cells.</param>
    /// <param name="spreadsheetSafe">Whether cells are made <see cref="Safe"/>.</param>
    public static void WriteLine(TextWriter writer, IEnumerable<string> cells, bool spreadsheetSafe = true)
    {
        var first = true;
        foreach (var given in cells)
        {
            var cell = spreadsheetSafe ? Safe(given) : given;
            if (!first)
                writer.Write(',');
            first = false;
            if (cell.AsSpan().ContainsAny(_special))
            {
                writer.Write('"');
                writer.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
                writer.Write('"');
            }
            else
            {
                writer.Write(cell);
            }
        }
        writer.Write('\n');
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
}

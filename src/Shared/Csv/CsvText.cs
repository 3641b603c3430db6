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

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}

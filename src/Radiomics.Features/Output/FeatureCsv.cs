using System.Buffers;
using Radiomics.Features.Extraction;

namespace Radiomics.Features.Output;

/// <summary>
/// Writes the table that PyRadiomics' command writes in batch mode: one header row, then a row for each region; the
/// leading columns, <c>diagnostics_*</c> and features in the order of the first region, whatever others have beyond it behind in
/// alphabetical order. Numbers have all their digits, as Python's <c>repr()</c> writes them; NaN is <c>nan</c>.
/// </summary>
public static class FeatureCsv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Writes a table.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="rows">The regions; none writes nothing.</param>
    public static void Write(TextWriter writer, IReadOnlyList<FeatureRow> rows)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return;
        var cells = rows.Select(CellsOf).ToList();
        var header = cells[0].Select(c => c.Key).ToList();
        var known = header.ToHashSet();
        header.AddRange(cells.Skip(1).SelectMany(c => c).Select(c => c.Key).Where(k => !known.Contains(k)).Distinct().Order(StringComparer.Ordinal).ToList());
        WriteLine(writer, header);
        foreach (var row in cells)
        {
            var byName = row.ToDictionary(c => c.Key, c => c.Value);
            WriteLine(writer, header.Select(h => byName.GetValueOrDefault(h, "")));
        }
    }

    private static List<KeyValuePair<string, string>> CellsOf(FeatureRow row) =>
    [
        .. row.Columns,
        .. row.Features.Diagnostics.Select(d => new KeyValuePair<string, string>(d.Key, d.Value.ToString())),
        .. row.Features.Select(f => new KeyValuePair<string, string>(f.Key, PythonFormat.Number(f.Value))),
    ];

    private static void WriteLine(TextWriter writer, IEnumerable<string> cells)
    {
        var first = true;
        foreach (var cell in cells)
        {
            if (!first)
                writer.Write(',');
            first = false;
            if (cell.AsSpan().ContainsAny(Special))
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
}

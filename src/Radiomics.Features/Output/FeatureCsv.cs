using System.Buffers;
using Csv;
using Files;
using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;

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
    /// <param name="rows">The regions; none writes nothing.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="spreadsheetSafe">As for <see cref="WriteLine"/>.</param>
    public static void Write(IReadOnlyList<FeatureRow> rows, TextWriter writer, bool spreadsheetSafe = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return;
        var cells = rows.Select(Cells).ToList();
        var header = Header(cells.Select(c => c.Select(cell => cell.Key)));
        WriteLine(header, writer, spreadsheetSafe);
        foreach (var row in cells)
        {
            var byName = row.ToDictionary(c => c.Key, c => c.Value);
            WriteLine(header.Select(h => byName.GetValueOrDefault(h, "")), writer, spreadsheetSafe);
        }
    }

    /// <summary>Writes the features of one region as a table of one row, its provenance before them; the file appears whole or not at
    /// all.</summary>
    /// <param name="features">The features.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteCsv(this FeatureSet features, string path)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            Write([new FeatureRow([], features)], writer);
        });
    }

    /// <summary>The columns of a table: those of its first row, then whatever other rows have beyond them, in alphabetical order.</summary>
    /// <param name="rows">The columns of each row; rows of the same columns need to be given once only.</param>
    public static IReadOnlyList<string> Header(IEnumerable<IEnumerable<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        List<string>? header = null;
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (header is null)
                header = [.. row];
            else
                others.UnionWith(row);
        }
        if (header is null)
            return [];
        others.ExceptWith(header);
        return [.. header, .. others.Order(StringComparer.Ordinal)];
    }

    /// <summary>A region's cells, in order, as the table shows them.</summary>
    /// <param name="row">The region.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Cells(FeatureRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return
        [
            .. row.Columns,
            .. row.Features.Diagnostics.Select(d => new KeyValuePair<string, string>(d.Key, d.Value.ToString())),
            .. row.Features.Select(f => new KeyValuePair<string, string>(f.Key, PythonFormat.Number(f.Value))),
        ];
    }

    /// <summary>Writes one line of a table, its cells quoted where they have to be.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="spreadsheetSafe">
    /// Whether a text that a spreadsheet would compute (it begins with =, +, - or @ and is no number) gets an apostrophe before it, which a
    /// spreadsheet shows as text.
    /// </param>
    public static void WriteLine(IEnumerable<string> cells, TextWriter writer, bool spreadsheetSafe = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(cells);
        var first = true;
        foreach (var given in cells)
        {
            var cell = spreadsheetSafe ? CsvText.Safe(given) : given;
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

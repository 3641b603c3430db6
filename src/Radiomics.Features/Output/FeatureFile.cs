using System.Text.Json;
using Csv;
using Files;
using Radiomics.Features.Extraction;

namespace Radiomics.Features.Output;

/// <summary>
/// Writes features as PyRadiomics' command does in batch mode. A table (<c>--format csv</c>) has one header row, then a row for each
/// region; the leading columns, <c>diagnostics_*</c> and features in the order of the first region, whatever others have beyond it behind
/// in alphabetical order. Numbers have all their digits, as Python's <c>repr()</c> writes them; NaN is <c>nan</c>. JSON (<c>--format
/// json</c>) is a list with one object for each region, in which NaN is the text "nan", for JSON has no such number.
/// </summary>
public static class FeatureFile
{
    /// <summary>Writes a table.</summary>
    /// <param name="rows">The regions; none writes nothing.</param>
    /// <param name="writer">Where it goes.</param>
    /// <param name="spreadsheetSafe">
    /// Whether a text that a spreadsheet would compute (it begins with =, +, - or @ and is no number) gets an apostrophe before it, which a
    /// spreadsheet shows as text.
    /// </param>
    public static void WriteCsv(IReadOnlyList<FeatureRow> rows, TextWriter writer, bool spreadsheetSafe = true)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return;
        var cells = rows.Select(r => r.Cells()).ToList();
        var header = Header(cells.Select(c => c.Select(cell => cell.Key)));
        CsvText.WriteLine(writer, header, spreadsheetSafe);
        foreach (var row in cells)
        {
            var byName = row.ToDictionary(c => c.Key, c => c.Value);
            CsvText.WriteLine(writer, header.Select(h => byName.GetValueOrDefault(h, "")), spreadsheetSafe);
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
            WriteCsv([new FeatureRow([], features)], writer);
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

    /// <summary>Writes a list of regions as UTF-8.</summary>
    /// <param name="rows">The regions.</param>
    /// <param name="stream">Where it goes.</param>
    public static void WriteJson(IReadOnlyList<FeatureRow> rows, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(rows);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 2 });
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in row.Columns)
                writer.WriteString(name, value);
            foreach (var (name, value) in row.Features.Diagnostics)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
            foreach (var (name, value) in row.Features)
            {
                writer.WritePropertyName(name);
                DiagnosticValue.Of(value).WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}

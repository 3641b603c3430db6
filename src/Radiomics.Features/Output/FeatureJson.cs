using System.Text.Json;
using Radiomics.Features.Extraction;

namespace Radiomics.Features.Output;

/// <summary>Writes features as PyRadiomics' command does with <c>--format json</c>: a list with one object for each region. NaN is the text
/// "nan", for JSON has no such number.</summary>
public static class FeatureJson
{
    /// <summary>Writes a list of regions as UTF-8.</summary>
    /// <param name="rows">The regions.</param>
    /// <param name="stream">Where it goes.</param>
    public static void Write(IReadOnlyList<FeatureRow> rows, Stream stream)
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

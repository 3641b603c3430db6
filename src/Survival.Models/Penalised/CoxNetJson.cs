using System.Text.Json;

namespace Survival.Models.Penalised;

/// <summary>Reads and writes paths and models as JSON, without reflection; numbers round-trip.</summary>
internal static class CoxNetJson
{
    public static string Write(Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            body(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public static T Read<T>(string json, string kind, Func<JsonElement, T> body)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String || model.GetString() != kind)
                throw new FormatException($"This is not a JSON text of '{kind}': its member 'model' must be that name.");
            return body(root);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            throw new FormatException($"This is not a valid JSON text of '{kind}': {e.Message}", e);
        }
    }

    public static void Names(Utf8JsonWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteStartArray("columns");
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    public static string[] Names(JsonElement root) => [.. root.GetProperty("columns").EnumerateArray().Select(e => e.GetString() ?? throw new FormatException("A column name is null."))];

    public static void Coefficients(Utf8JsonWriter writer, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray("indices");
        foreach (var j in indices)
            writer.WriteNumberValue(j);
        writer.WriteEndArray();
        writer.WriteStartArray("coefficients");
        foreach (var v in values)
            writer.WriteNumberValue(v);
        writer.WriteEndArray();
    }

    public static (int[] Indices, double[] Values) Coefficients(JsonElement element, int columns)
    {
        int[] indices = [.. element.GetProperty("indices").EnumerateArray().Select(e => e.GetInt32())];
        double[] values = [.. element.GetProperty("coefficients").EnumerateArray().Select(e => e.GetDouble())];
        if (indices.Length != values.Length)
            throw new FormatException($"There are {indices.Length} indices but {values.Length} coefficients.");
        for (var k = 0; k < indices.Length; k++)
        {
            if (indices[k] < 0 || indices[k] >= columns || (k > 0 && indices[k] <= indices[k - 1]))
                throw new FormatException($"Index {indices[k]} must be a column from 0 to {columns - 1}, in ascending order.");
            if (!double.IsFinite(values[k]))
                throw new FormatException("A coefficient is not finite.");
        }
        return (indices, values);
    }
}

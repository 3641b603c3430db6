using System.Text.Encodings.Web;
using System.Text.Json;

namespace Survival.Models.Persistence;

/// <summary>
/// What all model files share: an object that begins with <c>format</c> and <c>version</c>. Numbers are written with as many digits as give the same
/// double back; NaN and the infinities as the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
internal static class ModelJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, string format, int version, Action<Utf8JsonWriter> members)
    {
        using var writer = new Utf8JsonWriter(stream, Indented);
        writer.WriteStartObject();
        writer.WriteString("format", format);
        writer.WriteNumber("version", version);
        members(writer);
        writer.WriteEndObject();
    }

    public static T Read<T>(Stream stream, string format, int version, Func<JsonElement, T> members)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var found) || found.GetString() != format)
                throw new ModelFileException($"This is not a file of format '{format}'.");
            var number = root.GetProperty("version").GetInt32();
            if (number < 1 || number > version)
                throw new ModelFileException($"The file is of version {number} of '{format}'; versions up to {version} can be read. Use a later release of the library.");
            return members(root);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            throw new ModelFileException($"The file is damaged: {e.Message}", e);
        }
    }

    public static void WriteNumberValue(this Utf8JsonWriter writer, string? name, double value)
    {
        if (name is not null)
            writer.WritePropertyName(name);
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    public static void WriteNumbers(this Utf8JsonWriter writer, string name, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteNumberValue(null, value);
        writer.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static double ReadNumber(this JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetDouble()
        : element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new FormatException($"'{text}' is no number."),
        };

    public static double ReadNumber(this JsonElement element, string name) => element.GetProperty(name).ReadNumber();

    public static double[] ReadNumbers(this JsonElement element, string name, int? length = null)
    {
        double[] values = [.. element.GetProperty(name).EnumerateArray().Select(e => e.ReadNumber())];
        if (length is { } expected && values.Length != expected)
            throw new FormatException($"'{name}' has {values.Length} values; {expected} were expected.");
        return values;
    }

    public static string[] ReadTexts(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => e.GetString() ?? throw new FormatException($"'{name}' holds a null."))];
}

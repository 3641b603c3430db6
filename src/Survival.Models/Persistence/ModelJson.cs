using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Survival.Models.Persistence;

/// <summary>
/// What all model files share: an object that begins with <c>format</c> and <c>version</c>. Numbers are written with as many digits as give
/// the same
/// double back; NaN and the infinities as the strings "NaN", "Infinity" and "-Infinity". A member that is missing, of another kind, or a
/// number that no
/// double holds makes the file damaged, by the member's name.
/// </summary>
internal static class ModelJson
{
    private const long MostBytes = 256L << 20;
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

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
        if (stream.CanSeek && stream.Length - stream.Position > MostBytes)
            throw new ModelFileException(Invariant($"The file has {stream.Length} bytes; a model has at most {MostBytes}. Is it a model?"));
        try
        {
            using var document = JsonDocument.Parse(stream, Strict);
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("format", out var found)
                || found.ValueKind != JsonValueKind.String
                || found.GetString() != format
            )
                throw new ModelFileException(
                    $"This is not a file of format '{format}'{OtherFormat(root)}. Give a file that the Save of that model wrote.");
            var number = root.ReadCount("version");
            if (number < 1 || number > version)
                throw new ModelFileException(
                    Invariant(
                        $"The file is of version {number} of '{format}'; versions 1 to {version} can be read. Use a release of the library "
                    )
                        + $"that knows it."
                );
            return members(root);
        }
        catch (JsonException e)
        {
            throw new ModelFileException(
                // Of the parser's own message not a word: it may quote the whole file, and that may be patients' data.
                Invariant($"The file is damaged, or no JSON at all (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). ")
                    + "Give the file of a saved model, or save the model anew.");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            // Text that is no Unicode is refused by an InvalidOperationException, names of members too.
            throw new ModelFileException($"The file is damaged: {e.Message} Save the model anew.", e);
        }
    }

    // Which class reads the file, where it is another of the library's. Of anything else nothing is quoted.
    private static string OtherFormat(JsonElement root)
    {
        const string Start = "Survival.Models.";
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("format", out var found)
            && found.ValueKind == JsonValueKind.String && found.GetString() is { Length: < 60 } other
            && other.StartsWith(Start, StringComparison.Ordinal) && other.AsSpan(Start.Length).IndexOfAnyExcept(Letters) < 0
            ? $"; it holds a {other[Start.Length..]}"
            : "";
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

    /// <summary>A member, which must be there.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object
            ? throw new FormatException($"An object with '{name}' was expected where {Kind(element)} stands.")
        : element.TryGetProperty(name, out var member) ? member
        : throw new FormatException($"'{name}' is missing.");

    /// <summary>A member that may be missing or null.</summary>
    public static JsonElement? Optional(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <summary>The items of a member that is an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.Array
            ? member.EnumerateArray()
            : throw new FormatException($"'{name}' is {Kind(member)}; a list was expected.");
    }

    /// <summary>A number, or "NaN", "Infinity" or "-Infinity".</summary>
    public static double ReadNumber(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
        {
            // A number that no double holds (1e999) is read as infinite.
            return element.TryGetDouble(out var value) && double.IsFinite(value)
                ? value
                : throw new FormatException($"'{Short(element.GetRawText())}' is out of the range of numbers.");
        }
        return element.ValueKind == JsonValueKind.String
            ? element.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                var text => throw new FormatException($"'{Short(text!)}' is no number."),
            }
            : throw new FormatException($"A number was expected where {Kind(element)} stands.");
    }

    public static double ReadNumber(this JsonElement element, string name) => Named(name, element.Member(name), ReadNumber);

    /// <summary>A number that is neither NaN nor infinite.</summary>
    public static double ReadFinite(this JsonElement element, string name) =>
        element.ReadNumber(name) is var value && double.IsFinite(value)
            ? value
            : throw new FormatException($"'{name}' is {value.ToString(CultureInfo.InvariantCulture)}; a finite number was expected.");

    /// <summary>A whole number from 0 to 2147483647.</summary>
    public static int ReadCount(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var value) && value >= 0
            ? value
            : throw new FormatException($"'{name}' is {Short(member.GetRawText())}; a whole number from 0 to {int.MaxValue} was expected.");
    }

    /// <summary>A list of whole numbers from 0 to 2147483647.</summary>
    public static IEnumerable<int> ReadCounts(this JsonElement element, string name) =>
        element
            .Items(name)
            .Select(e =>
                e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var value) && value >= 0
                    ? value
                    : throw new FormatException(
                        $"'{name}' holds {Short(e.GetRawText())}; whole numbers from 0 to {int.MaxValue} were expected."
                    )
            );

    public static bool ReadFlag(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? member.GetBoolean()
            : throw new FormatException($"'{name}' is {Kind(member)}; true or false was expected.");
    }

    public static string ReadText(this JsonElement element, string name) => Named(name, element.Member(name), Text);

    public static T ReadName<T>(this JsonElement element, string name)
        where T : struct, Enum
    {
        var text = element.ReadText(name);
        return Enum.GetNames<T>().Contains(text, StringComparer.Ordinal)
            ? Enum.Parse<T>(text)
            : throw new FormatException($"'{name}' is '{Short(text)}'; one of {string.Join(", ", Enum.GetNames<T>())} was expected.");
    }

    public static double[] ReadNumbers(this JsonElement element, string name, long? length = null)
    {
        double[] values = [.. element.Items(name).Select(e => Named(name, e, ReadNumber))];
        if (length is { } expected && values.Length != expected)
            throw new FormatException(Invariant($"'{name}' has {values.Length} values; {expected} were expected."));
        return values;
    }

    public static string[] ReadTexts(this JsonElement element, string name) => [.. element.Items(name).Select(e => Named(name, e, Text))];

    private static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String
            ? element.GetString()!
            : throw new FormatException($"A text was expected where {Kind(element)} stands.");

    private static T Named<T>(string name, JsonElement element, Func<JsonElement, T> read)
    {
        try
        {
            return read(element);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            // GetString refuses text that is no Unicode by an InvalidOperationException.
            throw new FormatException($"'{name}': {e.Message}", e);
        }
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static string Short(string text) => text.Length > 40 ? text[..40] + "..." : text;
}

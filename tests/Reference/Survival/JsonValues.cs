using System.Globalization;
using System.Text.Json;

namespace Reference.Survival;

/// <summary>Reads numbers, vectors, matrices and text as the reference files write them.</summary>
public static class JsonValues
{
    /// <summary>Whether a member is there and not null.</summary>
    public static bool Has(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var v) && v.ValueKind != JsonValueKind.Null;

    /// <summary>A number; NA (null) and "NaN" give NaN, "Inf" and "-Inf" the infinities.</summary>
    public static double Number(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.Null => double.NaN,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => element.GetString() switch
        {
            "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" or "NA" => double.NaN,
            var s => double.Parse(s!, CultureInfo.InvariantCulture),
        },
        _ => throw new FormatException($"{element.ValueKind} is not a number."),
    };

    /// <summary>A member that is a number.</summary>
    public static double Number(this JsonElement element, string name) => element.GetProperty(name).Number();

    /// <summary>A vector: an array, an object of numbers (a named vector), or a single number.</summary>
    public static double[] Numbers(this JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Array =>
            [
                .. element.EnumerateArray().SelectMany(e => e.ValueKind == JsonValueKind.Array ? e.Numbers() : [e.Number()]),
            ],
            JsonValueKind.Object when element.TryGetProperty("data", out var data) => data.Numbers(),
            JsonValueKind.Object => [.. element.EnumerateObject().Select(p => p.Value.Number())],
            _ => [element.Number()],
        };

    /// <summary>A member that is a vector.</summary>
    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    /// <summary>A vector of texts, or a single text.</summary>
    public static string[] Texts(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().Select(e => e.ToString())],
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [element.ToString()],
    };

    /// <summary>A member that is a vector of texts; empty where it is absent or null.</summary>
    public static string[] Texts(this JsonElement element, string name) => element.TryGetProperty(name, out var v) ? v.Texts() : [];

    /// <summary>The names of an object's members, in the file's order.</summary>
    public static string[] Names(this JsonElement element) => [.. element.EnumerateObject().Select(p => p.Name)];

    /// <summary>A matrix <c>{rows, cols, data}</c> as rows.</summary>
    public static double[][] Matrix(this JsonElement element)
    {
        var data = element.TryGetProperty("data", out var d) ? d : element;
        var nested = data.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.Array);
        if (nested)
            return [.. data.EnumerateArray().Select(r => r.Numbers())];
        var columns = element.TryGetProperty("cols", out var c) && c.ValueKind == JsonValueKind.Array ? c.GetArrayLength() : 1;
        return [.. data.Numbers().Chunk(columns)];
    }

    /// <summary>A matrix's column by its name.</summary>
    public static double[] MatrixColumn(this JsonElement element, string name)
    {
        var j = Array.IndexOf(element.Texts("cols"), name);
        return [.. element.Matrix().Select(r => r[j])];
    }
}

using System.Text.Json.Nodes;

namespace Radiomics.Studies;

/// <summary>
/// The reference study's way of writing values: null for NaN, "Inf" and "-Inf" as text, matrices as {rows, cols, data}, data frames as
/// objects of columns.
/// </summary>
internal static class JsonParts
{
    public static JsonNode? N(double value) => value switch
    {
        double.PositiveInfinity => JsonValue.Create("Inf"),
        double.NegativeInfinity => JsonValue.Create("-Inf"),
        _ when double.IsNaN(value) => null,
        // A whole number is written as one, as R's JSON does: 6, not 6.0.
        _ => JsonValue.Create(value),
    };

    public static JsonNode? N(double? value) => value is { } v ? N(v) : null;

    public static JsonNode N(int value) => JsonValue.Create(value);

    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(N)];

    public static JsonArray Numbers(ReadOnlySpan<double> values) => [.. values.ToArray().Select(N)];

    public static JsonArray Counts(IEnumerable<int> values) => [.. values.Select(v => (JsonNode?)JsonValue.Create(v))];

    public static JsonArray Flags(IEnumerable<bool> values) => Counts(values.Select(v => v ? 1 : 0));

    public static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(v => (JsonNode?)JsonValue.Create(v))];

    public static JsonObject Matrix(IEnumerable<string>? rows, IEnumerable<string>? columns, IEnumerable<IEnumerable<double>> data) => new()
    {
        ["rows"] = rows is null ? null : Texts(rows),
        ["cols"] = columns is null ? null : Texts(columns),
        ["data"] = new JsonArray([.. data.Select(Numbers)]),
    };

    /// <summary>An object of the members that there are.</summary>
    public static JsonObject Members(IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var all = new JsonObject();
        foreach (var (name, value) in members)
            all[name] = value;
        return all;
    }

    /// <summary>A step: what produced the values, and the values.</summary>
    public static JsonObject Step(JsonObject options, JsonObject? values) => new() { ["options"] = options, ["values"] = values };
}

using System.Text.Json;

namespace Reference.Survival;

/// <summary>One case: what R was given and what it returned.</summary>
public sealed class SurvivalCase(JsonElement element)
{
    /// <summary>The case's name.</summary>
    public string Id { get; } = element.GetProperty("id").GetString()!;

    /// <summary>The data set's name, or an empty string.</summary>
    public string Dataset { get; } =
        element.TryGetProperty("dataset", out var d) && d.ValueKind == JsonValueKind.String ? d.GetString()! : "";

    /// <summary>What R was asked.</summary>
    public JsonElement Options { get; } = element.TryGetProperty("options", out var o) ? o : default;

    /// <summary>What R was given beside the data set, where there is something.</summary>
    public JsonElement Input { get; } = element.TryGetProperty("input", out var i) ? i : default;

    /// <summary>What R returned.</summary>
    public JsonElement Values { get; } = element.GetProperty("values");

    /// <summary>The whole case.</summary>
    public JsonElement Element { get; } = element;

    /// <summary>The data set.</summary>
    public DataTable Table => SurvivalReference.Table(Element.GetProperty("data_file").GetString()!);

    /// <summary>An option as text, or <see langword="null"/>.</summary>
    public string? Option(string name) =>
        Options.TryGetProperty(name, out var v) && v.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? v.ToString() : null;
}

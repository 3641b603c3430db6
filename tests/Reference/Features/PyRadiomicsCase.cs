using System.Globalization;
using System.Text.Json;

namespace Reference.Features;

/// <summary>What PyRadiomics returned for one case under one parameter file.</summary>
public sealed class PyRadiomicsCase
{
    private PyRadiomicsCase(JsonElement root, string settings)
    {
        Settings = settings;
        Name = root.GetProperty("case").GetString()!;
        Image = root.GetProperty("image").GetString()!;
        Mask = root.GetProperty("mask").GetString()!;
        Roi = root.TryGetProperty("roi", out var roi) ? roi.GetString() : null;
        Parameters = root.GetProperty("params").GetString()!;
        Error = root.TryGetProperty("error", out var error) ? error.GetString() : null;
        if (!root.TryGetProperty("features", out var features))
            return;
        foreach (var entry in features.EnumerateObject())
        {
            if (entry.Name.StartsWith("diagnostics_", StringComparison.Ordinal))
                Diagnostics.Add(new(entry.Name, entry.Value.Clone()));
            else
                Features.Add(new(entry.Name, NumberOf(entry.Value)));
        }
    }

    /// <summary>The folder under <c>reference/pyradiomics</c>.</summary>
    public string Settings { get; }

    public string Name { get; }

    /// <summary>The image, as a path under <c>data</c>.</summary>
    public string Image { get; }

    public string Mask { get; }

    /// <summary>The structure's name, where the mask is an RTSTRUCT.</summary>
    public string? Roi { get; }

    /// <summary>The text of the parameter file.</summary>
    public string Parameters { get; }

    /// <summary>What PyRadiomics refused the case with.</summary>
    public string? Error { get; }

    public List<KeyValuePair<string, double>> Features { get; } = [];

    public List<KeyValuePair<string, JsonElement>> Diagnostics { get; } = [];

    /// <summary>The settings and cases there are, as <c>settings/case</c>.</summary>
    public static IEnumerable<string> All() => !SharedData.Exists ? [] :
        from folder in Directory.GetDirectories(SharedData.PathOf("reference", "pyradiomics")).Order(StringComparer.Ordinal)
        from file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)
        select $"{Path.GetFileName(folder)}/{Path.GetFileNameWithoutExtension(file)}";

    public static PyRadiomicsCase Load(string id)
    {
        var parts = id.Split('/');
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "pyradiomics", parts[0], parts[1] + ".json")));
        return new PyRadiomicsCase(json.RootElement, parts[0]);
    }

    public static double NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.GetString() is "NaN" or "nan" => double.NaN,
        JsonValueKind.String when value.GetString() is "Infinity" or "inf" => double.PositiveInfinity,
        JsonValueKind.String when value.GetString() is "-Infinity" or "-inf" => double.NegativeInfinity,
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{value} is no number.")),
    };
}

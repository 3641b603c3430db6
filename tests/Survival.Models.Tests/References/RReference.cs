using System.Reflection;
using System.Text.Json;

namespace Survival.Models.Tests.References;

/// <summary>A file of R's values in this folder; the script of the same name made it.</summary>
internal static class RReference
{
    public static JsonElement Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    public static double Number(this JsonElement element, string name)
    {
        var v = element.GetProperty(name);
        return v.ValueKind == JsonValueKind.Number
            ? v.GetDouble()
            : v.GetString() switch
            {
                "Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                _ => double.NaN,
            };
    }

    public static double[] Numbers(this JsonElement element, string name) => element.GetProperty(name).Numbers();

    public static double[] Numbers(this JsonElement element) => element.ValueKind != JsonValueKind.Array
        ? [element.GetDouble()]
        : [.. element.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : double.NaN)];

    /// <summary>A matrix, as jsonlite writes it: rows.</summary>
    public static int[,] Counts(this JsonElement element)
    {
        var rows = element.EnumerateArray().Select(r => r.Numbers()).ToArray();
        var table = new int[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows[i].Length; j++)
                table[i, j] = (int)rows[i][j];
        }
        return table;
    }

    /// <summary>Fails unless two numbers agree relatively.</summary>
    public static void Near(double expected, double actual, double relative, string what) => Assert.True(
        double.IsNaN(expected) ? double.IsNaN(actual) : expected == actual || Math.Abs(actual - expected) <= relative * Math.Abs(expected),
        FormattableString.Invariant($"{what}: R has {expected:G12}, we have {actual:G12}"));
}

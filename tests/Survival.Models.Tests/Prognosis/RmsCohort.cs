using System.Reflection;
using System.Text.Json;
using Survival.Models.Cox;

namespace Survival.Models.Tests.Prognosis;

/// <summary>A small cohort and what R's rms and survival say of it (rms.R beside this file wrote rms.json).</summary>
internal static class RmsCohort
{
    public static JsonElement R { get; } = Read();

    public static JsonElement Patients => R.GetProperty("patients");

    public static CoxModel Fit()
    {
        var data = R.GetProperty("data");
        var design = new DesignMatrixBuilder()
            .Numeric("age", Numbers(data, "age"))
            .Numeric("k", Numbers(data, "k"))
            .Categorical("stage", Texts(data, "stage"), ["I", "II", "III"])
            .Build();
        return CoxModel.Fit(SurvivalData.Create(Numbers(data, "time"), [.. Numbers(data, "event").Select(e => e == 1)]), design);
    }

    public static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number ? v.GetDouble() : double.NaN)];

    public static string[] Texts(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];

    /// <summary>To 8 significant digits, as R's own convergence allows.</summary>
    public static void Close(double expected, double actual) =>
        Assert.True(
            double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= 1e-8 * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"{actual:R}; R gives {expected:R}")
        );

    private static JsonElement Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("rms.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

using System.Text.Json;

namespace Radiomics.Tests.Cli;

/// <summary>Features of the same names extracted under other settings than a model's are other numbers: the tool says so.</summary>
public sealed class FeatureSettingsTests
{
    // As PyRadiomics writes it into every row; the label says which region it is and changes no feature.
    private static string Settings(int width, int label) =>
        $"\"{{'binWidth': {width}, 'normalize': False, 'resampledPixelSpacing': [1, 1, 1], 'label': {label}, "
            + "'interpolator': 'sitkBSpline'}\"";

    [Fact]
    public async Task A_model_warns_of_features_of_other_settings()
    {
        using var folder = new TemporaryFolder();
        var token = TestContext.Current.CancellationToken;
        await Write(folder, "features.csv", i => Settings(25, 1 + (i % 2)));
        await Write(folder, "same.csv", _ => Settings(25, 7));
        await Write(folder, "other.csv", _ => Settings(5, 1));
        await Write(folder, "mixed.csv", i => Settings(i % 2 == 0 ? 5 : 25, 1));
        var patients = Enumerable.Range(0, 60).Select(i => FormattableString.Invariant(
            $"p{i},{70 - (i * 37 % 61) + (i % 7)},{(i % 4 == 0 ? 0 : 1)},{(i % 2 == 0 ? "I" : "II")}"));
        await File.WriteAllLinesAsync(folder.PathOf("clinical.csv"), ["id,time,event,stage", .. patients], token);
        async Task<string> Study(string features, string output)
        {
            var (code, _, said) = await Tool.RunAsync(
                "study", "--features", folder.PathOf(features), "--clinical", folder.PathOf("clinical.csv"), "--bootstraps", "0",
                "--no-report", "-o", folder.PathOf(output));
            Assert.True(code == 0, said);
            return said;
        }
        Assert.DoesNotContain("different settings", await Study("features.csv", "study"), StringComparison.Ordinal);
        Assert.Contains("extracted under different settings", await Study("mixed.csv", "mixed"), StringComparison.Ordinal);
        var model = folder.PathOf("study/model.json");
        using (var json = JsonDocument.Parse(await File.ReadAllBytesAsync(model, token)))
            Assert.Contains("'binWidth': 25", json.RootElement.ToString(), StringComparison.Ordinal);

        foreach (var command in new[] { "predict", "validate" })
        {
            string[] asked = command == "predict"
                ? ["predict", "--model", model, "--patients", folder.PathOf("clinical.csv")]
                : ["validate", model, folder.PathOf("clinical.csv")];
            var (code, _, error) = await Tool.RunAsync([.. asked, "--features", folder.PathOf("same.csv")]);
            Assert.True(code == 0, error);
            Assert.DoesNotContain("other settings", error, StringComparison.Ordinal);
            (code, _, error) = await Tool.RunAsync([.. asked, "--features", folder.PathOf("other.csv")]);
            Assert.True(code == 0, error);
            Assert.Contains("under other settings than the model's: binWidth 5 (the model's: 25).", error, StringComparison.Ordinal);
        }
    }

    private static Task Write(TemporaryFolder folder, string name, Func<int, string> settings) => File.WriteAllLinesAsync(
        folder.PathOf(name),
        [
            "id,diagnostics_Configuration_Settings,original_shape_MeshVolume,original_firstorder_Mean,original_firstorder_Skewness",
            .. Enumerable.Range(0, 60).Select(i =>
                FormattableString.Invariant($"p{i},{settings(i)},{i * 17 % 59},{i * 37 % 61},{i * 23 % 53}")),
        ],
        TestContext.Current.CancellationToken);
}

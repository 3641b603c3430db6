using System.Globalization;
using System.Text.Json;
using Reference;
using Survival.Models;

namespace Radiomics.Tests.Cli;

public sealed class PredictCommandTests
{
    private static readonly string[] Patient = ["--size-cm", "6.5", "--dose", "48", "--fractions", "8", "--ctp", "B"];

    [Fact]
    public async Task The_published_nomogram_by_hand()
    {
        var (code, output, error) = await Tool.RunAsync(["predict", "--radscore", "0.12", .. Patient, "--json"]);
        Assert.Equal(0, code);
        Assert.Contains("research use", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        // Table 2: 10.88 a unit, 1.63 above 5 cm, 0.46 from 70 Gy on (48 Gy in 8: 76.8 Gy), 1.70 for class B.
        Assert.Equal(
            (0.12 * Math.Log(10.88)) + Math.Log(1.63) + Math.Log(0.46) + Math.Log(1.70),
            json.RootElement.GetProperty("linear_predictor").GetDouble(),
            1e-12
        );
        Assert.True(json.RootElement.GetProperty("high_score").GetBoolean());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("baseline").ValueKind);
        Assert.False(json.RootElement.TryGetProperty("survival", out _));
    }

    [Fact]
    public async Task A_supplied_baseline_gives_survival_as_its_power()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("s0.csv"),
            "months,survival\n6,0.8\n12,0.6\n18,0.45\n",
            TestContext.Current.CancellationToken
        );
        var (code, output, _) = await Tool.RunAsync([
            "predict",
            "--radscore",
            "-0.1",
            .. Patient,
            "--baseline",
            folder.PathOf("s0.csv"),
            "--at",
            "6,12",
            "--json",
        ]);
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var hazard = Math.Exp((-0.1 * Math.Log(10.88)) + Math.Log(1.63) + Math.Log(0.46) + Math.Log(1.70));
        double[] expected = [Math.Pow(0.8, hazard), Math.Pow(0.6, hazard)];
        Assert.Equal(
            expected,
            json.RootElement.GetProperty("survival").EnumerateArray().Select(s => s.GetProperty("estimate").GetDouble()),
            (a, b) => Math.Abs(a - b) < 1e-12
        );
        var reconstructed = await Tool.RunAsync(["predict", "--radscore", "-0.1", .. Patient, "--baseline", "reconstructed"]);
        Assert.Equal(0, reconstructed.Code);
        Assert.Contains("reconstructed", reconstructed.Output, StringComparison.Ordinal);
        Assert.Contains("assumed", reconstructed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_are_scored_on_a_standardisation_that_is_named()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        var features = SharedData.PathOf("reference", "study", "features.csv.gz");
        var (code, output, _) = await Tool.RunAsync([
            "predict",
            "--features",
            features,
            "--id",
            "S003",
            "--standardise-on",
            features,
            .. Patient,
            "--json",
        ]);
        Assert.Equal(0, code);
        // Equation 1 on the z-scores of the whole cohort, worked out here from the file.
        var table = SurvivalTable.ReadCsv(features);
        var row = table.Texts("id").ToList().IndexOf("S003");
        var score = 0.0;
        foreach (var (name, weight) in Nomogram.HccSbrt.PublishedModel.Signature.Terms)
        {
            var x = table.Numbers(name);
            var mean = x.Average();
            score += weight * (x[row] - mean) / Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1));
        }
        using var json = JsonDocument.Parse(output);
        Assert.Equal(score, json.RootElement.GetProperty("score").GetDouble(), 1e-10);
        Assert.Equal(7, json.RootElement.GetProperty("contributions").GetArrayLength());
        var none = await Tool.RunAsync(["predict", "--features", features, "--standardise-on", features, .. Patient]);
        Assert.Equal(1, none.Code);
        Assert.Contains("--id", none.Error, StringComparison.Ordinal);
        var unscaled = await Tool.RunAsync(["predict", "--features", features, "--id", "S003", .. Patient]);
        Assert.Equal(2, unscaled.Code);
        Assert.Contains("--standardisation", unscaled.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_studys_model_gives_Rs_scores_and_survival_on_its_cohort()
    {
        Assert.SkipUnless(SharedData.Exists, SharedData.Missing);
        using var folder = new TemporaryFolder();
        string Study(string file) => SharedData.PathOf("reference", "study", file);
        var run = await Tool.RunAsync(
            "study",
            "--features",
            Study("features.csv.gz"),
            "--clinical",
            Study("cohort.csv"),
            "--second-reader",
            Study("features_reader2.csv"),
            "--split",
            "set",
            "--folds",
            "foldid",
            "--bootstraps",
            "0",
            "-o",
            folder.Path
        );
        Assert.True(run.Code == 0, run.Error);
        var (code, _, error) = await Tool.RunAsync(
            "predict",
            "--model",
            folder.PathOf("model.json"),
            "--patients",
            Study("cohort.csv"),
            "--features",
            Study("features.csv.gz"),
            "-o",
            folder.PathOf("p.csv")
        );
        Assert.True(code == 0, error);
        // The column of ids is meant in any letter case, as everywhere.
        var upper = await Tool.RunAsync(
            "predict", "--model", folder.PathOf("model.json"), "--patients", Study("cohort.csv"), "--features", Study("features.csv.gz"),
            "--id", "ID", "--features-id", "Id", "-o", folder.PathOf("upper.csv"));
        Assert.True(upper.Code == 0, upper.Error);
        Assert.Equal(File.ReadAllText(folder.PathOf("p.csv")), File.ReadAllText(folder.PathOf("upper.csv")));
        var valid = await Tool.RunAsync(
            "validate", folder.PathOf("model.json"), Study("cohort.csv"), "--features", Study("features.csv.gz"), "--id", "ID");
        Assert.True(valid.Code == 0, valid.Error);
        var predicted = SurvivalTable.ReadCsv(folder.PathOf("p.csv"));
        using var reference = JsonDocument.Parse(await File.ReadAllTextAsync(Study("study.json"), TestContext.Current.CancellationToken));
        var steps = reference.RootElement.GetProperty("steps");
        var nomogram = steps.GetProperty("nomogram").GetProperty("values");
        double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];
        var survival = nomogram
            .GetProperty("predicted_survival")
            .GetProperty("nomogram")
            .GetProperty("data")
            .EnumerateArray()
            .Select(Numbers)
            .ToArray();
        Assert.Equal(137, predicted.RowCount);
        Close(Numbers(steps.GetProperty("radscore").GetProperty("values").GetProperty("radscore")), predicted.Numbers("radscore"));
        Close(Numbers(nomogram.GetProperty("linear_predictor").GetProperty("nomogram")), predicted.Numbers("linear_predictor"));
        Close([.. survival.Select(s => s[0])], predicted.Numbers("survival_6"));
        Close([.. survival.Select(s => s[1])], predicted.Numbers("survival_12"));
        Close([.. survival.Select(s => s[2])], predicted.Numbers("survival_18"));

        // As JSON the same, to standard output.
        var printed = await Tool.RunAsync(
            "predict",
            "--model",
            folder.PathOf("model.json"),
            "--patients",
            Study("cohort.csv"),
            "--features",
            Study("features.csv.gz"),
            "--json"
        );
        using var json = JsonDocument.Parse(printed.Output);
        Assert.Equal(
            predicted.Numbers("radscore"),
            json.RootElement.GetProperty("predictions").EnumerateArray().Select(p => p.GetProperty("score").GetDouble())
        );

        // What is not there is named with its row.
        var lines = await File.ReadAllLinesAsync(Study("cohort.csv"), TestContext.Current.CancellationToken);
        var size = Array.IndexOf(lines[0].Split(','), "size_gt5");
        var cells = lines[2].Split(',');
        cells[size] = "";
        await File.WriteAllLinesAsync(
            folder.PathOf("broken.csv"),
            [lines[0], lines[1], string.Join(',', cells)],
            TestContext.Current.CancellationToken
        );
        var refused = await Tool.RunAsync(
            "predict",
            "--model",
            folder.PathOf("model.json"),
            "--patients",
            folder.PathOf("broken.csv"),
            "--features",
            Study("features.csv.gz")
        );
        Assert.Equal(1, refused.Code);
        Assert.Contains("row 2 (line 3) ('S002')", refused.Error, StringComparison.Ordinal);
        Assert.Contains("size_gt5", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--radscore", "predict")]
    [InlineData(2, "--size-cm", "predict", "--radscore", "0", "--bed", "70", "--ctp", "A")]
    [InlineData(2, "--ctp", "predict", "--radscore", "0", "--bed", "70", "--size-cm", "4")]
    [InlineData(2, "--dose", "predict", "--radscore", "0", "--size-cm", "4", "--ctp", "A")]
    [InlineData(2, "--patients", "predict", "--model", "m.json")]
    [InlineData(2, "--bed", "predict", "--model", "m.json", "--patients", "p.csv", "--bed", "70")]
    [InlineData(2, "--at", "predict", "--radscore", "0", "--bed", "70", "--size-cm", "4", "--ctp", "A", "--at", "6,x")]
    [InlineData(1, "Child-Pugh", "predict", "--radscore", "0", "--bed", "70", "--size-cm", "4", "--ctp", "C")]
    [InlineData(1, "cm", "predict", "--radscore", "0", "--bed", "70", "--size-cm", "65", "--ctp", "A")]
    // A comma is never a thousands separator: 0,12 is not 12, 2,5 cm not 25, 7,2 Gy not 72.
    [InlineData(2, "--radscore '0,12'", "predict", "--radscore", "0,12", "--bed", "70", "--size-cm", "4", "--ctp", "A")]
    [InlineData(2, "--size-cm '2,5'", "predict", "--radscore", "0.12", "--bed", "70", "--size-cm", "2,5", "--ctp", "A")]
    [InlineData(2, "--bed '7,2'", "predict", "--radscore", "0.12", "--bed", "7,2", "--size-cm", "4", "--ctp", "A")]
    [InlineData(2, "--dose '4,8'", "predict", "--radscore", "0.12", "--dose", "4,8", "--fractions", "8", "--size-cm", "4", "--ctp", "A")]
    [InlineData(
        2,
        "--fractions '8.0'",
        "predict",
        "--radscore",
        "0.12",
        "--dose",
        "48",
        "--fractions",
        "8.0",
        "--size-cm",
        "4",
        "--ctp",
        "A"
    )]
    [InlineData(2, "--tumours '1,2'", "predict", "--radscore", "0.12", "--bed", "70", "--size-cm", "4", "--ctp", "A", "--tumours", "1,2")]
    [InlineData(2, "--radscore 'NaN'", "predict", "--radscore", "NaN", "--bed", "70", "--size-cm", "4", "--ctp", "A")]
    [InlineData(2, "--radscore '1e999'", "predict", "--radscore", "1e999", "--bed", "70", "--size-cm", "4", "--ctp", "A")]
    [InlineData(2, "--size-cm '1 000'", "predict", "--radscore", "0", "--bed", "70", "--size-cm", "1 000", "--ctp", "A")]
    [InlineData(2, "--threads '4x'", "extract", "a.nii", "b.nii", "--threads", "4x")]
    [InlineData(2, "--threads '0'", "extract", "a.nii", "b.nii", "--threads", "0")]
    [InlineData(2, "--label '1x'", "extract", "a.nii", "b.nii", "--label", "1x")]
    [InlineData(2, "ends in .html", "calculator", "-o", "page.txt")]
    [InlineData(2, "--threshold '0,5'", "extract", "a.nii", "b.nii", "--threshold", "0,5")]
    [InlineData(2, "--parallel '1,5'", "cohort", "m.csv", "-o", "x", "--parallel", "1,5")]
    [InlineData(2, "--memory '1.000'", "cohort", "m.csv", "-o", "x", "--memory", "1.000")]
    [InlineData(2, "--seed '-1'", "simulate", "-o", "x", "--seed", "-1")]
    [InlineData(2, "--patients '29'", "simulate", "-o", "x", "--patients", "29")]
    [InlineData(2, "--bootstraps '1,000'", "study", "--features", "f", "--clinical", "c", "-o", "x", "--bootstraps", "1,000")]
    [InlineData(1, "m.json", "predict", "--model", "m.json", "--patients", "p.csv")]
    public async Task What_is_missing_or_cannot_be_is_named(int expected, string said, params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync(arguments);
        Assert.Equal(expected, code);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_of_patients_gets_what_each_would_get_alone()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.PathOf("patients.csv"),
            "id,radscore,size_cm,ctp,dose,fractions,tumours\nA,0.12,6.5,b,48,8,\nB,-0.2,3,5,25,5,4\n",
            TestContext.Current.CancellationToken
        );
        var (code, output, error) = await Tool.RunAsync(
            "predict",
            "--patients",
            folder.PathOf("patients.csv"),
            "--baseline",
            "reconstructed"
        );
        Assert.True(code == 0, error);
        await File.WriteAllTextAsync(folder.PathOf("p.csv"), output, TestContext.Current.CancellationToken);
        var table = SurvivalTable.ReadCsv(folder.PathOf("p.csv"));
        Assert.Equal(["A", "B"], table.Texts("id"));
        // By Table 2: 48 Gy in 8 are 76.8 Gy (high), 25 in 5 are 37.5 Gy (low); 5 points are class A.
        Assert.Equal(
            (0.12 * Math.Log(10.88)) + Math.Log(1.63) + Math.Log(0.46) + Math.Log(1.70),
            table.Numbers("linear_predictor")[0],
            1e-12
        );
        Assert.Equal((-0.2 * Math.Log(10.88)) + Math.Log(1.53), table.Numbers("linear_predictor")[1], 1e-12);
        Assert.Equal(["1", "0"], table.Texts("high_radscore"));
        Assert.Contains("median_months", table.ColumnNames);
        var alone = await Tool.RunAsync([
            "predict",
            "--radscore",
            "0.12",
            "--size-cm",
            "6.5",
            "--dose",
            "48",
            "--fractions",
            "8",
            "--ctp",
            "B",
            "--baseline",
            "reconstructed",
            "--json",
        ]);
        using var json = JsonDocument.Parse(alone.Output);
        Assert.Equal(json.RootElement.GetProperty("survival")[1].GetProperty("estimate").GetDouble(), table.Numbers("survival_12")[0]);

        await File.WriteAllTextAsync(
            folder.PathOf("wrong.csv"),
            "id,radscore,size_cm,ctp,bed\nA,0.12,6.5,C,70\n",
            TestContext.Current.CancellationToken
        );
        var refused = await Tool.RunAsync("predict", "--patients", folder.PathOf("wrong.csv"));
        Assert.Equal(1, refused.Code);
        Assert.Contains("row 1 (line 2) ('A')", refused.Error, StringComparison.Ordinal);
        Assert.Contains("one of A, B", refused.Error, StringComparison.Ordinal);
    }

    private static void Close(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= 1e-8 * Math.Max(Math.Abs(expected[i]), 1e-3),
                string.Create(CultureInfo.InvariantCulture, $"row {i}: {actual[i]:R}, R gives {expected[i]:R}")
            );
    }
}

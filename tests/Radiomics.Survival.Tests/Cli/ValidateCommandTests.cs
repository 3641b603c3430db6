using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Reference;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Tests.Cli;

/// <summary>A model of the odd rows of R's veteran data on its even rows; expected values by <c>validate.R</c> beside.</summary>
public sealed class ValidateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _cohort;

    public ValidateCommandTests()
    {
        var lines = File.ReadAllLines(Path.Combine(SharedData.Repository, "docs", "samples", "data", "veteran.csv"));
        string Part(int first, string name)
        {
            File.WriteAllLines(
                _folder.PathOf(name), lines.Skip(1).Where((l, i) => l.Length > 0 && i % 2 == first).Prepend(lines[0]));
            return _folder.PathOf(name);
        }
        var odd = Cohort.ReadCsv(Part(0, "odd.csv"), "time", "status");
        (_model, _cohort) = (_folder.PathOf("model.json"), Part(1, "even.csv"));
        var words = new ModelDescription { Endpoint = Endpoint.Death("days"), Title = "Veterans" };
        PrognosticModel.From(odd, ["karno", "age"], [60, 120, 180], words).Save(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_numbers_are_those_of_R()
    {
        var (code, output, error) = await Tool.RunAsync(
            "validate", _model, _cohort, "--event", "status", "-o", _folder.PathOf("v.json"));
        Assert.Equal(0, code);
        Assert.Contains("research use", error, StringComparison.Ordinal);
        Assert.Contains("0.73 (0.67 to 0.79)", output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(_folder.PathOf("v.json"), TestContext.Current.CancellationToken));
        var root = json.RootElement;
        Assert.Equal(68, root.GetProperty("patients").GetInt32());
        Assert.Equal(62, root.GetProperty("events").GetInt32());
        Near(root.GetProperty("harrell_c"), 0.730603448276, 0.670821260511, 0.790385636040);
        Near(root.GetProperty("calibration_slope"), 1.057731378915, 0.641160067367, 1.474302690463);
        var at = root.GetProperty("times").EnumerateArray().Single(t => t.GetProperty("time").GetDouble() == 120);
        Assert.Equal(0.947031288806, at.GetProperty("observed_over_expected_risk").GetProperty("estimate").GetDouble(), 1e-9);
    }

    // As a study does: what is left out is counted, and what remains gives the numbers of a file without these patients.
    [Fact]
    public async Task Patients_without_a_predictor_are_left_out_and_counted()
    {
        var lines = File.ReadAllLines(_cohort);
        var karno = lines[0].Split(',').ToList().FindIndex(h => h.Trim('"') == "karno");
        var (with, without) = (new List<string>(), new List<string>());
        for (var i = 0; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (i is 3 or 20)
                cells[karno] = "";
            else
                without.Add(lines[i]);
            with.Add(string.Join(',', cells));
        }
        File.WriteAllLines(_folder.PathOf("with.csv"), with);
        File.WriteAllLines(_folder.PathOf("without.csv"), without);
        var (code, output, error) = await Tool.RunAsync("validate", _model, _folder.PathOf("with.csv"), "--event", "status");
        Assert.True(code == 0, error);
        Assert.Contains("2 of 68 patients lack a value that the model needs and were left out (karno).", error, StringComparison.Ordinal);
        Assert.Equal((await Tool.RunAsync("validate", _model, _folder.PathOf("without.csv"), "--event", "status")).Output, output);
    }

    [Fact]
    public async Task A_patient_is_named_by_his_id()
    {
        var lines = File.ReadAllLines(_cohort);
        var karno = lines[0].Split(',').ToList().FindIndex(h => h.Trim('"') == "karno");
        File.WriteAllLines(_folder.PathOf("named.csv"), lines.Select((l, i) =>
        {
            var cells = l.Split(',');
            cells[karno] = i == 3 ? "inf" : cells[karno];
            return $"{(i == 0 ? "Patient ID" : $"KO-{i:000}")},{string.Join(',', cells)}";
        }));
        var (code, _, error) = await Tool.RunAsync(
            "validate", _model, _folder.PathOf("named.csv"), "--event", "status", "--id", "Patient ID");
        Assert.Equal(1, code);
        Assert.Contains("('KO-003')", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Parquet_file_is_read_as_the_CSV_of_its_rows()
    {
        var parquet = _folder.PathOf("even.parquet");
        await WriteParquet(SurvivalTable.ReadCsv(_cohort), parquet);
        Assert.Equal(
            (await Tool.RunAsync("validate", _model, _cohort, "--event", "status")).Output,
            (await Tool.RunAsync("validate", _model, parquet, "--event", "status")).Output);
        Assert.NotEmpty((await Tool.RunAsync("predict", "--model", _model, "--patients", _cohort)).Output);
        Assert.Equal(
            (await Tool.RunAsync("predict", "--model", _model, "--patients", _cohort)).Output,
            (await Tool.RunAsync("predict", "--model", _model, "--patients", parquet)).Output);
    }

    [Fact]
    public async Task The_page_has_the_tables_and_a_plot_a_time()
    {
        Assert.Equal(0, (await Tool.RunAsync("validate", _model, _cohort, "--event", "status", "-o", _folder.PathOf("v.html"))).Code);
        var page = await File.ReadAllTextAsync(_folder.PathOf("v.html"), TestContext.Current.CancellationToken);
        foreach (var said in new[] { "External validation: Veterans", "Calibration slope", "1.06 (0.64 to 1.47)", "(c) 180 days", "death" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    // A model of one of several causes is told apart from the chance that it happens by its caveats alone.
    [Theory]
    [InlineData(".json")]
    [InlineData(".csv")]
    [InlineData(".html")]
    public async Task What_the_model_is_not_good_for_is_told_wherever_it_speaks(string ending)
    {
        const string Caveat = "Chances are those of relapse if nothing competed, and its risks are above the cumulative incidence.";
        var (warned, file) = (_folder.PathOf("warned.json"), _folder.PathOf("out" + ending));
        var text = File.ReadAllText(_model);
        File.WriteAllText(warned, text.Replace("\"caveats\": []", $"\"caveats\": [\"{Caveat}\"]", StringComparison.Ordinal));
        var (code, _, error) = await Tool.RunAsync("validate", warned, _cohort, "--event", "status", "-o", file);
        Assert.Equal(0, code);
        Assert.Contains("caveat: " + Caveat, error, StringComparison.Ordinal);
        Assert.Contains(Caveat, File.ReadAllText(file), StringComparison.Ordinal);
        if (ending == ".html")
            return;
        (code, _, error) = await Tool.RunAsync("predict", "--model", warned, "--patients", _cohort, "-o", file);
        Assert.True(code == 0, error);
        Assert.Contains("caveat: " + Caveat, error, StringComparison.Ordinal);
        Assert.Contains(Caveat, File.ReadAllText(file), StringComparison.Ordinal);
    }

    // As curl -s or wget -q: what the tool says of its work goes, what it found stays where it was.
    [Fact]
    public async Task Quiet_is_about_standard_error_alone()
    {
        string[][] lines =
        [
            ["validate", _model, _cohort, "--event", "status"],
            ["validate", _model, _cohort, "--event", "status", "-o", _folder.PathOf("q.csv")],
            ["predict", "--model", _model, "--patients", _cohort],
        ];
        foreach (var line in lines)
        {
            var (loud, quiet) = (await Tool.RunAsync(line), await Tool.RunAsync([.. line, "--quiet"]));
            Assert.Equal(loud.Code, quiet.Code);
            Assert.Equal(loud.Output, quiet.Output);
            Assert.Empty(quiet.Error);
        }
    }

    [Theory]
    [InlineData("of the times asked for 9999 cannot be told. Leave out what is not reached (--at).", "validate", "MODEL", "COHORT",
        "--event", "status", "--at", "60,9999")]
    [InlineData("Name the right one by --time. There are:", "validate", "MODEL", "COHORT", "--time", "Jahre")]
    [InlineData("there is no such file", "validate", "nowhere.json", "COHORT")]
    [InlineData("is no prognostic model", "validate", "COHORT", "COHORT")]
    [InlineData(".html, .json or .csv", "validate", "MODEL", "COHORT", "-o", "page.pdf")]
    [InlineData("no column 'event'", "validate", "MODEL", "COHORT")]
    [InlineData("Create it first", "validate", "MODEL", "COHORT", "-o", "no-such-folder/v.html")]
    public async Task Refusals_say_what_to_do(string said, params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync([.. arguments.Select(a => a == "MODEL" ? _model : a == "COHORT" ? _cohort : a)]);
        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private static async Task WriteParquet(SurvivalTable table, string path)
    {
        Field[] fields = [.. table.ColumnNames.Select(
            Field (n) => table.IsNumeric(n) ? new DataField<double>(n) : new DataField<string>(n))];
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream);
        using var group = writer.CreateRowGroup();
        foreach (var field in fields)
        {
            if (table.IsNumeric(field.Name))
                await group.WriteAsync<double>((DataField)field, table.Numbers(field.Name).ToArray());
            else
                await group.WriteAsync((DataField)field, [.. table.Texts(field.Name)]);
        }
    }

    private static void Near(JsonElement interval, double estimate, double lower, double upper)
    {
        Assert.Equal(estimate, interval.GetProperty("estimate").GetDouble(), 1e-8);
        Assert.Equal(lower, interval.GetProperty("lower").GetDouble(), 1e-7);
        Assert.Equal(upper, interval.GetProperty("upper").GetDouble(), 1e-7);
    }
}

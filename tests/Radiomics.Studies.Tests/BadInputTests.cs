using Radiomics.Tests.Cli;
using Survival.Models.Persistence;
using Survival.Models.Prognosis;

namespace Radiomics.Studies.Tests;

/// <summary>Files and options that no study can be made of: one message that names the file, the column, the row and what to do.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly SmallCohort _cohort = new();

    public void Dispose() => _cohort.Dispose();

    private void Refused(params string[] texts) => RefusedOf(() => _cohort.Run(), texts);

    private static void RefusedOf(Action run, params string[] texts)
    {
        var message = Assert.Throws<StudyInputException>(run).Message;
        Assert.All(texts, text => Assert.Contains(text, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("time", "abc", "cohort.csv", "'time'", "line 5", "'abc'")]
    [InlineData("time", "-1", "cohort.csv", "'time'", "line 5", "-1")]
    [InlineData("event", "2", "cohort.csv", "'event'", "line 5", "'2'")]
    [InlineData("set", "?", "cohort.csv", "'set'", "line 5", "train or validation")]
    [InlineData("foldid", "x", "cohort.csv", "'foldid'", "line 5", "'x'")]
    [InlineData("id", "", "cohort.csv", "line 5", "'id'")]
    public void A_clinical_cell_is_named(string column, string cell, params string[] texts)
    {
        _cohort.Set(column, (i, row) => i == 3 ? cell : _cohort.Cell(row, column));
        Refused(texts);
    }

    [Fact]
    public void A_feature_cell_is_named()
    {
        _cohort.Features[7][4] = "oops";
        Refused("features.csv", _cohort.Features[0][4], "line 8", "'oops'");
        _cohort.Features[7][4] = "Infinity";
        Refused("features.csv", _cohort.Features[0][4], "line 8", "infinite");
    }

    [Fact]
    public void A_patient_twice_is_named()
    {
        var first = _cohort.Clinical[1][0];
        _cohort.Set("id", (i, row) => i == 3 ? first : row[0]);
        Refused("cohort.csv", first, "row 1 (line 2) and row 4 (line 5)");
    }

    [Fact]
    public void Files_of_other_patients_name_one_of_each()
    {
        _cohort.Set("id", (_, row) => "X" + row[0]);
        Refused("X" + _cohort.Features[1][0], _cohort.Features[1][0], "same ids");
    }

    [Fact]
    public void Ids_that_a_spreadsheet_changed_are_refused_not_lost()
    {
        var id = _cohort.Features[1][0];
        _cohort.Features[1][0] = "00" + id;
        Refused("zeros in front", $"'{id}'", $"'00{id}'", "1 of 137");
    }

    [Fact]
    public void A_feature_that_one_patient_misses_names_the_patient()
    {
        _cohort.Features[7][4] = "";
        var note = Assert.Single(_cohort.Read().Notes, n => n.Message.Contains("missing in some patient", StringComparison.Ordinal));
        Assert.Contains($"{_cohort.Features[7][0]} (1)", note.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_json_is_not_quoted()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.json", "trt,celltype\nMiller,adeno\n");
        var message = Assert.Throws<ModelFileException>(() => PrognosticModel.Load(path)).ToString();
        Assert.DoesNotContain("Miller", message, StringComparison.Ordinal);
        Assert.Contains("line 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_lists_those_that_are() =>
        RefusedOf(() => _cohort.Run(new StudyColumns { Time = "tyme" }), "'tyme'", "time");

    [Fact]
    public void Folds_that_cannot_be_used_say_what_to_do()
    {
        _cohort.Set("foldid", (_, _) => "1");
        Refused("1 fold;", "Leave the fold column out");
        _cohort.Set("foldid", (i, row) => _cohort.Cell(row, "event") == "0" ? "4" : $"{(i % 3) + 1}");
        Refused("Fold 4 has no event");
    }

    [Fact]
    public void Nobody_with_an_event_is_refused()
    {
        _cohort.Set("event", (_, _) => "0");
        Refused("0 events");
    }

    [Fact]
    public void Horizons_beyond_the_follow_up_are_refused() =>
        RefusedOf(() => _cohort.Run(options: HccSbrtProtocol.Value with { Horizons = [5000] }), "5000", "unit of the follow-up");

    [Fact]
    public void An_unknown_factor_lists_the_columns() =>
        RefusedOf(
            () => _cohort.Run(options: HccSbrtProtocol.Value with { Factors = ["nope"], ScreenOtherColumns = null }),
            "'nope'",
            "size_gt5"
        );

    [Fact]
    public void A_second_reader_of_other_patients_is_refused()
    {
        foreach (var row in _cohort.Second.Skip(1))
            row[0] = "X" + row[0];
        RefusedOf(() => _cohort.Run(second: true), "features_reader2.csv", "shares 0 patients");
    }

    [Fact]
    public void An_option_outside_its_range_is_named()
    {
        Assert.Contains(
            "alpha",
            Assert.Throws<StudyProtocolException>(() => _cohort.Run(options: HccSbrtProtocol.Value with { Alpha = 0 })).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ascending",
            Assert.Throws<StudyProtocolException>(() => _cohort.Run(options: HccSbrtProtocol.Value with { Horizons = [6, 3] })).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<StudyProtocolException>(() => _cohort.Run(options: HccSbrtProtocol.Value with { MinimumGroupShare = 0.6 }));
        Assert.Throws<StudyProtocolException>(() => _cohort.Run(options: HccSbrtProtocol.Value with { DecisionThresholds = [1] }));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("{\"format\":\"Survival.Models.PrognosticModel\",\"version\":9}")]
    [InlineData("{\"format\":\"Survival.Models.PrognosticModel\",\"version\":1}")]
    public void A_file_that_is_no_model_is_refused_by_name(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "model.json",
            Assert.Throws<ModelFileException>(() => PrognosticModel.Load(folder.Write("model.json", text))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_command_refuses_with_1_and_wrong_usage_with_2()
    {
        var (features, clinical) = (_cohort.WriteFeatures(), _cohort.WriteClinical());
        var output = _cohort.PathOf("out");
        Assert.Equal(1, (await Tool.RunAsync("study", "--features", features + "x", "--clinical", clinical, "-o", output)).Code);
        var (code, text, error) = await Tool.RunAsync(
            "study",
            "--features",
            features,
            "--clinical",
            clinical,
            "--time",
            "tyme",
            "-o",
            output
        );
        Assert.Equal((1, ""), (code, text));
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(output));
        Assert.Equal(2, (await Tool.RunAsync("study", "--features", features)).Code);
        Assert.Equal(
            2,
            (await Tool.RunAsync("study", "--features", features, "--clinical", clinical, "-o", output, "--horizons", "6,3")).Code
        );
    }

    [Fact]
    public async Task With_json_the_summary_is_all_that_stands_on_standard_output()
    {
        var (code, output, _) = await Tool.RunAsync(
            "study",
            "--features",
            _cohort.WriteFeatures(),
            "--clinical",
            _cohort.WriteClinical(),
            "--split",
            "set",
            "--bootstraps",
            "0",
            "--json",
            "-o",
            _cohort.PathOf("out")
        );
        Assert.Equal(0, code);
        using var summary = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal(95, summary.RootElement.GetProperty("patients").GetProperty("train").GetProperty("n").GetInt32());
    }

    [Fact]
    public void A_cancelled_study_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Study.Run(_cohort.Read(), cancellationToken: source.Token));
    }
}

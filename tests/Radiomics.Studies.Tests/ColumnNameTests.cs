using Radiomics.Tests.Cli;

namespace Radiomics.Studies.Tests;

/// <summary>Columns are meant by their names, whatever stands in these; a name that is no column is refused, with the nearest.</summary>
public sealed class ColumnNameTests : IDisposable
{
    private readonly SmallCohort _cohort = new();

    public ColumnNameTests() => _cohort.Keep("id", "set", "foldid", "time", "event", "male");

    public void Dispose() => _cohort.Dispose();

    private static ProtocolSetting Setting(string key) => StudyProtocol.Settings.Single(s => s.Key == key);

    private string Refusal(StudyProtocol protocol) => Assert.Throws<StudyInputException>(() => _cohort.Run(options: protocol)).Message;

    [Fact]
    public void A_sign_of_equality_may_stand_in_a_columns_name_and_in_its_label()
    {
        _cohort.Set("ECOG >= 2", (i, _) => i % 2 == 0 ? "yes" : "no");
        var input = _cohort.Read();
        var protocol = Setting("factor_references").SetFor(StudyProtocol.Default, "ECOG >= 2=yes; male = 1", input);
        protocol = Setting("factor_labels").SetFor(protocol, "male=Sex (M = 1)", input);
        Assert.Equal(("yes", "1", "Sex (M = 1)"),
            (protocol.FactorOf("ECOG >= 2").Reference, protocol.FactorOf("male").Reference, protocol.FactorOf("male").Label));
        Assert.Equal(2, protocol.Factors.Count);
    }

    [Theory]
    [InlineData("factor_references", "mlae=1")]
    [InlineData("factor_labels", "mlae=Sex")]
    [InlineData("factor_units", "mlae=years")]
    public void A_detail_of_no_column_is_refused(string key, string text)
    {
        var refusal = Assert.Throws<StudyProtocolException>(() => Setting(key).SetFor(StudyProtocol.Default, text, _cohort.Read()));
        Assert.Contains("'mlae' of", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'male'?", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'male'?", Refusal(Setting(key).Set(StudyProtocol.Default, text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_to_ignore_that_is_not_there_is_refused()
    {
        var refusal = Assert.Throws<StudyInputException>(() => _cohort.Read(new StudyColumns { Ignored = ["mlae"] })).Message;
        Assert.Contains("Did you mean 'male'?", refusal, StringComparison.Ordinal);
        Assert.Empty(_cohort.Read(new StudyColumns { Ignored = ["Male"] }).FactorColumns);
    }

    [Fact]
    public void A_name_with_a_comma_stands_in_quotes_in_a_list()
    {
        var named = Setting("factors").Set(StudyProtocol.Default, "\"Smoking, \"\"packs\"\"\",male");
        Assert.Equal(["Smoking, \"packs\"", "male"], named.Factors.Select(f => f.Name));
        Assert.Equal(named.Factors, Setting("factors").Set(StudyProtocol.Default, Setting("factors").ValueIn(named)).Factors);
        var ignoring = StudyProtocol.Default with { Columns = new StudyColumns { Ignored = ["Smoking, packs", "b"] } };
        var back = StudyProtocol.Parse(ignoring.ToYaml().Replace("title: \"\"", "title: x", StringComparison.Ordinal));
        Assert.Equal(["Smoking, packs", "b"], back.Columns.Ignored);
        _cohort.Clinical[0][5] = "\"Smoking, packs\"";
        Assert.Contains("\"Smoking, packs\"", Refusal(StudyProtocol.Default with { Factors = ["nope"] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_take_the_names_that_the_files_have()
    {
        _cohort.Set("ECOG >= 2", (i, _) => i % 2 == 0 ? "yes" : "no");
        string[] call =
        [
            "study", "--features", _cohort.WriteFeatures(), "--clinical", _cohort.WriteClinical(), "-o", _cohort.PathOf("out"), "--split",
            "set", "--folds", "foldid", "--bootstraps", "0", "--pipeline-bootstraps", "0", "--no-report", "--factor-references",
        ];
        var (code, _, error) = await Tool.RunAsync([.. call, "mlae=1"]);
        Assert.Equal(1, code);
        Assert.Contains("--factor-references: 'mlae' of 'mlae=1' is no column. Did you mean 'male'?", error, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.RunAsync([.. call, "ECOG >= 2=yes;male=1"])).Code);
        var protocol = StudyProtocol.Read(_cohort.PathOf("out") + "/protocol.yaml");
        Assert.Equal(("yes", "1"), (protocol.FactorOf("ECOG >= 2").Reference, protocol.FactorOf("male").Reference));
    }
}

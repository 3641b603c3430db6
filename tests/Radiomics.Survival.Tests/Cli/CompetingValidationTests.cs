using System.Text.Json;
using Reference;
using Survival.Models;
using Survival.Models.Prognosis;
using Survival.Models.Validation;

namespace Radiomics.Tests.Cli;

/// <summary>A cause-specific model where another cause competes: R's veteran data, of which every third row with an event died of another
/// cause; expected values by <c>validate-competing.R</c> beside.</summary>
public sealed class CompetingValidationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _cohort;

    public CompetingValidationTests()
    {
        string[] lines = [.. File.ReadLines(Path.Combine(SharedData.Repository, "docs", "samples", "data", "veteran.csv"))
            .Where(l => l.Length > 0)];
        var status = Array.IndexOf(lines[0].Split(','), "status");
        string How(string line, int row) => line.Split(',')[status] == "0" ? "alive" : row % 3 == 0 ? "other" : "cancer";
        string Part(int first, string name)
        {
            File.WriteAllLines(_folder.PathOf(name), lines.Skip(1).Select((l, i) => $"{l},{How(l, i + 1)}").Where(
                (_, i) => i % 2 == first).Prepend(lines[0] + ",how"));
            return _folder.PathOf(name);
        }
        var odd = Read(Part(0, "odd.csv"));
        (_model, _cohort) = (_folder.PathOf("model.json"), Part(1, "even.csv"));
        var words = new ModelDescription { Endpoint = Endpoint.Death("days"), Title = "Veterans" };
        PrognosticModel.From(odd, ["karno", "age"], [60, 120, 180], words).Save(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Areas_scores_and_observed_risk_are_those_of_the_incidence()
    {
        var file = _folder.PathOf("v.json");
        var (code, output, error) = await Validate("--event-value", "cancer", "--competing-value", "other", "-o", file);
        Assert.True(code == 0, error);
        Assert.Contains("21 patients had a competing event", error, StringComparison.Ordinal);
        Assert.Contains("Observed incidence", output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var root = json.RootElement;
        Assert.Equal(68, root.GetProperty("patients").GetInt32());
        Assert.Equal(41, root.GetProperty("events").GetInt32());
        Assert.Equal(21, root.GetProperty("competing_events").GetInt32());
        Assert.Equal(0.706018518519, root.GetProperty("harrell_c").GetProperty("estimate").GetDouble(), 1e-9);
        double[][] expected =
        [
            [60, 0.751780979516, 0.632770882805, 0.870791076227, 0.179365529838, 0.138227811166, 0.220503248510, 0.141235393193,
                0.905801990445, 0.624956147762, 1.312855708089],
            [120, 0.668084260173, 0.536373338376, 0.799795181971, 0.261534475575, 0.214241863433, 0.308827087717, -0.0933983806226,
                0.688571362029, 0.507804534413, 0.933687055698],
            [180, 0.568806470379, 0.425651330238, 0.711961610520, 0.31031598682, 0.243838328677, 0.376793644962, -0.242780973034,
                0.688167644839, 0.530839618223, 0.892123894197],
        ];
        JsonElement[] times = [.. root.GetProperty("times").EnumerateArray()];
        Assert.Equal(expected.Length, times.Length);
        foreach (var (e, t) in expected.Zip(times))
        {
            var ratio = t.GetProperty("observed_over_expected_risk");
            double[] Three(string name) =>
                [.. new[] { "estimate", "lower", "upper" }.Select(p => t.GetProperty(name).GetProperty(p).GetDouble())];
            double[] told =
            [
                t.GetProperty("time").GetDouble(), .. Three("auc"), .. Three("brier"), t.GetProperty("ipa").GetDouble(),
                ratio.GetProperty("estimate").GetDouble(), ratio.GetProperty("lower").GetDouble(), ratio.GetProperty("upper").GetDouble(),
            ];
            Assert.All(e.Zip(told), p => Assert.Equal(p.First, p.Second, 1e-8));
            Assert.False(t.TryGetProperty("ici", out _));
        }
    }

    // Counted in R: 20, 26 and 31 cases, 47, 37 and 32 controls.
    [Fact]
    public void Patients_whom_a_competing_event_took_are_controls()
    {
        var options = new ExternalValidationOptions { CompetingValues = ["other"] };
        var v = ExternalValidation.Estimate(PrognosticModel.Load(_model), Read(_cohort), options);
        Assert.Equal([(20, 47), (26, 37), (31, 32)], v.Horizons.Select(h => (h.Auc.Cases, h.Auc.Controls)));
        Assert.All(v.Horizons, h => Assert.Equal(68, h.Auc.Cases + h.Auc.Controls + h.Auc.Undetermined));
        Assert.All(v.Horizons, h => Assert.Equal(68, h.Groups!.Groups.Sum(g => g.Count)));
        var of = options with { CompetingValues = ["cancer"] };
        var refused = Assert.Throws<ArgumentException>(() => ExternalValidation.Estimate(v.Model, Read(_cohort), of));
        Assert.Contains("'cancer' of 'how' is the cohort's event", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_calls_nothing_Kaplan_and_Meier()
    {
        var file = _folder.PathOf("v.html");
        Assert.Equal(0, (await Validate("--event-value", "cancer", "--competing-value", "other", "-o", file)).Code);
        var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("Calibration in groups of predicted risk", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Kaplan", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name the event's value too", "--competing-value", "other")]
    [InlineData("no patient has the competing value 'relapse'", "--event-value", "cancer", "--competing-value", "relapse")]
    [InlineData("'cancer' is named by --event-value and by --competing-value", "--event-value", "cancer", "--competing-value", "cancer")]
    [InlineData("--competing-value", "--event-value", "cancer")]
    public async Task Refusals_say_what_to_do(string said, params string[] flags)
    {
        var (code, output, error) = await Validate(flags);
        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private static Cohort Read(string path) => Cohort.FromTable(
        SurvivalTable.ReadCsv(path), new CohortColumns("time", "how") { EventValues = ["cancer"], CensoredValues = ["alive", "other"] });

    private Task<(int Code, string Output, string Error)> Validate(params string[] flags) =>
        Tool.RunAsync(["validate", _model, _cohort, "--event", "how", .. flags]);
}

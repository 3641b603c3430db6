using Radiomics.Reporting.Drawing;
using Radiomics.Reporting.Figures;
using Reference;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Reporting.Tests.Figures;

public sealed class NomogramWordsTests
{
    [Theory]
    [InlineData("days", "90-day overall survival")]
    [InlineData("", "Overall survival at 90")]
    public void The_axes_of_survival_are_told_in_words(string unit, string expected)
    {
        var cohort = Cohort.ReadCsv(
            Path.Combine(SharedData.Repository, "docs", "samples", "data", "veteran.csv"), time: "time", @event: "status");
        var nomogram = PrognosticModel.From(
            cohort, ["karno", "age"], [90], new ModelDescription { Endpoint = Endpoint.Death(unit) }).Nomogram!;
        var words = string.Join('\n', NomogramFigure.Draw(nomogram).Shapes.OfType<TextShape>().Select(t => t.Text));
        Assert.Contains(expected, words, StringComparison.Ordinal);
        Assert.DoesNotContain("surv_t", words, StringComparison.Ordinal);
        // As text too, with as many decimals of every point.
        string[] lines = nomogram.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Contains(lines, l => l.StartsWith($"overall survival at {$"90 {unit}".Trim()} ", StringComparison.Ordinal));
        Assert.All(lines.Where(l => !l.EndsWith("oints", StringComparison.Ordinal)), l => Assert.Matches(@"\d\.\d$", l));
    }

    // A protocol that compares the levels 0 and 1 by name has them as names in Table 2; the nomogram says the same.
    [Theory]
    [InlineData(true, "0", "1", "yes")]
    [InlineData(false, "no", "yes", "1")]
    public void Levels_of_0_and_1_answer_yes_or_no_unless_they_are_names(bool named, string first, string second, string not)
    {
        CoxNomogram nomogram;
        var file = Path.GetTempFileName();
        try
        {
            var lines = File.ReadAllLines(Path.Combine(SharedData.Repository, "docs", "samples", "data", "veteran.csv"));
            File.WriteAllLines(file, lines.Select((l, i) => l + (i == 0 ? ",flag" : i % 2 == 0 ? ",0" : ",1")));
            nomogram = PrognosticModel.From(Cohort.ReadCsv(file, time: "time", @event: "status"), ["karno", "flag"], [90],
                new ModelDescription { Endpoint = Endpoint.Death("days") }).Nomogram!;
        }
        finally
        {
            File.Delete(file);
        }
        var flag = nomogram.Axes.Single(a => a.Name == "flag");
        Assert.Equal(["0", "1"], flag.Ticks.Select(t => t.Label).Order(StringComparer.Ordinal));
        string[] texts = [.. NomogramFigure.Draw(nomogram, n => n, "t", null, n => named && n == "flag").Shapes.OfType<TextShape>()
            .Select(t => t.Text)];
        var at = Array.IndexOf(texts, "flag");
        Assert.Equal([first, second], new[] { texts[at + 1], texts[at + 2] }.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(not, texts[(at + 1)..(at + 3)]);
    }
}

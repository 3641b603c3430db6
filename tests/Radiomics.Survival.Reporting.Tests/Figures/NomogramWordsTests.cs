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
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Radiomics.Reporting.Figures;
using Survival.Models.CompetingRisks;

namespace Radiomics.Reporting.Tests.Figures;

/// <summary>Ten patients worked by hand: group 0 has cause 1 at 2 and 6, cause 2 at 4, censorings at 5 and 8; group 1 the other way
/// round with a censoring at 1.</summary>
public sealed partial class CompetingRisksFigureTests
{
    private static readonly int[] Group = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];

    private static readonly CompetingRisksData Data = CompetingRisksData.Create(
        [2, 4, 5, 6, 8, 1, 3, 5, 7, 9], [1, 2, 0, 1, 0, 0, 2, 1, 2, 0]);

    [Fact]
    public void Curves_limits_numbers_at_risk_and_the_test_are_drawn()
    {
        var curves = CumulativeIncidence.EstimateByGroup(Data, Group, 1);
        var gray = GrayTest.Test(Data, Group, 1);
        var figure = CompetingRisksFigure.Draw(
            [new("Progression", [("low", curves[0]), ("high", curves[1])], gray)], "months",
            options: KaplanMeierFigureOptions.Default with { End = 8, Breaks = [0, 4, 8] });
        var svg = figure.ToSvg();
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        string[] texts = [.. XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        var start = Array.IndexOf(texts, "Number at risk");
        // At 0 all five; at 4 those whose follow-up does not end before: 4, 5, 6, 8 of one, 5, 7, 9 of the other; at 8 one each.
        Assert.Equal(["Number at risk", "low", "5", "4", "1", "high", "5", "3", "1"], texts[start..(start + 9)]);
        Assert.Contains("low: n\u00a0=\u00a05", texts);
        Assert.Contains(texts, t => t.StartsWith("Gray's test", StringComparison.Ordinal)
            && t.Contains(Math.Round(gray.PValue, 2).ToString("0.00", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        // Two bands.
        Assert.Equal(2, Areas(svg).Length);
    }

    [Fact]
    public void Stacked_causes_end_at_the_chance_of_any()
    {
        // Group 0: S = 4/5, 3/5 (of 3 left after 4: 5, 6, 8), at 6 one of 2: F1 = 1/5 + 3/5 / 2 = 1/2, F2 = 1/5.
        var rows = Data.Select([0, 1, 2, 3, 4]);
        var (one, two) = (CumulativeIncidence.ForCause(rows, 1), CumulativeIncidence.ForCause(rows, 2));
        Assert.Equal(0.5, one.Estimate[^1], 1e-15);
        Assert.Equal(0.2, two.Estimate[^1], 1e-15);
        Assert.Equal((5, 8.0), (one.RowCount, one.LastTime));
        Assert.Equal([5, 5, 3, 1, 0], new double[] { 0, 2, 4.5, 8, 9 }.Select(one.AtRiskAt));
        var figure = CompetingRisksFigure.DrawStacked([new("low", [("relapse", one), ("death", two)])], "months",
            options: KaplanMeierFigureOptions.Default with { End = 8 });
        var areas = Areas(figure.ToSvg());
        Assert.Equal(2, areas.Length);
        // Upright places fall as values rise: the areas' tops stand at 0.5 and 0.7 of the way from 0.
        var zero = areas[0].Max();
        Assert.Equal(0.7 / 0.5, (zero - areas[1].Min()) / (zero - areas[0].Min()), 1e-2);
    }

    [Fact]
    public void Curves_of_different_patients_are_not_stacked()
    {
        var curves = CumulativeIncidence.EstimateByGroup(Data, Group, 1);
        Assert.Contains("different patients", Assert.Throws<ArgumentException>(() => CompetingRisksFigure.DrawStacked(
            [new("x", [("a", curves[0]), ("b", curves[1])])])).Message, StringComparison.Ordinal);
    }

    // The upright places of the points of what is filled and seen through.
    private static double[][] Areas(string svg) =>
    [
        .. XDocument.Parse(svg).Descendants().Where(e => e.Name.LocalName == "path" && e.Attribute("opacity") is not null)
            .Select(e => Upright().Matches(e.Attribute("d")!.Value)
                .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToArray()),
    ];

    // M and L have both places, V the upright one.
    [GeneratedRegex(@"(?:[ML]-?[\d.]+ |V)(-?[\d.]+)")]
    private static partial Regex Upright();
}

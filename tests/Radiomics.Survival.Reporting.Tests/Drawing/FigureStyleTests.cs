using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

public sealed class FigureStyleTests
{
    // The second panel lacks 6, so its 12 must not take 6's colour and line.
    [Fact]
    public void A_series_looks_alike_in_all_panels_though_one_lacks_another()
    {
        var panels = FigureStyle.Default.OfPanels<int>([[6, 12, 18], [12, 18], [24]]);
        Assert.Equal(panels[0].Colour(1), panels[1].Colour(0));
        Assert.Equal(panels[0].Dash(1), panels[1].Dash(0));
        Assert.Equal(panels[0].Colour(2), panels[1].Colour(1));
        Assert.DoesNotContain(panels[2].Colour(0), Enumerable.Range(0, 3).Select(panels[0].Colour));
        // Two series of one name are still told apart.
        var twice = FigureStyle.Default.OfPanels<string>([["a", "a"]])[0];
        Assert.NotEqual(twice.Colour(0), twice.Colour(1));
    }

    // In grey the colours are alike: neighbours differ by their kind of line, and four kinds of each colour come before one comes again.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Series_differ_in_grey_and_none_comes_twice(int colours)
    {
        var style = new FigureStyle { Palette = [.. Enumerable.Range(0, colours).Select(k => $"#0000{k:x2}")] };
        string Kind(int k) => style.Dash(k) is { } dash ? string.Join(',', dash) : "whole";
        for (var k = 1; k < 4; k++)
            Assert.NotEqual(Kind(k - 1), Kind(k));
        Assert.Equal(4 * colours, Enumerable.Range(0, 4 * colours).Select(k => (style.Colour(k), Kind(k))).Distinct().Count());
    }
}

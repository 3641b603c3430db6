using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

public sealed class FigureStyleTests
{
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

using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

public sealed class TrueTypeFontTests
{
    // Liberation Sans has the widths of Helvetica, whose metrics (Adobe's AFM, in thousandths) are these.
    [Theory]
    [InlineData(' ', 278, 278)]
    [InlineData('A', 667, 722)]
    [InlineData('a', 556, 556)]
    [InlineData('i', 222, 278)]
    [InlineData('m', 833, 889)]
    [InlineData('0', 556, 556)]
    [InlineData('%', 889, 889)]
    public void Widths_are_Helveticas(char letter, int regular, int bold)
    {
        Assert.Equal(regular / 1000.0, TrueTypeFont.Regular.Width(letter.ToString()), 0.001);
        Assert.Equal(bold / 1000.0, TrueTypeFont.Bold.Width(letter.ToString()), 0.001);
    }

    [Theory]
    [InlineData("λ≥≤±×–µéÄ")]
    public void Letters_that_figures_use_are_there(string letters)
    {
        foreach (var letter in letters)
            Assert.True(TrueTypeFont.Regular.Glyph(letter) > 0 && TrueTypeFont.Bold.Glyph(letter) > 0, $"The font has no '{letter}'.");
    }

    [Fact]
    public void A_hyphen_is_a_rectangle_and_an_o_has_a_hole()
    {
        Assert.Single(TrueTypeFont.Regular.Outline(TrueTypeFont.Regular.Glyph('-')));
        Assert.Equal(2, TrueTypeFont.Regular.Outline(TrueTypeFont.Regular.Glyph('o')).Length);
        Assert.Equal(3, TrueTypeFont.Regular.Outline(TrueTypeFont.Regular.Glyph('Ä')).Length - 1);
        Assert.Empty(TrueTypeFont.Regular.Outline(TrueTypeFont.Regular.Glyph(' ')));
    }
}

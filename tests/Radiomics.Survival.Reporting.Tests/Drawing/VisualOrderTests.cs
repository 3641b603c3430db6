using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

/// <summary>Letters as they stand from left to right by the Unicode bidirectional algorithm in a line that runs to the right; Hebrew
/// letters are written by their numbers, for an editor would turn them as well.</summary>
public sealed class VisualOrderTests
{
    private const string Alef = "\u05D0", Bet = "\u05D1", Gimel = "\u05D2", Dalet = "\u05D3";

    [Theory]
    [InlineData("stage II vs I (95% CI)", "stage II vs I (95% CI)")]
    [InlineData($"{Alef}{Bet} vs {Gimel}{Dalet}", $"{Bet}{Alef} vs {Dalet}{Gimel}")]
    // A space between words of one direction goes with them (rule N1).
    [InlineData($"{Alef} {Bet} x", $"{Bet} {Alef} x")]
    // Digits keep their order (rule L2), their marks with them (rule W4).
    [InlineData($"{Alef} 12.5 {Bet}", $"{Bet} 12.5 {Alef}")]
    // Brackets in letters that run to the left are turned and mirrored (rules N0 and L4).
    [InlineData($"{Alef} ({Bet})", $"({Bet}) {Alef}")]
    // A pair with letters that run to the right in it runs with the line (rule N0).
    [InlineData($"{Alef} ({Bet} vs {Gimel})", $"{Alef} ({Bet} vs {Gimel})")]
    public void Letters_stand_as_in_a_browser(string text, string expected) => Assert.Equal(expected, VisualOrder.Of(text));

    // Six letters that the font lacks: boxes no wider than the six tenths of the size that each was measured.
    [Fact]
    public void Boxes_end_where_their_letters_were_measured_to_end()
    {
        var canvas = new Canvas(200, 40);
        const string Letters = "\u0627\u0644\u0623\u0648\u0644\u0649";
        canvas.Text(10, 25, Letters, size: 20);
        Assert.Equal(6 * 0.6 * 20, Canvas.TextWidth(Letters, 20), 1e-9);
        var (width, _, rgb) = Raster.Paint(canvas.ToFigure("test", ""), 1);
        var last = Enumerable.Range(0, rgb.Length / 3).Where(i => rgb[3 * i] < 200).Max(i => i % width);
        Assert.InRange(last, 10 + (5 * 0.6 * 20), 10 + (6 * 0.6 * 20));
    }
}

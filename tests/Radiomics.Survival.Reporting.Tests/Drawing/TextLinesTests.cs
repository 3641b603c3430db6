using Radiomics.Reporting.Drawing;

namespace Radiomics.Reporting.Tests.Drawing;

public sealed class TextLinesTests
{
    // The whole name needs more than its own width less the last letter, so it must break; where, is for a reader to understand.
    [Theory]
    [InlineData("wavelet-LLL_gldm_LargeDependenceLowGrayLevelEmphasis", "Emphasis")]
    [InlineData("wavelet-HLL_gldm_DependenceEntropy", "DependenceEntropy")]
    [InlineData("abcdefghijklmnop", "p")]
    public void A_name_breaks_after_a_sign_or_before_a_capital_and_else_where_it_must(string name, string last)
    {
        var width = Canvas.TextWidth(name[..^1], 11) + 0.01;
        var lines = TextLines.Wrap(name, width, 11);
        Assert.Equal([name[..^last.Length], last], lines);
        Assert.All(lines, l => Assert.True(Canvas.TextWidth(l, 11) <= width));
    }

    [Theory]
    [InlineData("Largest tumour > 5 cm", "Largest tumour > 5", "Largest tumour|> 5 cm")]
    [InlineData("Number of tumours > 3", "Number of tumours >", "Number of tumours|> 3")]
    [InlineData("Number of tumours > 3 (yes vs no)", "Number of tumours > 3", "Number of tumours > 3|(yes vs no)")]
    [InlineData("n > 3", "n >", "n|> 3")]
    [InlineData("n > 3 cm", "n > 3", "n > 3|cm")]
    public void A_sign_stays_with_its_number_and_that_with_its_unit_where_they_fit(string text, string room, string lines) =>
        Assert.Equal(lines, string.Join('|', TextLines.Wrap(text, Canvas.TextWidth(room, 11) + 0.01, 11)));
}

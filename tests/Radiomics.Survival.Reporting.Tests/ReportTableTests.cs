namespace Radiomics.Reporting.Tests;

public sealed class ReportTableTests
{
    private static readonly ReportTable Table = new("t", "T", ["a", "b"], [["x, y", "1.5"], ["say \"z\"", "n/a"], ["<b>", ""]]);

    [Fact]
    public void Csv_quotes_what_it_must() => Assert.Equal("a,b\n\"x, y\",1.5\n\"say \"\"z\"\"\",n/a\n<b>,\n", Table.ToCsv());

    [Fact]
    public void Html_escapes_and_sets_numbers_right()
    {
        var html = Table.ToHtml();
        Assert.Contains("<td>&lt;b&gt;</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">1.5</td>", html, StringComparison.Ordinal);
    }
}

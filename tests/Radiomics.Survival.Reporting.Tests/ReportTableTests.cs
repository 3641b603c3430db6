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
        Assert.Contains("<td class=\"s\">&lt;b&gt;</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"n\">1.5</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_and_LaTeX_escape_what_means_something_to_them()
    {
        var table = new ReportTable(
            "t",
            "A_1",
            ["Name", "HR"],
            [
                ["x|y & z", "1.50"],
                ["p < 0.05 %", "n/a"],
            ],
            "Note: 5 % _x_."
        );
        Assert.Equal(
            "**A\\_1**\n\n| Name | HR |\n| --- | ---: |\n| x\\|y & z | 1.50 |\n| p \\< 0.05 % | n/a |\n\nNote: 5 % \\_x\\_.\n",
            table.ToMarkdown()
        );
        Assert.Equal(
            "% needs \\usepackage{booktabs}\n"
                + "\\begin{table}\n\\caption{A\\_1}\n\\begin{tabular}{lr}\n\\toprule\n"
                + "Name & HR \\\\\n\\midrule\nx|y \\& z & 1.50 \\\\\np $<$ "
                + "0.05 \\% & n/a \\\\\n\\bottomrule\n\\end{tabular}\n\nNote: 5 \\% \\_x\\_.\n\\end{table}\n",
            table.ToLatex());
        // LaTeX writes "Table 1:" before a caption itself.
        Assert.Contains(
            "\\caption{Characteristics}", (table with { Title = "Table 1. Characteristics" }).ToLatex(), StringComparison.Ordinal);
    }
}

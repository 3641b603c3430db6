namespace Radiomics.Tests.Cli;

public sealed class CalculatorCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("calculator-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Writes_the_published_page_with_the_baselines_that_were_named()
    {
        var baseline = Write("clinic.csv", "months,survival\n0,1\n6,0.8\n12,0.6\n");
        var page = Path.Combine(_folder.FullName, "page.html");
        var (code, _, error) = await Tool.RunAsync("calculator", "--baseline", "reconstructed", "--baseline", baseline, "-o", page);
        Assert.True(code == 0, error);
        var html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("\"name\":\"clinic\"", html, StringComparison.Ordinal);
        Assert.Contains("\"name\":\"reconstructed from published summaries\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("months,survival\n6,0.8\n12,0.9\n", "The survival in row 2 is 0.9; survivals lie in (0, 1] and never rise")]
    [InlineData("months,survival\n6,high\n", "line 2")]
    [InlineData("time,survival\n6,0.8\n", "months and survival")]
    [InlineData("", "months and survival")]
    public async Task A_bad_baseline_is_refused(string text, string said)
    {
        var (code, _, error) = await Tool.RunAsync(
            "calculator",
            "--baseline",
            Write("b.csv", text),
            "-o",
            Path.Combine(_folder.FullName, "page.html")
        );
        Assert.Equal(1, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Contains("b.csv", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_and_no_model()
    {
        Assert.Equal(2, (await Tool.RunAsync("calculator")).Code);
        Assert.Equal(2, (await Tool.RunAsync("calculator", "--model", "m.json", "--baseline", "reconstructed", "-o", "p.html")).Code);
        Assert.Equal(1, (await Tool.RunAsync("calculator", "--model", Path.Combine(_folder.FullName, "none.json"), "-o", "p.html")).Code);
        Assert.Equal(
            1,
            (await Tool.RunAsync("calculator", "--model", Write("m.json", "{}"), "-o", Path.Combine(_folder.FullName, "p.html"))).Code
        );
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}

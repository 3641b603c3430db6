namespace Radiomics.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task Called_without_a_command_it_lists_them()
    {
        var (code, output, error) = await Tool.RunAsync();
        Assert.Equal((2, ""), (code, error));
        Assert.Equal((await Tool.RunAsync("--help")).Output, output);
    }

    [Fact]
    public async Task Every_command_is_listed_and_shows_an_example_that_begins_with_its_name()
    {
        var (code, root, _) = await Tool.RunAsync("--help");
        Assert.Equal(0, code);
        string[] commands =
        [
            .. root[root.IndexOf("Commands:", StringComparison.Ordinal)..]
                .Split('\n')
                .Skip(1)
                .Select(l => l.Trim().Split(' ')[0])
                .Where(n => n.Length > 0),
        ];
        Assert.True(commands.Length >= 5);
        foreach (var command in commands)
        {
            var (ended, help, error) = await Tool.RunAsync(command, "--help");
            Assert.Equal(0, ended);
            Assert.Empty(error);
            Assert.True(
                help.Contains("Example:", StringComparison.Ordinal) && help.Contains($"radiomics {command}", StringComparison.Ordinal),
                help
            );
        }
    }

    [Fact]
    public async Task A_flag_that_several_commands_have_is_called_the_same_in_each()
    {
        var (_, root, _) = await Tool.RunAsync("--help");
        var commands = root[root.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Select(l => l.Trim().Split(' ')[0]).Where(n => n.Length > 0);
        var (outputs, threads) = (0, 0);
        foreach (var command in commands)
        {
            var (_, help, _) = await Tool.RunAsync(command, "--help");
            bool Has(string flag) => System.Text.RegularExpressions.Regex.IsMatch(help, $@"(?<![\w-]){flag}(?![\w-])");
            outputs += Has("--output") ? 1 : 0;
            threads += Has("--jobs") ? 1 : 0;
            Assert.True(Has("--output") == Has("--out") && (!Has("--output") || Has("-o")), command);
            Assert.True(Has("--jobs") == Has("--parallel") && Has("--jobs") == Has("--threads"), command);
        }
        Assert.True(outputs >= 10 && threads >= 4);
    }

    [Theory]
    [InlineData("--clinical cohort.csv", "study", "cohort.csv")]
    [InlineData("--patients cohort.csv", "predict", "cohort.csv")]
    [InlineData("'radiomics study --clinical'", "calculator", "cohort.csv", "-o", "page.html")]
    [InlineData("'radiomics validate'", "info", "cohort.csv")]
    [InlineData("'radiomics validate'", "convert", "cohort.csv.gz", "a.nii")]
    public async Task A_table_of_patients_is_told_where_it_goes(string said, params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<image>", "extract")]
    [InlineData("<mask>", "extract", "a.nrrd")]
    [InlineData("<path>", "info")]
    [InlineData("<manifest>", "cohort")]
    [InlineData("--output", "cohort", "m.csv")]
    [InlineData("--output", "simulate")]
    public async Task What_is_missing_is_named(string said, params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_all_that_goes_to_standard_output()
    {
        using var small = new SmallCase();
        foreach (
            var arguments in new string[][]
            {
                ["extract", small.Image, small.Mask, "--json"],
                ["info", small.Image, "--json"],
                ["info", small.Mask, "--json"],
            }
        )
        {
            var (code, output, _) = await Tool.RunAsync(arguments);
            Assert.Equal(0, code);
            System.Text.Json.JsonDocument.Parse(output).Dispose();
        }
    }
}

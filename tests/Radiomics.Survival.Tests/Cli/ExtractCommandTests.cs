using System.Text.Json;

namespace Radiomics.Tests.Cli;

public sealed class ExtractCommandTests : IDisposable
{
    private readonly SmallCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task Writes_one_header_row_and_one_row_a_region()
    {
        var (code, _, error) = await Tool.RunAsync(
            "extract",
            _case.Image,
            _case.Mask,
            "--label",
            "1",
            "--label",
            "3",
            "-o",
            _case.PathOf("out.csv")
        );
        Assert.Equal(0, code);
        var lines = await File.ReadAllLinesAsync(_case.PathOf("out.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("Image,Mask,", lines[0], StringComparison.Ordinal);
        Assert.Contains("original_firstorder_Mean", lines[0], StringComparison.Ordinal);
        Assert.Contains("2 regions", error, StringComparison.Ordinal);
    }

    // The case has labels 1 (100 voxels) and 3 (4 x 5 x 4 = 80 voxels).
    [Theory]
    [InlineData("--setting", "label:3")]
    [InlineData("--label", "3")]
    public async Task The_label_of_a_setting_is_the_one_extracted(string flag, string value)
    {
        var (code, output, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, flag, value, "-f", "txt");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Case-1_diagnostics_Mask-original_VoxelNum: 80\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var none = await Tool.RunAsync("extract", _case.Image, _case.Mask, "--setting", "label:2");
        Assert.Contains("no region 'label 2'", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_output_is_written_over_another_or_over_what_is_read()
    {
        var (json, batch) = (_case.PathOf("a.json"), _case.PathOf("batch.csv"));
        var (code, _, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "-o", json, "--provenance", json);
        Assert.Equal(2, code);
        Assert.Contains($"--provenance '{json}' is --output too, which would be lost", error, StringComparison.Ordinal);
        Assert.False(File.Exists(json));

        await File.WriteAllTextAsync(batch, $"Image,Mask\n{_case.Image},{_case.Mask}\n", TestContext.Current.CancellationToken);
        (code, _, error) = await Tool.RunAsync("extract", batch, "-o", batch);
        Assert.Equal(2, code);
        Assert.Contains("is the image too", error, StringComparison.Ordinal);
        Assert.StartsWith(
            "Image,Mask\n", await File.ReadAllTextAsync(batch, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        (code, _, error) = await Tool.RunAsync("convert", _case.Image, _case.Image);
        Assert.Equal(2, code);
        Assert.Contains("is the image too", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--params names a file; it was empty", "--params", "")]
    [InlineData(1, "binWidth: its value is missing", "--setting", "binWidth:")]
    [InlineData(1, "--setting: distances: its value cannot be read: [1,2", "--setting", "distances:[1,2")]
    [InlineData(1, "series 1.2 is asked for, but the image is no folder of DICOM series", "--series", "1.2")]
    public async Task What_would_be_passed_over_or_fail_is_told(int expected, string told, string flag, string value)
    {
        var (code, output, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, flag, value);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_output_file_the_table_goes_to_standard_output()
    {
        var (code, output, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask);
        Assert.Equal(0, code);
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Json_holds_the_same_numbers_to_the_last_digit()
    {
        Assert.Equal(0, (await Tool.RunAsync("extract", _case.Image, _case.Mask, "-o", _case.PathOf("out.json"))).Code);
        Assert.Equal(0, (await Tool.RunAsync("extract", _case.Image, _case.Mask, "-o", _case.PathOf("out.csv"))).Code);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_case.PathOf("out.json"), TestContext.Current.CancellationToken));
        var lines = await File.ReadAllLinesAsync(_case.PathOf("out.csv"), TestContext.Current.CancellationToken);
        var at = Array.IndexOf(lines[0].Split(','), "original_shape_MeshVolume");
        Assert.True(at > 0);
        var tail = lines[0].Split(',').Length - at;
        Assert.Equal(
            json.RootElement[0].GetProperty("original_shape_MeshVolume").GetDouble(),
            double.Parse(lines[1].Split(',')[^tail], System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Theory]
    [InlineData("extract")]
    [InlineData("extract", "a.nrrd")]
    [InlineData("extract", "a", "b", "--nonsense")]
    [InlineData("extract", "a", "b", "--threads", "0")]
    [InlineData("extract", "a", "b", "--preset", "nonsense")]
    [InlineData("extract", "a", "b", "-o", "out.xlsx")]
    [InlineData("extract", "a", "b", "--label", "1", "--roi", "x")]
    [InlineData("nonsense")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync(arguments);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task A_missing_file_is_named_and_ends_with_1()
    {
        var (code, _, error) = await Tool.RunAsync("extract", _case.PathOf("none.nrrd"), _case.Mask);
        Assert.Equal(1, code);
        Assert.Contains("none.nrrd", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_missing_label_lists_those_there_are()
    {
        var (code, _, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "--label", "2");
        Assert.Equal(1, code);
        Assert.Contains('1', error);
        Assert.Contains('3', error);
    }

    [Fact]
    public async Task A_refused_parameter_file_leaves_no_output()
    {
        await File.WriteAllTextAsync(_case.PathOf("p.yaml"), "setting: {binWidht: 25}\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync(
            "extract",
            _case.Image,
            _case.Mask,
            "-p",
            _case.PathOf("p.yaml"),
            "-o",
            _case.PathOf("out.csv")
        );
        Assert.Equal(1, code);
        Assert.Contains("binWidth", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_case.PathOf("out.csv")));
    }

    [Fact]
    public async Task A_file_that_is_no_image_is_refused_without_a_stack_trace()
    {
        await File.WriteAllTextAsync(_case.PathOf("text.nii.gz"), "not an image", TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync("extract", _case.PathOf("text.nii.gz"), _case.Mask);
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}

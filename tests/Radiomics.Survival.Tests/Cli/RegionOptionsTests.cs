using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Tests.Cli;

/// <summary>Regions made of regions, at the command line. Label 1 of the small case is 4 x 6 x 4 = 96 voxels, label 3 is 4 x 5 x 4 = 80; they share none.</summary>
public sealed class RegionOptionsTests : IDisposable
{
    private readonly SmallCase _case = new();

    public void Dispose() => _case.Dispose();

    [Theory]
    [InlineData(176, "--label", "1,3")]
    [InlineData(176, "--roi", "1 + 3")]
    [InlineData(96, "--roi", "(1 + 3) - 3")]
    [InlineData(96, "--roi", "1", "--largest-component")]
    // One voxel more on the four sides along x and y; along z the next slice is 2.5 mm away.
    [InlineData(96 + 2 * 4 * (4 + 6), "--roi", "1", "--expand", "1")]
    [InlineData(2 * 4 * (4 + 6), "--roi", "1", "--ring", "0,1")]
    // Grown by 1 mm, label 1 reaches x = 6 and label 3, from x = 7 on, not; by 2 mm it reaches one column of 5 x 4 of label 3.
    [InlineData(20, "--roi", "1", "--ring", "0,2", "--within", "3")]
    public async Task Regions_are_made_of_regions(int voxels, params string[] arguments)
    {
        var (code, output, error) = await Tool.RunAsync(["extract", _case.Image, _case.Mask, "--json", .. arguments]);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(voxels, json.RootElement[0].GetProperty("diagnostics_Mask-original_VoxelNum").GetInt32());
    }

    [Fact]
    public async Task All_regions_are_extracted()
    {
        var (_, output, _) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "--json", "--all");
        using var json = JsonDocument.Parse(output);
        Assert.Equal([96, 80], json.RootElement.EnumerateArray().Select(r => r.GetProperty("diagnostics_Mask-original_VoxelNum").GetInt32()));
    }

    [Theory]
    [InlineData("--ring", "5")]
    [InlineData("--ring", "5,1")]
    [InlineData("--window", "a,b")]
    [InlineData("--label", "x")]
    [InlineData("--suv", "x")]
    public async Task Wrong_values_are_wrong_usage(params string[] arguments) =>
        Assert.Equal(2, (await Tool.RunAsync(["extract", _case.Image, _case.Mask, .. arguments])).Code);

    [Theory]
    [InlineData("out.nii.gz")]
    [InlineData("out.seg.nrrd")]
    [InlineData("out.dcm")]
    [InlineData("out.dcm", "--as", "seg")]
    public async Task Regions_are_converted_and_come_back(string name, params string[] more)
    {
        var path = _case.PathOf(name);
        var (code, _, error) = await Tool.RunAsync(["convert", _case.Image, path, "--mask", _case.Mask, .. more]);
        Assert.True(code == 0, error);
        var regions = Case.Open(_case.Image, path, new CaseOptions { All = true }).Regions;
        Assert.Equal([96, 80], regions.Select(r => r.Mask.VoxelCount));
    }

    [Fact]
    public async Task An_image_becomes_a_series_and_back()
    {
        Assert.Equal(0, (await Tool.RunAsync("convert", _case.Image, _case.PathOf("series"))).Code);
        var series = DicomSeries.Read(_case.PathOf("series"), null, TestContext.Current.CancellationToken);
        Assert.Equal(new Vector3D(1, 1, 2.5), series.Volume.Geometry.Spacing);
        Assert.Equal(500 * 7919 % 211, series.Volume[500 % 12, 500 / 12 % 10, 500 / 120]);
    }
}

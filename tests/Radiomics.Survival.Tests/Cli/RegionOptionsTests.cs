using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cli;

/// <summary>Regions made of regions, at the command line. Label 1 of the small case is 4 x 6 x 4 = 96 voxels, label 3 is 4 x 5 x 4 = 80;
/// they share none.</summary>
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
        Assert.Equal(
            [96, 80],
            json.RootElement.EnumerateArray().Select(r => r.GetProperty("diagnostics_Mask-original_VoxelNum").GetInt32())
        );
    }

    // Label 7 is a voxel in the corner, of which no features can be computed.
    [Fact]
    public async Task A_region_that_cannot_be_extracted_fails_alone()
    {
        var labels = ImageFile.ReadVolume(_case.Mask);
        var values = new byte[labels.Size.Count];
        var (x, y) = (labels.Size.X, labels.Size.Y);
        for (var i = 0; i < values.Length; i++)
            values[i] = i == 0 ? (byte)7 : (byte)labels[i % x, i / x % y, i / x / y];
        var mask = _case.PathOf("corner.nrrd");
        ImageFile.WriteVolume(Volume.Create(labels.Geometry, values), mask);
        var (code, output, error) = await Tool.RunAsync("extract", _case.Image, mask, "--json", "--all");
        Assert.Equal(1, code);
        Assert.Contains("Region '7' failed: The region is a single voxel", error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["1", "3"], json.RootElement.EnumerateArray().Select(r => r.GetProperty("Roi").GetString()));
        Assert.Equal(1, (await Tool.RunAsync("extract", _case.Image, mask, "--json", "--label", "7")).Code);
    }

    [Theory]
    [InlineData("--ring", "5")]
    [InlineData("--ring", "5,1")]
    [InlineData("--window", "a,b")]
    [InlineData("--label", "x")]
    [InlineData("--suv", "x")]
    public async Task Wrong_values_are_wrong_usage(params string[] arguments) =>
        Assert.Equal(2, (await Tool.RunAsync(["extract", _case.Image, _case.Mask, .. arguments])).Code);

    [Fact]
    public async Task Uptake_of_an_image_without_a_header_is_refused()
    {
        var (code, _, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "--suv", "bw");
        Assert.Equal(1, code);
        Assert.Contains("no DICOM series", error, StringComparison.Ordinal);
    }

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

    [Theory]
    [InlineData("out.seg.nrrd")]
    [InlineData("out.dcm")]
    public async Task Labels_get_names_when_they_are_converted(string name)
    {
        string[] call = ["convert", _case.Image, _case.PathOf(name), "--mask", _case.Mask, "--name", "GTV"];
        var (code, _, error) = await Tool.RunAsync(call);
        Assert.Equal(1, code);
        Assert.Contains("1 names are given (--name) for 2 regions: 1, 3.", error, StringComparison.Ordinal);
        (code, _, error) = await Tool.RunAsync([.. call, "--name", "Node 1"]);
        Assert.True(code == 0, error);
        var regions = Case.Open(_case.Image, _case.PathOf(name), new CaseOptions { All = true }).Regions;
        Assert.Equal(["GTV", "Node 1"], regions.Select(r => r.Name));
        Assert.Equal(2, (await Tool.RunAsync([.. call, "--name", "GTV"])).Code);
    }

    [Fact]
    public async Task An_image_becomes_a_series_and_back()
    {
        Assert.Equal(0, (await Tool.RunAsync("convert", _case.Image, _case.PathOf("series"))).Code);
        var series = DicomSeries.Read(_case.PathOf("series"), null, TestContext.Current.CancellationToken);
        Assert.Equal(new Vector3D(1, 1, 2.5), series.Volume.Geometry.Spacing);
        Assert.Equal(500 * 7919 % 211, series.Volume[500 % 12, 500 / 12 % 10, 500 / 120]);
    }

    // Read back by OFFIS' dcmtk, which checks value types, relationships and codes.
    [Fact]
    public async Task Features_are_a_structured_report_that_dsrdump_prints()
    {
        var dsrdump = new[] { "/usr/bin/dsrdump", "/usr/local/bin/dsrdump" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(dsrdump is null, "dcmtk (dsrdump) is not installed.");
        var (series, contours, report) = (_case.PathOf("ct"), _case.PathOf("seg.dcm"), _case.PathOf("report.dcm"));
        Directory.CreateDirectory(series);
        Assert.Equal(0, (await Tool.RunAsync("convert", _case.Image, series)).Code);
        Assert.Equal(0, (await Tool.RunAsync("convert", series, contours, "--mask", _case.Mask, "--as", "seg")).Code);
        foreach (var (image, mask) in new[] { (series, contours), (_case.Image, _case.Mask) })
        {
            var (code, output, error) = await Tool.RunAsync("extract", image, mask, "--all", "--json", "--sr", report);
            Assert.True(code == 0, error);
            using var json = JsonDocument.Parse(output);
            using var process = System.Diagnostics.Process.Start(
                new System.Diagnostics.ProcessStartInfo(dsrdump, ["+Pc", "+Pl", report])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var problems = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            // dcmtk's check of single values does not know UTF-8, and says so.
            Assert.Equal(
                [],
                (await problems)
                    .Split('\n')
                    .Where(l => l.Length > 0 && !l.Contains("does not support this Specific Character Set", StringComparison.Ordinal))
            );
            Assert.Equal(0, process.ExitCode);
            Assert.Contains("(126000,DCM,\"Imaging Measurement Report\")", text, StringComparison.Ordinal);
            Assert.Equal(2, text.Split("Measurement Group").Length - 1);
            // RNU0 is the manual's mesh volume, TU9B its joint entropy.
            Assert.Contains("(RNU0,IBSI,\"MeshVolume\")", text, StringComparison.Ordinal);
            Assert.Contains("(TU9B,IBSI,\"JointEntropy\")", text, StringComparison.Ordinal);
            Assert.Contains("=\"original_glcm_JointEntropy\"", text, StringComparison.Ordinal);
            var volume = json.RootElement[0].GetProperty("original_shape_VoxelVolume").GetDouble(); // 96 voxels of 2.5 mm3: 240
            Assert.Equal(240, volume);
            Assert.Contains("(YEKZ,IBSI,\"VoxelVolume\")=\"240\" (mm3,UCUM,\"mm3\")", text, StringComparison.Ordinal);
        }
    }
}

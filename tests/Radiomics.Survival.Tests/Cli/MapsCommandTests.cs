using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cli;

public sealed class MapsCommandTests : IDisposable
{
    private readonly SmallCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task Writes_a_file_a_feature()
    {
        await File.WriteAllTextAsync(
            _case.PathOf("voxel.yaml"),
            "featureClass:\n  firstorder: [Mean]\n  glcm: [Contrast]\nvoxelSetting:\n  kernelRadius: 1\n  initValue: -1\n",
            TestContext.Current.CancellationToken
        );
        var (code, output, error) = await Tool.RunAsync(
            "maps",
            _case.Image,
            _case.Mask,
            "--label",
            "1",
            "--params",
            _case.PathOf("voxel.yaml"),
            "-o",
            _case.PathOf("maps"),
            "--full"
        );
        Assert.Equal(0, code);
        Assert.Empty(output);
        Assert.Contains("2 maps", error, StringComparison.Ordinal);
        var map = ImageFile.ReadVolume(Path.Combine(_case.PathOf("maps"), "original_glcm_Contrast.nrrd"));
        Assert.Equal(ImageFile.ReadVolume(_case.Image).Geometry.Size, map.Size);
        Assert.True(File.Exists(Path.Combine(_case.PathOf("maps"), "original_firstorder_Mean.nrrd")));
    }

    [Fact]
    public async Task Pictures_are_written_on_request()
    {
        await File.WriteAllTextAsync(
            _case.PathOf("voxel.yaml"),
            "featureClass:\n  firstorder: [Mean, Entropy]\n",
            TestContext.Current.CancellationToken
        );
        var (code, _, error) = await Tool.RunAsync(
            "maps",
            _case.Image,
            _case.Mask,
            "--label",
            "3",
            "--params",
            _case.PathOf("voxel.yaml"),
            "-o",
            _case.PathOf("maps"),
            "--pictures"
        );
        Assert.True(code == 0, error);
        foreach (var name in new[] { "original_firstorder_Mean", "original_firstorder_Entropy" })
        {
            var png = await File.ReadAllBytesAsync(_case.PathOf($"maps/{name}.png"), TestContext.Current.CancellationToken);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
            Assert.True(File.Exists(_case.PathOf($"maps/{name}.nrrd")));
        }
    }

    [Fact]
    public async Task Presets_of_IBSI_extract_under_its_tags()
    {
        var (code, output, _) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "--preset", "ibsi-a", "--label", "1");
        Assert.Equal(0, code);
        Assert.Contains("cm_joint_max_2D_comb", output, StringComparison.Ordinal);
        Assert.Contains("ibsi_report_discretisation", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maps_of_IBSI_have_its_tags()
    {
        await File.WriteAllTextAsync(
            _case.PathOf("ibsi.yaml"),
            "ibsi:\n  preset: ibsi-a\n  families: [statistics]\n",
            TestContext.Current.CancellationToken
        );
        var (code, _, _) = await Tool.RunAsync(
            "maps",
            _case.Image,
            _case.Mask,
            "--params",
            _case.PathOf("ibsi.yaml"),
            "--label",
            "1",
            "-o",
            _case.PathOf("maps"),
            "--format",
            "nii.gz"
        );
        Assert.Equal(0, code);
        Assert.True(File.Exists(Path.Combine(_case.PathOf("maps"), "stat_medad.nii.gz")));
    }
}

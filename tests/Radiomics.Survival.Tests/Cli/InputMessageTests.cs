using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Tests.Cli;

/// <summary>What the tool says of images and masks that are not what was meant, and which of them it takes all the same. The small case's
/// label 1 is x from 2 to 5, y from 2 to 7, z from 2 to 5; spacing 1 x 1 x 2.5 mm.</summary>
public sealed class InputMessageTests : IDisposable
{
    private readonly SmallCase _case = new();

    public void Dispose() => _case.Dispose();

    [Theory]
    // The region is 4 voxels wide: 3 mm inwards from either side nothing is left.
    [InlineData("Shrinking the region '1' by 3 mm leaves none of its 96 voxels", "--expand", "-3")]
    [InlineData("The ring from 0 to 0.5 mm round the region '1' holds no voxel of the image, whose", "--ring", "0,0.5")]
    [InlineData("whose voxels are 1 x 1 x 2.5 mm apart", "--ring", "0,0.5")]
    [InlineData("No voxel of the region '1' lies within '3'", "--within", "3")]
    [InlineData("No voxel of the region '1' lies in the window from 300 to 400; its intensities lie from ", "--window", "300,400")]
    [InlineData("'1 & 3' leaves no voxel: '1' has 96 voxels, '3' has 80 voxels", "--roi", "1 & 3")]
    [InlineData("no voxel of the mask is at least 4, the threshold; its greatest value is 3", "--threshold", "4")]
    public async Task The_step_that_empties_a_region_is_named(string message, params string[] arguments)
    {
        var (code, _, error) = await Tool.RunAsync(["extract", _case.Image, _case.Mask, .. arguments]);
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    // ITK reads a mask as unsigned numbers of 32 bits, so PyRadiomics knows -1 as 4294967295.
    [Fact]
    public async Task A_negative_label_is_called_as_it_stands_in_the_file()
    {
        var geometry = new ImageGeometry(new GridSize(12, 10, 8), new Vector3D(1, 1, 2.5));
        var labels = new short[geometry.Size.Count];
        labels.AsSpan(130, 7).Fill(-1);
        labels.AsSpan(142, 7).Fill(-1);
        ImageFile.WriteVolume(Volume.Create(geometry, labels), _case.PathOf("negative.nrrd"));
        var (_, _, error) = await Tool.RunAsync("extract", _case.Image, _case.PathOf("negative.nrrd"));
        Assert.Contains("It has: label -1.", error, StringComparison.Ordinal);
        foreach (var label in new[] { "-1", "4294967295" })
            Assert.Equal(14, await Voxels("-l", label));
        Assert.Equal("-1", Assert.Single(ImageFile.ReadSegmentation(_case.PathOf("negative.nrrd")).Segments).Name);
        Assert.Equal(14, await Voxels("--all"));

        async Task<int> Voxels(params string[] arguments)
        {
            var (code, output, problem) = await Tool.RunAsync(
                ["extract", _case.Image, _case.PathOf("negative.nrrd"), "--json", .. arguments]
            );
            Assert.True(code == 0, problem);
            using var json = JsonDocument.Parse(output);
            return json.RootElement[0].GetProperty("diagnostics_Mask-original_VoxelNum").GetInt32();
        }
    }

    // PyRadiomics looks at label_channel only where a mask has several.
    [Fact]
    public async Task A_channel_does_not_count_where_a_mask_has_one()
    {
        var (code, output, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "--json", "-s", "label_channel:1");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(96, json.RootElement[0].GetProperty("diagnostics_Mask-original_VoxelNum").GetInt32());
    }

    [Fact]
    public async Task Of_greys_twenty_are_listed_and_colours_are_no_labels()
    {
        var greys = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        ImageFile.WriteVolume(
            Volume.Create(new ImageGeometry(new GridSize(16, 16, 1), new Vector3D(1, 1, 1)), greys),
            _case.PathOf("greys.nrrd")
        );
        var (_, output, _) = await Tool.RunAsync("info", _case.PathOf("greys.nrrd"));
        Assert.Equal(20, output.Split('\n').Count(l => l.StartsWith("label ", StringComparison.Ordinal)));
        // Of 255 values but 0.
        Assert.Contains("and 235 more values", output, StringComparison.Ordinal);

        // Two pixels of 24 bits; a row is filled up to 8 bytes.
        byte[] bitmap =
        [
            .. "BM"u8, 62, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0,
            .. new byte[24], 10, 20, 30, 40, 50, 60, 0, 0,
        ];
        await File.WriteAllBytesAsync(_case.PathOf("colours.bmp"), bitmap, TestContext.Current.CancellationToken);
        (_, output, _) = await Tool.RunAsync("info", _case.PathOf("colours.bmp"));
        Assert.Contains("channels      3", output, StringComparison.Ordinal);
        Assert.DoesNotContain("label", output, StringComparison.Ordinal);
        var (_, _, error) = await Tool.RunAsync("extract", _case.PathOf("colours.bmp"), _case.Mask);
        Assert.Contains("it holds 3 colours of 2 x 1 x 1 voxels, not one image", error, StringComparison.Ordinal);
        Assert.Contains("by its number, 0 to 2 (--volume N ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_tells_the_range_of_an_image_and_the_size_of_each_label()
    {
        var geometry = new ImageGeometry(new GridSize(3, 2, 1), new Vector3D(1, 2, 5));
        ImageFile.WriteVolume(Volume.Create(geometry, new[] { -1.5f, 2, float.NaN, 0, 7, 3 }), _case.PathOf("i.nrrd"));
        Assert.Contains(
            "values        -1.5 to 7, 1 not finite",
            (await Tool.RunAsync("info", _case.PathOf("i.nrrd"))).Output,
            StringComparison.Ordinal
        );
        // A voxel has 10 mm3.
        ImageFile.WriteVolume(Volume.Create(geometry, new byte[] { 0, 2, 2, 0, 5, 2 }), _case.PathOf("m.nrrd"));
        var output = (await Tool.RunAsync("info", _case.PathOf("m.nrrd"))).Output;
        Assert.Contains("label         2  3 voxels, 0.03 ml", output, StringComparison.Ordinal);
        Assert.Contains("label         5  1 voxels, 0.01 ml", output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await Tool.RunAsync("info", _case.PathOf("m.nrrd"), "--json")).Output);
        Assert.Equal(5, json.RootElement.GetProperty("highest").GetDouble());
        Assert.Equal(0.03, json.RootElement.GetProperty("segments")[0].GetProperty("volume_ml").GetDouble(), 12);
    }

    [Fact]
    public async Task One_feature_is_told_as_one()
    {
        var file = _case.PathOf("one.yaml");
        await File.WriteAllTextAsync(file, "featureClass: {firstorder: [Mean]}\n", TestContext.Current.CancellationToken);
        var (_, _, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "-p", file, "-o", _case.PathOf("one.csv"));
        Assert.StartsWith("1 feature of 1 region in ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maps_do_not_offer_every_region() =>
        Assert.Contains(
            "'radiomics maps' has no flag '--all'",
            (await Tool.RunAsync("maps", _case.Image, _case.Mask, "-o", _case.PathOf("maps"), "--all")).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_name_of_a_file_of_regions_needs_regions()
    {
        var (code, _, error) = await Tool.RunAsync("convert", _case.Mask, _case.PathOf("out.seg.nrrd"));
        Assert.Equal(2, code);
        Assert.Contains("by --mask", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_case.PathOf("out.seg.nrrd")));
        (code, _, error) = await Tool.RunAsync("convert", _case.Mask, _case.PathOf("out.nii"));
        Assert.Equal((0, $"{_case.Mask} -> {_case.PathOf("out.nii")}"), (code, error.Trim()));
    }

    [Fact]
    public async Task Of_several_series_that_of_the_contours_is_told()
    {
        File.Copy(_case.Image, _case.PathOf("other.nii.gz"));
        var both = Directory.CreateDirectory(_case.PathOf("both")).FullName;
        foreach (var (image, name) in new[] { (_case.Image, "first"), (_case.PathOf("other.nii.gz"), "second") })
        {
            Assert.Equal(0, (await Tool.RunAsync("convert", image, _case.PathOf(name))).Code);
            foreach (var file in Directory.GetFiles(_case.PathOf(name)))
                File.Copy(file, Path.Combine(both, $"{name}-{Path.GetFileName(file)}"));
        }
        var contours = _case.PathOf("rt.dcm");
        Assert.Equal(0, (await Tool.RunAsync("convert", _case.PathOf("second"), contours, "--mask", _case.Mask)).Code);
        var series = DicomSeries.Read(_case.PathOf("second"), null, TestContext.Current.CancellationToken).SeriesInstanceUid;
        var (code, _, error) = await Tool.RunAsync("extract", both, contours, "--all");
        Assert.Equal(1, code);
        Assert.Contains("there are 2 image series; choose one by --series UID", error, StringComparison.Ordinal);
        Assert.Contains($"The contours are drawn on series {series}.", error, StringComparison.Ordinal);
        (code, _, error) = await Tool.RunAsync("extract", both, contours, "--all", "--series", series);
        Assert.True(code == 0, error);
    }

    [Fact]
    public async Task Contours_are_found_where_info_finds_them()
    {
        var study = Directory.CreateDirectory(_case.PathOf("study")).FullName;
        var (image, mask) = (Path.Combine(study, "image"), Directory.CreateDirectory(Path.Combine(study, "mask")).FullName);
        Assert.Equal(0, (await Tool.RunAsync("convert", _case.Image, image)).Code);
        Assert.Equal(0, (await Tool.RunAsync("convert", image, Path.Combine(mask, "rt.dcm"), "--mask", _case.Mask)).Code);
        Assert.Contains("RTSTRUCT", (await Tool.RunAsync("info", study)).Output, StringComparison.Ordinal);
        var (code, _, error) = await Tool.RunAsync("extract", study, study, "--all");
        Assert.True(code == 0, error);
        // Of two sets each is named with its folder.
        File.Copy(Path.Combine(mask, "rt.dcm"), Path.Combine(Directory.CreateDirectory(Path.Combine(study, "other")).FullName, "rt.dcm"));
        (code, _, error) = await Tool.RunAsync("extract", study, study, "--all");
        Assert.Equal(1, code);
        Assert.Contains(Path.Combine("mask", "rt.dcm"), error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("other", "rt.dcm"), error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_of_fetch_leaves_the_address_behind_it_alone()
    {
        var (code, _, error) = await Tool.RunAsync(
            "fetch", "--study", "no UID", "--modality", "CT", "https://pacs.example/dicom-web");
        Assert.Equal(2, code);
        Assert.Contains("'no UID' is no UID", error, StringComparison.Ordinal);
        Assert.DoesNotContain("<", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_scan_is_measured_by_its_features_alone()
    {
        const string Rows = "ID,Label,diagnostics_Image-original_Mean,original_firstorder_Mean\n";
        await File.WriteAllTextAsync(_case.PathOf("a.csv"), Rows + "a,1,5,1\nb,1,6,2\nc,1,7,3.5\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_case.PathOf("b.csv"), Rows + "a,1,5,1.5\nb,1,6,2\nc,1,8,3\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync(
            "test-retest", _case.PathOf("a.csv"), _case.PathOf("b.csv"), "-o", _case.PathOf("out.csv")
        );
        Assert.True(code == 0, error);
        var lines = await File.ReadAllLinesAsync(_case.PathOf("out.csv"), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("original_firstorder_Mean,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_written_is_told_by_the_name_that_was_given()
    {
        var volume = ImageFile.ReadVolume(_case.Mask);
        var missing = Path.Combine(_case.Folder, "nowhere", "a.nrrd");
        var refusal = Assert.Throws<DirectoryNotFoundException>(() => ImageFile.WriteVolume(volume, missing));
        Assert.StartsWith($"{missing}: the folder ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            "'.png', which is not written",
            Assert.Throws<ArgumentException>(() => ImageFile.WriteVolume(volume, _case.PathOf("a.png"))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no stream was given",
            Assert.Throws<ArgumentException>(() => DicomFile.Open("x", () => null!)).Message,
            StringComparison.Ordinal
        );
    }
}

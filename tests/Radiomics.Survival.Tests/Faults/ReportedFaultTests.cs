using System.Text.Json;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Faults;

/// <summary>
/// Small synthetic inputs, each from a fault that users of such software reported in public. Counts are those of boxes drawn by hand (15
/// slices of 7 x 7
/// voxels are 735); means are the arithmetic of the images' voxel values by numpy.
/// </summary>
public sealed class ReportedFaultTests : IDisposable
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "Faults", "files");
    private readonly string _folder = Directory.CreateTempSubdirectory("radiomics-faults").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // z-rad pull request 252: planes 3 mm apart on slices of 1 mm.
    [Fact]
    public async Task Planes_further_apart_than_slices_stand_for_slabs() =>
        await Gives(
            735,
            null,
            ["2-4 from the plane at 3", "14-16 from the plane at 15"],
            "17-rt-other-slice-spacing/thin",
            "17-rt-other-slice-spacing/rs.dcm"
        );

    // Planes at 3, 6 ... 15 mm stand for 1.5 to 16.5 mm: of the slices at 0, 6, 12 and 18 two lie in it, of 9 voxels each.
    [Fact]
    public async Task Planes_nearer_than_slices_are_named() =>
        await Gives(18, null, ["3 contours lie between slices"], "17-rt-other-slice-spacing/thick", "17-rt-other-slice-spacing/rs.dcm");

    // z-rad pull request 181, platipy pull request 271.
    [Theory]
    [InlineData("TWICE", 147, 53.16326530612245, "stored more than once")]
    [InlineData("ALLTWICE", 49, 39.40816326530612, "stored more than once")]
    [InlineData("OVERLAP", 80, 43.025, "overlap each other in part")]
    [InlineData("INTERP", 147, 53.16326530612245, "taken as closed")]
    public async Task Odd_contours_are_counted_once_and_named(string roi, int voxels, double mean, string warning) =>
        await Gives(voxels, mean, [warning], "15-rt-overlapping-contours/ct", "15-rt-overlapping-contours/rs.dcm", "--roi", roi);

    // pytrip pull request 469, dicompyler-core pull request 22, rt-utils 137.
    [Theory]
    [InlineData("short", "11 coordinates")]
    [InlineData("nonumber", "do not say which structure")]
    [InlineData("twice", "described 2 times")]
    [InlineData("far", "100000 mm")]
    [InlineData("orphan", "structure 99")]
    public async Task One_damaged_structure_hides_no_other(string file, string warning)
    {
        await Gives(98, 62.816326530612244, [warning], "16-rt-one-damaged/ct", $"16-rt-one-damaged/{file}.dcm", "--roi", "GTV");
        var (code, output, _) = await Tool.RunAsync("info", Path.Combine(Files, "16-rt-one-damaged", $"{file}.dcm"));
        Assert.Equal(0, code);
        Assert.Contains("GTV  (2 contours)", output, StringComparison.Ordinal);
        Assert.Contains(warning, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("twice")]
    [InlineData("far")]
    public async Task A_damaged_structure_is_refused_when_asked_for(string file) =>
        await Refuses(["structure 2 'BAD' is damaged"], "16-rt-one-damaged/ct", $"16-rt-one-damaged/{file}.dcm", "--roi", "BAD");

    // dicom2nifti 36, dcmstack 55.
    [Fact]
    public async Task Rounded_positions_are_even() =>
        await Gives(288, null, ["taken as even"], "35-dcm-rounded-positions/ct", "35-dcm-rounded-positions/m.nrrd");

    // pyradiomics 510, 583, 809; nibabel 1001.
    [Theory]
    [InlineData("scaled", "1", 108)]
    [InlineData("scaled", "3", 72)]
    [InlineData("below", "2", 72)]
    [InlineData("below", "1", 108)]
    public async Task A_label_within_a_thousandth_of_a_whole_number_is_that_number(string mask, string label, int voxels) =>
        await Gives(voxels, null, [], "51-mask-fractions/i.nii.gz", $"51-mask-fractions/{mask}.nii.gz", "--label", label);

    [Fact]
    public async Task Fractions_are_refused_with_the_way_to_threshold_them()
    {
        await Refuses(["255"], "51-mask-fractions/i.nii.gz", "51-mask-fractions/m255.nii.gz", "--label", "1");
        await Refuses(["0.0039", "--threshold"], "51-mask-fractions/i.nii.gz", "51-mask-fractions/m004.nii.gz");
        await Gives(179, null, [], "51-mask-fractions/i.nii.gz", "51-mask-fractions/m004.nii.gz", "--threshold", "0.002");
    }

    // As PyRadiomics cuts off: 2.9999998 is 2, 0.99997 is 0. The counts are those that numpy's cast to integers gives.
    [Fact]
    public async Task PyRadiomics_cutting_off_is_there_by_name()
    {
        await Gives(
            144,
            null,
            [],
            "51-mask-fractions/i.nii.gz",
            "51-mask-fractions/below.nii.gz",
            "--label",
            "2",
            "--compat",
            "pyradiomics"
        );
        await Refuses(
            ["no region 'label 1'"],
            "51-mask-fractions/i.nii.gz",
            "51-mask-fractions/below.nii.gz",
            "--label",
            "1",
            "--compat",
            "pyradiomics"
        );
    }

    // pyradiomics 686.
    [Theory]
    [InlineData("r4.yaml")]
    [InlineData("r5.yaml")]
    public async Task A_region_that_resampling_emptied_says_so(string parameters) =>
        await Refuses(
            ["no voxel left after resampling"],
            "58-mask-vanishes/i.nii.gz",
            "58-mask-vanishes/a.nii.gz",
            "-p",
            Path.Combine(Files, "58-mask-vanishes", parameters)
        );

    // slicerio 10, SlicerRadiomics 67.
    [Fact]
    public async Task Segments_are_found_by_name_identifier_gaps_and_offset()
    {
        await Refuses(["Segment_1", "Segment_2"], "62-segnrrd/i.nrrd", "62-segnrrd/dupname.seg.nrrd", "--roi", "GTV");
        await Gives(72, null, [], "62-segnrrd/i.nrrd", "62-segnrrd/dupname.seg.nrrd", "--roi", "Segment_2");
        await Gives(72, 84.75, [], "62-segnrrd/i.nrrd", "62-segnrrd/gap.seg.nrrd", "--roi", "three");
        await Gives(72, 84.75, [], "62-segnrrd/i.nrrd", "62-segnrrd/crop.seg.nrrd", "--roi", "three");
    }

    [Fact]
    public async Task A_sheared_grid_is_refused() => await Refuses(["not at right angles"], "64-nrrd-shear/i.nrrd", "64-nrrd-shear/m.nrrd");

    // pyradiomics 507, 824: a tolerance would have taken the mask's voxels for those on the other side of the image.
    [Fact]
    public async Task No_advice_makes_the_number_wrong()
    {
        var message = await Refuses(["correctMask"], "82-grids/i.nii.gz", "82-grids/flip.nii.gz");
        Assert.DoesNotContain("geometryTolerance", message, StringComparison.Ordinal);
        await Gives(
            648,
            48.550925925925924,
            [],
            "82-grids/i.nii.gz",
            "82-grids/flip.nii.gz",
            "-p",
            Path.Combine(Files, "82-grids", "cm.yaml")
        );
        Assert.Contains("geometryTolerance", await Refuses([], "82-grids/i.nii.gz", "82-grids/shift.nii.gz"), StringComparison.Ordinal);
        await Refuses(["no voxel left"], "82-grids/i.nii.gz", "82-grids/tiny.nii.gz", "-p", Path.Combine(Files, "82-grids", "big.yaml"));
    }

    // pyradiomics 931, 937.
    [Theory]
    [InlineData("bg")]
    [InlineData("out")]
    public async Task Voxels_without_a_value_outside_the_region_count_as_0(string image)
    {
        foreach (var parameters in new[] { "o", "n", "r" })
            await Gives(
                210,
                null,
                ["count as 0"],
                $"85-val-nan/{image}.nii.gz",
                "85-val-nan/m.nii.gz",
                "-p",
                Path.Combine(Files, "85-val-nan", $"{parameters}.yaml")
            );
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("in")]
    public async Task A_voxel_without_a_value_inside_the_region_is_named(string image) =>
        await Refuses(["voxel (4, 4, 4)"], $"85-val-nan/{image}.nii.gz", "85-val-nan/m.nii.gz");

    // nibabel pull request 24.
    [Theory]
    [InlineData("zeroint")]
    [InlineData("nanint")]
    public async Task Slope_0_means_no_scaling(string image) =>
        await Gives(179, 65.2122905027933, [], $"46-nii-slope-zero-nan/{image}.nii.gz", "46-nii-slope-zero-nan/m.nii.gz");

    private async Task Gives(int voxels, double? mean, string[] warnings, string image, string mask, params string[] more)
    {
        var (code, output, error) = await Tool.RunAsync(Arguments(image, mask, more));
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var row = json.RootElement[0];
        Assert.Equal(voxels, row.GetProperty("diagnostics_Mask-original_VoxelNum").GetInt32());
        Assert.True(double.IsFinite(row.GetProperty("original_firstorder_Mean").GetDouble()));
        if (mean is { } expected)
            Assert.Equal(expected, row.GetProperty("original_firstorder_Mean").GetDouble(), 1e-12 * expected);
        Assert.All(warnings, w => Assert.Contains(w, error, StringComparison.Ordinal));
        if (warnings.Length == 0)
            Assert.Equal("", error);
    }

    private async Task<string> Refuses(string[] parts, string image, string mask, params string[] more)
    {
        var (code, output, error) = await Tool.RunAsync(Arguments(image, mask, more));
        Assert.Equal((1, ""), (code, output));
        Assert.All(parts, p => Assert.Contains(p, error, StringComparison.Ordinal));
        return error;
    }

    private string[] Arguments(string image, string mask, string[] more)
    {
        var parameters = Path.Combine(_folder, "mean.yaml");
        File.WriteAllText(parameters, "featureClass: {firstorder: [Mean]}\n");
        return
        [
            "extract",
            Path.Combine(Files, image),
            Path.Combine(Files, mask),
            "--json",
            .. more.Contains("-p") ? Array.Empty<string>() : ["-p", parameters],
            .. more,
        ];
    }
}

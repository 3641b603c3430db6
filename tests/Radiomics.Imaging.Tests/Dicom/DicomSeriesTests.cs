using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

public class DicomSeriesTests
{
    [Fact]
    public void Slices_are_sorted_along_their_normal()
    {
        // The position along the normal is x here, and the file names are random.
        using var folder = new TestFolder().Add(Enumerable.Range(0, 5).Select(i => new TestSlice
        {
            Position = (10 - 3 * i, 5, 7),
            Axes = [0, 1, 0, 0, 0, 1],
            Spacing = (0.5, 0.25),
            Rows = 2,
            Columns = 3,
            Pixels = [.. Enumerable.Repeat((byte)i, 12)],
            Instance = $"1.2.{i}",
        }));
        foreach (var threads in new[] { 1, 3 })
        {
            var series = TestFolder.Read(folder.Path, new() { MaxDegreeOfParallelism = threads });
            var geometry = series.Volume.Geometry;
            Assert.Equal(new GridSize(3, 2, 5), geometry.Size);
            Assert.Equal(new Vector3D(0.25, 0.5, 3), geometry.Spacing);
            Assert.Equal(new Vector3D(-2, 5, 7), geometry.Origin);
            Assert.Equal(new Direction(new(0, 1, 0), new(0, 0, 1), new(1, 0, 0)), geometry.Direction);
            Assert.Equal([0x0404, 0x0303, 0x0202, 0x0101, 0], Enumerable.Range(0, 5).Select(z => series.Volume[1, 1, z]));
            Assert.Equal(("1.2.3", "1.2.9", "CT"), (series.SeriesInstanceUid, series.FrameOfReferenceUid, series.Modality));
        }
    }

    [Fact]
    public void One_slice_is_as_thick_as_it_says()
    {
        using var folder = new TestFolder().Add(new TestSlice());
        Assert.Equal(2.5, TestFolder.Read(folder.Path).Volume.Geometry.Spacing.Z);
    }

    [Fact]
    public void One_file_stands_for_its_series_in_its_folder()
    {
        using var folder = new TestFolder().Add([.. TestSlice.Stack(3), .. TestSlice.Stack(4).Select(s => s with { Series = "9.9" })]);
        var file = Directory.GetFiles(folder.Path).First(f => DicomFile.Open(f).Text(Tags.SeriesInstanceUid) == "9.9");
        Assert.Equal(4, TestFolder.Read(file).Volume.Size.Z);
    }

    [Fact]
    public void Several_series_are_listed_and_one_can_be_chosen()
    {
        using var folder = new TestFolder().Add([
            .. TestSlice.Stack(3),
            .. TestSlice.Stack(4).Select(s => s with { Series = "9.9", Modality = "PT" }),
        ]);
        var message = Refuse(folder);
        Assert.Contains("1.2.3 (CT, 3 file(s))", message, StringComparison.Ordinal);
        Assert.Contains("9.9 (PT, 4 file(s))", message, StringComparison.Ordinal);
        Assert.Equal(4, TestFolder.Read(folder.Path, new() { SeriesInstanceUid = "9.9" }).Volume.Size.Z);
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path, new() { SeriesInstanceUid = "9" }));
    }

    [Fact]
    public void Other_files_and_objects_are_passed_over()
    {
        using var folder = new TestFolder().Add([.. TestSlice.Stack(3), new TestSlice { Modality = "RTDOSE", Series = "5" }]);
        File.WriteAllText(folder.File("README.txt"), "not DICOM");
        File.WriteAllBytes(folder.File("empty"), []);
        Assert.Equal(3, TestFolder.Read(folder.Path).Volume.Size.Z);
    }

    [Fact]
    public void Missing_slices_are_named() =>
        Refuses(
            [.. TestSlice.Stack(6).Where((_, i) => i is not (2 or 3))],
            "2 slice(s) are missing",
            "6 mm between",
            "(at 2 mm)",
            "(at 8 mm)"
        );

    [Fact]
    public void Duplicate_slices_are_named() =>
        Refuses([.. TestSlice.Stack(4), new TestSlice { Position = (0, 0, 4), Instance = "7" }], "1 duplicate slice(s)", "both at 4 mm");

    [Fact]
    public void Uneven_slices_are_named() =>
        Refuses(
            [.. TestSlice.Stack(5).Select((s, i) => i == 3 ? s with { Position = (0, 0, 6.3) } : s)],
            "unevenly spaced",
            "2.3 mm between",
            "1.7 mm between"
        );

    [Fact]
    public void A_tolerance_can_be_given()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(5).Select((s, i) => i == 3 ? s with { Position = (0, 0, 6.3) } : s));
        Assert.Equal(2, TestFolder.Read(folder.Path, new() { SpacingTolerance = 0.2 }).Volume.Geometry.Spacing.Z);
    }

    [Fact]
    public void Rounded_positions_are_even()
    {
        using var folder = new TestFolder().Add(
            TestSlice.Stack(20, 0.625).Select(s => s with { Position = (0, 0, Math.Round(s.Position.Z, 2)) })
        );
        Assert.Equal(0.625, TestFolder.Read(folder.Path).Volume.Geometry.Spacing.Z, 2e-3);
    }

    // tan(10 degrees) x 2 mm = 0.3527 mm a slice.
    [Fact]
    public void Gantry_tilt_is_named() =>
        Refuses(
            [.. TestSlice.Stack(5).Select(s => s with { Position = (0, s.Position.Z * Math.Tan(Math.PI / 18), s.Position.Z) })],
            "gantry tilt of 10 degrees",
            "0.3527 mm"
        );

    [Fact]
    public void A_slice_out_of_line_is_named() =>
        Refuses(
            [.. TestSlice.Stack(5).Select((s, i) => i == 2 ? s with { Position = (3, 0, 4) } : s)],
            "not stacked",
            "3 mm within its plane"
        );

    [Fact]
    public void Another_size_is_named() =>
        Refuses([.. TestSlice.Stack(3), new TestSlice { Rows = 5, Position = (0, 0, 6) }], "differ in size", "3 have 4 x 4", "1 has 4 x 5");

    [Fact]
    public void Another_spacing_is_named() =>
        Refuses([.. TestSlice.Stack(3), new TestSlice { Spacing = (1, 2), Position = (0, 0, 6) }], "differ in pixel spacing", "2 x 1 mm");

    [Fact]
    public void Another_orientation_is_named() =>
        Refuses(
            [.. TestSlice.Stack(3), new TestSlice { Axes = [0, 1, 0, 0, 0, -1], Position = (0, 0, 6) }],
            "differ in orientation",
            "localizer"
        );

    [Fact]
    public void A_folder_without_images_says_what_is_there() =>
        Refuses([new TestSlice { Modality = "RTDOSE" }], "no DICOM image", "1 x RTDOSE");

    [Fact]
    public void An_empty_folder_is_refused() => Refuses([], "no DICOM file");

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.Contains(
            "no such file",
            Assert.Throws<ImageFormatException>(() => TestFolder.Read("/nowhere/at/all")).Message,
            StringComparison.Ordinal
        );

    // By hand: 100 Bq/ml, 70 kg, 3.7e8 Bq injected one half-life (6588 s = 1:49:48) before the scan at 10:00: 100 x 70000 / 1.85e8.
    [Theory]
    [InlineData("BQML", "START", "081012", 100 * 70000 / 1.85e8)]
    [InlineData("BQML", "ADMIN", "081012", 100 * 70000 / 3.7e8)]
    [InlineData("GML", "START", "081012", 100)]
    public void Uptake_is_standardised_by_weight(string units, string decay, string injected, double expected)
    {
        var slice = new TestSlice
        {
            Modality = "PT",
            Pixels = [.. Enumerable.Repeat(BitConverter.GetBytes((short)50), 16).SelectMany(b => b)],
            Slope = 2,
            Patient = e => e.Decimals(new DicomTag(0x0010, 0x1030), 70),
            Nuclear = e => e
                .Items(new DicomTag(0x0054, 0x0016), new DicomEncoder()
                    .Text(new DicomTag(0x0018, 0x1072), Vr.TM, injected)
                    .Decimals(new DicomTag(0x0018, 0x1074), 3.7e8)
                    .Decimals(new DicomTag(0x0018, 0x1075), 6588))
                .Text(new DicomTag(0x0054, 0x1001), Vr.CS, units)
                .Text(new DicomTag(0x0054, 0x1102), Vr.CS, decay),
        };
        using var folder = new TestFolder().Add(slice);
        Assert.Equal(100, TestFolder.Read(folder.Path).Volume[0, 0, 0]);
        Assert.Equal(expected, TestFolder.Read(folder.Path, new() { PetValues = PetValues.SuvBodyWeight }).Volume[0, 0, 0], 1e-12);
    }

    [Fact]
    public void Uptake_names_what_is_missing()
    {
        using var folder = new TestFolder().Add(
            new TestSlice { Modality = "PT", Nuclear = e => e.Text(new DicomTag(0x0054, 0x1001), Vr.CS, "BQML") }
        );
        var e = Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path, new() { PetValues = PetValues.SuvBodyWeight }));
        Assert.Contains("Radiopharmaceutical Information Sequence (0054,0016)", e.Message, StringComparison.Ordinal);
    }

    private static void Refuses(TestSlice[] slices, params string[] parts)
    {
        using var folder = new TestFolder().Add(slices);
        var message = Refuse(folder);
        Assert.All(parts, p => Assert.Contains(p, message, StringComparison.Ordinal));
    }

    private static string Refuse(TestFolder folder) => Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message;
}

using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>What lies beside a series in its folder: damaged files, maps of its values, and structure sets of another frame of
/// reference.</summary>
public class NeighbourTests
{
    private const string Report = "1.2.840.10008.5.1.4.1.1.88.33";

    // Its name and its text are a patient's: neither may be told.
    [Fact]
    public void A_damaged_neighbour_is_passed_over_and_called_by_its_number()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(3));
        Damaged(folder.File("AAA DOE^JANE.dcm"), "9.9.9", "DOE^JANE");
        var series = TestFolder.Read(folder.Path);
        Assert.Equal(3, series.Volume.Size.Z);
        var warning = Assert.Single(series.Warnings);
        Assert.Contains("File 1 of 4 in the folder, in the order of their names, is a damaged DICOM file of series 9.9.9", warning,
            StringComparison.Ordinal);
        Assert.DoesNotContain("DOE", warning, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(warning, Assert.Single(TestFolder.Read(Directory.GetFiles(folder.Path).Max(StringComparer.Ordinal)!).Warnings));
        Assert.Single(DicomDescription.Read(folder.Path, TestContext.Current.CancellationToken).Warnings);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_told_and_passed_over()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets administrators alone make links.");
        using var folder = new TestFolder().Add(TestSlice.Stack(3));
        File.CreateSymbolicLink(folder.File("lost.dcm"), folder.File("elsewhere/lost.dcm"));
        var series = TestFolder.Read(folder.Path);
        Assert.Equal(3, series.Volume.Size.Z);
        Assert.Contains("there is no such file", Assert.Single(series.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_slice_of_the_series_itself_is_refused()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(3));
        Damaged(folder.File("slice.dcm"), "1.2.3", "x");
        Assert.Contains("slice.dcm", Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_is_no_image_the_damage_is_what_is_wrong()
    {
        using var folder = new TestFolder();
        Damaged(folder.File("one.dcm"), "1.2.3", "x");
        Assert.Contains("reaches past the end", Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
        Assert.Contains("reaches past the end", Assert.Throws<ImageFormatException>(() => RtStructureSet.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_slices_are_told_and_are_why_slices_are_missing()
    {
        using var folder = new TestFolder();
        List<string> paths = [.. "abcdef".Select(c => folder.File($"{c}.dcm"))];
        foreach (var (slice, path) in TestSlice.Stack(6).Zip(paths))
            slice.Save(path);
        File.WriteAllBytes(paths[0], []);
        File.WriteAllBytes(folder.File("Thumbs.db"), []);
        var series = TestFolder.Read(folder.Path);
        Assert.Equal(5, series.Volume.Size.Z);
        Assert.Contains("1 of 7 files in the folder are empty", Assert.Single(series.Warnings), StringComparison.Ordinal);

        File.WriteAllBytes(paths[3], []);
        var refused = Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message;
        Assert.Contains("1 slice(s) are missing", refused, StringComparison.Ordinal);
        Assert.Contains("2 of 7 files in the folder are empty", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structure_set_is_found_beside_damage()
    {
        using var folder = new TestFolder();
        StructureSet(folder.File("rs.dcm"), "1.2.9", "1.2.3");
        Damaged(folder.File("zzz.dcm"), "1.2.3", "x");
        var set = RtStructureSet.Read(folder.Path);
        Assert.Single(set.Structures);
        Assert.Contains("File 2 of 2", Assert.Single(set.Warnings), StringComparison.Ordinal);
    }

    // 0.5 v - 1 for 2 <= v <= 12 of the first two slices, beside the series: stored 7 is 2.5.
    [Fact]
    public void A_map_of_values_beside_the_series_is_named_and_applied_on_request()
    {
        byte[] ramp = [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes((short)i))];
        using var folder = new TestFolder().Add(TestSlice.Stack(2).Select(s => s with { Pixels = ramp }));
        Map(folder.File("rwv.dcm"), "1.2.3.4.0", "1.2.3.4.1");
        var stored = TestFolder.Read(folder.Path);
        Assert.Equal(7, stored.Volume[3, 1, 0]);
        Assert.Contains("Real World Value Mapping object", Assert.Single(stored.Warnings), StringComparison.Ordinal);
        Assert.Contains("2 slices mean (in {SUVbw}g/ml)", stored.Warnings[0], StringComparison.Ordinal);
        var mapped = TestFolder.Read(folder.Path, new() { StoredValues = StoredValues.RealWorld });
        Assert.Equal((2.5, 2.5, 0), (mapped.Volume[3, 1, 0], mapped.Volume[3, 1, 1], mapped.Volume[2, 0, 0]));
        Assert.True(double.IsNaN(mapped.Volume[1, 0, 0]));
        Assert.Empty(mapped.Warnings);
        Assert.Equal("real-world value = stored x 0.5 + -1 [{SUVbw}g/ml]", mapped.Values);
    }

    [Fact]
    public void A_map_for_some_slices_only_or_for_another_series_is_not_applied_to_the_rest()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(2));
        Map(folder.File("rwv.dcm"), "1.2.3.4.0");
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path, new() { StoredValues = StoredValues.RealWorld }));
        using var other = new TestFolder().Add(TestSlice.Stack(2));
        Map(other.File("rwv.dcm"), "9.9.9.1");
        Assert.Empty(TestFolder.Read(other.Path).Warnings);
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(other.Path, new() { StoredValues = StoredValues.RealWorld }));
    }

    [Fact]
    public void Another_frame_of_reference_is_refused_unless_the_set_names_the_series_which_is_said()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(3, 1));
        var series = TestFolder.Read(folder.Path);
        StructureSet(folder.File("other.dcm"), "1.2.8", "9.9.9");
        var other = RtStructureSet.Read(folder.File("other.dcm"));
        Assert.Contains("1.2.8", Assert.Throws<GeometryMismatchException>(() => other.ToMask(other.Find("GTV"), series)).Message,
            StringComparison.Ordinal);
        var notes = new List<string>();
        StructureSet(folder.File("named.dcm"), "1.2.8", "1.2.3");
        var named = RtStructureSet.Read(folder.File("named.dcm"));
        Assert.Equal(4, named.ToMask(named.Find("GTV"), series, notes).VoxelCount);
        Assert.Contains("names another frame of reference than the image's", Assert.Single(notes), StringComparison.Ordinal);
        notes.Clear();
        StructureSet(folder.File("same.dcm"), "1.2.9", "1.2.3");
        var same = RtStructureSet.Read(folder.File("same.dcm"));
        Assert.Equal(4, same.ToMask(same.Find("GTV"), series, notes).VoxelCount);
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("1.2.840.10008.5.1.4.1.1.77.1.6", "SM", 4, "a whole-slide microscopy image (4 frame(s))")]
    [InlineData("1.2.840.10008.5.1.4.1.1.77.1.2.1", "GM", 3, "a microscopic video (3 frame(s))")]
    [InlineData("1.2.840.10008.5.1.4.1.1.77.1.4", "XC", 2, "a photograph (2 frame(s))")]
    [InlineData("1.2.840.10008.5.1.4.1.1.66.9", "OT", 2, "2 frames are tiles of planes")]
    public void Microscopy_and_photographs_are_refused_by_what_they_are(string sopClass, string modality, int frames, string said)
    {
        using var folder = new TestFolder();
        var e = new DicomEncoder()
            .Text(Tags.SopClassUid, Vr.UI, sopClass)
            .Text(Tags.SopInstanceUid, Vr.UI, "1.2.3.4")
            .Text(Tags.Modality, Vr.CS, modality)
            .Text(Tags.SeriesInstanceUid, Vr.UI, "1.2.3")
            .Text(new DicomTag(0x0020, 0x9311), Vr.CS, "TILED_FULL")
            .Number(Tags.SamplesPerPixel, 3)
            .Text(Tags.PhotometricInterpretation, Vr.CS, "RGB")
            .Text(Tags.NumberOfFrames, Vr.IS, $"{frames}")
            .Number(Tags.Rows, 2)
            .Number(Tags.Columns, 2)
            .Number(Tags.BitsAllocated, 8)
            .Number(Tags.BitsStored, 8)
            .Number(Tags.HighBit, 7)
            .Number(Tags.PixelRepresentation, 0)
            .Items(Tags.SharedFunctionalGroups, new DicomEncoder().Decimals(Tags.SliceThickness, 1))
            .Element(Tags.PixelData, Vr.OB, new byte[12 * frames]);
        e.Save(folder.File("slide"), sopClass, "1.2.3.4");
        var refused = Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.File("slide")));
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"ORIGINAL\PRIMARY\M\ND\MOSAIC")]
    [InlineData(@"ORIGINAL\PRIMARY\M\VFRAME")]
    public void A_mosaic_is_no_slice(string type)
    {
        using var folder = new TestFolder().Add(new TestSlice { Patient = e => e.Text(Tags.ImageType, Vr.CS, type) });
        Assert.Contains("it is a mosaic", Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal);
        var described = Assert.Single(DicomDescription.Read(folder.Path, TestContext.Current.CancellationToken).Series);
        Assert.Contains("it is a mosaic", described.Problem, StringComparison.Ordinal);
        Assert.Equal(1, TestFolder.Read(folder.Path, new() { Compatibility = Compatibility.PyRadiomics }).Volume.Size.Z);
    }

    // A report whose last element promises more than there is.
    private static void Damaged(string path, string series, string person)
    {
        new DicomEncoder()
            .Text(Tags.SopClassUid, Vr.UI, Report)
            .Text(Tags.Modality, Vr.CS, "SR")
            .Text(new DicomTag(0x0010, 0x0010), Vr.PN, person)
            .Text(Tags.SeriesInstanceUid, Vr.UI, series)
            .Text(new DicomTag(0x0040, 0xA160), Vr.UT, new string('x', 500))
            .Save(path, Report, "1.2.3.5");
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
    }

    private static void Map(string path, params string[] images) =>
        new DicomEncoder()
            .Text(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.67")
            .Text(Tags.Modality, Vr.CS, "RWV")
            .Text(Tags.SeriesInstanceUid, Vr.UI, "1.2.3.77")
            .Items(new DicomTag(0x0040, 0x9094), new DicomEncoder()
                .Items(new DicomTag(0x0008, 0x1140), images.Select(i => new DicomEncoder().Text(Tags.ReferencedSopInstanceUid, Vr.UI, i)))
                .Items(new DicomTag(0x0040, 0x9096), new DicomEncoder()
                    .Items(new DicomTag(0x0040, 0x08EA), new DicomEncoder().Text(new DicomTag(0x0008, 0x0100), Vr.SH, "{SUVbw}g/ml"))
                    .Number(new DicomTag(0x0040, 0x9211), 12)
                    .Number(new DicomTag(0x0040, 0x9216), 2)
                    .Element(new DicomTag(0x0040, 0x9224), Vr.FD, BitConverter.GetBytes(-1.0))
                    .Element(new DicomTag(0x0040, 0x9225), Vr.FD, BitConverter.GetBytes(0.5))))
            .Save(path, "1.2.840.10008.5.1.4.1.1.67", "1.2.3.78");

    // A square round the centres of voxels 1 and 2 of slice 1.
    private static void StructureSet(string path, string frame, string series) =>
        new DicomEncoder()
            .Text(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.481.3")
            .Text(Tags.Modality, Vr.CS, "RTSTRUCT")
            .Text(Tags.SeriesInstanceUid, Vr.UI, "1.2.3.66")
            .Items(Tags.ReferencedFrameOfReference, new DicomEncoder()
                .Text(Tags.FrameOfReferenceUid, Vr.UI, frame)
                .Items(Tags.RtReferencedStudy, new DicomEncoder()
                    .Items(Tags.RtReferencedSeries, new DicomEncoder().Text(Tags.SeriesInstanceUid, Vr.UI, series))))
            .Items(Tags.StructureSetRoi, new DicomEncoder()
                .Text(Tags.RoiNumber, Vr.IS, "1")
                .Text(Tags.ReferencedFrameOfReferenceUid, Vr.UI, frame)
                .Text(Tags.RoiName, Vr.LO, "GTV"))
            .Items(Tags.RoiContour, new DicomEncoder()
                .Items(Tags.Contours, new DicomEncoder()
                    .Text(Tags.ContourGeometricType, Vr.CS, "CLOSED_PLANAR")
                    .Decimals(Tags.ContourData, 0.5, 0.5, 1, 2.5, 0.5, 1, 2.5, 2.5, 1, 0.5, 2.5, 1))
                .Text(Tags.ReferencedRoiNumber, Vr.IS, "1"))
            .Save(path, "1.2.840.10008.5.1.4.1.1.481.3", "1.2.3.67");
}

using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

public class OtherObjectTests
{
    // 70 kg, 175 cm, man; 100 Bq/ml; 3.7e8 Bq decayed by one half-life. By hand: LBM 1.10 x 70 - 128 x 0.16 = 56.52 kg; ideal 48 + 1.06 x
    // 23 = 72.38 kg;
    // surface 71.84 x 70^0.425 x 175^0.725 = 18481.43 cm2.
    [Theory]
    [InlineData(PetValues.SuvBodyWeight, 70000)]
    [InlineData(PetValues.SuvLeanBodyMass, 56520)]
    [InlineData(PetValues.SuvIdealWeight, 72380)]
    [InlineData(PetValues.SuvBodySurface, 18481.430181213465)]
    public void Uptake_by_four_measures_with_its_formula(PetValues values, double size)
    {
        using var folder = new TestFolder().Add(Pet("081012", 3.7e8));
        var series = TestFolder.Read(folder.Path, new() { PetValues = values });
        Assert.Equal(100 * size / 1.85e8, series.Volume[0, 0, 0], 1e-12 * size / 1.85e8 * 100);
        Assert.Contains("370000000 Bq x 2^(-6588 s / 6588 s)", series.Values, StringComparison.Ordinal);
    }

    // Injected at 08:10:12, series at 10:00:00 (6588 s), GE's scan start at 11:49:48 (13176 s), which counts only in a block that GE
    // reserved; else the series' time does.
    [Theory]
    [InlineData("GEMS_PETD_01", 0x10, 13176)]
    [InlineData("GEMS_PETD_01", 0x11, 13176)]
    [InlineData("OTHER MAKER", 0x10, 6588)]
    public void A_private_scan_start_counts_with_its_creator_only(string creator, int block, double seconds)
    {
        var pet = Pet("081012", 3.7e8);
        using var folder = new TestFolder().Add(
            pet with
            {
                Patient = e =>
                    pet.Patient!(
                        e.Text(new DicomTag(9, (ushort)block), Vr.LO, creator)
                            .Text(new DicomTag(9, (ushort)(block << 8 | 0x0D)), Vr.DT, "20200102114948")
                    ),
            }
        );
        var series = TestFolder.Read(folder.Path, new() { PetValues = PetValues.SuvBodyWeight });
        Assert.Contains(FormattableString.Invariant($"2^(-{seconds} s / 6588 s)"), series.Values, StringComparison.Ordinal);
    }

    // The man above: 1.10 x 70 - 120 x 0.16 = 57.8 kg by DICOM's LBM, 56.52 kg by James.
    [Theory]
    [InlineData("LBM", 100 * 56.52 / 57.8)]
    [InlineData("LBMJAMES128", 100)]
    public void Stored_uptake_by_lean_mass_is_brought_to_one_formula(string type, double value)
    {
        var pet = Pet("081012", 3.7e8);
        using var folder = new TestFolder().Add(pet with
        {
            Nuclear = e => e.Text(new DicomTag(0x0054, 0x1001), Vr.CS, "GML ").Text(new DicomTag(0x0054, 0x1006), Vr.CS, type),
        });
        Assert.Equal(value, TestFolder.Read(folder.Path, new() { PetValues = PetValues.SuvLeanBodyMass }).Volume[0, 0, 0], 1e-9);
    }

    // Philips' factor from counts to SUV counts with its creator only.
    [Fact]
    public void A_private_factor_needs_its_creator()
    {
        TestSlice Counts(string creator) =>
            Pet("081012", 3.7e8) with
            {
                Nuclear = e =>
                    e.Text(new DicomTag(0x0054, 0x1001), Vr.CS, "CNTS")
                        .Text(new DicomTag(0x7053, 0x0010), Vr.LO, creator)
                        .Decimals(new DicomTag(0x7053, 0x1000), 0.25),
            };
        using var philips = new TestFolder().Add(Counts("Philips PET Private Group"));
        Assert.Equal(25, TestFolder.Read(philips.Path, new() { PetValues = PetValues.SuvBodyWeight }).Volume[0, 0, 0]);
        using var other = new TestFolder().Add(Counts("OTHER MAKER"));
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(other.Path, new() { PetValues = PetValues.SuvBodyWeight }));
    }

    [Theory]
    [InlineData("100500", 3.7e8, "later than the start of the scan")]
    [InlineData("081012", 370, "370 Bq")]
    public void What_is_not_plausible_is_refused(string injected, double dose, string part)
    {
        using var folder = new TestFolder().Add(Pet(injected, dose));
        Assert.Contains(
            part,
            Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path, new() { PetValues = PetValues.SuvBodyWeight })).Message,
            StringComparison.Ordinal
        );
    }

    // Three frames 2.5 mm apart, 0.001 Gy a step.
    [Fact]
    public void A_dose_is_read_in_its_unit_and_place()
    {
        using var folder = new TestFolder();
        var slice = new TestSlice
        {
            Modality = "RTDOSE",
            Rows = 12,
            Signed = false,
            Position = (1, 2, 3),
            Slope = null,
            Pixels = [.. Enumerable.Range(0, 48).SelectMany(i => BitConverter.GetBytes((ushort)(1000 * (i / 16 + 1))))],
            Nuclear = e => e.Decimals(new DicomTag(0x3004, 0x000C), 0, 2.5, 5).Decimals(new DicomTag(0x3004, 0x000E), 0.001),
        };
        slice.Save(folder.File("a.dcm"));
        // The writer above knows no frames: twelve rows are three frames of four.
        var bytes = File.ReadAllBytes(folder.File("a.dcm"));
        var rows = bytes.AsSpan().IndexOf("\x28\0\x10\0US\x2\0"u8);
        byte[] frames = [0x28, 0, 8, 0, (byte)'I', (byte)'S', 2, 0, (byte)'3', (byte)' '];
        bytes[rows + 8] = 4;
        File.WriteAllBytes(folder.File("b.dcm"), [.. bytes[..rows], .. frames, .. bytes[rows..]]);
        var dose = TestFolder.Read(folder.File("b.dcm")).Volume;
        Assert.Equal(
            (new GridSize(4, 4, 3), new Vector3D(1, 1, 2.5), new Vector3D(1, 2, 3)),
            (dose.Size, dose.Geometry.Spacing, dose.Geometry.Origin)
        );
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(z => Math.Round(dose[1, 1, z], 12)));
    }

    // A reconstructed tomogram of three frames, its place with the detector; the sign of the spacing says on which side of the first the
    // others lie (PS3.3 section
    // C.8.4.15). Frames are stacked by their place here, so that with -3 mm the last frame is the first slice.
    [Theory]
    [InlineData(3, 30, 10.0, 20.0, 30.0)]
    [InlineData(-3, 24, 30.0, 20.0, 10.0)]
    public void A_reconstructed_tomogram_lies_where_its_detector_says(double step, double z, params double[] values)
    {
        using var folder = new TestFolder();
        Tomogram("RECON TOMO").Save(folder.File("nm.dcm"), "1.2.840.10008.5.1.4.1.1.20", "1.2.3.4.5");
        var volume = TestFolder.Read(folder.File("nm.dcm")).Volume;
        Assert.Equal(
            (new GridSize(4, 2, 3), new Vector3D(2, 1.5, 3), new Vector3D(5, 6, z)),
            (volume.Size, volume.Geometry.Spacing, volume.Geometry.Origin)
        );
        Assert.Equal(values, Enumerable.Range(0, 3).Select(i => volume[3, 1, i]));

        // Frames of another kind (projections, gates) have no such place.
        Tomogram("TOMO").Save(folder.File("projections.dcm"), "1.2.840.10008.5.1.4.1.1.20", "1.2.3.4.6");
        Assert.Contains(
            "3 frames",
            Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.File("projections.dcm"))).Message,
            StringComparison.Ordinal
        );

        DicomEncoder Tomogram(string kind) =>
            new DicomEncoder()
                .Text(Tags.ImageType, Vr.CS, $@"ORIGINAL\PRIMARY\{kind}\EMISSION")
                .Text(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.20")
                .Text(Tags.SopInstanceUid, Vr.UI, "1.2.3.4.5")
                .Text(Tags.Modality, Vr.CS, "NM")
                .Decimals(Tags.SliceThickness, 3)
                .Decimals(Tags.SpacingBetweenSlices, step)
                .Text(Tags.SeriesInstanceUid, Vr.UI, "1.2.3")
                .Number(Tags.SamplesPerPixel, 1)
                .Text(Tags.PhotometricInterpretation, Vr.CS, "MONOCHROME2")
                .Text(Tags.NumberOfFrames, Vr.IS, "3")
                .Number(Tags.Rows, 2)
                .Number(Tags.Columns, 4)
                .Decimals(Tags.PixelSpacing, 1.5, 2)
                .Number(Tags.BitsAllocated, 16)
                .Number(Tags.BitsStored, 16)
                .Number(Tags.HighBit, 15)
                .Number(Tags.PixelRepresentation, 0)
                .Items(
                    Tags.DetectorInformation,
                    new DicomEncoder().Decimals(Tags.ImagePosition, 5, 6, 30).Decimals(Tags.ImageOrientation, 1, 0, 0, 0, 1, 0)
                )
                .Element(
                    Tags.PixelData,
                    Vr.OW,
                    [.. Enumerable.Range(0, 24).SelectMany(i => BitConverter.GetBytes((ushort)(10 * (i / 8 + 1))))]
                );
    }

    [Fact]
    public void Regions_come_back_from_the_segmentation_object_that_is_written()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(4).Select(s => s with { Rows = 5, Columns = 7 }));
        var series = TestFolder.Read(folder.Path);
        var grid = series.Volume.Geometry;
        var a = Mask.Create(
            grid,
            new Region(new(1, 1, 1), new(5, 3, 2)),
            [.. Enumerable.Range(0, 30).Select(i => (byte)(i % 3 == 0 ? 0 : 1))]
        );
        var b = Mask.Create(grid, new Region(new(0, 0, 0), new(7, 1, 1)), [1, 1, 1, 1, 1, 1, 1]);
        DicomWriter.WriteSegmentation([new("A", a), new("B é", b)], folder.File("seg"), DicomIdentity.Of(series));
        var read = DicomSegmentation.Read(folder.File("seg"));
        Assert.Equal(["A", "B é"], read.Segments.Select(s => s.Label));
        Assert.Equal([series.SeriesInstanceUid], read.ReferencedSeriesUids);
        foreach (var (name, mask) in new[] { ("A", a), ("B é", b) })
        {
            var back = read.ToMask(read.Find(name), series);
            Assert.Equal(mask.BoundingBox, back.BoundingBox);
            Assert.True(mask.Inside.Span.SequenceEqual(back.Inside.Span));
        }
    }

    private static TestSlice Pet(string injected, double dose) =>
        new()
        {
            Modality = "PT",
            Pixels = [.. Enumerable.Repeat(BitConverter.GetBytes((short)50), 16).SelectMany(b => b)],
            Slope = 2,
            Patient = e =>
                e.Text(new DicomTag(0x0010, 0x0040), Vr.CS, "M ")
                    .Decimals(new DicomTag(0x0010, 0x1020), 1.75)
                    .Decimals(new DicomTag(0x0010, 0x1030), 70),
            Nuclear = e =>
                e.Items(
                        new DicomTag(0x0054, 0x0016),
                        new DicomEncoder()
                            .Text(new DicomTag(0x0018, 0x1072), Vr.TM, injected)
                            .Decimals(new DicomTag(0x0018, 0x1074), dose)
                            .Decimals(new DicomTag(0x0018, 0x1075), 6588)
                    )
                    .Text(new DicomTag(0x0054, 0x1001), Vr.CS, "BQML")
                    .Text(new DicomTag(0x0054, 0x1102), Vr.CS, "START"),
        };
}

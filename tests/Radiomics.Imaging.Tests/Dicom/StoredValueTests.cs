using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>What stored numbers become: real-world values, Philips' floating point values, doses. Expected values are the standard's
/// formulas by
/// hand.</summary>
public class StoredValueTests
{
    // Stored 0 ... 15 in each slice.
    private static readonly byte[] Ramp = [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes((short)i))];

    [Fact]
    public void A_real_world_value_map_is_applied_where_it_is_asked_for()
    {
        // 0.5 v - 1 for 2 <= v <= 12.
        using var folder = new TestFolder().Add(TestSlice.Stack(3).Select(s => Mapped(s, Map(2, 12, 0.5, -1, "mm2/s"))));
        Assert.Equal(7, TestFolder.Read(folder.Path).Volume[3, 1, 0]); // as SimpleITK: slope and intercept
        var series = TestFolder.Read(folder.Path, new() { StoredValues = StoredValues.RealWorld });
        Assert.Equal(2.5, series.Volume[3, 1, 0]);
        Assert.Equal((0, 5), (series.Volume[2, 0, 2], series.Volume[0, 3, 2]));
        Assert.True(double.IsNaN(series.Volume[1, 0, 0]) && double.IsNaN(series.Volume[1, 3, 0]));
        Assert.Equal("real-world value = stored x 0.5 + -1 [mm2/s]", series.Values);
    }

    [Fact]
    public void A_real_world_value_map_may_be_a_table()
    {
        double[] table = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3];
        using var folder = new TestFolder().Add(
            TestSlice.Stack(2).Select(s => Mapped(s, Range(0, 15, "1").Element(new DicomTag(0x0040, 0x9212), Vr.FD, Doubles(table))))
        );
        var volume = TestFolder.Read(folder.Path, new() { StoredValues = StoredValues.RealWorld }).Volume;
        Assert.Equal(table, Enumerable.Range(0, 16).Select(i => volume[i % 4, i / 4, 1]));
    }

    [Fact]
    public void What_is_not_one_map_is_refused()
    {
        using var none = new TestFolder().Add(TestSlice.Stack(2));
        Refused(none, "no Real World Value Mapping Sequence");
        using var two = new TestFolder().Add(
            TestSlice.Stack(2).Select(s => Mapped(s, Map(0, 99, 1, 0, "mm2/s"), Map(0, 99, 1000, 0, "um2/s")))
        );
        Refused(two, "2 real-world value maps (mm2/s, um2/s)");
        using var units = new TestFolder().Add(
            TestSlice.Stack(2).Select((s, i) => Mapped(s, Map(0, 99, 1, 0, i == 0 ? "mm2/s" : "um2/s")))
        );
        Refused(units, "several units");
        using var half = new TestFolder().Add(TestSlice.Stack(2).Select(s => Mapped(s, Range(0, 99, "1"))));
        Refused(half, "neither a slope");

        static void Refused(TestFolder folder, string said) =>
            Assert.Contains(
                said,
                Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path,
                    new() { StoredValues = StoredValues.RealWorld })).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_parametric_map_of_whole_numbers_is_in_real_world_values()
    {
        using var folder = new TestFolder();
        Mapped(new TestSlice { Modality = "MR" }, Map(0, 15, 0.25, 0, "mm2/s")).Save(folder.File("a"));
        var bytes = File.ReadAllBytes(folder.File("a"));
        // The SOP class of CT images, as long as that of parametric maps is with its padding.
        var (from, to) = ("1.2.840.10008.5.1.4.1.1.2\0"u8.ToArray(), "1.2.840.10008.5.1.4.1.1.30"u8.ToArray());
        for (var at = bytes.AsSpan().IndexOf(from); at >= 0; at = bytes.AsSpan().IndexOf(from))
            to.CopyTo(bytes, at);
        File.WriteAllBytes(folder.File("a"), bytes);
        Assert.Equal(1.75, TestFolder.Read(folder.Path).Volume[3, 1, 0]);
    }

    // (v x 2 - 10) / (2 x 0.004)
    [Fact]
    public void Philips_floating_point_values_need_its_scale_slope_and_creator()
    {
        TestSlice Slice(TestSlice s, string creator) => s with
        {
            Modality = "MR",
            Pixels = Ramp,
            Slope = 2,
            Intercept = -10,
            Nuclear = e => e
                .Text(new DicomTag(0x2005, 0x0012), Vr.LO, creator)
                .Element(new DicomTag(0x2005, 0x120E), Vr.FL, BitConverter.GetBytes(0.004f)),
        };
        using var philips = new TestFolder().Add(TestSlice.Stack(2).Select(s => Slice(s, "Philips MR Imaging DD 001")));
        Assert.Equal(2 * 7 - 10, TestFolder.Read(philips.Path).Volume[3, 1, 0]);
        var volume = TestFolder.Read(philips.Path, new() { StoredValues = StoredValues.Philips }).Volume;
        Assert.Equal((2 * 7 - 10) / (2 * (double)0.004f), volume[3, 1, 0], 1e-9);
        using var other = new TestFolder().Add(TestSlice.Stack(2).Select(s => Slice(s, "ANOTHER MAKER")));
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(other.Path, new() { StoredValues = StoredValues.Philips }));
    }

    [Fact]
    public void A_dose_says_when_it_is_none_of_a_plan_in_gray()
    {
        TestSlice Dose(Action<DicomEncoder> more) => new()
        {
            Modality = "RTDOSE",
            Signed = false,
            Slope = null,
            Pixels = Ramp,
            Nuclear = more
        };
        DicomSeries Read(Action<DicomEncoder> more)
        {
            using var folder = new TestFolder();
            Dose(more).Save(folder.File("dose"));
            return TestFolder.Read(folder.File("dose"));
        }
        var (scaling, units, sum) = (new DicomTag(0x3004, 0x000E), new DicomTag(0x3004, 0x0002), new DicomTag(0x3004, 0x000A));
        var plan = Read(e => e.Decimals(scaling, 0.5).Text(units, Vr.CS, "GY").Text(sum, Vr.CS, "PLAN"));
        Assert.Empty(plan.Warnings);
        Assert.Equal(3.5, plan.Volume[3, 1, 0]);
        Assert.Contains("RELATIVE", Assert.Single(Read(e => e.Decimals(scaling, 1).Text(units, Vr.CS, "RELATIVE")).Warnings),
            StringComparison.Ordinal);
        Assert.Contains("BEAM", Assert.Single(Read(e => e.Decimals(scaling, 1).Text(units, Vr.CS, "GY").Text(sum, Vr.CS, "BEAM")).Warnings),
            StringComparison.Ordinal);
        Assert.Contains("Dose Grid Scaling", Assert.Throws<ImageFormatException>(() => Read(e => e.Text(units, Vr.CS, "GY"))).Message,
            StringComparison.Ordinal);
    }

    // SimpleITK 2.5.7's values of such images (2026-11-27): 4095 - v of 12 bits without a sign, -1 - v of 16 with one, 7166 - 2 v of 12
    // bits with slope 2 and intercept -1024.
    [Theory]
    [InlineData(12, false, 1, 0, 4095 - 7, PixelType.UInt16)]
    [InlineData(16, true, 1, 0, -1 - 7, PixelType.Int16)]
    [InlineData(12, false, 2, -1024, 7166 - 14, PixelType.Int16)]
    public void Low_means_bright_as_simpleitk_has_it_only_where_that_is_asked_for(
        int stored,
        bool signed,
        double slope,
        double intercept,
        double value,
        PixelType type
    )
    {
        using var folder = new TestFolder().Add(
            TestSlice.Stack(2).Select(s => s with
            {
                Photometric = "MONOCHROME1",
                Pixels = Ramp,
                Stored = stored,
                Signed = signed,
                Slope = slope,
                Intercept = intercept,
            })
        );
        Assert.Equal(7 * slope + intercept, TestFolder.Read(folder.Path).Volume[3, 1, 0]);
        var inverted = TestFolder.Read(folder.Path, new() { Compatibility = Compatibility.PyRadiomics }).Volume;
        Assert.Equal((value, type), (inverted[3, 1, 0], inverted.PixelType));
    }

    // SimpleITK 2.5.7 of a single slice 2.5 mm thick: 4 where Spacing Between Slices is 4, else 1.
    [Theory]
    [InlineData(null, 1)]
    [InlineData(4.0, 4)]
    public void A_slice_alone_is_as_thick_as_it_says_or_as_simpleitk_has_it(double? between, double z)
    {
        using var folder = new TestFolder().Add(
            new TestSlice
            {
                Nuclear = e =>
                {
                    if (between is { } mm)
                        e.Decimals(new DicomTag(0x0018, 0x0088), mm);
                },
            }
        );
        Assert.Equal(2.5, TestFolder.Read(folder.Path).Volume.Geometry.Spacing.Z);
        Assert.Equal(z, TestFolder.Read(folder.Path, new() { Compatibility = Compatibility.PyRadiomics }).Volume.Geometry.Spacing.Z);
    }

    private static TestSlice Mapped(TestSlice slice, params DicomEncoder[] maps) =>
        slice with { Pixels = Ramp, Nuclear = e => e.Items(new DicomTag(0x0040, 0x9096), maps) };

    private static DicomEncoder Map(int first, int last, double slope, double intercept, string unit) => Range(first, last, unit)
        .Element(new DicomTag(0x0040, 0x9224), Vr.FD, Doubles(intercept))
        .Element(new DicomTag(0x0040, 0x9225), Vr.FD, Doubles(slope));

    private static DicomEncoder Range(int first, int last, string unit) => new DicomEncoder()
        .Items(new DicomTag(0x0040, 0x08EA), new DicomEncoder().Text(new DicomTag(0x0008, 0x0100), Vr.SH, unit))
        .Element(new DicomTag(0x0040, 0x9211), Vr.SS, BitConverter.GetBytes((short)last))
        .Element(new DicomTag(0x0040, 0x9216), Vr.SS, BitConverter.GetBytes((short)first));

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}

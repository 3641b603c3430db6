using System.Text;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Tests.Formats;

/// <summary>Rules that no peer settles, each by hand.</summary>
public sealed class FormatRuleTests
{
    private const string Header = "NRRD0004\ntype: uint8\nsizes: 2 1 1\nencoding: raw\ndimension: 3\n";

    [Fact]
    public void Nrrd_in_left_anterior_superior_turns_the_second_axis()
    {
        // By the format's definition LAS differs from LPS in the second axis alone. (ITK 5.4 turns the first one instead.)
        using var folder = new TemporaryFolder();
        var path = Write(
            folder,
            "a.nrrd",
            Header + "space: left-anterior-superior\nspace directions: (2,0,0) (0,3,0) (0,0,4)\nspace origin: (10,20,30)\n\n\u0001\u0002"
        );
        var geometry = ImageFile.ReadVolume(path).Geometry;
        Assert.Equal(new Vector3D(10, -20, 30), geometry.Origin);
        Assert.Equal(new Direction(new(1, 0, 0), new(0, -1, 0), new(0, 0, 1)), geometry.Direction);
    }

    // nibabel 5.4.2 refuses the first three ("Valid slope but invalid intercept"), and scales by the last. SimpleITK 2.5.7 reads 20 as 40,
    // 40, 20 and, as 1e-17 is less than 2^-52, 20.
    [Theory]
    [InlineData(2f, float.NaN, null, 40)]
    [InlineData(2f, float.NegativeInfinity, null, 40)]
    [InlineData(1f, float.NaN, null, 20)]
    [InlineData(float.NaN, float.NaN, 20.0, 20)]
    [InlineData(float.NaN, 5f, 20.0, 25)]
    [InlineData(1e-17f, 0f, 20 * (double)1e-17f, 20)]
    public void Nifti_with_a_slope_and_an_intercept_that_is_no_number_is_refused(float slope, float intercept, double? value, double itk)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("a.nii");
        ImageFile.WriteVolume(Volume.Create(new ImageGeometry(new(2, 1, 1), new(1, 1, 1)), new short[] { 0, 20 }), path);
        var bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(112), slope);
        BitConverter.TryWriteBytes(bytes.AsSpan(116), intercept);
        File.WriteAllBytes(path, bytes);
        if (value is { } right)
            Assert.Equal((float)right, ImageFile.ReadVolume(path)[1, 0, 0]);
        else
            Assert.Contains(
                "the right intercept",
                Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path)).Message,
                StringComparison.Ordinal
            );
        Assert.Equal(itk, ImageFile.ReadVolume(path, compatibility: Compatibility.PyRadiomics)[1, 0, 0]);
    }

    // The format allows a field once; Teem refuses a second one. One that says the same does no harm.
    [Theory]
    [InlineData("sizes: 1 2 1")]
    [InlineData("sizes: 2 1 1")]
    public void Nrrd_with_a_field_twice_is_refused_where_they_differ(string again)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "a.nrrd", Header + again + "\n\n\u0001\u0002");
        if (Header.Contains(again, StringComparison.Ordinal))
            Assert.Equal(2, ImageFile.ReadVolume(path)[1, 0, 0]);
        else
            Assert.Contains("'sizes' twice", Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path)).Message,
                StringComparison.Ordinal);
    }

    // Segments without a label or a layer are from before Slicer 4.11: a layer each, of label 1. Of one layer all would be its first label.
    [Fact]
    public void Segments_that_cannot_be_told_apart_are_refused()
    {
        using var folder = new TemporaryFolder();
        const string Two = "Segment0_ID:=a\nSegment0_Name:=one\nSegment1_ID:=b\nSegment1_Name:=two\n";
        var path = Write(folder, "a.seg.nrrd", Header + Two + "\n\u0001\u0002");
        foreach (var name in new[] { "one", "two" })
            Assert.Contains(
                "both have the label 1 in layer 0",
                Assert.Throws<ImageFormatException>(() => ImageFile.ReadMask(path, name)).Message,
                StringComparison.Ordinal
            );
        var told = Write(folder, "b.seg.nrrd", Header + Two + "Segment0_LabelValue:=1\nSegment1_LabelValue:=2\n\n\u0001\u0002");
        Assert.Equal(new VoxelIndex(1, 0, 0), ImageFile.ReadMask(told, "two").BoundingBox.Start);
    }

    [Theory]
    [InlineData("uint8", "7 255", 255.0)]
    [InlineData("uint8", "7 256", null)]
    [InlineData("uint8", "7 -1", null)]
    [InlineData("uint8", "7 2e1", 20.0)]
    [InlineData("uint8", "7 9.0", 9.0)]
    [InlineData("uint8", "7 1.5", null)]
    [InlineData("uint8", "7 nan", null)]
    [InlineData("int16", "7 1e10", null)]
    [InlineData("float", "7 1.5", 1.5)]
    [InlineData("float", "7 -inf", double.NegativeInfinity)]
    public void Numbers_as_text_must_fit_their_type(string type, string text, double? value)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "a.nrrd", $"NRRD0004\ntype: {type}\nsizes: 2 1 1\nencoding: text\ndimension: 3\n\n{text}");
        if (value is { } right)
            Assert.Equal(right, ImageFile.ReadVolume(path)[1, 0, 0]);
        else
            Assert.Contains("voxel 2 is written", Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_known_by_its_content_not_its_name()
    {
        using var folder = new TemporaryFolder();
        var volume = Volume.Create(new ImageGeometry(new(2, 1, 1), new(1, 2, 3)), new short[] { 5, -6 });
        var nifti = folder.PathOf("a.nii.gz");
        ImageFile.WriteVolume(volume, nifti);
        var renamed = folder.PathOf("nameless");
        File.Move(nifti, renamed);
        Assert.Equal(ImageFormat.Nifti1, ImageFile.Describe(renamed).Format);
        Assert.Equal(-6, ImageFile.ReadVolume(renamed)[1, 0, 0]);
    }

    [Fact]
    public void A_long_axis_is_written_as_nifti_2()
    {
        using var folder = new TemporaryFolder();
        var values = new byte[40_000];
        values[^1] = 7;
        var path = folder.PathOf("a.nii");
        ImageFile.WriteVolume(Volume.Create(new ImageGeometry(new(40_000, 1, 1), new(0.1, 0.2, 0.3), new(1.1, 2.2, 3.3)), values), path);
        var back = ImageFile.ReadVolume(path);
        Assert.Equal(ImageFormat.Nifti2, ImageFile.Describe(path).Format);
        Assert.Equal(7, back[39_999, 0, 0]);
    }

    [Fact]
    public void Several_volumes_are_refused_unless_one_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        var path = Write(
            folder,
            "a.nrrd",
            "NRRD0004\ntype: uint8\ndimension: 4\nsizes: 2 1 1 3\nencoding: raw\n\n\u0001\u0002\u0003\u0004\u0005\u0006"
        );
        Assert.Contains(
            "3 volumes",
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(4, ImageFile.ReadVolume(path, 1)[1, 0, 0]);
        Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path, 3));
    }

    [Fact]
    public void Colours_and_other_kinds_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var rgb = Write(
            folder,
            "a.nrrd",
            "NRRD0004\ntype: uint8\ndimension: 4\nsizes: 3 1 1 1\nkinds: RGB-color domain domain domain\nencoding: "
                + "raw\n\n\u0001\u0002\u0003"
        );
        Assert.Contains(
            "RGB-color",
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(rgb)).Message,
            StringComparison.Ordinal
        );
        foreach (var (code, name) in new[] { (128, "RGB24"), (32, "complex64"), (1792, "complex128"), (1, "single bits") })
        {
            var bytes = new byte[352 + 64];
            BitConverter.TryWriteBytes(bytes, 348);
            bytes[40] = 3;
            bytes[42] = bytes[44] = bytes[46] = 1;
            BitConverter.TryWriteBytes(bytes.AsSpan(70), (short)code);
            "n+1\0"u8.CopyTo(bytes.AsSpan(344));
            var path = folder.PathOf("a.nii");
            File.WriteAllBytes(path, bytes);
            Assert.Contains(name, Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_that_announces_more_than_the_file_can_hold_is_refused_before_anything_is_allocated()
    {
        using var folder = new TemporaryFolder();
        var big = Write(
            folder,
            "a.nrrd",
            "NRRD0004\ntype: double\nendian: little\ndimension: 3\nsizes: 1000 1000 1000\nencoding: gzip\n\nxx"
        );
        var before = GC.GetTotalAllocatedBytes();
        Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(big));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 50_000_000);
    }

    [Theory]
    [InlineData("2147483647 2147483647 4")]
    [InlineData("2147483647 2147483647 2147483647")]
    [InlineData("65536 65536 1")]
    [InlineData("0 1 1")]
    [InlineData("-3 1 1")]
    [InlineData("3.5 1 1")]
    [InlineData("1 1")]
    public void Sizes_that_cannot_be_are_refused(string sizes)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "a.nrrd", $"NRRD0004\ntype: uint8\ndimension: 3\nsizes: {sizes}\nencoding: gzip\n\nxx");
        Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path));
        path = Write(folder, "a.mha", $"NDims = 3\nDimSize = {sizes}\nElementType = MET_UCHAR\nElementDataFile = LOCAL\nxx");
        Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path));
    }

    /// <summary>Siemens' syngo, for one, leaves an Analyze header's size in the 128 free bytes before DICOM's mark.</summary>
    [Fact]
    public void A_DICOM_file_with_another_formats_header_in_its_preamble_is_DICOM()
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[400];
        (bytes[0], bytes[1]) = (0x5c, 0x01);
        "DICM"u8.CopyTo(bytes.AsSpan(128));
        var path = Path.Combine(folder.Path, "a.dcm");
        File.WriteAllBytes(path, bytes);
        Assert.False(ImageFile.IsImage(path));
        Assert.True(DicomDescription.IsDicom(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u001f\u008b")]
    [InlineData("\u001f\u008b\u0008\u0000 damaged from here on, and not to be inflated")]
    [InlineData("a text file with nothing in it")]
    [InlineData("BM and the rest of a bitmap")]
    public void Foreign_files_are_refused(string content)
    {
        using var folder = new TemporaryFolder();
        var path = Write(folder, "a.nii", content);
        Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path));
        Assert.False(ImageFile.IsImage(path));
        Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(folder.Path));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var sheared = Volume.Create(
            new ImageGeometry(new(1, 1, 1), new(1, 1, 1), default, new Direction(new(1, 0, 0), new(0.6, 0.8, 0), new(0, 0, 1))),
            new byte[1]
        );
        Assert.Throws<ArgumentException>(() => ImageFile.WriteVolume(sheared, folder.PathOf("a.nii")));
        Assert.Throws<ArgumentException>(() => ImageFile.WriteVolume(sheared, folder.PathOf("a.png")));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_missing_file_and_a_missing_data_file_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<FileNotFoundException>(() => ImageFile.ReadVolume(folder.PathOf("no.nrrd")));
        var header = Write(folder, "a.nhdr", Header + "data file: gone.raw\n");
        Assert.Contains(
            "gone.raw",
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(header)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Slicer_segments_are_written_and_read_by_name_in_layers_where_they_overlap()
    {
        using var folder = new TemporaryFolder();
        var geometry = new ImageGeometry(new(5, 4, 3), new(1, 2, 3), new(-7, 8, 9));
        var tumour = Mask.Create(geometry, new Region(new(0, 0, 0), new(3, 2, 1)), [1, 1, 1, 1, 1, 1]);
        var margin = Mask.Create(geometry, new Region(new(1, 1, 0), new(2, 2, 1)), [1, 0, 1, 1]);
        var apart = Mask.Create(geometry, new Region(new(4, 3, 2), new(1, 1, 1)), [1]);
        var path = folder.PathOf("a.seg.nrrd");
        ImageFile.WriteSegmentation([new("GTV", tumour), new("Margin 1", margin), new("Apart", apart)], path);

        var description = ImageFile.Describe(path);
        Assert.Equal(["GTV", "Margin 1", "Apart"], description.Segments.Select(s => s.Name));
        Assert.Equal([0, 1, 0], description.Segments.Select(s => s.Layer));
        foreach (var (name, mask) in new[] { ("GTV", tumour), ("margin 1", margin), ("Segment_3", apart) })
        {
            var back = ImageFile.ReadMask(path, name);
            Assert.Equal(mask.BoundingBox, back.BoundingBox);
            Assert.Equal(mask.Inside.ToArray(), back.Inside.ToArray());
        }
        Assert.Equal(4, ImageFile.ReadMask(path, 2, channel: 1).BoundingBox.Count);
        var missing = Assert.Throws<RoiNotFoundException>(() => ImageFile.ReadMask(path, "Liver"));
        Assert.Equal(["GTV", "Margin 1", "Apart"], missing.Available);
        Assert.Throws<RoiNotFoundException>(() => ImageFile.ReadMask(path, 1, channel: 2));
    }

    [Fact]
    public void Labels_are_listed_where_the_one_asked_for_is_missing()
    {
        using var folder = new TemporaryFolder();
        var geometry = new ImageGeometry(new(6, 1, 1), new(1, 1, 1));
        var path = folder.PathOf("a.mha");
        ImageFile.WriteVolume(Volume.Create(geometry, new short[] { 0, 7, 7, 3, 300, 0 }), path);
        Assert.Equal(["3", "7", "300"], ImageFile.Describe(path).Segments.Select(s => s.Name));
        Assert.Equal(2, ImageFile.ReadMask(path, 7).VoxelCount);
        Assert.Equal(1, ImageFile.ReadMask(path, "300").VoxelCount);
        Assert.Equal(["label 3", "label 7", "label 300"], Assert.Throws<RoiNotFoundException>(() => ImageFile.ReadMask(path, 1)).Available);
        ImageFile.WriteVolume(Volume.Create(geometry, new short[6]), path);
        Assert.Throws<EmptyRoiException>(() => ImageFile.ReadMask(path));
    }

    [Fact]
    public void Zlib_data_of_a_metaimage_needs_no_size()
    {
        using var folder = new TemporaryFolder();
        var volume = Volume.Create(new ImageGeometry(new(2, 2, 1), new(1, 1, 1)), new short[] { 1, -2, 3, 4000 });
        var path = folder.PathOf("a.mhd");
        ImageFile.WriteVolume(volume, path, compress: true);
        File.WriteAllText(
            path,
            string.Join('\n', File.ReadAllLines(path).Where(l => !l.StartsWith("CompressedDataSize", StringComparison.Ordinal)))
        );
        Assert.Equal(VolumeBytes.Of(volume), VolumeBytes.Of(ImageFile.ReadVolume(path)));
    }

    private static string Write(TemporaryFolder folder, string name, string content)
    {
        var path = folder.PathOf(name);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(content));
        return path;
    }
}

using System.Globalization;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Sixteen numbers stored in every way; the expected types and values are SimpleITK 2.5.7's (GDCM) of files that pydicom
/// wrote.</summary>
public class DicomPixelTests
{
    private static readonly uint[] Raw = [0, 1, 2, 3, 100, 127, 128, 200, 255, 1000, 2047, 2048, 4095, 40000, 65535, 7];

    [Theory]
    [InlineData(8, 8, false, null, 0, PixelType.UInt8, "0 1 2 3 100 127 128 200 255 232 255 0 255 64 255 7")]
    [InlineData(
        8,
        8,
        false,
        1.0,
        -1024,
        PixelType.Int16,
        "-1024 -1023 -1022 -1021 -924 -897 -896 -824 -769 -792 -769 -1024 -769 -960 -769 -1017"
    )]
    [InlineData(8, 8, true, 1.0, 0, PixelType.Int8, "0 1 2 3 100 127 -128 -56 -1 -24 -1 0 -1 64 -1 7")]
    [InlineData(8, 8, true, -1.0, 0, PixelType.Int16, "0 -1 -2 -3 -100 -127 128 56 1 24 1 0 1 -64 1 -7")]
    [InlineData(16, 8, false, 1.0, 0, PixelType.UInt16, "0 1 2 3 100 127 128 200 255 232 255 0 255 64 255 7")]
    [InlineData(16, 12, false, 1.0, 0, PixelType.UInt16, "0 1 2 3 100 127 128 200 255 1000 2047 2048 4095 3136 4095 7")]
    [InlineData(
        16,
        12,
        false,
        1.0,
        -1024,
        PixelType.Int16,
        "-1024 -1023 -1022 -1021 -924 -897 -896 -824 -769 -24 1023 1024 3071 2112 3071 -1017"
    )]
    [InlineData(16, 12, true, 1.0, 0, PixelType.Int16, "0 1 2 3 100 127 128 200 255 1000 2047 -2048 -1 -960 -1 7")]
    [InlineData(16, 12, true, 0.5, 0, PixelType.Float64, "0 0.5 1 1.5 50 63.5 64 100 127.5 500 1023.5 -1024 -0.5 -480 -0.5 3.5")]
    [InlineData(16, 16, false, 1.0, 0, PixelType.UInt16, "0 1 2 3 100 127 128 200 255 1000 2047 2048 4095 40000 65535 7")]
    [InlineData(
        16,
        16,
        false,
        1.0,
        -1024,
        PixelType.Int32,
        "-1024 -1023 -1022 -1021 -924 -897 -896 -824 -769 -24 1023 1024 3071 38976 64511 -1017"
    )]
    [InlineData(16, 16, false, 2.0, 0, PixelType.UInt32, "0 2 4 6 200 254 256 400 510 2000 4094 4096 8190 80000 131070 14")]
    [InlineData(
        16,
        16,
        true,
        1.0,
        -1024,
        PixelType.Int32,
        "-1024 -1023 -1022 -1021 -924 -897 -896 -824 -769 -24 1023 1024 3071 -26560 -1025 -1017"
    )]
    [InlineData(16, 16, true, 0.0, 0, PixelType.Int16, "0 1 2 3 100 127 128 200 255 1000 2047 2048 4095 -25536 -1 7")]
    [InlineData(
        16,
        16,
        true,
        1.0,
        0.5,
        PixelType.Float64,
        "0.5 1.5 2.5 3.5 100.5 127.5 128.5 200.5 255.5 1000.5 2047.5 2048.5 4095.5 -25535.5 -0.5 7.5"
    )]
    [InlineData(32, 32, false, 1.0, 0, PixelType.UInt32, "0 1 2 3 100 127 128 200 255 1000 2047 2048 4095 40000 65535 7")]
    [InlineData(32, 32, true, 1.0, 0, PixelType.Int32, "0 1 2 3 100 127 128 200 255 1000 2047 2048 4095 40000 65535 7")]
    [InlineData(32, 32, true, 2.0, 0, PixelType.Float64, "0 2 4 6 200 254 256 400 510 2000 4094 4096 8190 80000 131070 14")]
    public void Numbers_have_the_type_and_value_of_SimpleITK(
        int allocated,
        int stored,
        bool signed,
        double? slope,
        double intercept,
        PixelType type,
        string values
    )
    {
        var bytes = new byte[Raw.Length * allocated / 8];
        for (var i = 0; i < Raw.Length; i++)
            BitConverter.GetBytes(Raw[i]).AsSpan(0, allocated / 8).CopyTo(bytes.AsSpan(i * allocated / 8));
        using var folder = new TestFolder().Add(
            new TestSlice
            {
                Allocated = allocated,
                Stored = stored,
                Signed = signed,
                Slope = slope,
                Intercept = intercept,
                Pixels = bytes,
            }
        );

        var volume = TestFolder.Read(folder.Path).Volume;

        Assert.Equal(type, volume.PixelType);
        Assert.Equal(
            values.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)),
            volume.Read(volume.Geometry.Region).Values.ToArray()
        );
    }

    [Fact]
    public void Each_slice_has_its_own_slope()
    {
        byte[] one = [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes((short)i))];
        using var folder = new TestFolder().Add(
            new TestSlice { Pixels = one, Slope = 2 },
            new TestSlice { Pixels = one, Slope = 0.5, Intercept = 1, Position = (0, 0, 2) });
        var volume = TestFolder.Read(folder.Path).Volume;
        Assert.Equal((PixelType.Float64, 30, 8.5), (volume.PixelType, volume[3, 3, 0], volume[3, 3, 1]));
    }

    // Numbers 0 to 180 in the upper twelve bits of sixteen: DCMTK 3.6.7 reads 0, 12, 24; SimpleITK 2.5.7 cuts the words off at twelve bits
    // and reads 0, 192, 384 (12 << 4, 24 << 4).
    [Fact]
    public void Pixels_above_the_lowest_bits_are_refused()
    {
        byte[] words = [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes((short)(i * 12 << 4)))];
        using var folder = new TestFolder().Add(new TestSlice { Pixels = words, Stored = 12, High = 15, Signed = false });
        var problem = Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message;
        Assert.Contains("the bits 4 to 15", problem, StringComparison.Ordinal);
        var itk = TestFolder.Read(folder.Path, new DicomSeriesOptions { Compatibility = Compatibility.PyRadiomics }).Volume;
        Assert.Equal((192, 384), (itk[1, 0, 0], itk[2, 0, 0]));
        // A High Bit below Bits Stored moves nothing.
        using var low = new TestFolder().Add(new TestSlice { Pixels = words, Stored = 16, High = 11, Signed = false });
        Assert.Equal(192, TestFolder.Read(low.Path).Volume[1, 0, 0]);
    }

    [Fact]
    public void Monochrome1_is_not_inverted()
    {
        byte[] one = [.. Enumerable.Range(0, 16).SelectMany(i => BitConverter.GetBytes((short)i))];
        using var folder = new TestFolder().Add(new TestSlice { Pixels = one, Photometric = "MONOCHROME1" });
        var series = TestFolder.Read(folder.Path);
        Assert.Equal(15, series.Volume[3, 3, 0]);
        Assert.Contains("MONOCHROME1", Assert.Single(series.Warnings), StringComparison.Ordinal);
        var inverted = TestFolder.Read(folder.Path, new DicomSeriesOptions { Compatibility = Compatibility.PyRadiomics });
        Assert.Empty(inverted.Warnings);
    }

    [Fact]
    public void A_colour_image_is_refused()
    {
        using var folder = new TestFolder().Add(new TestSlice { Photometric = "PALETTE COLOR" });
        Assert.Contains(
            "PALETTE COLOR",
            Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal
        );
    }

    // GDCM reads the first as plain; dcmtk and pydicom refuse both. The second may be a compressed stream without its fragments.
    [Theory]
    [InlineData(32, null)]
    [InlineData(34, "not in fragments although its transfer syntax is RLE")]
    public void Pixels_of_a_fixed_length_under_a_compressed_syntax_are_plain_only_where_they_fit(int length, string? problem)
    {
        using var folder = new TestFolder();
        var path = folder.File("slice.dcm");
        new TestSlice { Pixels = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 2 == 0 ? i : 0))] }.Save(path);
        var bytes = File.ReadAllBytes(path);
        var at = bytes.AsSpan().IndexOf("1.2.840.10008.1.2.1\0"u8);
        bytes[at + 18] = (byte)'5';
        File.WriteAllBytes(path, bytes);
        if (problem is null)
            Assert.Equal(30, TestFolder.Read(path).Volume[3, 3, 0]);
        else
            Assert.Contains(problem, Assert.Throws<ImageFormatException>(() => TestFolder.Read(path)).Message, StringComparison.Ordinal);
    }
}

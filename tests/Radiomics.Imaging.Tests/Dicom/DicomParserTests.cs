using System.IO.Compression;
using System.Text;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Data sets written byte by byte after PS3.5 section 7.</summary>
public class DicomParserTests
{
    // (0008,0005) CS "ISO_IR 192", then (3006,0020) with one item {(3006,0022) IS "7", (3006,0026) LO "Mass"}.
    private static readonly byte[] Explicit =
    [
        .. Bytes(0x08, 0, 0x05, 0), .. "CS"u8, 10, 0, .. "ISO_IR 192"u8,
        .. Bytes(0x06, 0x30, 0x20, 0), .. "SQ"u8, 0, 0, 34, 0, 0, 0,
        .. Bytes(0xFE, 0xFF, 0x00, 0xE0, 26, 0, 0, 0),
        .. Bytes(0x06, 0x30, 0x22, 0), .. "IS"u8, 2, 0, .. "7 "u8,
        .. Bytes(0x06, 0x30, 0x26, 0), .. "LO"u8, 8, 0, .. "Ma\u00DFe   "u8,
    ];

    // Four million empty items in some hundred bytes of deflate: a header that would take a gigabyte.
    [Fact]
    public void A_deflated_header_does_not_fill_the_memory()
    {
        var deflated = new MemoryStream();
        using (var pack = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
        {
            pack.Write([.. Bytes(0x40, 0, 0x30, 0xA7), .. "SQ"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
            var items = Enumerable.Repeat(Bytes(0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0), 1 << 16).SelectMany(b => b).ToArray();
            for (var i = 0; i < 64; i++)
                pack.Write(items);
        }
        var refused = Assert.Throws<ImageFormatException>(() => Open([.. Preamble("1.2.840.10008.1.2.1.99"), .. deflated.ToArray()]));
        Assert.Contains("takes more than 512 MB once it is inflated", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bare_explicit_little_endian() => CheckStructure(Open(Explicit));

    [Fact]
    public void Bare_implicit_little_endian_with_undefined_lengths() => CheckStructure(Open(
    [
        .. Bytes(0x08, 0, 0x05, 0, 10, 0, 0, 0), .. "ISO_IR 192"u8,
        .. Bytes(0x06, 0x30, 0x20, 0, 0xFF, 0xFF, 0xFF, 0xFF),
        .. Bytes(0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF),
        .. Bytes(0x06, 0x30, 0x22, 0, 2, 0, 0, 0), .. "7 "u8,
        .. Bytes(0x06, 0x30, 0x26, 0, 8, 0, 0, 0), .. "Ma\u00DFe   "u8,
        .. Bytes(0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0),
        .. Bytes(0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0),
    ]));

    [Fact]
    public void Bare_explicit_big_endian() => CheckStructure(Open(
    [
        .. Bytes(0, 0x08, 0, 0x05), .. "CS"u8, 0, 10, .. "ISO_IR 192"u8,
        .. Bytes(0x30, 0x06, 0, 0x20), .. "SQ"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
        .. Bytes(0xFF, 0xFE, 0xE0, 0x00, 0, 0, 0, 26),
        .. Bytes(0x30, 0x06, 0, 0x22), .. "IS"u8, 0, 2, .. "7 "u8,
        .. Bytes(0x30, 0x06, 0, 0x26), .. "LO"u8, 0, 8, .. "Ma\u00DFe   "u8,
        .. Bytes(0xFF, 0xFE, 0xE0, 0xDD, 0, 0, 0, 0),
    ]));

    [Fact]
    public void A_sequence_kept_as_unknown_is_implicit_inside() => CheckStructure(Open(
    [
        .. Bytes(0x08, 0, 0x05, 0), .. "CS"u8, 10, 0, .. "ISO_IR 192"u8,
        .. Bytes(0x09, 0, 0x10, 0), .. "UN"u8, 0, 0, 2, 0, 0, 0, 1, 2,
        .. Bytes(0x06, 0x30, 0x20, 0), .. "UN"u8, 0, 0, 34, 0, 0, 0,
        .. Bytes(0xFE, 0xFF, 0x00, 0xE0, 26, 0, 0, 0),
        .. Bytes(0x06, 0x30, 0x22, 0, 2, 0, 0, 0), .. "7 "u8,
        .. Bytes(0x06, 0x30, 0x26, 0, 8, 0, 0, 0), .. "Ma\u00DFe   "u8,
    ]));

    [Fact]
    public void Private_elements_later_representations_and_icons_are_stepped_over() =>
        CheckStructure(
            Open([
                .. Explicit[..18],
                .. Bytes(0x11, 0, 0x10, 0),
                .. "LO"u8,
                4,
                0,
                .. "MINE"u8,
                .. Bytes(0x11, 0, 0x01, 0x10),
                .. "SQ"u8,
                0,
                0,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                .. Bytes(0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0),
                .. Bytes(0x11, 0, 0x02, 0x10),
                .. "ZZ"u8,
                0,
                0,
                2,
                0,
                0,
                0,
                9,
                9,
                .. Bytes(0x88, 0, 0x00, 0x02),
                .. "SQ"u8,
                0,
                0,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                .. Bytes(0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF),
                .. Bytes(0xE0, 0x7F, 0x10, 0),
                .. "OB"u8,
                0,
                0,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
                .. Bytes(0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0),
                .. Bytes(0xFE, 0xFF, 0x00, 0xE0, 2, 0, 0, 0),
                1,
                2,
                .. Bytes(0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0),
                .. Bytes(0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0),
                .. Bytes(0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0),
                .. Explicit[18..],
            ])
        );

    [Fact]
    public void Part_10_and_deflated()
    {
        var deflated = new MemoryStream();
        using (var pack = new DeflateStream(deflated, CompressionLevel.Optimal, leaveOpen: true))
            pack.Write(Explicit);
        CheckStructure(Open([.. Preamble("1.2.840.10008.1.2.1\0"), .. Explicit]));
        CheckStructure(Open([.. Preamble("1.2.840.10008.1.2.1.99"), .. deflated.ToArray()]));
        // The declaration says implicit, the data say explicit: the data are right.
        CheckStructure(Open([.. Preamble("1.2.840.10008.1.2\0"), .. Explicit]));
    }

    [Theory]
    [InlineData("ISO_IR 100", new byte[] { 0x4D, 0xFC }, "Mü")]
    [InlineData("ISO_IR 192", new byte[] { 0x4D, 0xC3, 0xBC }, "Mü")]
    [InlineData(null, new byte[] { 0x4D, 0xC3, 0xBC }, "Mü")]
    [InlineData(null, new byte[] { 0x4D, 0xFC }, "Mü")]
    [InlineData("ISO_IR 144", new byte[] { 0xBE, 0xDF, 0xE3, 0xE5, 0xDE, 0xDB, 0xEC }, "Опухоль")]
    [InlineData("GB18030", new byte[] { 0xD6, 0xD7, 0xC1, 0xF6 }, "肿瘤")]
    [InlineData(@"\ISO 2022 IR 149", new byte[] { 0x1B, 0x24, 0x29, 0x43, 0xB1, 0xE8 }, "김")]
    [InlineData(@"\ISO 2022 IR 87", new byte[] { 0x1B, 0x24, 0x42, 0x3B, 0x33, 0x1B, 0x28, 0x42 }, "山")]
    public void Names_are_decoded(string? set, byte[] bytes, string text) => Assert.Equal(text, CharacterSets.Decode(bytes, set));

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var bytes = new List<byte>(Explicit[..18]);
        for (var i = 0; i < 5000; i++)
        {
            bytes.AddRange([0x08, 0, 0x40, 0x11, .. "SQ"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
            bytes.AddRange([0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }
        Assert.Contains("nested", Assert.Throws<ImageFormatException>(() => Open([.. bytes])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_beyond_the_file_is_refused()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ImageFormatException>(() =>
            Open([.. Explicit[..18], .. Bytes(0x10, 0, 0x10, 0), .. "UT"u8, 0, 0, 0xF0, 0xFF, 0xFF, 0x7F])
        );
        Assert.Contains("reaches past the end", e.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello, this is a text file and not DICOM at all")]
    public void Foreign_files_are_refused(string text) =>
        Assert.Contains(
            "not a DICOM file",
            Assert.Throws<ImageFormatException>(() => Open(Encoding.UTF8.GetBytes(text))).Message,
            StringComparison.Ordinal
        );

    /// <summary>A file cut short or changed anywhere is read or refused, and never anything else.</summary>
    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        using var folder = new TestFolder();
        new TestSlice { Pixels = new byte[32] }.Save(folder.File("image"));
        byte[][] originals = [File.ReadAllBytes(folder.File("image")), [.. Preamble("1.2.840.10008.1.2.1\0"), .. Explicit], Explicit];
        var random = new Random(1);
        var refused = 0;
        foreach (var original in originals)
        {
            for (var i = 0; i < 2000; i++)
            {
                var bytes = original[..(i % 2 == 0 ? random.Next(original.Length) : original.Length)].ToArray();
                for (var n = i % 2 == 0 ? 0 : random.Next(1, 6); n > 0; n--)
                    bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
                try
                {
                    var file = Open(bytes);
                    if (RtStructureSet.IsStructureSet(file))
                        _ = RtStructureSet.FromObject(file);
                    else
                        _ = DicomSeries.FromObjects([file], cancellationToken: TestContext.Current.CancellationToken);
                }
                catch (RadiomicsException)
                {
                    refused++;
                }
            }
        }
        Assert.True(refused > 1000);
    }

    [Fact]
    public void Pixel_data_cut_short_are_named()
    {
        using var folder = new TestFolder();
        new TestSlice().Save(folder.File("a"));
        var bytes = File.ReadAllBytes(folder.File("a"));
        File.WriteAllBytes(folder.File("a"), bytes[..^10]);
        var e = Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path));
        Assert.Contains("22 bytes", e.Message, StringComparison.Ordinal);
        Assert.Contains("take 32", e.Message, StringComparison.Ordinal);
        Assert.StartsWith(folder.File("a"), e.Message, StringComparison.Ordinal);
    }

    private static void CheckStructure(DicomFile file)
    {
        var item = Assert.Single(file.Items(new DicomTag(0x3006, 0x0020)));
        Assert.Equal([7.0], item.Numbers(new DicomTag(0x3006, 0x0022)));
        Assert.Equal("Maße", item.Text(new DicomTag(0x3006, 0x0026)));
        Assert.False(file.Contains(new DicomTag(0x7FE0, 0x0010)));
    }

    private static DicomFile Open(byte[] bytes) => DicomFile.Open("test", () => new MemoryStream(bytes, writable: false));

    private static byte[] Preamble(string syntax) =>
        [.. new byte[128], .. "DICM"u8, 2, 0, 0x10, 0, .. "UI"u8, (byte)syntax.Length, 0, .. Encoding.ASCII.GetBytes(syntax)];

    private static byte[] Bytes(params byte[] bytes) => bytes;
}

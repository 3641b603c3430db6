using System.Text.Json;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Tests.Formats;

/// <summary>Pictures without a place, written by Pillow and SimpleITK, against the samples that went in. pictures.py wrote them.</summary>
public sealed class PictureTests
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(() => EmbeddedCases.Read("pictures.json"));

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_are_those_that_were_written(string name)
    {
        var json = Cases.Value[name];
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("picture.dat");
        File.WriteAllBytes(path, json.GetProperty("file").GetBytesFromBase64());
        Assert.True(ImageFile.IsImage(path));
        var samples = json.GetProperty("samples").EnumerateArray().Select(s => s.GetDouble()).ToArray();
        var channels = json.GetProperty("channels").GetInt32();
        var isPalette = json.GetProperty("palette").GetBoolean();
        if (isPalette || channels > 1)
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(path));
        for (var c = 0; c < channels; c++)
        {
            var volume = isPalette ? ImageFile.ReadSegmentation(path).Layers[0] : ImageFile.ReadVolume(path, channels > 1 ? c : null);
            Assert.Equal(json.GetProperty("type").GetString(), volume.PixelType.ToString());
            var slices = json.TryGetProperty("slices", out var several) ? several.GetInt32() : 1;
            // The spacing is PictureSpacingTests'.
            Assert.Equal((new GridSize(23, 17, slices), new Vector3D(0, 0, 0)), (volume.Size, volume.Geometry.Origin));
            for (var i = 0; i < 23 * 17 * slices; i++)
                Assert.Equal(samples[i * channels + c], volume[i % 23, i / 23 % 17, i / (23 * 17)]);
        }
    }

    // TIFF 6.0 by hand: one row of two grey samples, packed in the way that entry 259 names.
    [Theory]
    [InlineData(4, "fax (CCITT)")]
    [InlineData(7, "JPEG")]
    [InlineData(34887, "LERC")]
    [InlineData(50000, "Zstandard")]
    public void A_page_packed_otherwise_is_refused_by_name(int compression, string name)
    {
        (int Tag, int Value)[] entries = [(256, 2), (257, 1), (258, 8), (259, compression), (262, 1), (273, 200), (277, 1), (278, 1),
            (279, 2)];
        var bytes = new List<byte>([(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, (byte)entries.Length, 0]);
        foreach (var (tag, value) in entries)
            bytes.AddRange([(byte)tag, (byte)(tag >> 8), 3, 0, 1, 0, 0, 0, (byte)value, (byte)(value >> 8), 0, 0]);
        bytes.AddRange(new byte[4 + 256]);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.PathOf("a.tif"), [.. bytes]);
        Assert.Contains(
            $"TIFF with {name} compression",
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(folder.PathOf("a.tif"))).Message,
            StringComparison.Ordinal
        );
    }

    // Frame headers by hand (ITU-T T.81 section B.2.2): a baseline one of three components, and a progressive one of one.
    [Theory]
    [InlineData(0xC0, 3, "in colour (3 components)")]
    [InlineData(0xC2, 1, "progressive")]
    public void A_jpeg_picture_in_colour_or_progressive_is_refused_by_name(int marker, int components, string named)
    {
        using var folder = new TemporaryFolder();
        byte[] frame = [0xFF, (byte)marker, 0, (byte)(8 + 3 * components), 8, 0, 16, 0, 16, (byte)components, .. new byte[3 * components]];
        File.WriteAllBytes(folder.PathOf("a.jpg"), [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, .. new byte[10], .. frame]);
        Assert.Contains(
            named,
            Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(folder.PathOf("a.jpg"))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_is_read_or_refused_cleanly(string name)
    {
        var whole = Cases.Value[name].GetProperty("file").GetBytesFromBase64();
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("picture.dat");
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])whole.Clone();
            if (i < 100)
                bytes = bytes[..random.Next(bytes.Length)];
            else
                bytes[random.Next(i % 2 == 0 ? Math.Min(64, bytes.Length) : bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, bytes);
            try
            {
                ImageFile.ReadSegmentation(path);
                ImageFile.ReadVolume(path, 0);
            }
            catch (ImageFormatException e)
            {
                Assert.Contains("picture.dat", e.Message, StringComparison.Ordinal);
            }
        }
    }
}

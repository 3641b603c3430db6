using System.IO.Compression;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Tests.Formats;

/// <summary>Files that are cut off, changed or foreign: read or refused by the one exception, never more memory than a small file
/// warrants.</summary>
public sealed class DamagedFileTests
{
    private const long MostBytes = 64 << 20;

    private static readonly Lazy<byte[][][]> Seeds = new(() =>
    {
        using var stream = typeof(DamagedFileTests).Assembly.GetManifestResourceStream("peer_files.json")!;
        using var json = JsonDocument.Parse(stream);
        string[] picked =
        [
            "nifti i2",
            "nifti gz",
            "nifti pair",
            "nifti2 f4",
            "nifti q1 s2 agree",
            "nrrd i2",
            "nrrd gzip",
            "nrrd ascii f4",
            "nrrd hex",
            "nrrd detached gz",
            "nrrd list",
            "nrrd numbered",
            "nrrd axis mins maxs",
            "nrrd list of one",
            "meta i2",
            "meta zlib",
            "meta external zlib",
            "meta ascii",
            "meta list",
            "meta 2D",
        ];
        return
        [
            .. json
                .RootElement.EnumerateArray()
                .Where(e => picked.Contains(e.GetProperty("name").GetString()))
                .Select(e =>
                    e.GetProperty("files")
                        .EnumerateObject()
                        .Select(f => (byte[][])[System.Text.Encoding.UTF8.GetBytes(f.Name), f.Value.GetBytesFromBase64()])
                        .SelectMany(pair => pair)
                        .ToArray()
                ),
        ];
    });

    [Fact]
    public void Damage_is_read_or_refused_cleanly()
    {
        using var folder = new TemporaryFolder();
        var damage = ArbMap.Default.GeneratorFor<(int Seed, int File, byte Kind, uint At, uint Other)>();
        Prop.ForAll(damage.ToArbitrary(), d => Try(folder, d.Seed, d.File, d.Kind, d.At, d.Other))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(20261123, 7));
    }

    [Fact]
    public void Every_length_of_a_cut_off_header_is_refused_cleanly()
    {
        using var folder = new TemporaryFolder();
        foreach (var seed in Seeds.Value)
        {
            for (var length = 0; length < seed[1].Length; length += length < 60 ? 1 : 13)
                Read(folder, seed, 0, seed[1][..length]);
        }
    }

    // Stored blocks of deflate (RFC 1951, 3.2.4) unpack to whatever stands in them; only the check sum behind them tells a changed voxel.
    [Theory]
    [InlineData("a.nii.gz")]
    [InlineData("a.nrrd")]
    [InlineData("a.mha")]
    public void A_changed_voxel_is_refused_by_its_check_sum(string name)
    {
        using var folder = new TemporaryFolder();
        byte[] voxels = [11, 22, 33, 44, 55, 66, 77, 88];
        ImageFile.WriteVolume(Volume.Create(new ImageGeometry(new(8, 1, 1), new(1, 1, 1)), voxels), folder.PathOf("plain.nii"));
        byte[] bytes = name switch
        {
            "a.nii.gz" => Stored(File.ReadAllBytes(folder.PathOf("plain.nii")), isGzip: true),
            "a.nrrd" =>
            [
                .. "NRRD0004\ntype: uint8\nsizes: 8 1 1\nencoding: gzip\ndimension: 3\n\n"u8, .. Stored(voxels, isGzip: true),
            ],
            _ =>
            [
                .. "NDims = 3\nDimSize = 8 1 1\nElementType = MET_UCHAR\nCompressedData = True\nElementDataFile = LOCAL\n"u8,
                .. Stored(voxels, isGzip: false),
            ],
        };
        File.WriteAllBytes(folder.PathOf(name), bytes);
        Assert.Equal(44, ImageFile.ReadVolume(folder.PathOf(name))[3, 0, 0]);
        bytes[bytes.AsSpan().IndexOf(voxels) + 3] = 45;
        File.WriteAllBytes(folder.PathOf(name), bytes);
        var problem = Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(folder.PathOf(name))).Message;
        Assert.Contains("check sum", problem, StringComparison.Ordinal);
    }

    private static byte[] Stored(byte[] bytes, bool isGzip)
    {
        using var packed = new MemoryStream();
        using (Stream stream = isGzip
            ? new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true)
            : new ZLibStream(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            stream.Write(bytes);
        }
        return packed.ToArray();
    }

    private static bool Try(TemporaryFolder folder, int seedIndex, int fileIndex, byte kind, uint at, uint other)
    {
        var seed = Seeds.Value[(int)((uint)seedIndex % Seeds.Value.Length)];
        var file = (int)((uint)fileIndex % (seed.Length / 2));
        var bytes = (byte[])seed[2 * file + 1].Clone();
        // Damage falls on the header more often than on the voxels.
        var place = bytes.Length == 0 ? 0 : (int)(at % (uint)Math.Min(bytes.Length, (kind & 1) == 0 ? 400 : bytes.Length));
        switch (kind % 7)
        {
            case 0:
                bytes = bytes[..place];
                break;
            case 1 or 2:
                bytes[place] ^= (byte)(1 << (int)(other % 8));
                break;
            case 3:
                bytes[place] = (byte)other;
                break;
            case 4:
                for (var i = 0; i < 4 && place + i < bytes.Length; i++)
                    bytes[place + i] = (byte)(other >> (8 * i));
                break;
            case 5:
                // A digit becomes many: sizes, skips and ranges grow beyond all bounds.
                bytes = [.. bytes[..place], .. "99999999999"u8[..(int)(1 + other % 11)], .. bytes[place..]];
                break;
            default:
                bytes = [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + (int)(other % 40))..]];
                break;
        }
        Read(folder, seed, file, bytes);
        return true;
    }

    private static void Read(TemporaryFolder folder, byte[][] seed, int damaged, byte[] bytes)
    {
        var main = folder.PathOf(System.Text.Encoding.UTF8.GetString(seed[0]));
        for (var i = 0; i < seed.Length / 2; i++)
            File.WriteAllBytes(folder.PathOf(System.Text.Encoding.UTF8.GetString(seed[2 * i])), i == damaged ? bytes : seed[2 * i + 1]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ImageFile.ReadSegmentation(main);
            ImageFile.Describe(main);
        }
        catch (ImageFormatException e)
        {
            Assert.Contains(Path.GetFileName(main), e.Message, StringComparison.Ordinal);
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytes);
        foreach (var path in Directory.GetFiles(folder.Path))
            File.Delete(path);
    }
}

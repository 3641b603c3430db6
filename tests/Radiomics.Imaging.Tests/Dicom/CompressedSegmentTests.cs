using System.Buffers.Binary;
using System.IO.Compression;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Segmentations of one bit a pixel whose frames are compressed. 12 x 5 pixels are no whole bytes: plain frames share one,
/// compressed
/// ones do not.</summary>
public class CompressedSegmentTests
{
    private static readonly GridSize Size = new(12, 5, 2);

    // By opj_compress of OpenJPEG 2.5.0: -F 12,5,1,1,u -n 2, of the pixels below.
    private static readonly string[] OpenJpeg =
    [
        "/0//UQApAAAAAAAMAAAABQAAAAAAAAAAAAAADAAAAAUAAAAAAAAAAAABAAEB/1IADAAAAAEAAQQEAAH/XAAHQAgQEBj/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZl"
            + "cnNpb24gMi41LjD/kAAKAAAAAAAmAAH/k9IAAwq9f8lkc6KAC3w/rkcKsZ8G3yoydf/Z",
        "/0//UQApAAAAAAAMAAAABQAAAAAAAAAAAAAADAAAAAUAAAAAAAAAAAABAAEB/1IADAAAAAEAAQQEAAH/XAAHQAgQEBj/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZl"
            + "cnNpb24gMi41LjD/kAAKAAAAAAAkAAH/k9GAElmPySRzooARyrcXCrvPDiPYmpX/2Q==",
    ];

    public static TheoryData<string> Syntaxes => [TransferSyntax.Rle, TransferSyntax.DeflatedFrame, TransferSyntax.Jpeg2000Lossless];

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public void Compressed_bits_are_the_plain_ones(string syntax)
    {
        using var folder = new TestFolder();
        var geometry = new ImageGeometry(Size, new Vector3D(1, 1, 2));
        var inside = new byte[Size.Count];
        for (var i = 0; i < inside.Length; i++)
            inside[i] = (byte)(Inside(i % 12, i / 12 % 5, i / 60) ? 1 : 0);
        var mask = Mask.Create(geometry, geometry.Region, inside);
        DicomWriter.WriteSegmentation([new("A", mask)], folder.File("plain"), new DicomIdentity("bits"));
        File.WriteAllBytes(folder.File("packed"), Compress(File.ReadAllBytes(folder.File("plain")), syntax));

        var read = DicomSegmentation.Read(folder.File("packed"));
        var again = read.ToMask(read.Segments[0], geometry);

        for (var i = 0; i < inside.Length; i++)
            Assert.Equal(inside[i] == 1, again[i % 12, i / 12 % 5, i / 60]);
    }

    [Fact]
    public void A_syntax_without_single_bits_is_refused()
    {
        var format = new PixelFormat(12, 5, 1, 1, false, false);
        Assert.Throws<CodecException>(() => FrameCodec.Decode(TransferSyntax.JpegLsLossless, new byte[20], format, new byte[8]));
        Assert.Throws<CodecException>(() => FrameCodec.Decode(TransferSyntax.Rle, new byte[20], format, new byte[8]));
    }

    private static bool Inside(int x, int y, int frame) => ((x + frame) * (x + frame) + y * y) % 5 < 2;

    private static byte[] Compress(byte[] file, string syntax)
    {
        var pixels = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'B']);
        var from = file.AsSpan().IndexOf("1.2.840.10008.1.2.1\0"u8);
        var uid = System.Text.Encoding.ASCII.GetBytes(syntax.Length % 2 == 0 ? syntax : syntax + "\0");
        file[from - 2] = (byte)uid.Length;
        file[140] = (byte)(file[140] + uid.Length - 20);
        var made = new MemoryStream();
        made.Write(file.AsSpan(0, from));
        made.Write(uid);
        made.Write(file.AsSpan((from + 20)..(pixels + 8)));
        made.Write([0xFF, 0xFF, 0xFF, 0xFF]);
        Item(made, []);
        for (var frame = 0; frame < 2; frame++)
            Item(made, Frame(frame, syntax));
        made.Write([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        return made.ToArray();
    }

    private static byte[] Frame(int frame, string syntax)
    {
        if (syntax == TransferSyntax.Jpeg2000Lossless)
            return Convert.FromBase64String(OpenJpeg[frame]);
        var bits = new byte[8];
        for (var i = 0; i < 60; i++)
            bits[i >> 3] |= (byte)((Inside(i % 12, i / 12, frame) ? 1 : 0) << (i & 7));
        if (syntax == TransferSyntax.DeflatedFrame)
        {
            var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                deflate.Write(bits);
            return packed.ToArray();
        }
        // One segment at 64: a literal of eight bytes.
        byte[] head = [1, 0, 0, 0, 64, 0, 0, 0, .. new byte[56]];
        return [.. head, 7, .. bits];
    }

    private static void Item(Stream stream, byte[] bytes)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length + bytes.Length % 2);
        stream.Write([0xFE, 0xFF, 0x00, 0xE0, .. length, .. bytes, .. new byte[bytes.Length % 2]]);
    }
}

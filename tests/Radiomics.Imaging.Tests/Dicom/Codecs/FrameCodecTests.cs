using System.Text.Json;
using Radiomics.Imaging.Dicom;
using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Tests.Dicom.Codecs;

/// <summary>Small frames that DCMTK, GDCM and OpenJPEG compressed, against the pixels that they decompress them to. make_codec_cases.py
/// made them.</summary>
public class FrameCodecTests
{
    private static readonly Lazy<Dictionary<string, Case>> Cases = new(Load);

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_pixels_that_the_tools_give(string name)
    {
        var one = Cases.Value[name];
        var frame = new byte[one.Format.FrameBytes];
        FrameCodec.Decode(one.Syntax, one.Frame, one.Format, frame);
        Assert.Equal(one.Pixels, frame);
    }

    // Whatever the bytes are: pixels or a refusal, never another exception, and no more memory than the frame's own and the codestream's
    // pieces take.
    [Theory]
    [MemberData(nameof(Names))]
    public void Damaged_frames_are_refused_or_decoded(string name)
    {
        var one = Cases.Value[name];
        var frame = new byte[one.Format.FrameBytes];
        var random = new Random(11);
        for (var trial = 0; trial < 150; trial++)
        {
            var data = one.Frame.ToArray();
            if (trial % 5 == 0)
                data = data[..random.Next(data.Length)];
            for (var i = trial % 4; i >= 0 && data.Length > 0; i--)
                data[random.Next(trial % 2 == 0 ? Math.Min(data.Length, 120) : data.Length)] = (byte)random.Next(256);
            try
            {
                FrameCodec.Decode(one.Syntax, data, one.Format, frame);
            }
            catch (CodecException)
            {
            }
        }
    }

    [Fact]
    public void Frames_are_found_in_fragments_with_and_without_a_table()
    {
        var one = Cases.Value["u12 jpeg lossless 1"];
        var cut = one.Frame.Length / 2 / 2 * 2;
        byte[][] fragments = [one.Frame[..cut], one.Frame[cut..], one.Frame[..cut], one.Frame[cut..]];
        foreach (var table in new uint[]?[] { null, [0, (uint)(one.Frame.Length + 16)], [0, 4], [7, 9] })
        {
            using var folder = new TestFolder();
            Write(folder.File("a.dcm"), one, 2, table, fragments);
            var file = DicomFile.Open(folder.File("a.dcm"));
            Assert.Equal(2 * one.Pixels.Length, file.PixelDataLength);
            var pixels = new byte[2 * one.Pixels.Length];
            file.ReadPixelData(0, pixels);
            Assert.Equal([.. one.Pixels, .. one.Pixels], pixels);
        }
    }

    [Fact]
    public void Bad_fragments_are_refused()
    {
        var one = Cases.Value["u12 jpeg lossless 1"];
        using var folder = new TestFolder();
        Write(folder.File("a.dcm"), one, 3, null, [one.Frame, one.Frame]);
        var pixels = new byte[one.Pixels.Length];
        Assert.Contains(
            "3 frames in 2 fragments",
            Assert.Throws<ImageFormatException>(() => DicomFile.Open(folder.File("a.dcm")).ReadPixelData(0, pixels)).Message,
            StringComparison.Ordinal
        );
        var bytes = File.ReadAllBytes(folder.File("a.dcm"));
        File.WriteAllBytes(folder.File("b.dcm"), bytes[..(bytes.Length - one.Frame.Length / 2)]);
        Assert.Throws<ImageFormatException>(() => DicomFile.Open(folder.File("b.dcm")).ReadPixelData(0, pixels));
    }

    private static void Write(string path, Case one, int frames, uint[]? table, byte[][] fragments)
    {
        var slice = new TestSlice
        {
            Columns = one.Format.Columns,
            Rows = one.Format.Rows,
            Allocated = 16,
            Stored = 12,
            Signed = false,
            Pixels = [],
        };
        slice.Save(path);
        var bytes = File.ReadAllBytes(path);
        // Another transfer syntax of the same length as Explicit VR Little Endian and a 0; then the frames and the pixels, anew.
        var text = System.Text.Encoding.ASCII.GetBytes("1.2.840.10008.1.2.1");
        var at = bytes.AsSpan().IndexOf(text);
        using var file = File.Create(path);
        var syntax = System.Text.Encoding.ASCII.GetBytes(one.Syntax.PadRight((one.Syntax.Length + 1) / 2 * 2, '\0'));
        file.Write(bytes.AsSpan(0, at - 2));
        file.Write(BitConverter.GetBytes((ushort)syntax.Length));
        file.Write(syntax);
        var rows = bytes.AsSpan().IndexOf("\x28\0\x10\0US"u8);
        file.Write(bytes.AsSpan(at + 20, rows - at - 20));
        file.Write([0x28, 0, 8, 0, (byte)'I', (byte)'S', 2, 0, (byte)('0' + frames), (byte)' ']);
        file.Write(bytes.AsSpan(rows, bytes.Length - rows - 12));
        file.Write([0xE0, 0x7F, 0x10, 0, (byte)'O', (byte)'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        Item([.. (table ?? []).SelectMany(BitConverter.GetBytes)]);
        foreach (var fragment in fragments)
            Item(fragment);
        file.Write([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);

        void Item(byte[] value)
        {
            file.Write([0xFE, 0xFF, 0, 0xE0]);
            file.Write(BitConverter.GetBytes(value.Length));
            file.Write(value);
        }
    }

    private static Dictionary<string, Case> Load()
    {
        using var stream = typeof(FrameCodecTests).Assembly.GetManifestResourceStream("codec_cases.json")!;
        return JsonDocument
            .Parse(stream)
            .RootElement.EnumerateArray()
            .ToDictionary(
                e => e.GetProperty("name").GetString()!,
                e => new Case(
                    e.GetProperty("syntax").GetString()!,
                    new PixelFormat(
                        e.GetProperty("columns").GetInt32(),
                        e.GetProperty("rows").GetInt32(),
                        e.GetProperty("allocated").GetInt32(),
                        e.GetProperty("stored").GetInt32(),
                        e.GetProperty("signed").GetInt32() == 1,
                        false
                    ),
                    e.GetProperty("frame").GetBytesFromBase64(),
                    e.GetProperty("pixels").GetBytesFromBase64()
                )
            );
    }

    private sealed record Case(string Syntax, PixelFormat Format, byte[] Frame, byte[] Pixels);
}

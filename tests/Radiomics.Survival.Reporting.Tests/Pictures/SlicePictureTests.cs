using System.Buffers.Binary;
using System.IO.Compression;
using Radiomics.Imaging;
using Radiomics.Reporting.Pictures;

namespace Radiomics.Reporting.Tests.Pictures;

public class SlicePictureTests
{
    private static readonly Volume Image = Volume.Create(
        new ImageGeometry(new GridSize(4, 4, 2), new Vector3D(1, 1, 1)),
        Enumerable.Range(0, 32).Select(i => (short)(i < 16 ? -1000 : 1000)).ToArray()
    );

    [Fact]
    public void The_window_maps_its_ends_to_black_and_white_and_the_outline_is_coloured()
    {
        var mask = Mask.Create(Image.Geometry, new Region(new VoxelIndex(1, 1, 1), new GridSize(2, 2, 1)), [1, 1, 1, 1]);
        Assert.Equal(1, SlicePicture.LargestSlice(mask));
        var (width, height, rgb) = Decode(SlicePicture.Draw(Image, mask, scale: 10));
        Assert.Equal((40, 40), (width, height));
        Assert.Equal([255, 255, 255], rgb[..3]);
        Assert.Equal([230, 159, 0], rgb.Slice(3 * (10 * 40 + 15), 3));
        Assert.Equal([255, 255, 255], rgb.Slice(3 * (20 * 40 + 20), 3));
        Assert.Equal([0, 0, 0], Decode(SlicePicture.Draw(Image, slice: 0, scale: 10)).Rgb[..3]);
    }

    [Fact]
    public void Slices_and_views_outside_the_image_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SlicePicture.Draw(Image, slice: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SlicePicture.Draw(Image, windowWidth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            SlicePicture.Draw(Image, view: new Region(new VoxelIndex(3, 3, 0), new GridSize(2, 2, 1)))
        );
    }

    // Reads what PNG says must be there: signature, IHDR, IDAT, IEND, each with its CRC (computed here bit by bit).
    private static (int Width, int Height, Memory2 Rgb) Decode(SlicePicture picture)
    {
        using var stream = new MemoryStream();
        picture.WritePng(stream);
        var bytes = stream.ToArray();
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
        var (at, width, height) = (8, 0, 0);
        var data = Array.Empty<byte>();
        var types = new List<string>();
        while (at < bytes.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var type = System.Text.Encoding.ASCII.GetString(bytes, at + 4, 4);
            var body = bytes.AsSpan(at + 8, length);
            Assert.Equal(Crc(bytes.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8 + length)));
            if (type == "IHDR")
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]));
            if (type == "IDAT")
                data = body.ToArray();
            types.Add(type);
            at += 12 + length;
        }
        Assert.Equal(["IHDR", "IDAT", "IEND"], types);
        using var inflate = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        var rgb = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            Assert.Equal(1, inflate.ReadByte());
            var line = rgb.AsSpan(3 * width * y, 3 * width);
            inflate.ReadExactly(line);
            for (var i = 3; i < line.Length; i++)
                line[i] += line[i - 3];
        }
        return (width, height, new Memory2(rgb));
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }
        return ~crc;
    }

    private readonly struct Memory2(byte[] rgb)
    {
        public int[] this[Range range] => [.. rgb[range].Select(b => (int)b)];

        public int[] Slice(int start, int length) => [.. rgb.AsSpan(start, length).ToArray().Select(b => (int)b)];

        public int Length => rgb.Length;
    }
}

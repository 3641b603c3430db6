using System.IO.Compression;
using System.Text;
using Radiomics.Imaging.Formats;

namespace Radiomics.Imaging.Tests.Formats;

/// <summary>What a file gives a stream of its bytes gives too, and what is written to a stream has the bytes of the file.</summary>
public sealed class ImageStreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a.nii", false)]
    [InlineData("a.nii.gz", false)]
    [InlineData("a.nrrd", false)]
    [InlineData("a.nrrd", true)]
    [InlineData("a.mha", false)]
    [InlineData("a.mha", true)]
    public async Task A_stream_gives_what_its_file_gives(string name, bool compress)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf(name);
        ImageFile.WriteVolume(Image(), path, compress);
        byte[] bytes = await File.ReadAllBytesAsync(path, Stop);
        var expected = ImageFile.ReadVolume(path);
        // From where it stands: what comes before is somebody else's.
        using var later = new MemoryStream([9, 9, 9, .. bytes]) { Position = 3 };
        foreach (var volume in new[]
        {
            ImageFile.ReadVolume(new MemoryStream(bytes)), ImageFile.ReadVolume(later), ImageFile.ReadVolume(new Upload(bytes)),
            await ImageFile.ReadVolumeAsync(new Upload(bytes), cancellationToken: Stop),
        })
        {
            Assert.Equal((expected.Geometry, expected.PixelType), (volume.Geometry, volume.PixelType));
            Assert.Equal(VolumeBytes.Of(expected), VolumeBytes.Of(volume));
        }
        Assert.Equal(ImageFile.Describe(path).Geometry, ImageFile.Describe(new Upload(bytes)).Geometry);

        using var written = new MemoryStream();
        var format = name.Contains("nii", StringComparison.Ordinal) ? ImageFormat.Nifti1
            : name.EndsWith("nrrd", StringComparison.Ordinal) ? ImageFormat.Nrrd : ImageFormat.MetaImage;
        ImageFile.WriteVolume(Image(), written, format, compress || name.EndsWith(".gz", StringComparison.Ordinal));
        Assert.Equal(bytes, written.ToArray());
    }

    [Fact]
    public async Task A_region_is_read_from_a_stream_and_written_to_one()
    {
        using var folder = new TemporaryFolder();
        var (path, image) = (folder.PathOf("m.nii.gz"), Image());
        var mask = Mask.Create(image.Geometry, image.Geometry.Region, [.. Enumerable.Range(0, 60).Select(i => (byte)(i % 7 == 0 ? 1 : 0))]);
        ImageFile.WriteMask(mask, path, label: 3);
        using var stream = new MemoryStream();
        ImageFile.WriteMask(mask, stream, ImageFormat.Nifti1, label: 3);
        Assert.Equal(await File.ReadAllBytesAsync(path, Stop), stream.ToArray());
        Assert.Equal(mask.VoxelCount, ImageFile.ReadMask(new Upload(stream.ToArray()), label: 3).VoxelCount);
        var again = await ImageFile.ReadMaskAsync(new Upload(stream.ToArray()), "upload", 3, cancellationToken: Stop);
        Assert.Equal(mask.VoxelCount, again.VoxelCount);
        Assert.Equal(["3"], ImageFile.ReadSegmentation(new Upload(stream.ToArray())).Segments.Select(s => s.Name));
        var read = await ImageFile.ReadSegmentationAsync(new Upload(stream.ToArray()), cancellationToken: Stop);
        Assert.Equal(["3"], read.Segments.Select(s => s.Name));
        Assert.Contains("the mask", Assert.Throws<RoiNotFoundException>(() => ImageFile.ReadMask(new Upload(stream.ToArray()))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.nhdr")]
    [InlineData("a.mhd")]
    [InlineData("a.hdr")]
    public void Voxels_of_another_file_are_not_to_be_had_from_a_stream(string name)
    {
        using var folder = new TemporaryFolder();
        ImageFile.WriteVolume(Image(), folder.PathOf(name));
        using var stream = File.OpenRead(folder.PathOf(name));
        var refused = Assert.Throws<ImageFormatException>(() => ImageFile.ReadVolume(stream, "the upload"));
        Assert.Contains("the upload", refused.Message, StringComparison.Ordinal);
        Assert.Contains("in a file of their own", refused.Message, StringComparison.Ordinal);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task What_is_no_image_is_refused_by_the_name_it_was_given()
    {
        byte[] whole = Written();
        foreach (var bytes in new[] { [], Encoding.UTF8.GetBytes("hello"), whole[..(whole.Length - 9)], whole[..200] })
        {
            Assert.Contains("upload 7", Assert.Throws<ImageFormatException>(() =>
                ImageFile.ReadVolume(new Upload(bytes), "upload 7")).Message, StringComparison.Ordinal);
        }
        Assert.Contains("broken pipe", Assert.Throws<ImageFormatException>(() =>
            ImageFile.ReadVolume(new Upload(whole, failsAt: 50))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ImageFile.ReadVolumeAsync(new Upload(whole), cancellationToken: new CancellationToken(true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.WriteVolume(Image(), new MemoryStream(), ImageFormat.Png));
        Assert.Throws<ArgumentNullException>(() => ImageFile.ReadVolume((Stream)null!));
    }

    [Fact]
    public void An_entry_of_an_archive_is_read_as_it_is()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("ct.nii").Open();
            entry.Write(Written());
        }
        using var read = new ZipArchive(zip, ZipArchiveMode.Read);
        using var stream = read.GetEntry("ct.nii")!.Open();
        Assert.Equal(VolumeBytes.Of(Image()), VolumeBytes.Of(ImageFile.ReadVolume(stream, "ct.nii")));
    }

    private static byte[] Written()
    {
        using var stream = new MemoryStream();
        ImageFile.WriteVolume(Image(), stream, ImageFormat.Nifti1);
        return stream.ToArray();
    }

    private static Volume Image() => Volume.Create(
        new ImageGeometry(new GridSize(5, 4, 3), new Vector3D(0.5, 0.75, 2), new Vector3D(-10, 20, 30)),
        Enumerable.Range(0, 60).Select(i => (short)(i * i - 700)).ToArray());

    /// <summary>A stream that cannot seek and comes a few bytes at a time, as over a network.</summary>
    private sealed class Upload(byte[] bytes, int failsAt = int.MaxValue) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at > failsAt)
                throw new IOException("broken pipe");
            var read = Math.Min(Math.Min(count, 17), bytes.Length - _at);
            bytes.AsSpan(_at, read).CopyTo(buffer.AsSpan(offset));
            _at += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

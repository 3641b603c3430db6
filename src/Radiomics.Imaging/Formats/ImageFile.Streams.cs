namespace Radiomics.Imaging.Formats;

public static partial class ImageFile
{
    private const string Nameless = "the image";

    /// <summary>Reads an image from a stream that holds one file (not a pair of header and data), from where it stands to its end. The
    /// stream stays open, and need not seek; its bytes are held in memory meanwhile.</summary>
    /// <param name="stream">The stream: an upload, an entry of an archive, an array.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="channel">Which volume or layer to read, counted from 0, where there are several.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="ImageFormatException">As for a file; or the voxels are in another file, or the stream holds 2 GiB or
    /// more.</exception>
    public static Volume ReadVolume(
        Stream stream, string source = Nameless, int? channel = null, Compatibility compatibility = Compatibility.None) =>
        ReadVolume(ImageSource.Of(stream, source), channel, compatibility);

    /// <summary>Reads an image from a stream without holding a thread while it waits; the stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="channel">Which volume or layer to read, counted from 0, where there are several.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ImageFormatException">As for the other overloads.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<Volume> ReadVolumeAsync(
        Stream stream,
        string source = Nameless,
        int? channel = null,
        Compatibility compatibility = Compatibility.None,
        CancellationToken cancellationToken = default) =>
        ReadVolume(await ImageSource.OfAsync(stream, source, cancellationToken).ConfigureAwait(false), channel, compatibility);

    /// <summary>Reads a label map, or 3D Slicer's segments, from a stream; the stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="ImageFormatException">As for a file; or the voxels are in another file, or the stream holds 2 GiB or
    /// more.</exception>
    public static Segmentation ReadSegmentation(
        Stream stream, string source = Nameless, Compatibility compatibility = Compatibility.None) =>
        ReadSegmentation(ImageSource.Of(stream, source), compatibility);

    /// <summary>Reads a label map, or 3D Slicer's segments, from a stream without holding a thread while it waits; the stream stays
    /// open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ImageFormatException">As for the other overloads.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<Segmentation> ReadSegmentationAsync(
        Stream stream,
        string source = Nameless,
        Compatibility compatibility = Compatibility.None,
        CancellationToken cancellationToken = default) =>
        ReadSegmentation(await ImageSource.OfAsync(stream, source, cancellationToken).ConfigureAwait(false), compatibility);

    /// <summary>Reads the region that has a label from a stream; the stream stays open. A segment is asked for by its name through
    /// <see cref="ReadSegmentation(Stream, string, Compatibility)"/>.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="label">The label.</param>
    /// <param name="channel">Which layer, counted from 0, where there are several.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <exception cref="ImageFormatException">As for a file; or the voxels are in another file, or the stream holds 2 GiB or
    /// more.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked.</exception>
    /// <exception cref="RoiNotFoundException">There is no such label; the message lists those there are.</exception>
    public static Mask ReadMask(
        Stream stream,
        string source = "the mask",
        long label = 1,
        int channel = 0,
        Compatibility compatibility = Compatibility.None) =>
        ReadMask(ImageSource.Of(stream, source), label, channel, compatibility);

    /// <summary>Reads the region that has a label from a stream without holding a thread while it waits; the stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="label">The label.</param>
    /// <param name="channel">Which layer, counted from 0, where there are several.</param>
    /// <param name="compatibility">Whose reading of a doubtful file counts.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ImageFormatException">As for the other overloads.</exception>
    /// <exception cref="EmptyRoiException">Nothing is marked.</exception>
    /// <exception cref="RoiNotFoundException">There is no such label; the message lists those there are.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<Mask> ReadMaskAsync(
        Stream stream,
        string source = "the mask",
        long label = 1,
        int channel = 0,
        Compatibility compatibility = Compatibility.None,
        CancellationToken cancellationToken = default) =>
        ReadMask(await ImageSource.OfAsync(stream, source, cancellationToken).ConfigureAwait(false), label, channel, compatibility);

    /// <summary>Tells what a stream holds: its header, and the regions that it marks. The stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <exception cref="ImageFormatException">As for a file; or the voxels are in another file, or the stream holds 2 GiB or
    /// more.</exception>
    public static ImageDescription Describe(Stream stream, string source = Nameless) => Describe(ImageSource.Of(stream, source));

    /// <summary>Writes an image to a stream, in its own pixel type and place; the stream stays open.</summary>
    /// <param name="volume">The image.</param>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="format">NIfTI-1 (compressed: as <c>.nii.gz</c>), NRRD or MetaImage.</param>
    /// <param name="compress">Whether the voxels are compressed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format is another, of those that are only read.</exception>
    /// <exception cref="ImageFormatException">The compressed voxels of a MetaImage take 2 GiB or more.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteVolume(Volume volume, Stream stream, ImageFormat format, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(stream);
        WriteOne(stream, Nameless, volume, format, compress);
    }

    /// <summary>Writes a region to a stream as a label map of 8-bit numbers; the stream stays open.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="format">NIfTI-1, NRRD or MetaImage.</param>
    /// <param name="label">The value of its voxels; those outside are 0.</param>
    /// <param name="compress">Whether the voxels are compressed.</param>
    /// <exception cref="ArgumentException">The label is 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The format is another, of those that are only read.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void WriteMask(Mask mask, Stream stream, ImageFormat format, byte label = 1, bool compress = true) =>
        WriteVolume(LabelMapOf(mask, label), stream, format, compress);
}

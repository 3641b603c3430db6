namespace Radiomics.Imaging.Dicom;

/// <summary>
/// A whole DICOM object: its data set, and its pixels, which are read only when they are asked for. <see cref="IDicomDataset.Contains"/>
/// must say
/// whether it holds Pixel Data (7FE0,0010), Float Pixel Data (7FE0,0008) or Double Float Pixel Data (7FE0,0009), whether or not they can be
/// read.
/// </summary>
public interface IDicomObject : IDicomDataset
{
    /// <summary>Where the object comes from, such as its file; every error message about it starts with this.</summary>
    string Source { get; }

    /// <summary>The UID of the transfer syntax that the pixels are stored in.</summary>
    string TransferSyntaxUid { get; }

    /// <summary>The number of bytes of pixel data; 0 where the object has none, or has compressed ones.</summary>
    long PixelDataLength { get; }

    /// <summary>Reads bytes of the uncompressed pixel data: frame after frame, each word little endian whatever the file's order.</summary>
    /// <param name="offset">The first byte; even where the pixels are 16-bit words.</param>
    /// <param name="destination">Where the bytes go; its length is the number of bytes.</param>
    /// <exception cref="ImageFormatException">The pixel data are compressed, or end too early.</exception>
    void ReadPixelData(long offset, Span<byte> destination);
}

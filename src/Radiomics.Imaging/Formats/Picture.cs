namespace Radiomics.Imaging.Formats;

/// <summary>
/// What pictures without a place in a patient have in common: one slice, of spacing 1 whatever the file says of its resolution, which is
/// that of
/// a screen or a print.
/// </summary>
internal static class Picture
{
    public static ImageHeader Header(
        string path,
        ImageFormat format,
        int width,
        int height,
        int channels,
        PixelType type,
        bool bigEndian
    ) =>
        new()
        {
            Path = path,
            Format = format,
            StoredType = type,
            Geometry = new ImageGeometry(new GridSize(width, height, 1), new Vector3D(1, 1, 1)),
            Channels = channels,
            ChannelKind = "colour",
            ChannelsInterleaved = true,
            BigEndian = bigEndian,
            Encoding = DataEncoding.Picture,
            Parts = [new DataPart(path, 0)],
        };

    /// <summary>Decodes the samples of a picture, in the header's byte order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static void Decode(ImageHeader header, Span<byte> samples)
    {
        byte[] file = File.ReadAllBytes(header.Path);
        switch (header.Format)
        {
            case ImageFormat.Png:
                PngFormat.Decode(header.Path, file, samples);
                break;
            case ImageFormat.Bmp:
                BmpFormat.Decode(header.Path, file, samples);
                break;
            case ImageFormat.Jpeg:
                JpegFormat.Decode(header.Path, file, samples);
                break;
            default:
                TiffFormat.Decode(header.Path, file, samples);
                break;
        }
    }

    /// <summary>A sample of 1, 2, 4 or 8 bits of a row that starts with the highest bit.</summary>
    public static byte Bits(ReadOnlySpan<byte> row, int index, int depth)
    {
        var bit = (long)index * depth;
        return (byte)(row[(int)(bit / 8)] >> (8 - depth - (int)(bit % 8)) & ((1 << depth) - 1));
    }
}

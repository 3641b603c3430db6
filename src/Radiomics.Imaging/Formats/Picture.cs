namespace Radiomics.Imaging.Formats;

/// <summary>
/// What pictures without a place in a patient have in common: one slice, whose spacing is the resolution that the file states where ITK
/// takes it for one (a scale in PNG, a density in inches or centimetres in TIFF and JPEG), and 1 otherwise.
/// </summary>
internal static class Picture
{
    public static ImageHeader Header(
        ImageSource source,
        ImageFormat format,
        int width,
        int height,
        int channels,
        PixelType type,
        bool bigEndian,
        (double X, double Y)? spacing = null
    ) =>
        new()
        {
            Path = source.Path,
            Format = format,
            StoredType = type,
            Geometry = new ImageGeometry(new GridSize(width, height, 1), new Vector3D(spacing?.X ?? 1, spacing?.Y ?? 1, 1)),
            Channels = channels,
            ChannelKind = "colour",
            ChannelsInterleaved = true,
            BigEndian = bigEndian,
            Encoding = DataEncoding.Picture,
            Parts = [new DataPart(source, 0)],
        };

    /// <summary>The spacing of a density in dots.</summary>
    /// <param name="unit">What the dots are counted over, in mm; 0 where that is not said.</param>
    /// <param name="x">The dots across.</param>
    /// <param name="y">The dots down.</param>
    public static (double X, double Y)? OfDensity(double unit, double x, double y) =>
        unit > 0 && x > 0 && y > 0 && double.IsFinite(unit / x) && double.IsFinite(unit / y) ? (unit / x, unit / y) : null;

    /// <summary>Decodes the samples of a picture, in the header's byte order.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static void Decode(ImageHeader header, Span<byte> samples)
    {
        byte[] file = header.Parts[0].Source.ReadAll();
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

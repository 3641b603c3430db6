namespace Radiomics.Imaging.Formats;

/// <summary>How the samples of a TIFF page are stored, from its directory; what is not read here is refused by name.</summary>
internal sealed class TiffLayout
{
    private readonly string _path;

    public TiffLayout(string path, TiffPage page)
    {
        _path = path;
        var (width, height) = (page.One(256), page.One(257));
        IsTiled = page.Has(322);
        var (across, down) = IsTiled ? (page.One(322), page.One(323)) : (width, Math.Min(page.One(278, height), height));
        if (
            width is <= 0 or > int.MaxValue
            || height is <= 0 or > int.MaxValue
            || across is <= 0 or > int.MaxValue
            || down is <= 0 or > int.MaxValue
        )
            throw new ImageFormatException(path, "its TIFF directory is damaged; fetch the file again.");
        (Width, Height, PieceWidth, PieceHeight) = ((int)width, (int)height, (int)across, (int)down);
        Compression = page.One(259, 1);
        if (Compression is not (1 or 5 or 8 or 32773 or 32946))
            throw Refused($"{CompressionName(Compression)} compression");
        if (page.One(266, 1) != 1)
            throw Refused("the lowest bits first");
        var channels = page.One(277, 1);
        if (channels is < 1 or > 16 || (channels > 1 && page.One(284, 1) != 1))
            throw Refused("planes of colours");
        Channels = (int)channels;
        var meaning = page.One(262, 1);
        if (meaning is not (1 or 2 or 3))
            throw Refused(meaning == 0 ? "white as zero" : Invariant($"photometric interpretation {meaning}"));
        IsPalette = meaning == 3;
        var bits = page.All(258, 1);
        if (bits.Any(b => b != bits[0]))
            throw Refused("colours of different depths");
        Type = (bits[0], page.All(339, 1)[0]) switch
        {
            (8, 1) => PixelType.UInt8,
            (8, 2) => PixelType.Int8,
            (16, 1) => PixelType.UInt16,
            (16, 2) => PixelType.Int16,
            (32, 1) => PixelType.UInt32,
            (32, 2) => PixelType.Int32,
            (32, 3) => PixelType.Float32,
            (64, 3) => PixelType.Float64,
            _ => throw Refused(Invariant($"samples of {bits[0]} bits")),
        };
        // What is not compressed has no predictor, whatever the directory says.
        Predictor = Compression is 1 or 32773 ? 1 : page.One(317, 1);
        if (Predictor is < 1 or > 3 || (Predictor == 3 && Type.IsInteger()))
            throw Refused(Invariant($"predictor {Predictor} of {Type} samples"));
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>The size of a tile; of a strip, the image's width and the strip's rows.</summary>
    public int PieceWidth { get; }

    public int PieceHeight { get; }

    public bool IsTiled { get; }

    public long Compression { get; }

    /// <summary>1 none, 2 differences along a row, 3 those of a float's bytes.</summary>
    public long Predictor { get; }

    public int Channels { get; }

    public PixelType Type { get; }

    public bool IsPalette { get; }

    public int SampleBytes => Type.ByteSize();

    public bool IsLike(TiffLayout other) =>
        (Width, Height, Channels, Type, IsPalette) == (other.Width, other.Height, other.Channels, other.Type, other.IsPalette);

    public ImageFormatException Refused(string what) =>
        new(
            _path,
            $"it is a TIFF with {what}; pages of one kind, plain or by LZW, deflate or PackBits, with black as zero, are read. "
                + "Save it so, or as PNG or NRRD."
        );

    private static string CompressionName(long number) => number switch
    {
        2 or 3 or 4 => "fax (CCITT)",
        6 or 7 => "JPEG",
        33003 or 33004 or 33005 or 34712 => "JPEG 2000",
        34887 => "LERC",
        34925 => "LZMA",
        50000 => "Zstandard",
        50001 => "WebP",
        _ => Invariant($"an unknown ({number})"),
    };
}

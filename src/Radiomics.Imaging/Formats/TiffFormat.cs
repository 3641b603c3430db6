using System.IO.Compression;

namespace Radiomics.Imaging.Formats;

/// <summary>
/// TIFF 6.0 in strips or tiles, plain, by LZW, deflate or PackBits: grey or colour, whole numbers of 8, 16 and 32 bits with or without a
/// sign, and floats of 32 and 64. Several pages of one kind are the slices of a stack.
/// </summary>
internal static class TiffFormat
{
    public static bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8);

    public static ImageHeader Read(ImageSource source)
    {
        var path = source.Path;
        var pages = TiffPage.ReadAll(path, source.ReadAll());
        var layout = new TiffLayout(path, pages[0]);
        for (var i = 1; i < pages.Count; i++)
        {
            if (!new TiffLayout(path, pages[i]).IsLike(layout))
                throw layout.Refused(Invariant($"pages of different kinds (page {i + 1} is not like page 1)"));
        }
        var header = Picture.Header(
            source,
            ImageFormat.Tiff,
            layout.Width,
            layout.Height,
            layout.Channels,
            layout.Type,
            pages[0].IsBigEndian,
            Picture.OfDensity(pages[0].One(296) switch { 2 => 25.4, 3 => 10, _ => 0 }, pages[0].Ratio(282), pages[0].Ratio(283))
        );
        return header with
        {
            Geometry = new ImageGeometry(new GridSize(layout.Width, layout.Height, pages.Count), header.Geometry.Spacing),
            IsPalette = layout.IsPalette,
        };
    }

    public static void Decode(string path, byte[] file, Span<byte> samples)
    {
        var pages = TiffPage.ReadAll(path, file);
        var length = samples.Length / pages.Count;
        for (var i = 0; i < pages.Count; i++)
            DecodePage(file, pages[i], new TiffLayout(path, pages[i]), samples.Slice(i * length, length));
    }

    private static void DecodePage(byte[] file, TiffPage page, TiffLayout layout, Span<byte> samples)
    {
        var (offsets, counts) = (page.All(layout.IsTiled ? 324 : 273, 0), page.All(layout.IsTiled ? 325 : 279, 0));
        var across = (layout.Width + layout.PieceWidth - 1) / layout.PieceWidth;
        var down = (layout.Height + layout.PieceHeight - 1) / layout.PieceHeight;
        if (offsets.Length < (long)across * down || counts.Length < (long)across * down)
            throw new InvalidDataException("its strips hold fewer samples than its size asks for.");
        var pixel = layout.Channels * layout.SampleBytes;
        var row = checked(layout.PieceWidth * pixel);
        if (row > samples.Length + 4096L * pixel)
            throw new InvalidDataException("its tiles are wider than any image of its size needs.");
        for (var i = 0; i < across * down; i++)
        {
            var (left, top) = (i % across * layout.PieceWidth, i / across * layout.PieceHeight);
            var (columns, rows) = (Math.Min(layout.PieceWidth, layout.Width - left), Math.Min(layout.PieceHeight, layout.Height - top));
            if (offsets[i] + counts[i] > file.Length)
                throw new InvalidDataException("the file ends before its last strip.");
            // What lies below the image is not asked for.
            var piece = Unpack(file.AsSpan((int)offsets[i], (int)counts[i]), layout.Compression, checked(rows * row));
            for (var y = 0; y < rows; y++)
            {
                var line = piece.AsSpan(y * row, row);
                TiffPacking.Sum(line, layout, page.IsBigEndian);
                line[..(columns * pixel)].CopyTo(samples[((top + y) * layout.Width * pixel + left * pixel)..]);
            }
        }
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed, long compression, int length)
    {
        byte[] piece = new byte[length];
        switch (compression)
        {
            case 5:
                TiffPacking.Lzw(packed, piece);
                break;
            case 8 or 32946:
                using (var data = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress))
                    data.ReadExactly(piece);
                break;
            case 32773:
                TiffPacking.Bits(packed, piece);
                break;
            default:
                if (packed.Length < length)
                    throw new InvalidDataException("its strips hold fewer samples than its size asks for.");
                packed[..length].CopyTo(piece);
                break;
        }
        return piece;
    }
}

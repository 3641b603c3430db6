using System.Buffers.Binary;

namespace Radiomics.Imaging.Formats;

/// <summary>TIFF 6.0 of one page, uncompressed, in strips: grey or colour, whole numbers of 8, 16 and 32 bits with or without a sign, and
/// floats of 32 and 64.</summary>
internal static class TiffFormat
{
    private const int MostEntries = 4096;

    public static bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8);

    public static ImageHeader Read(string path)
    {
        var page = new Page(path, File.ReadAllBytes(path));
        var (width, height) = (page.One(256), page.One(257));
        if (width is <= 0 or > int.MaxValue || height is <= 0 or > int.MaxValue)
            throw new ImageFormatException(path, "its TIFF directory is damaged; fetch the file again.");
        if (page.Next != 0)
            throw Refused("several pages");
        if (page.One(259, 1) is not 1 and var compression)
            throw Refused($"{CompressionName(compression)} compression");
        if (page.Has(322))
            throw Refused("tiles");
        var channels = page.One(277, 1);
        if (channels is < 1 or > 16 || (channels > 1 && page.One(284, 1) != 1))
            throw Refused("planes of colours");
        if (page.One(262, 1) is var meaning and not (1 or 2 or 3))
            throw Refused(meaning == 0 ? "white as zero" : FormattableString.Invariant($"photometric interpretation {meaning}"));
        var bits = page.All(258, 1);
        if (bits.Any(b => b != bits[0]))
            throw Refused("colours of different depths");
        PixelType? type = (bits[0], page.All(339, 1)[0]) switch
        {
            (8, 1) => PixelType.UInt8,
            (8, 2) => PixelType.Int8,
            (16, 1) => PixelType.UInt16,
            (16, 2) => PixelType.Int16,
            (32, 1) => PixelType.UInt32,
            (32, 2) => PixelType.Int32,
            (32, 3) => PixelType.Float32,
            (64, 3) => PixelType.Float64,
            _ => null,
        };
        return Picture.Header(
            path,
            ImageFormat.Tiff,
            (int)width,
            (int)height,
            (int)channels,
            type ?? throw Refused(FormattableString.Invariant($"samples of {bits[0]} bits")),
            page.IsBigEndian
        ) with
        {
            IsPalette = page.One(262, 1) == 3,
        };

        ImageFormatException Refused(string what) =>
            new(
                path,
                $"it is a TIFF with {what}; one uncompressed page in strips, with black as zero, is read. Save it so, or as PNG or NRRD."
            );
    }

    public static void Decode(string path, byte[] file, Span<byte> samples)
    {
        var page = new Page(path, file);
        var (offsets, counts) = (page.All(273, 0), page.All(279, 0));
        if (offsets.Length != counts.Length)
            throw new InvalidDataException("its strips have not as many lengths as places.");
        var at = 0;
        for (var i = 0; i < offsets.Length && at < samples.Length; i++)
        {
            // The last strip may be padded.
            var length = (int)Math.Min(counts[i], samples.Length - at);
            if (offsets[i] + length > file.Length)
                throw new InvalidDataException("the file ends before its last strip.");
            file.AsSpan((int)offsets[i], length).CopyTo(samples[at..]);
            at += length;
        }
        if (at < samples.Length)
            throw new InvalidDataException("its strips hold fewer samples than its size asks for.");
    }

    private static string CompressionName(long number) => number switch
    {
        2 or 3 or 4 => "fax (CCITT)",
        5 => "LZW",
        6 or 7 => "JPEG",
        8 or 32946 => "deflate",
        32773 => "PackBits",
        33003 or 33004 or 33005 or 34712 => "JPEG 2000",
        34887 => "LERC",
        34925 => "LZMA",
        50000 => "Zstandard",
        50001 => "WebP",
        _ => Invariant($"an unknown ({number})"),
    };

    /// <summary>The first page's directory.</summary>
    private sealed class Page
    {
        private readonly byte[] _file;
        private readonly string _path;
        private readonly Dictionary<int, int> _entries = [];

        public Page(string path, byte[] file)
        {
            (_path, _file) = (path, file);
            IsBigEndian = file[0] == 'M';
            var at = (int)Math.Min(int.MaxValue, U32(4));
            var count = U16(at);
            if (count > MostEntries)
                throw Damaged();
            for (var i = 0; i < count; i++)
                _entries.TryAdd(U16(at + 2 + 12 * i), at + 2 + 12 * i);
            Next = U32(at + 2 + 12 * count);
        }

        public bool IsBigEndian { get; }

        public uint Next { get; }

        public bool Has(int tag) => _entries.ContainsKey(tag);

        public long One(int tag, long otherwise = 0) => All(tag, otherwise)[0];

        public long[] All(int tag, long otherwise)
        {
            if (!_entries.TryGetValue(tag, out var at))
                return [otherwise];
            var (type, count) = (U16(at + 2), U32(at + 4));
            var size = type switch { 1 => 1, 3 => 2, 4 => 4, _ => 0 };
            if (size == 0 || count == 0 || count > (uint)_file.Length)
                throw Damaged();
            long from = size * (long)count <= 4 ? at + 8 : U32(at + 8);
            if (from + size * (long)count > _file.Length)
                throw Damaged();
            var values = new long[count];
            for (var i = 0; i < values.Length; i++)
                values[i] = size switch { 1 => _file[from + i], 2 => U16((int)from + 2 * i), _ => U32((int)from + 4 * i) };
            return values;
        }

        private int U16(int at) =>
            at < 0 || at > _file.Length - 2 ? throw Damaged()
            : IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at))
            : BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(at));

        private uint U32(int at) =>
            at < 0 || at > _file.Length - 4 ? throw Damaged()
            : IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at))
            : BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at));

        private ImageFormatException Damaged() => new(_path, "its TIFF directory is cut off or damaged; fetch the file again.");
    }
}

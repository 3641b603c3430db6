using System.Buffers.Binary;

namespace Radiomics.Imaging.Formats;

/// <summary>The directory of one page of a TIFF.</summary>
internal sealed class TiffPage
{
    private const int MostEntries = 4096, MostPages = 65536;

    private readonly byte[] _file;
    private readonly string _path;
    private readonly Dictionary<int, int> _entries = [];
    private readonly uint _next;

    private TiffPage(string path, byte[] file, uint place)
    {
        (_path, _file) = (path, file);
        IsBigEndian = file[0] == 'M';
        var at = (int)Math.Min(int.MaxValue, place);
        var count = U16(at);
        if (count > MostEntries)
            throw Damaged();
        for (var i = 0; i < count; i++)
            _entries.TryAdd(U16(at + 2 + 12 * i), at + 2 + 12 * i);
        _next = U32(at + 2 + 12 * count);
    }

    public bool IsBigEndian { get; }

    /// <summary>All pages of a file but those that are smaller copies or masks of another (NewSubfileType).</summary>
    public static IReadOnlyList<TiffPage> ReadAll(string path, byte[] file)
    {
        if (file.Length < 8)
            throw new ImageFormatException(path, "its TIFF directory is cut off or damaged; fetch the file again.");
        var pages = new List<TiffPage>();
        var seen = new HashSet<uint>();
        var place =
            file[0] == 'M'
                ? BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(4))
                : BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4));
        do
        {
            // A page that leads back to an earlier one would never end.
            if (!seen.Add(place) || seen.Count > MostPages)
                throw new ImageFormatException(path, "its TIFF pages go round in a circle; fetch the file again.");
            var page = new TiffPage(path, file, place);
            if ((page.One(254) & 5) == 0)
                pages.Add(page);
            place = page._next;
        } while (place != 0);
        return pages.Count > 0
            ? pages
            : throw new ImageFormatException(path, "its TIFF pages are all smaller copies or masks of one that is not there.");
    }

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

    /// <summary>A ratio in single precision, as libtiff has it; 0 where there is none.</summary>
    public float Ratio(int tag)
    {
        if (!_entries.TryGetValue(tag, out var at) || U16(at + 2) != 5 || U32(at + 4) != 1)
            return 0;
        var from = (int)Math.Min(int.MaxValue, U32(at + 8));
        var (above, below) = (U32(from), U32(from > int.MaxValue - 4 ? from : from + 4));
        return below == 0 ? 0 : (float)((double)above / below);
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

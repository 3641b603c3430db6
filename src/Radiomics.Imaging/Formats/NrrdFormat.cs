namespace Radiomics.Imaging.Formats;

/// <summary>The header of NRRD (https://teem.sourceforge.net/nrrd/format.html), attached to its data or detached, and 3D Slicer's segments
/// in it.</summary>
internal static class NrrdFormat
{
    /// <summary>Whether a file starts as an NRRD does.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("NRRD000"u8);

    /// <summary>Reads a header.</summary>
    /// <exception cref="ImageFormatException">The header is damaged or describes what is not supported.</exception>
    public static ImageHeader Read(ImageSource source)
    {
        var path = source.Path;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string>? listed = null;
        long dataStart;
        using (var text = new TextHeader(source))
        {
            text.Next();
            while (text.Next() is { Length: > 0 } line)
            {
                if (listed is not null)
                    listed.Add(line);
                else
                    AddLine(path, line, fields, pairs, ref listed);
            }
            dataStart = text.Position;
        }

        var axes = NrrdAxes.Read(path, fields);
        var (encoding, needsEndian) = EncodingOf(path, Required(path, fields, "encoding"));
        var type = Type(path, Required(path, fields, "type"));
        var parts = Parts(source, fields, listed, dataStart);
        return new ImageHeader
        {
            Path = path,
            Format = ImageFormat.Nrrd,
            StoredType = type,
            Geometry = axes.Geometry,
            Channels = axes.Channels,
            ChannelKind = axes.ChannelKind,
            ChannelsInterleaved = axes.ChannelsFirst,
            BigEndian = IsBigEndian(path, fields, needsEndian && type.ByteSize() > 1),
            Encoding = encoding,
            Parts = parts,
            Segments = SlicerSegments.Read(path, pairs, axes.Channels),
            ReferenceOffset = SlicerSegments.ReferenceOffset(path, pairs),
        };
    }

    private static void AddLine(
        string path,
        string line,
        Dictionary<string, string> fields,
        Dictionary<string, string> pairs,
        ref List<string>? listed
    )
    {
        if (line[0] == '#')
            return;
        var pair = line.IndexOf(":=", StringComparison.Ordinal);
        var field = line.IndexOf(": ", StringComparison.Ordinal);
        if (field < 0 && line.EndsWith(':'))
            field = line.Length - 1;
        if (pair >= 0 && (field < 0 || pair < field))
        {
            pairs[line[..pair]] = line[(pair + 2)..].Trim();
            return;
        }
        if (field < 0)
            throw new ImageFormatException(
                path,
                $"its NRRD header has the line '{TextHeader.Clip(line)}', which is neither a field nor a key and value."
            );
        var name = Canonical(line[..field].Trim());
        var value = line[(field + 1)..].Trim();
        if (fields.TryGetValue(name, out var before) && before != value)
            throw new ImageFormatException(
                path,
                $"its NRRD header gives the field '{TextHeader.Clip(name)}' twice, as '{TextHeader.Clip(before)}' and as "
                    + $"'{TextHeader.Clip(value)}'. Take the wrong one out."
            );
        fields[name] = value;
        if (name == "data file" && value.StartsWith("LIST", StringComparison.Ordinal))
            listed = [];
    }

    // Fields may be written with or without the space between their words.
    private static string Canonical(string name)
    {
        var tight = name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return tight switch
        {
            "DATAFILE" => "data file",
            "LINESKIP" => "line skip",
            "BYTESKIP" => "byte skip",
            "AXISMINS" => "axis mins",
            "AXISMAXS" => "axis maxs",
            "CENTERS" or "CENTERINGS" => "centers",
            "SPACEDIRECTIONS" => "space directions",
            "SPACEORIGIN" => "space origin",
            "SPACEDIMENSION" => "space dimension",
            _ => name,
        };
    }

    private static string Required(string path, Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value)
            ? value
            : throw new ImageFormatException(path, $"its NRRD header has no field '{name}'; it is damaged.");

    private static bool IsBigEndian(string path, Dictionary<string, string> fields, bool needed)
    {
        if (!fields.TryGetValue("endian", out var endian))
        {
            return needed
                ? throw new ImageFormatException(
                    path,
                    "its NRRD header does not say the byte order (field 'endian'), which numbers of more than one byte need."
                )
                : false;
        }
        return endian.ToUpperInvariant() switch
        {
            "BIG" => true,
            "LITTLE" => false,
            _ => throw new ImageFormatException(path, $"its field 'endian' is '{TextHeader.Clip(endian)}'; it must be big or little."),
        };
    }

    private static (DataEncoding Encoding, bool NeedsEndian) EncodingOf(string path, string encoding) =>
        encoding.ToUpperInvariant() switch
        {
            "RAW" => (DataEncoding.Raw, true),
            "GZIP" or "GZ" => (DataEncoding.Deflate, true),
            "ASCII" or "TEXT" or "TXT" => (DataEncoding.Text, false),
            "HEX" => (DataEncoding.Hex, true),
            "BZIP2" or "BZ2" => throw new ImageFormatException(
                path,
                "its data is compressed by bzip2, which is not supported. Save it with the encoding gzip or raw."
            ),
            "ZRL" => throw new ImageFormatException(
                path,
                "its data has the encoding zrl, which is not supported. Save it with the encoding gzip or raw."
            ),
            _ => throw new ImageFormatException(
                path,
                $"its data has the encoding '{TextHeader.Clip(encoding)}'; raw, gzip, ascii and hex are supported."
            ),
        };

    private static DataPart[] Parts(ImageSource source, Dictionary<string, string> fields, List<string>? listed, long dataStart)
    {
        var path = source.Path;
        var lines = fields.TryGetValue("line skip", out var lineSkip)
            ? (int)TextHeader.Integer(path, "line skip", lineSkip, 0, 1_000_000)
            : 0;
        var bytes = fields.TryGetValue("byte skip", out var byteSkip)
            ? TextHeader.Integer(path, "byte skip", byteSkip, -1, long.MaxValue / 2)
            : 0;
        DataPart Part(ImageSource file, long start) => new(file, start, lines, Math.Max(0, bytes), bytes < 0);
        if (!fields.TryGetValue("data file", out var name))
            return [Part(source, dataStart)];
        var names = listed ?? DataFiles.Numbered(path, name) ?? [name];
        if (names.Count == 0)
            throw new ImageFormatException(path, "its header announces a list of data files, and the list is empty.");
        return [.. names.Select(n => Part(source.Named(n), 0))];
    }

    private static PixelType Type(string path, string name) =>
        string.Join(' ', TextHeader.Words(name)).ToUpperInvariant() switch
        {
            "CHAR" or "SIGNED CHAR" or "INT8" or "INT8_T" => PixelType.Int8,
            "UCHAR" or "UNSIGNED CHAR" or "UINT8" or "UINT8_T" => PixelType.UInt8,
            "SHORT" or "SHORT INT" or "SIGNED SHORT" or "SIGNED SHORT INT" or "INT16" or "INT16_T" => PixelType.Int16,
            "USHORT" or "UNSIGNED SHORT" or "UNSIGNED SHORT INT" or "UINT16" or "UINT16_T" => PixelType.UInt16,
            "INT" or "SIGNED INT" or "INT32" or "INT32_T" => PixelType.Int32,
            "UINT" or "UNSIGNED INT" or "UINT32" or "UINT32_T" => PixelType.UInt32,
            "LONGLONG" or "LONG LONG" or "LONG LONG INT" or "SIGNED LONG LONG" or "SIGNED LONG LONG INT" or "INT64" or "INT64_T" =>
                PixelType.Int64,
            "ULONGLONG" or "UNSIGNED LONG LONG" or "UNSIGNED LONG LONG INT" or "UINT64" or "UINT64_T" => PixelType.UInt64,
            "FLOAT" => PixelType.Float32,
            "DOUBLE" => PixelType.Float64,
            "BLOCK" => throw new ImageFormatException(path, "its voxels are opaque blocks (NRRD type block); only numbers are supported."),
            _ => throw new ImageFormatException(path, $"its voxels have the NRRD type '{TextHeader.Clip(name)}', which is not known."),
        };
}

using System.Text;

namespace Radiomics.Imaging.Formats;

/// <summary>The header of MetaImage (https://itk.org/Wiki/ITK/MetaIO/Documentation), with its data after it or beside it.</summary>
internal static class MetaImageFormat
{
    /// <summary>Whether a file starts as a MetaImage does: lines of <c>key = value</c>, among the first of them the object's type or its
    /// dimensions.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start);
        return text.Split('\n').Take(40).Any(line => line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at &&
            line[..at].Trim() is "ObjectType" or "NDims" or "DimSize" or "ElementDataFile") && text.Contains('=', StringComparison.Ordinal);
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="ImageFormatException">The header is damaged or describes what is not supported.</exception>
    public static ImageHeader Read(ImageSource source)
    {
        var path = source.Path;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        List<string>? listed = null;
        long dataStart;
        using (var text = new TextHeader(source))
        {
            while (text.Next() is { } line)
            {
                if (listed is not null)
                {
                    if (line.Trim().Length > 0)
                        listed.Add(line.Trim());
                    continue;
                }
                if (line.Trim().Length == 0)
                    continue;
                var at = line.IndexOf('=', StringComparison.Ordinal);
                if (at < 0)
                    throw new ImageFormatException(
                        path,
                        $"its MetaImage header has the line '{TextHeader.Clip(line)}', which is not a key and value."
                    );
                var key = line[..at].Trim();
                fields[key] = line[(at + 1)..].Trim();
                if (!key.Equals("ElementDataFile", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (!fields[key].StartsWith("LIST", StringComparison.Ordinal))
                    break;
                listed = [];
            }
            dataStart = text.Position;
        }

        if (Get("ObjectType") is { } type && !type.Equals("Image", StringComparison.OrdinalIgnoreCase))
            throw new ImageFormatException(path, $"it holds a MetaIO object of type '{TextHeader.Clip(type)}', not an image.");
        var dimensions = (int)TextHeader.Integer(path, "NDims", Get("NDims") ?? "", 1, 10);
        var compressed = Flag("CompressedData") ?? false;
        var binary = Flag("BinaryData") ?? true;
        var (geometry, volumes) = MetaImageGeometry.Read(path, fields, dimensions);
        var values = Get("ElementNumberOfChannels") is { } text2
            ? (int)TextHeader.Integer(path, "ElementNumberOfChannels", text2, 1, 100_000)
            : 1;
        if (values > 1 && volumes > 1)
            throw new ImageFormatException(
                path,
                Invariant($"it holds {volumes} volumes of {values} channels; one or the other at most is supported.")
            );
        return new ImageHeader
        {
            Path = path,
            Format = ImageFormat.MetaImage,
            StoredType = Type(path, Get("ElementType") ?? ""),
            Geometry = geometry,
            Channels = Math.Max(values, volumes),
            ChannelKind = values > 1 ? "channel" : "volume",
            ChannelsInterleaved = values > 1,
            BigEndian = Flag("BinaryDataByteOrderMSB") ?? Flag("ElementByteOrderMSB") ?? false,
            Encoding = !binary ? DataEncoding.Text : compressed ? DataEncoding.Deflate : DataEncoding.Raw,
            Parts = Parts(source, Get("ElementDataFile"), Get("HeaderSize"), listed, dataStart),
        };

        string? Get(string name) => fields.GetValueOrDefault(name);

        bool? Flag(string name) =>
            Get(name) switch
            {
                null => null,
                "" => false,
                var value when value[0] is 'T' or 't' or '1' => true,
                var value when value[0] is 'F' or 'f' or '0' => false,
                var value => throw new ImageFormatException(
                    path,
                    $"its field '{name}' is '{TextHeader.Clip(value)}'; it must be True or False."
                ),
            };
    }

    private static DataPart[] Parts(ImageSource source, string? file, string? headerSize, List<string>? listed, long dataStart)
    {
        var path = source.Path;
        if (file is null)
            throw new ImageFormatException(path, "its MetaImage header has no field 'ElementDataFile'; it is cut off or damaged.");
        var skip = headerSize is null ? 0 : TextHeader.Integer(path, "HeaderSize", headerSize, -1, long.MaxValue / 2);
        if (file.Equals("LOCAL", StringComparison.OrdinalIgnoreCase))
            return [new DataPart(source, dataStart + Math.Max(0, skip), FromEnd: skip < 0)];
        var names = listed ?? DataFiles.Numbered(path, file) ?? [file];
        if (names.Count == 0)
            throw new ImageFormatException(path, "its header announces a list of data files, and the list is empty.");
        return [.. names.Select(n => new DataPart(source.Named(n), Math.Max(0, skip), FromEnd: skip < 0))];
    }

    private static PixelType Type(string path, string name) => name.ToUpperInvariant() switch
    {
        "MET_CHAR" or "MET_ASCII_CHAR" => PixelType.Int8,
        "MET_UCHAR" => PixelType.UInt8,
        "MET_SHORT" => PixelType.Int16,
        "MET_USHORT" => PixelType.UInt16,
        "MET_INT" or "MET_LONG" => PixelType.Int32,
        "MET_UINT" or "MET_ULONG" => PixelType.UInt32,
        "MET_LONG_LONG" => PixelType.Int64,
        "MET_ULONG_LONG" => PixelType.UInt64,
        "MET_FLOAT" => PixelType.Float32,
        "MET_DOUBLE" => PixelType.Float64,
        "" => throw new ImageFormatException(path, "its MetaImage header has no field 'ElementType'; it is damaged."),
        _ => throw new ImageFormatException(path, $"its voxels have the MetaImage type '{TextHeader.Clip(name)}'; " +
            "only integers of 8 to 64 bits and floating point of 32 and 64 bits are supported."),
    };
}

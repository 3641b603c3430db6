using System.Globalization;
using System.Text;

namespace Radiomics.Imaging.Formats;

/// <summary>Writes the headers of NRRD and MetaImage. Numbers are written so that they read back to the last bit.</summary>
internal static class TextHeaderWriter
{
    /// <summary>An NRRD header: attached (ending in an empty line), or detached and naming its data file.</summary>
    /// <param name="geometry">Where the grid lies.</param>
    /// <param name="type">The scalar type.</param>
    /// <param name="layers">How many values a voxel has; an axis of its own where there is more than one.</param>
    /// <param name="gzip">Whether the data is compressed.</param>
    /// <param name="dataFile">The name of the data file, or null.</param>
    /// <param name="pairs">Keys and values to add.</param>
    public static byte[] Nrrd(
        ImageGeometry geometry,
        PixelType type,
        int layers,
        bool gzip,
        string? dataFile,
        IEnumerable<KeyValuePair<string, string>> pairs
    )
    {
        var many = layers > 1;
        var vectors = Enumerable.Range(0, 3).Select(i => Vector(geometry.Direction[i] * geometry.Spacing[i]));
        var text = new StringBuilder(
            "NRRD0004\n# Complete NRRD file format specification at:\n# http://teem.sourceforge.net/nrrd/format.html\n"
        );
        Line(text, $"type: {NrrdName(type)}\n");
        Line(text, Invariant($"dimension: {(many ? 4 : 3)}\nspace: left-posterior-superior\n"));
        Line(text, Invariant($"sizes: {(many ? Invariant($"{layers} ") : "")}{geometry.Size.X} {geometry.Size.Y} {geometry.Size.Z}\n"));
        Line(text, $"space directions: {(many ? "none " : "")}{string.Join(' ', vectors)}\n");
        Line(text, $"kinds: {(many ? "list " : "")}domain domain domain\n");
        if (type.ByteSize() > 1)
            text.Append("endian: little\n");
        Line(text, $"encoding: {(gzip ? "gzip" : "raw")}\nspace origin: {Vector(geometry.Origin)}\n");
        foreach (var (key, value) in pairs)
            Line(text, $"{key}:={value}\n");
        text.Append(dataFile is null ? "\n" : $"data file: {dataFile}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A MetaImage header.</summary>
    /// <param name="geometry">Where the grid lies.</param>
    /// <param name="type">The scalar type.</param>
    /// <param name="compressedSize">The bytes of the compressed data, or null where it is not compressed.</param>
    /// <param name="dataFile">The name of the data file, or <c>LOCAL</c>.</param>
    public static byte[] Meta(ImageGeometry geometry, PixelType type, long? compressedSize, string dataFile)
    {
        var (size, spacing, origin) = (geometry.Size, geometry.Spacing, geometry.Origin);
        var text = new StringBuilder("ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n");
        Line(text, $"CompressedData = {(compressedSize is null ? "False" : "True")}\n");
        if (compressedSize is not null)
            Line(text, Invariant($"CompressedDataSize = {compressedSize}\n"));
        Line(text, $"TransformMatrix = {Numbers(geometry.Direction.X)} {Numbers(geometry.Direction.Y)} {Numbers(geometry.Direction.Z)}\n");
        Line(text, $"Offset = {Numbers(origin)}\nCenterOfRotation = 0 0 0\n");
        Line(text, Invariant($"ElementSpacing = {Numbers(spacing)}\nDimSize = {size.X} {size.Y} {size.Z}\n"));
        Line(text, $"ElementType = {MetaName(type)}\nElementDataFile = {dataFile}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Line(StringBuilder text, string line) => text.Append(line);

    private static string Vector(Vector3D v) => string.Create(CultureInfo.InvariantCulture, $"({v.X:R},{v.Y:R},{v.Z:R})");

    private static string Numbers(Vector3D v) => string.Create(CultureInfo.InvariantCulture, $"{v.X:R} {v.Y:R} {v.Z:R}");

    private static string NrrdName(PixelType type) => type switch
    {
        PixelType.Int8 => "signed char",
        PixelType.UInt8 => "unsigned char",
        PixelType.Int16 => "short",
        PixelType.UInt16 => "unsigned short",
        PixelType.Int32 => "int",
        PixelType.UInt32 => "unsigned int",
        PixelType.Int64 => "long long",
        PixelType.UInt64 => "unsigned long long",
        PixelType.Float32 => "float",
        _ => "double",
    };

    private static string MetaName(PixelType type) => type switch
    {
        PixelType.Int8 => "MET_CHAR",
        PixelType.UInt8 => "MET_UCHAR",
        PixelType.Int16 => "MET_SHORT",
        PixelType.UInt16 => "MET_USHORT",
        PixelType.Int32 => "MET_INT",
        PixelType.UInt32 => "MET_UINT",
        PixelType.Int64 => "MET_LONG_LONG",
        PixelType.UInt64 => "MET_ULONG_LONG",
        PixelType.Float32 => "MET_FLOAT",
        _ => "MET_DOUBLE",
    };
}

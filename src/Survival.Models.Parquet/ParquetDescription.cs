namespace Survival.Models;

/// <summary>
/// Goes through the description at the end of a Parquet file by the types that the format gives its fields (Apache Parquet,
/// parquet.thrift: FileMetaData). The decoder reads a field as what the format says, whatever the file says that it is, and at the end of
/// the bytes it reads on for ever: what passes here it reads the same way.
/// </summary>
internal static class ParquetDescription
{
    /// <summary>The structure of a file's description, and that of a page's header.</summary>
    public const string File = "FileMetaData", Page = "PageHeader";

    private const int MostField = short.MaxValue, MostDepth = 16;

    // Of each structure the types of its fields from 1: c, h, i, l whole numbers of 8 to 64 bits, d a real number, b a truth value, x
    // bytes or text, - a number that no field has, [ a list, and else the name of a structure. 'Union' has structures without fields.
    private static readonly Dictionary<string, string[]> Structures = new(StringComparer.Ordinal)
    {
        ["Empty"] = [],
        ["FileMetaData"] = ["i", "[SchemaElement", "l", "[RowGroup", "[KeyValue", "x", "[Union", "Encryption", "x"],
        ["SchemaElement"] = ["i", "i", "i", "x", "i", "i", "i", "i", "i", "LogicalType"],
        ["LogicalType"] =
        [
            "Empty", "Empty", "Empty", "Empty", "Decimal", "Empty", "Time", "Time", "-", "Integer", "Empty", "Empty", "Empty", "Empty",
            "Empty", "Variant", "Geometry", "Geometry",
        ],
        ["Decimal"] = ["i", "i"],
        ["Time"] = ["b", "Union"],
        ["Integer"] = ["c", "b"],
        ["Variant"] = ["c"],
        ["Geometry"] = ["x", "i"],
        ["Union"] = ["Empty", "Empty", "Empty"],
        ["RowGroup"] = ["[ColumnChunk", "l", "l", "[SortingColumn", "l", "l", "h"],
        ["SortingColumn"] = ["i", "b", "b"],
        ["KeyValue"] = ["x", "x"],
        ["ColumnChunk"] = ["x", "l", "ColumnMetaData", "l", "i", "l", "i", "ColumnCrypto", "x"],
        ["ColumnMetaData"] =
        [
            "i", "[i", "[x", "i", "l", "l", "l", "[KeyValue", "l", "l", "l", "Statistics", "[PageEncodingStats", "l", "i",
            "SizeStatistics", "GeospatialStatistics",
        ],
        ["Statistics"] = ["x", "x", "l", "l", "x", "x", "b", "b"],
        ["PageEncodingStats"] = ["i", "i", "i"],
        ["SizeStatistics"] = ["l", "[l", "[l"],
        ["GeospatialStatistics"] = ["BoundingBox", "[i"],
        ["BoundingBox"] = ["d", "d", "d", "d", "d", "d", "d", "d"],
        ["ColumnCrypto"] = ["Empty", "ColumnKey"],
        ["ColumnKey"] = ["[x", "x"],
        ["Encryption"] = ["AesGcm", "AesGcm"],
        ["AesGcm"] = ["x", "x", "b"],
        ["PageHeader"] = ["i", "i", "i", "i", "DataPageHeader", "Empty", "DictionaryPageHeader", "DataPageHeaderV2"],
        ["DataPageHeader"] = ["i", "i", "i", "i", "Statistics"],
        ["DictionaryPageHeader"] = ["i", "i", "b"],
        ["DataPageHeaderV2"] = ["i", "i", "i", "i", "i", "i", "b", "Statistics"],
    };

    /// <summary>Passes over a structure of a kind.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Check(ref ThriftBytes thrift, string structure, int depth = 0)
    {
        if (depth > MostDepth)
            throw new InvalidDataException(Invariant($"its structures stand in each other more than {MostDepth} deep."));
        var fields = Structures[structure];
        var field = 0;
        var seen = 0UL;
        while (thrift.Field(ref field, out var type))
        {
            if (field is < 1 or > MostField)
                throw new InvalidDataException(Invariant($"its {structure} has a field {field}; they are numbered from 1."));
            if (field < 64 && (seen & (1UL << field)) != 0)
                throw new InvalidDataException(Invariant($"its {structure} has the field {field} twice."));
            seen |= field < 64 ? 1UL << field : 0;
            if (field <= fields.Length && fields[field - 1] != "-")
                Value(ref thrift, fields[field - 1], structure, field, type, depth);
            else
                Unknown(ref thrift, structure, field, type);
        }
    }

    // What a later version of the format has beside: the decoder passes over numbers and bytes rightly, and over a structure or list not.
    private static void Unknown(ref ThriftBytes thrift, string structure, int field, int type)
    {
        var inner = 0;
        if (type > ThriftBytes.Binary && (type != ThriftBytes.Struct || thrift.Field(ref inner, out _)))
            throw new InvalidDataException(Invariant($"its {structure} has a field {field} (of type {type}) that is not known here."));
        if (type != ThriftBytes.Struct)
            thrift.Skip(type);
    }

    private static void Value(ref ThriftBytes thrift, string expected, string structure, int field, int type, int depth)
    {
        Expect(expected, structure, field, type);
        if (type == ThriftBytes.Struct)
            Check(ref thrift, expected, depth + 1);
        else if (type != ThriftBytes.List)
            thrift.Skip(type);
        else
        {
            var element = expected[1..];
            var count = thrift.Elements(out var elementType);
            if (count > 0)
                Expect(element, structure, field, elementType);
            for (var i = 0UL; i < count; i++)
            {
                if (elementType == ThriftBytes.Struct)
                    Check(ref thrift, element, depth + 1);
                else
                    thrift.Skip(elementType);
            }
        }
    }

    private static void Expect(string expected, string structure, int field, int type)
    {
        var holds = expected switch
        {
            "c" => type == ThriftBytes.Byte,
            "h" => type == ThriftBytes.Int16,
            "i" => type == ThriftBytes.Int32,
            "l" => type == ThriftBytes.Int64,
            "d" => type == ThriftBytes.Double,
            "b" => type is ThriftBytes.True or ThriftBytes.False,
            "x" => type == ThriftBytes.Binary,
            _ => type == (expected[0] == '[' ? ThriftBytes.List : ThriftBytes.Struct),
        };
        if (!holds)
            throw new InvalidDataException(Invariant($"the field {field} of its {structure} is of another type ({type})."));
    }
}

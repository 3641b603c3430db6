using System.Buffers.Binary;
using Parquet;
using Parquet.Meta;

namespace Survival.Models;

/// <summary>
/// Whether what a Parquet file says of its own lengths can be: the decoder takes the memory that a header asks for before it looks at what
/// is there (Apache Parquet, file format: footer, column chunks, page headers).
/// </summary>
internal static class ParquetShape
{
    private const int TailLength = 8, MostHeader = 1 << 20, MostDescription = 256 << 20;
    private const long AlwaysAllowed = 64 << 20;

    // A page of equal values may be packed as far as its codec packs: gzip by 1,032 (RFC 1951: 258 bytes in 2 bits), Snappy by 21 and LZ4
    // by 255; Zstandard and Brotli write a block of 128 KiB and more in a few bytes.
    private const long MostRatio = 1_100, MostRatioOfBlocks = 40_000;

    // The types of the fields of PageHeader, DataPageHeader, DictionaryPageHeader, DataPageHeaderV2 and Statistics (parquet.thrift), from
    // 1: whole numbers of 32 and 64 bits, truth values, bytes and structures.
    private const string PageTypes = "iiiissss", DataTypes = "iiiis", DictionaryTypes = "iib", SecondDataTypes = "iiiiiibs",
        StatisticsTypes = "xxllxxbb";

    /// <summary>Checks the description at the end of a file before it is read. The stream stays where it was.</summary>
    /// <exception cref="InvalidDataException">It cannot be.</exception>
    public static void CheckDescription(Stream stream)
    {
        var start = stream.Position;
        Span<byte> tail = stackalloc byte[TailLength];
        if (stream.Length < TailLength + 4)
            throw new InvalidDataException(Invariant($"it has {stream.Length} bytes, too few for one."));
        stream.Position = stream.Length - TailLength;
        stream.ReadExactly(tail);
        if (!tail[4..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not end as one does (PAR1); was it written or copied to its end?");
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 0 || length > Math.Min(MostDescription, stream.Length - TailLength - 4))
            throw new InvalidDataException(
                Invariant($"its description claims {(uint)length} bytes of a file of {stream.Length}; at most {MostDescription} are ")
                    + "read.");
        var bytes = new byte[length];
        stream.Position = stream.Length - TailLength - length;
        stream.ReadExactly(bytes);
        new ThriftBytes(bytes).SkipStruct();
        stream.Position = start;
    }

    /// <summary>Checks the headers of a column chunk's pages before it is read.</summary>
    /// <exception cref="InvalidDataException">They cannot be.</exception>
    public static void CheckPages(Stream stream, ParquetRowGroupReader group, Parquet.Schema.DataField field)
    {
        if (group.GetMetadata(field)?.MetaData is not { } column)
            return;
        var start = column.DictionaryPageOffset is > 0 and var first ? Math.Min(first, column.DataPageOffset) : column.DataPageOffset;
        var end = start + column.TotalCompressedSize;
        if (start < 0 || column.TotalCompressedSize < 0 || end > stream.Length || end < start)
            throw new InvalidDataException(
                Invariant($"column '{field.Name}' claims the bytes {start} to {end} of a file of {stream.Length}."));
        var ratio = column.Codec is CompressionCodec.ZSTD or CompressionCodec.BROTLI ? MostRatioOfBlocks : MostRatio;
        var values = 0L;
        var buffer = new byte[Math.Min(MostHeader, end - start)];
        for (var at = start; at < end && values < column.NumValues;)
        {
            stream.Position = at;
            var page = Header(buffer.AsSpan(0, stream.ReadAtLeast(
                buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), buffer.Length, throwOnEndOfStream: false)), field.Name);
            at += page.Header;
            var most = Math.Max(AlwaysAllowed, page.Stored * ratio);
            if (page.Stored < 0 || page.Stored > end - at || page.Length < 0 || page.Length > most)
                throw new InvalidDataException(
                    Invariant($"a page of column '{field.Name}' claims {page.Stored} bytes, of which {page.Length} are to come; ")
                        + Invariant($"{end - at} bytes are there, of which at most {most} can come."));
            if (page.Values < 0 || (!page.IsDictionary && page.Values > column.NumValues))
                throw new InvalidDataException(
                    Invariant($"a page of column '{field.Name}' claims {page.Values} values of {column.NumValues}."));
            if (column.Codec == CompressionCodec.SNAPPY && page.IsPacked)
                CheckSnappy(stream, at + page.Levels, at + page.Stored, most, field.Name);
            at += page.Stored;
            // Each word of a dictionary has a byte at least.
            if (page.IsDictionary && page.Values > page.Length)
                throw new InvalidDataException(
                    Invariant($"the dictionary of column '{field.Name}' claims {page.Values} values in {page.Length} bytes."));
            values += page.IsDictionary ? 0 : page.Values;
        }
    }

    // A block of Snappy begins with its length unpacked, seven bits a byte (Snappy, format_description.txt), and the decoder believes it.
    private static void CheckSnappy(Stream stream, long start, long end, long most, string column)
    {
        stream.Position = start;
        var (length, shift) = (0L, 0);
        while (shift < 35 && stream.Position < end && stream.ReadByte() is >= 0 and var next)
        {
            length |= (long)(next & 127) << shift;
            shift += 7;
            if (next < 128)
                break;
        }
        if (length > most)
            throw new InvalidDataException(
                Invariant($"a page of column '{column}' has {end - start} bytes of Snappy that claim to be {length}; at most {most} can ")
                    + "come of them.");
    }

    // PageHeader of the format: 2 its length unpacked, 3 its length in the file; 5, 7 and 8 the header of its kind, whose first field is
    // the number of values. Of the second version of data pages, 8, the levels (5 and 6) stand unpacked before the rest, and 7 says
    // whether that is packed.
    private static Page Header(ReadOnlySpan<byte> bytes, string column)
    {
        try
        {
            var thrift = new ThriftBytes(bytes);
            var (field, length, stored, values, levels, kind, isPacked) = (0, -1L, -1L, 0L, 0L, 0, true);
            while (thrift.Field(ref field, out var type))
            {
                Expect(PageTypes, field, type);
                if (field == 2)
                    length = thrift.Signed();
                else if (field == 3)
                    stored = thrift.Signed();
                else if (field is not (5 or 7 or 8))
                    thrift.Skip(type);
                else
                {
                    (kind, var inner) = (field, 0);
                    while (thrift.Field(ref inner, out var innerType))
                    {
                        Expect(kind == 5 ? DataTypes : kind == 7 ? DictionaryTypes : SecondDataTypes, inner, innerType);
                        if (inner == 1)
                            values = thrift.Signed();
                        else if (kind == 8 && inner is (5 or 6))
                            levels += Math.Max(0, thrift.Signed());
                        else if (kind == 8 && inner == 7)
                            isPacked = innerType == ThriftBytes.True;
                        else if (innerType == ThriftBytes.Struct)
                            SkipStatistics(ref thrift);
                        else
                            thrift.Skip(innerType);
                    }
                }
            }
            return new Page(thrift.Position, stored, length, values, levels, kind == 7, isPacked);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"a page of column '{column}' is damaged: {e.Message}");
        }
    }

    private static void SkipStatistics(ref ThriftBytes thrift)
    {
        var field = 0;
        while (thrift.Field(ref field, out var type))
        {
            Expect(StatisticsTypes, field, type);
            thrift.Skip(type);
        }
    }

    // The decoder reads a field as what the format says, whatever the file says that it is: what is neither would be read as two things.
    private static void Expect(string types, int field, int type)
    {
        if (field < 1 || field > types.Length)
            return;
        var holds = types[field - 1] switch
        {
            'i' => type == ThriftBytes.Int32,
            'l' => type == ThriftBytes.Int64,
            'b' => type is ThriftBytes.True or ThriftBytes.False,
            'x' => type == ThriftBytes.Binary,
            _ => type == ThriftBytes.Struct,
        };
        if (!holds)
            throw new InvalidDataException(Invariant($"its field {field} is of another type ({type})."));
    }

    private readonly record struct Page(int Header, long Stored, long Length, long Values, long Levels, bool IsDictionary, bool IsPacked);
}

using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Parquet;
using Parquet.Meta;

namespace Survival.Models;

/// <summary>
/// Whether what a Parquet file says of its own lengths can be: the decoder takes the memory that a header asks for before it looks at what
/// is there (Apache Parquet, file format: footer, column chunks, page headers).
/// </summary>
internal static class ParquetShape
{
    private const int TailLength = 8, MostHeader = 1 << 20, UsualHeader = 1 << 13, MostUncounted = 128, MostDescription = 256 << 20;
    private const long AlwaysAllowed = 64 << 20;

    // A page of equal values may be packed as far as its codec packs: gzip by 1,032 (RFC 1951: 258 bytes in 2 bits), Snappy by 21 and LZ4
    // by 255; Zstandard and Brotli write a block of 128 KiB and more in a few bytes.
    private const long MostRatio = 1_100, MostRatioOfBlocks = 40_000;

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
        var thrift = new ThriftBytes(bytes);
        ParquetDescription.Check(ref thrift, ParquetDescription.File);
        stream.Position = start;
    }

    /// <summary>Checks the headers of a column chunk's pages before it is read, and lets the decoder read these pages only.</summary>
    /// <returns>How many pages of values there are.</returns>
    /// <exception cref="InvalidDataException">They cannot be.</exception>
    public static int CheckPages(PageStream stream, ParquetRowGroupReader group, Parquet.Schema.DataField field)
    {
        if (group.GetMetadata(field)?.MetaData is not { } column)
            return 0;
        // The decoder takes the memory of rows as it was before: a row without a value would be what another column had there.
        if (column.NumValues != group.RowCount)
            throw new InvalidDataException(
                Invariant($"column '{field.Name}' claims {column.NumValues} values of {group.RowCount} rows."));
        var pages = new Queue<long>();
        var start = Start(column);
        var end = start + column.TotalCompressedSize;
        if (start < 0 || column.TotalCompressedSize < 0 || end > stream.Length || end < start)
            throw new InvalidDataException(
                Invariant($"column '{field.Name}' claims the bytes {start} to {end} of a file of {stream.Length}."));
        // Early writers leave the header of the dictionary's page out of this length.
        end = Math.Min(end + MostUncounted, stream.Length);
        var ratio = column.Codec is CompressionCodec.ZSTD or CompressionCodec.BROTLI ? MostRatioOfBlocks : MostRatio;
        var (values, count) = (0L, 0);
        for (var at = start; at < end && values < column.NumValues;)
        {
            pages.Enqueue(at);
            var page = Header(stream, at, end, field.Name);
            at += page.Header;
            var most = Math.Max(AlwaysAllowed, page.Stored * ratio);
            if (page.Stored < 0 || page.Stored > end - at || page.Length < 0 || page.Length > most)
                throw new InvalidDataException(
                    Invariant($"a page of column '{field.Name}' claims {page.Stored} bytes, of which {page.Length} are to come; ")
                        + Invariant($"{end - at} bytes are there, of which at most {most} can come."));
            if (page.Values < 0 || (!page.IsDictionary && page.Values > column.NumValues))
                throw new InvalidDataException(
                    Invariant($"a page of column '{field.Name}' claims {page.Values} values of {column.NumValues}."));
            if (page.Levels > page.Stored || page.Nulls < 0 || page.Nulls > page.Values)
                throw new InvalidDataException(
                    Invariant($"a page of column '{field.Name}' claims {page.Levels} bytes of levels of {page.Stored}, and {page.Nulls} ")
                        + Invariant($"missing values of {page.Values}."));
            if (page.Sum is { } sum)
                CheckSum(stream, at, page.Stored, sum, field.Name);
            if (column.Codec == CompressionCodec.SNAPPY && page.IsPacked)
                CheckSnappy(stream, at + page.Levels, at + page.Stored, page.Length - page.Levels, most, field.Name);
            else if (column.Codec == CompressionCodec.ZSTD && page.IsPacked)
                CheckZstandard(stream, at + page.Levels, at + page.Stored, most, field.Name);
            at += page.Stored;
            // Each word of a dictionary has a byte at least.
            if (page.IsDictionary && page.Values > page.Length)
                throw new InvalidDataException(
                    Invariant($"the dictionary of column '{field.Name}' claims {page.Values} values in {page.Length} bytes."));
            values += page.IsDictionary ? 0 : page.Values;
            count += page.IsDictionary ? 0 : 1;
        }
        if (values != column.NumValues)
            throw new InvalidDataException(
                Invariant($"the pages of column '{field.Name}' claim {values} values, and the column {column.NumValues}."));
        stream.Allow(field.Name, pages);
        return count;
    }

    // The first of the pages, as the decoder takes it: an offset of 0 is none.
    private static long Start(ColumnMetaData column)
    {
        var start = column.DataPageOffset;
        foreach (var other in (long[])[column.DictionaryPageOffset ?? 0, column.IndexPageOffset ?? 0])
            start = other != 0 && (start == 0 || other < start) ? other : start;
        return start;
    }

    // The sum of a page's bytes as they are stored, behind its header (Apache Parquet, README: checksumming).
    private static void CheckSum(Stream stream, long start, long length, uint expected, string column)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            stream.Position = start;
            var hash = new Crc32();
            for (var left = length; left > 0;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
                stream.ReadExactly(part);
                hash.Append(part);
                left -= part.Length;
            }
            var sum = hash.GetCurrentHashAsUInt32();
            if (sum != expected)
                throw new InvalidDataException(
                    Invariant($"a page of column '{column}' (at byte {start}) has the check sum {sum:x8} and was written with ")
                        + Invariant($"{expected:x8}: it has changed since. Take a sound copy of the file."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A block of Snappy begins with its length unpacked, seven bits a byte (Snappy, format_description.txt), and the decoder believes it.
    private static void CheckSnappy(Stream stream, long start, long end, long expected, long most, string column)
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
        CheckUnpacked("Snappy", length, end - start, most, column);
        // Some writers give the length of the page wrongly, but none of these by much.
        if (length > Math.Max(2 * expected, MostHeader))
            throw new InvalidDataException(
                Invariant($"a page of column '{column}' has {end - start} bytes of Snappy that claim to be {length}, and the page claims ")
                    + Invariant($"{expected}."));
    }

    // A frame of Zstandard begins with its magic number, a byte that says how long the fields after it are, a byte of the window (unless
    // the frame is one segment), the number of a dictionary and the length unpacked, where it has one (RFC 8878, 3.1.1.1).
    private static void CheckZstandard(Stream stream, long start, long end, long most, string column)
    {
        Span<byte> head = stackalloc byte[18];
        head.Clear();
        stream.Position = start;
        var there = head[..(int)Math.Min(head.Length, end - start)];
        stream.ReadAtLeast(there, there.Length, throwOnEndOfStream: false);
        var says = head[4];
        var isOneSegment = (says & 0x20) != 0;
        var at = 5 + (isOneSegment ? 0 : 1) + ((says & 3) is 3 ? 4 : says & 3);
        var length = (says >> 6) switch
        {
            0 => isOneSegment ? head[at] : 0UL,
            1 => BinaryPrimitives.ReadUInt16LittleEndian(head[at..]) + 256UL,
            2 => BinaryPrimitives.ReadUInt32LittleEndian(head[at..]),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(head[at..]),
        };
        CheckUnpacked("Zstandard", length > long.MaxValue ? long.MaxValue : (long)length, end - start, most, column);
    }

    private static void CheckUnpacked(string codec, long length, long packed, long most, string column)
    {
        if (length > most)
            throw new InvalidDataException(
                Invariant($"a page of column '{column}' has {packed} bytes of {codec} that claim to be {length}; at most {most} can ")
                    + "come of them.");
    }

    // PageHeader of the format: 2 its length unpacked, 3 its length in the file, 4 the sum of its bytes there; 5, 7 and 8 the header of
    // its kind, whose first field is the number of values. Of the second version of data pages, 8, the levels (5 and 6) stand unpacked
    // before the rest, and 7 says whether that is packed.
    private static Page Header(Stream stream, long at, long end, string column)
    {
        // The statistics in a header may be long, and seldom are.
        foreach (var most in (int[])[UsualHeader, MostHeader])
        {
            var bytes = new byte[(int)Math.Min(most, end - at)];
            stream.Position = at;
            stream.ReadExactly(bytes);
            try
            {
                return Header(bytes);
            }
            catch (InvalidDataException) when (most < MostHeader && bytes.Length == most)
            {
                // Perhaps for want of bytes.
            }
            catch (InvalidDataException e)
            {
                throw new InvalidDataException($"a page of column '{column}' is damaged: {e.Message}");
            }
        }
        throw new InvalidDataException($"a page of column '{column}' has no header.");
    }

    private static Page Header(ReadOnlySpan<byte> bytes)
    {
        var checkedFirst = new ThriftBytes(bytes);
        ParquetDescription.Check(ref checkedFirst, ParquetDescription.Page);
        var thrift = new ThriftBytes(bytes);
        var (field, kind, claimed, page) = (0, 0, -1L, new Page { Length = -1, Stored = -1, IsPacked = true });
        while (thrift.Field(ref field, out var type))
        {
            if (field == 1)
                claimed = thrift.Signed();
            else if (field == 2)
                page.Length = thrift.Signed();
            else if (field == 3)
                page.Stored = thrift.Signed();
            else if (field == 4)
                page.Sum = (uint)thrift.Signed();
            else if (field is not (5 or 7 or 8))
                thrift.Skip(type);
            else if (kind != 0)
                throw new InvalidDataException("it is of two kinds.");
            else
                Inner(ref thrift, kind = field, ref page);
        }
        // PageType of the format: 0 data, 2 a dictionary, 3 data of the second version.
        if (kind != claimed switch { 0 => 5, 2 => 7, 3 => 8, _ => -1 })
            throw new InvalidDataException(Invariant($"it claims to be of kind {claimed}, and its header is another."));
        page.IsDictionary = kind == 7;
        page.Header = thrift.Position;
        return page;
    }

    private static void Inner(ref ThriftBytes thrift, int kind, ref Page page)
    {
        var field = 0;
        while (thrift.Field(ref field, out var type))
        {
            if (field == 1)
                page.Values = thrift.Signed();
            else if (kind == 8 && field == 2)
                page.Nulls = thrift.Signed();
            else if (kind == 8 && field is (5 or 6))
            {
                var length = thrift.Signed();
                page.Levels += length >= 0 ? length : throw new InvalidDataException(Invariant($"it claims {length} bytes of levels."));
            }
            else if (kind == 8 && field == 7)
                page.IsPacked = type == ThriftBytes.True;
            else
                thrift.Skip(type);
        }
    }

    private struct Page
    {
        public int Header;
        public long Stored, Length, Values, Nulls, Levels;
        public uint? Sum;
        public bool IsDictionary, IsPacked;
    }
}

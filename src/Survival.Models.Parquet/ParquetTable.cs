using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Files;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Survival.Models;

/// <summary>Reads a Parquet file column by column, by its types and without reflection.</summary>
internal static class ParquetTable
{
    // 2 GiB of numbers: a file of a few bytes may claim any number of equal rows.
    private const long MostCells = 1L << 28;
    private const int MostWords = 1 << 16;

    public static async Task<SurvivalTable> ReadAsync(Stream stream, string source, CancellationToken cancellationToken)
    {
        NameNullables();
        var seekable = stream;
        if (!stream.CanSeek)
        {
            seekable = new MemoryStream();
            await stream.CopyToAsync(seekable, cancellationToken).ConfigureAwait(false);
            seekable.Position = 0;
        }
        try
        {
            ParquetShape.CheckDescription(seekable);
            // Text may be written as plain bytes.
            var options = new ParquetOptions { TreatByteArrayAsString = true };
            var pages = new PageStream(seekable);
            var reader = await ParquetReader.CreateAsync(pages, options, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
                return await ReadAsync([(reader, pages)], source, _ => true, null, cancellationToken).ConfigureAwait(false);
        }
        // Of a damaged file the decoder may throw anything; the caller's arguments were checked before.
        catch (Exception e) when (e is not (SurvivalModelException or OperationCanceledException or OutOfMemoryException))
        {
            throw new InvalidSurvivalDataException($"'{source}' is no Parquet file that can be read: {e.Message}");
        }
    }

    /// <summary>
    /// Reads columns of files that are the parts of one table, one after the other, and of these some rows only: one column of one row
    /// group is in memory beside what is kept.
    /// </summary>
    public static async Task<SurvivalTable> ReadAsync(
        IReadOnlyList<string> paths,
        string source,
        Func<string, bool> columns,
        IReadOnlyList<int>? rows,
        CancellationToken cancellationToken
    )
    {
        NameNullables();
        var (files, streams, readers) = (new List<FileStream>(), new List<PageStream>(), new List<ParquetReader>());
        try
        {
            foreach (var path in paths)
            {
                files.Add(PlainFile.OpenRead(path));
                ParquetShape.CheckDescription(files[^1]);
                streams.Add(new PageStream(files[^1]));
                readers.Add(await ParquetReader.CreateAsync(
                    streams[^1], new ParquetOptions { TreatByteArrayAsString = true }, leaveStreamOpen: true, cancellationToken
                ).ConfigureAwait(false));
                if (!Columns(readers[^1]).SequenceEqual(Columns(readers[0])))
                    throw new InvalidSurvivalDataException(
                        $"'{source}': the parts '{Path.GetFileName(paths[0])}' and '{Path.GetFileName(path)}' have different columns.");
            }
            return await ReadAsync([.. readers.Zip(streams)], source, columns, rows, cancellationToken)
                .ConfigureAwait(false);
        }
        // Of a damaged file the decoder may throw anything; the caller's own argument is named by the exception.
        catch (Exception e) when (e is not (SurvivalModelException or OperationCanceledException or OutOfMemoryException
            or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException
            or ArgumentOutOfRangeException { ParamName: nameof(rows) }))
        {
            throw new InvalidSurvivalDataException($"'{source}' is no Parquet file that can be read: {e.Message}");
        }
        finally
        {
            foreach (var reader in readers)
                await reader.DisposeAsync().ConfigureAwait(false);
            files.ForEach(f => f.Dispose());
        }

        static IEnumerable<(string, Type)> Columns(ParquetReader reader) => reader.Schema.DataFields.Select(f => (f.Name, f.ClrType));
    }

    private static async Task<SurvivalTable> ReadAsync(
        IReadOnlyList<(ParquetReader Reader, PageStream Stream)> parts,
        string source,
        Func<string, bool> columns,
        IReadOnlyList<int>? rows,
        CancellationToken cancellationToken
    )
    {
        var schema = parts[0].Reader.Schema;
        var fields = schema.DataFields.Where(f => f.Path.Length == 1 && !f.IsArray && columns(f.Name)).ToList();
        var groups = parts.SelectMany(p =>
            Enumerable.Range(0, p.Reader.RowGroupCount).Select(i => new RowGroup(p.Reader.OpenRowGroupReader(i), p.Stream))).ToList();
        try
        {
            var all = groups.Sum(g => Math.Max(0, g.Reader.RowCount));
            if (rows is { Count: > 0 } && (rows[0] < 0 || rows[^1] >= all))
                throw new ArgumentOutOfRangeException(nameof(rows), rows[^1], Invariant($"'{source}' has the rows 0 to {all - 1}."));
            var rowCount = rows?.Count ?? all;
            if (fields.Count == 0 || rowCount == 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"'{source}' has {fields.Count} plain columns and {rowCount} rows; a table was expected."));
            if (rowCount > Array.MaxLength || rowCount * fields.Count > MostCells)
                throw new InvalidSurvivalDataException(
                    Invariant(
                        $"'{source}' has {rowCount} rows of {fields.Count} columns; at most {MostCells} cells are read. Leave out columns "
                    )
                    + $"that are not needed.");
            var builder = new SurvivalTableBuilder(source);
            foreach (var field in fields.Where(f => f.Name != "__index_level_0__"))
                await Add(builder, groups, field, rows, (int)rowCount, source, cancellationToken).ConfigureAwait(false);
            if (schema.DataFields.Count(f => f.Path.Length != 1 || f.IsArray) is var nested and > 0)
                builder.Note(Invariant($"{nested} nested columns of '{source}' were left out."));
            return builder.Build();
        }
        finally
        {
            foreach (var group in groups)
                group.Reader.Dispose();
        }
    }

    // Parquet.Net makes the nullable of a column's type by reflection, of columns that are left out too; native code has only what is
    // named.
    private static void NameNullables() => GC.KeepAlive((Type[])
    [
        typeof(bool?), typeof(sbyte?), typeof(byte?), typeof(short?), typeof(ushort?), typeof(int?), typeof(uint?), typeof(long?),
        typeof(ulong?), typeof(BigInteger?), typeof(float?), typeof(double?), typeof(decimal?), typeof(BigDecimal?), typeof(DateTime?),
        typeof(DateOnly?), typeof(TimeOnly?), typeof(TimeSpan?), typeof(Interval?), typeof(Guid?), typeof(ReadOnlyMemory<char>?),
        typeof(ReadOnlyMemory<byte>?),
    ]);

    private static Task Add(SurvivalTableBuilder builder, List<RowGroup> groups, DataField field, IReadOnlyList<int>? chosen,
        int rows, string source, CancellationToken cancellationToken)
    {
        var column = new Column(builder, groups, field, chosen, rows, cancellationToken);
        return field.ClrType switch
        {
            var t when t == typeof(string) || t == typeof(ReadOnlyMemory<char>) => column.Texts(),
            var t when t == typeof(double) => column.Numbers<double>(v => v),
            var t when t == typeof(float) => column.Numbers<float>(v => v),
            var t when t == typeof(sbyte) => column.Numbers<sbyte>(v => v),
            var t when t == typeof(byte) => column.Numbers<byte>(v => v),
            var t when t == typeof(short) => column.Numbers<short>(v => v),
            var t when t == typeof(ushort) => column.Numbers<ushort>(v => v),
            var t when t == typeof(int) => column.Numbers<int>(v => v),
            var t when t == typeof(uint) => column.Numbers<uint>(v => v),
            // Longer than a double is exact.
            var t when t == typeof(long) => column.Texts<long>(v => v.ToString(CultureInfo.InvariantCulture)),
            var t when t == typeof(ulong) => column.Texts<ulong>(v => v.ToString(CultureInfo.InvariantCulture)),
            var t when t == typeof(decimal) => column.Texts<decimal>(v => v.ToString(CultureInfo.InvariantCulture)),
            var t when t == typeof(bool) => column.Texts<bool>(v => v ? "true" : "false"),
            var t when t == typeof(DateTime) => column.Texts<DateTime>(
                v => v.ToString(v.TimeOfDay == default ? "yyyy-MM-dd" : "O", CultureInfo.InvariantCulture)),
            var t when t == typeof(DateOnly) => column.Texts<DateOnly>(v => v.ToString("O", CultureInfo.InvariantCulture)),
            var t when t == typeof(byte[]) || t == typeof(ReadOnlyMemory<byte>) => column.Bytes(),
            _ => LeaveOut(),
        };

        Task LeaveOut()
        {
            builder.Note($"Column '{field.Name}' of '{source}' is of a type that is not read ({field.ClrType.Name}) and was left out.");
            return Task.CompletedTask;
        }
    }

    /// <summary>A group of rows, and the stream that it stands in.</summary>
    private readonly record struct RowGroup(ParquetRowGroupReader Reader, PageStream Stream);

    private sealed class Column(SurvivalTableBuilder builder, List<RowGroup> groups, DataField field,
        IReadOnlyList<int>? chosen, int rows, CancellationToken cancellationToken)
    {
        public async Task Numbers<T>(Func<T, double> number)
            where T : struct
        {
            var values = new double[rows];
            var at = 0;
            await Each<T>(v => values[at++] = v is { } present ? number(present) : double.NaN).ConfigureAwait(false);
            builder.Numbers(field.Name, values);
        }

        public async Task Texts<T>(Func<T, string> text)
            where T : struct
        {
            var cells = new string?[rows];
            var at = 0;
            await Each<T>(v => cells[at++] = v is { } present ? text(present) : null).ConfigureAwait(false);
            builder.Texts(field.Name, cells);
        }

        // As in CSV, an empty cell is a missing one.
        public Task Texts() => Texts<char>(word => new string(word));

        public Task Bytes() => Texts<byte>(Encoding.UTF8.GetString);

        // A word of a dictionary is made once, however many rows have it: a file of a few bytes may have a long one in each row.
        private async Task Texts<T>(Func<ReadOnlySpan<T>, string> text)
        {
            var (cells, at, words) = (new string?[rows], 0, new Dictionary<ReadOnlyMemory<T>, string?>());
            await Each<ReadOnlyMemory<T>>(v => cells[at++] = v is { } word ? Word(word) : null).ConfigureAwait(false);
            builder.Texts(field.Name, cells);

            string? Word(ReadOnlyMemory<T> word)
            {
                if (words.TryGetValue(word, out var known))
                    return known;
                var made = Cell(text(word.Span));
                if (words.Count < MostWords)
                    words.Add(word, made);
                return made;
            }
        }

        // As in CSV, an empty cell is a missing one.
        private static string? Cell(string cell) => string.IsNullOrWhiteSpace(cell) ? null : cell.Trim();

        private async Task Each<T>(Action<T?> take)
            where T : struct
        {
            var (start, at) = (0L, 0);
            foreach (var group in groups)
            {
                var count = checked((int)group.Reader.RowCount);
                if (chosen is null || (at < chosen.Count && chosen[at] < start + count))
                {
                    var (values, places) = await Read<T>(group, count).ConfigureAwait(false);
                    for (var row = 0; chosen is null && row < count; row++)
                        take(At(row));
                    for (; at < chosen?.Count && chosen[at] < start + count; at++)
                        take(At((int)(chosen[at] - start)));

                    T? At(int row) => places is null ? values[row] : places[row] is >= 0 and var place ? values[place] : null;
                }
                start += count;
            }
        }

        // The values that are there, one after the other, and of each row the place of its value, -1 where it has none; null where all
        // have. The decoder does not say how many values the pages really had: what it wrote is told by a mark that it overwrites, and
        // where the last value happens to be the mark, by another.
        private async Task<(T[] Values, int[]? Places)> Read<T>(RowGroup group, int count)
            where T : struct
        {
            var (values, levels) = (new T[count], field.MaxDefinitionLevel > 0 ? new int[count] : null);
            foreach (var mark in (byte[])[0xA5, 0x5A])
            {
                Mark(values, mark);
                var pages = ParquetShape.CheckPages(group.Stream, group.Reader, field);
                try
                {
                    await group.Reader.ReadRawAsync(field, values.AsMemory(), levels?.AsMemory(), null, cancellationToken)
                        .ConfigureAwait(false);
                }
                // The decoder takes as many values for a block of differences as the block claims, which stands in packed bytes.
                catch (OutOfMemoryException)
                {
                    throw new InvalidDataException($"column '{field.Name}' asks for more memory than there is.");
                }
                var there = levels?.Count(l => l == field.MaxDefinitionLevel) ?? count;
                // Behind the last page more does no harm, and some writers have it; between two the values would stand in others' rows.
                if (pages > 1 && there < count && !IsMark(values, there, mark))
                    throw new InvalidDataException(
                        Invariant($"the pages of column '{field.Name}' hold more values than the {there} that are not missing."));
                if (there > 0 && IsMark(values, there - 1, mark))
                    continue;
                for (var (row, place) = (0, 0); row < levels?.Length; row++)
                    levels[row] = levels[row] == field.MaxDefinitionLevel ? place++ : -1;
                return (values, levels);
            }
            throw new InvalidDataException($"the pages of column '{field.Name}' hold fewer values than they claim.");
        }

        // A text that was decoded has a place in memory, also where it is empty.
        private static void Mark<T>(T[] values, byte mark)
            where T : struct
        {
            if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
                Array.Clear(values);
            else
                MemoryMarshal.AsBytes(values.AsSpan()).Fill(mark);
        }

        private static bool IsMark<T>(T[] values, int index, byte mark)
            where T : struct =>
            RuntimeHelpers.IsReferenceOrContainsReferences<T>()
                ? values[index].Equals(default(T))
                : !MemoryMarshal.AsBytes(values.AsSpan(index, 1)).ContainsAnyExcept(mark);
    }
}

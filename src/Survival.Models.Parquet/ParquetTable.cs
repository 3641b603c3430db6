using System.Globalization;
using System.Numerics;
using System.Text;
using Files;
using Parquet;
using Parquet.Data;
using Parquet.File.Values.Primitives;
using Parquet.Schema;

namespace Survival.Models;

/// <summary>Reads a Parquet file column by column, by its types and without reflection.</summary>
internal static class ParquetTable
{
    // 2 GiB of numbers: a file of a few bytes may claim any number of equal rows.
    private const long MostCells = 1L << 28;

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
        IReadOnlyList<int>? chosen,
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
            if (chosen is { Count: > 0 } && (chosen[0] < 0 || chosen[^1] >= all))
                throw new ArgumentOutOfRangeException("rows", chosen[^1], Invariant($"'{source}' has the rows 0 to {all - 1}."));
            var rows = chosen?.Count ?? all;
            if (fields.Count == 0 || rows == 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"'{source}' has {fields.Count} plain columns and {rows} rows; a table was expected."));
            if (rows > Array.MaxLength || rows * fields.Count > MostCells)
                throw new InvalidSurvivalDataException(
                    Invariant(
                        $"'{source}' has {rows} rows of {fields.Count} columns; at most {MostCells} cells are read. Leave out columns that "
                    )
                    + $"are not needed.");
            var builder = new SurvivalTableBuilder(source);
            foreach (var field in fields.Where(f => f.Name != "__index_level_0__"))
                await Add(builder, groups, field, chosen, (int)rows, source, cancellationToken).ConfigureAwait(false);
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
        public async Task Texts()
        {
            var cells = new string?[rows];
            await Each(cells, (group, part) => group.Reader.ReadAsync(field, part!, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
            builder.Texts(field.Name, [.. cells.Select(Cell)]);
        }

        public async Task Bytes()
        {
            var cells = new byte[]?[rows];
            await Each(cells, (group, part) => group.Reader.ReadAsync(field, part!, cancellationToken: cancellationToken))
                .ConfigureAwait(false);
            builder.Texts(field.Name, [.. cells.Select(c => c is null ? null : Cell(Encoding.UTF8.GetString(c)))]);
        }

        private static string? Cell(string? cell) => string.IsNullOrWhiteSpace(cell) ? null : cell.Trim();

        // Values of references: read in place where all rows are wanted.
        private async Task Each<T>(T?[] cells, Func<RowGroup, Memory<T?>, ValueTask> read)
            where T : class
        {
            var (start, at) = (0L, 0);
            foreach (var group in groups)
            {
                var count = checked((int)group.Reader.RowCount);
                if (chosen is null)
                {
                    ParquetShape.CheckPages(group.Stream, group.Reader, field);
                    await read(group, cells.AsMemory(at, count)).ConfigureAwait(false);
                    at += count;
                }
                else if (at < chosen.Count && chosen[at] < start + count)
                {
                    ParquetShape.CheckPages(group.Stream, group.Reader, field);
                    var part = new T?[count];
                    await read(group, part).ConfigureAwait(false);
                    for (; at < chosen.Count && chosen[at] < start + count; at++)
                        cells[at] = part[chosen[at] - start];
                }
                start += count;
            }
        }

        private async Task Each<T>(Action<T?> take)
            where T : struct
        {
            var (start, at) = (0L, 0);
            foreach (var group in groups)
            {
                var count = checked((int)group.Reader.RowCount);
                if (chosen is null || (at < chosen.Count && chosen[at] < start + count))
                {
                    ParquetShape.CheckPages(group.Stream, group.Reader, field);
                    if (field.IsNullable)
                    {
                        var part = new T?[count];
                        await group.Reader.ReadAsync<T>(field, part.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
                        Take(part, v => v);
                    }
                    else
                    {
                        var part = new T[count];
                        await group.Reader.ReadAsync<T>(field, part.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
                        Take(part, v => v);
                    }
                }
                start += count;

                void Take<TValue>(TValue[] part, Func<TValue, T?> value)
                {
                    if (chosen is null)
                    {
                        Array.ForEach(part, v => take(value(v)));
                        return;
                    }
                    for (; at < chosen.Count && chosen[at] < start + count; at++)
                        take(value(part[chosen[at] - start]));
                }
            }
        }
    }
}

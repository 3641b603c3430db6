using System.Globalization;
using System.Numerics;
using System.Text;
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
            // Text may be written as plain bytes.
            var options = new ParquetOptions { TreatByteArrayAsString = true };
            var reader = await ParquetReader.CreateAsync(seekable, options, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
                return await ReadAsync(reader, source, cancellationToken).ConfigureAwait(false);
        }
        // Of a damaged file the decoder may throw anything; the caller's arguments were checked before.
        catch (Exception e) when (e is not (SurvivalModelException or OperationCanceledException or OutOfMemoryException))
        {
            throw new InvalidSurvivalDataException($"'{source}' is no Parquet file that can be read: {e.Message}");
        }
    }

    private static async Task<SurvivalTable> ReadAsync(ParquetReader reader, string source, CancellationToken cancellationToken)
    {
        var fields = reader.Schema.DataFields.Where(f => f.Path.Length == 1 && !f.IsArray).ToList();
        var groups = Enumerable.Range(0, reader.RowGroupCount).Select(reader.OpenRowGroupReader).ToList();
        try
        {
            var rows = groups.Sum(g => Math.Max(0, g.RowCount));
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
                await Add(builder, groups, field, (int)rows, source, cancellationToken).ConfigureAwait(false);
            if (reader.Schema.DataFields.Length - fields.Count is var nested and > 0)
                builder.Note(Invariant($"{nested} nested columns of '{source}' were left out."));
            return builder.Build();
        }
        finally
        {
            foreach (var group in groups)
                group.Dispose();
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

    private static Task Add(SurvivalTableBuilder builder, List<ParquetRowGroupReader> groups, DataField field, int rows, string source,
        CancellationToken cancellationToken)
    {
        var column = new Column(builder, groups, field, rows, cancellationToken);
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

    private sealed class Column(SurvivalTableBuilder builder, List<ParquetRowGroupReader> groups, DataField field, int rows,
        CancellationToken cancellationToken)
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
            var at = 0;
            foreach (var group in groups)
            {
                var part = cells.AsMemory(at, checked((int)group.RowCount));
                await group.ReadAsync(field, part!, cancellationToken: cancellationToken).ConfigureAwait(false);
                at += part.Length;
            }
            builder.Texts(field.Name, [.. cells.Select(Cell)]);
        }

        public async Task Bytes()
        {
            var cells = new byte[]?[rows];
            var at = 0;
            foreach (var group in groups)
            {
                var part = cells.AsMemory(at, checked((int)group.RowCount));
                await group.ReadAsync(field, part!, cancellationToken: cancellationToken).ConfigureAwait(false);
                at += part.Length;
            }
            builder.Texts(field.Name, [.. cells.Select(c => c is null ? null : Cell(Encoding.UTF8.GetString(c)))]);
        }

        private static string? Cell(string? cell) => string.IsNullOrWhiteSpace(cell) ? null : cell.Trim();

        private async Task Each<T>(Action<T?> take)
            where T : struct
        {
            foreach (var group in groups)
            {
                var count = checked((int)group.RowCount);
                if (field.IsNullable)
                {
                    var part = new T?[count];
                    await group.ReadAsync<T>(field, part.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
                    Array.ForEach(part, take);
                }
                else
                {
                    var part = new T[count];
                    await group.ReadAsync<T>(field, part.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
                    Array.ForEach(part, v => take(v));
                }
            }
        }
    }
}

using CsvHelper;
using Files;

namespace Survival.Models;

public sealed partial class SurvivalTable
{
    /// <summary>Reads a CSV file, plain or gzipped (told by its first bytes).</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; separator, encoding and decimal mark are found by default.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidSurvivalDataException">
    /// The file has no header or no rows, a column name is empty or stands twice, a row has another number of cells than the header, the
    /// file is no text or too large;
    /// the message names the file and line and says what to do.
    /// </exception>
    public static SurvivalTable ReadCsv(string path, SurvivalTableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = PlainFile.OpenRead(path);
        return ReadCsv(file, Path.GetFileName(path), options);
    }

    /// <summary>Reads CSV, plain or gzipped, from a stream, from where it stands to its end. The stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static SurvivalTable ReadCsv(Stream stream, string source = "the table", SurvivalTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= SurvivalTableOptions.Default;
        return FromBytes(CsvBytes.Read(stream, source, options.MaxBytes), source, options);
    }

    /// <summary>Reads CSV, plain or gzipped, from a stream without holding a thread while it waits. The stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<SurvivalTable> ReadCsvAsync(
        Stream stream,
        string source = "the table",
        SurvivalTableOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= SurvivalTableOptions.Default;
        var bytes = await CsvBytes.ReadAsync(stream, source, options.MaxBytes, cancellationToken).ConfigureAwait(false);
        return FromBytes(bytes, source, options);
    }

    /// <summary>Reads CSV text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static SurvivalTable ReadCsv(TextReader reader, string source = "the table", SurvivalTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Parse(new PeekedText(reader), source, options ?? SurvivalTableOptions.Default, []);
    }

    private static SurvivalTable FromBytes(ReadOnlyMemory<byte> bytes, string source, SurvivalTableOptions options)
    {
        var encoding = CsvBytes.EncodingOf(bytes.Span, source, options.Encoding, out var note);
        using var text = new StreamReader(CsvBytes.Open(bytes), encoding);
        return Parse(new PeekedText(text), source, options, note is null ? [] : [note]);
    }

    private static SurvivalTable Parse(PeekedText text, string source, SurvivalTableOptions options, List<string> notes)
    {
        var delimiter = options.Delimiter ?? text.Delimiter;
        var settings = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            TrackLineNumbers = true,
            MaxRecordSize = 64 << 20,
        };
        using var csv = CsvReader.Create(text, settings, leaveOpen: true);
        string[] names;
        List<string?>[] cells;
        var lines = new List<int>();
        var filled = 0;
        try
        {
            if (!csv.Read())
                throw new InvalidSurvivalDataException($"'{source}' is empty; a header and rows were expected.");
            names = [.. csv.Current.ToArray().Select(n => n.Trim().TrimStart('\ufeff'))];
            cells = [.. names.Select(_ => new List<string?>())];
            var missing = options.MissingCells.ToHashSet(StringComparer.Ordinal);
            while (csv.Read())
            {
                var record = csv.Current.ToArray();
                if (record.Length != names.Length)
                    throw Ragged(record.Length, names, delimiter, csv.LineNumber + text.SkippedLines, lines.Count, source);
                for (var j = 0; j < names.Length; j++)
                {
                    var cell = record[j].Trim();
                    // A column of few values is of few texts: most are the one before.
                    var before = cells[j].Count > 0 ? cells[j][^1] : null;
                    cells[j].Add(cell == before ? before : cell.Length == 0 || missing.Contains(cell) ? null : cell);
                }
                lines.Add(checked((int)csv.LineNumber) + text.SkippedLines);
                // In a single column an empty cell is a missing value.
                if (record.Length == 1 || !Array.TrueForAll(record, string.IsNullOrWhiteSpace))
                    filled = lines.Count;
            }
        }
        catch (CsvFormatException e)
        {
            throw new InvalidSurvivalDataException(
                Invariant($"Line {e.LineNumber + text.SkippedLines} of '{source}' is no well-formed CSV: {e.Message}"));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidSurvivalDataException($"'{source}' is a damaged gzip file: {e.Message}");
        }
        // A spreadsheet that once had more rows writes them on, empty.
        if (filled > 0 && lines.Count - filled is var empty and > 0)
        {
            lines.RemoveRange(filled, empty);
            foreach (var column in cells)
                column.RemoveRange(filled, empty);
            notes.Add(Invariant($"{empty} empty {(empty == 1 ? "row" : "rows")} at the end of '{source}' ")
                + $"{(empty == 1 ? "was" : "were")} left out.");
        }
        // A spreadsheet that once had more columns writes them on, empty.
        bool[] kept = [.. names.Select((n, j) => n.Length > 0 || lines.Count == 0 || cells[j].Exists(c => c is not null))];
        if (kept.Count(k => !k) is var dropped and > 0)
            notes.Add(Invariant(
                $"{dropped} empty {(dropped == 1 ? "column" : "columns")} without a name {(dropped == 1 ? "was" : "were")} left "
            )
                + $"out of '{source}'.");
        CheckNames([.. names.Where((_, j) => kept[j])], source);
        if (lines.Count == 0)
            throw new InvalidSurvivalDataException($"'{source}' has a header but no rows.");
        if (options.DecimalMark is not (null or '.' or ','))
            throw new ArgumentException($"The decimal mark is '{options.DecimalMark}'; it must be a point or a comma.", nameof(options));
        string[] used = [.. names.Where((_, j) => kept[j])];
        string?[][] texts = [.. cells.Where((_, j) => kept[j]).Select(c => c.ToArray())];
        var columns = options.DecimalMark is { } mark ? DecimalMarks.Given(mark, used, texts, source, notes)
            : DecimalMarks.Columns(used, texts, delimiter, source, notes);
        return FromColumns(source, [.. used.Zip(columns)], notes, [.. lines.Select((line, row) => (row, line))]);
    }

    private static InvalidSurvivalDataException Ragged(int count, string[] names, char delimiter, long line, int row, string source)
    {
        var hint = count == names.Length + 1 && line == 2
            ? " R's write.table names no column for the row names: write with row.names = FALSE or col.names = NA."
            : delimiter == ',' ? " Are there decimal commas? Then separate cells by semicolons, or quote them."
            : "";
        return new InvalidSurvivalDataException(
            Invariant($"Line {line} of '{source}' has {count} cells; the header has {names.Length} (separated by ")
            + $"'{(delimiter == '\t' ? "tab" : delimiter)}').{hint}", row);
    }
}

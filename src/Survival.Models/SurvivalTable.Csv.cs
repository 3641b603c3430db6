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
        using var text = CsvBytes.Text(stream, source, options, out var note);
        return Parse(new PeekedText(text), source, options, note is null ? [] : [note]);
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

    /// <summary>
    /// Reads the rows of a CSV file, plain or gzipped, one after the other, the header first: of a large file no more than one is in
    /// memory. A row in which every cell is empty is passed over; one of another number of cells than the header is given as it is.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; of it separator, encoding and size count.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidSurvivalDataException">The file has no header, or is no text, no well-formed CSV or too large; of what
    /// stands further down it is thrown when it is reached.</exception>
    public static IEnumerable<CsvRow> ReadCsvRows(string path, SurvivalTableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Rows(path, options ?? SurvivalTableOptions.Default);

        static IEnumerable<CsvRow> Rows(string path, SurvivalTableOptions options)
        {
            var source = Path.GetFileName(path);
            using var file = PlainFile.OpenRead(path);
            using var text = CsvBytes.Text(file, source, options, out _);
            using var rows = new CsvRows(new PeekedText(text), source, options.Delimiter);
            yield return new CsvRow(0, rows.Line, rows.Names);
            while (rows.Next() is { } row)
                yield return row;
        }
    }

    private static SurvivalTable FromBytes(ReadOnlyMemory<byte> bytes, string source, SurvivalTableOptions options)
    {
        var encoding = CsvBytes.EncodingOf(bytes.Span, source, options.Encoding, out var note);
        using var text = new StreamReader(CsvBytes.Open(bytes), encoding);
        return Parse(new PeekedText(text), source, options, note is null ? [] : [note]);
    }

    private static SurvivalTable Parse(PeekedText text, string source, SurvivalTableOptions options, List<string> notes)
    {
        using var rows = new CsvRows(text, source, options.Delimiter);
        string[] names = [.. rows.Names];
        List<string?>[] cells = [.. names.Select(_ => new List<string?>())];
        var places = new List<(int Row, int Line)>();
        var missing = options.MissingCells.ToHashSet(StringComparer.Ordinal);
        while (rows.Next() is { } row)
        {
            if (row.Cells.Count != names.Length)
                throw rows.Ragged(row);
            for (var j = 0; j < names.Length; j++)
            {
                var cell = row.Cells[j];
                // A column of few values is of few texts: most are the one before.
                var before = cells[j].Count > 0 ? cells[j][^1] : null;
                cells[j].Add(cell == before ? before : cell.Length == 0 || missing.Contains(cell) ? null : cell);
            }
            places.Add((row.Number - 1, row.Line));
        }
        if (rows.Empty is var empty and > 0)
            notes.Add(Invariant($"{empty} empty {(empty == 1 ? "row" : "rows")} of '{source}' {(empty == 1 ? "was" : "were")} left out."));
        // A spreadsheet that once had more columns writes them on, empty.
        bool[] kept = [.. names.Select((n, j) => n.Length > 0 || places.Count == 0 || cells[j].Exists(c => c is not null))];
        if (kept.Count(k => !k) is var dropped and > 0)
            notes.Add(Invariant(
                $"{dropped} empty {(dropped == 1 ? "column" : "columns")} without a name {(dropped == 1 ? "was" : "were")} left "
            )
                + $"out of '{source}'.");
        CheckNames([.. names.Where((_, j) => kept[j])], source);
        if (places.Count == 0)
            throw new InvalidSurvivalDataException($"'{source}' has a header but no rows.");
        if (options.DecimalMark is not (null or '.' or ','))
            throw new ArgumentException($"The decimal mark is '{options.DecimalMark}'; it must be a point or a comma.", nameof(options));
        string[] used = [.. names.Where((_, j) => kept[j])];
        string?[][] texts = [.. cells.Where((_, j) => kept[j]).Select(c => c.ToArray())];
        var columns = options.DecimalMark is { } mark ? DecimalMarks.Given(mark, options.IsMarkOfSeveralFiles, used, texts, source, notes)
            : DecimalMarks.Columns(used, texts, rows.Delimiter, source, notes);
        return FromColumns(source, [.. used.Zip(columns)], notes, [.. places]);
    }
}

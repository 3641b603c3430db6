using System.Globalization;
using System.IO.Compression;
using CsvHelper;

namespace Survival.Models.Data;

/// <summary>A table of named columns of text as a CSV file holds it, from which follow-up and covariates are taken. Immutable. Decimal points are dots.</summary>
public sealed class SurvivalTable
{
    private readonly Dictionary<string, string?[]> _columns;

    private SurvivalTable(string source, IReadOnlyList<string> names, Dictionary<string, string?[]> columns, int rows) =>
        (Source, ColumnNames, _columns, RowCount) = (source, names, columns, rows);

    /// <summary>What the table was read from, for messages.</summary>
    public string Source { get; }

    /// <summary>The columns, in the file's order.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The number of rows, the header not counted.</summary>
    public int RowCount { get; }

    /// <summary>Reads a CSV file, plain or gzipped (told by its first bytes).</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidSurvivalDataException">The file has no header or no rows, a column name is empty or stands twice, or a row has another number of cells than the header; the message names the file and line.</exception>
    public static SurvivalTable ReadCsv(string path, SurvivalTableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[2];
        var gzipped = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
        file.Position = 0;
        using var stream = gzipped ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(stream);
        try
        {
            return ReadCsv(reader, Path.GetFileName(path), options);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidSurvivalDataException($"'{Path.GetFileName(path)}' is a damaged gzip file: {e.Message}");
        }
    }

    /// <summary>Reads CSV text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static SurvivalTable ReadCsv(TextReader reader, string source = "the table", SurvivalTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options ??= SurvivalTableOptions.Default;
        var settings = new CsvReaderOptions
        {
            Separator = options.Delimiter,
            HasHeader = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            TrackLineNumbers = true,
            MaxRecordSize = 64 << 20,
        };
        using var csv = CsvReader.Create(reader, settings, leaveOpen: true);
        string[] names;
        List<string?>[] cells;
        try
        {
            if (!csv.Read())
                throw new InvalidSurvivalDataException($"'{source}' is empty; a header and rows were expected.");
            names = [.. csv.Current.ToArray().Select(n => n.Trim().TrimStart('\ufeff'))];
            CheckNames(names, source);
            cells = [.. names.Select(_ => new List<string?>())];
            var missing = options.MissingCells.ToHashSet(StringComparer.Ordinal);
            while (csv.Read())
            {
                var record = csv.Current.ToArray();
                if (record.Length != names.Length)
                    throw new InvalidSurvivalDataException($"Line {csv.LineNumber} of '{source}' has {record.Length} cells; the header has {names.Length}.", cells[0].Count);
                for (var j = 0; j < names.Length; j++)
                {
                    var cell = record[j].Trim();
                    cells[j].Add(cell.Length == 0 || missing.Contains(cell) ? null : cell);
                }
            }
        }
        catch (CsvFormatException e)
        {
            throw new InvalidSurvivalDataException($"Line {e.LineNumber} of '{source}' is no well-formed CSV: {e.Message}");
        }
        var rows = cells[0].Count;
        if (rows == 0)
            throw new InvalidSurvivalDataException($"'{source}' has a header but no rows.");
        return new SurvivalTable(source, names, names.Select((n, j) => (n, j)).ToDictionary(p => p.n, p => cells[p.j].ToArray(), StringComparer.Ordinal), rows);
    }

    /// <summary>A table of columns.</summary>
    /// <param name="columns">Name and cells of each column, all of one length; a <see langword="null"/> cell is missing.</param>
    /// <exception cref="InvalidSurvivalDataException">A name is empty or stands twice, or the lengths differ.</exception>
    public static SurvivalTable FromColumns(params IReadOnlyList<(string Name, IReadOnlyList<string?> Cells)> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var names = columns.Select(c => c.Name).ToArray();
        CheckNames(names, "the table");
        var rows = columns.Count == 0 ? 0 : columns[0].Cells.Count;
        if (columns.FirstOrDefault(c => c.Cells.Count != rows) is { Name: not null } odd)
            throw new InvalidSurvivalDataException($"Column '{odd.Name}' has {odd.Cells.Count} rows, '{columns[0].Name}' has {rows}.", column: odd.Name);
        return new SurvivalTable("the table", names, columns.ToDictionary(c => c.Name, c => c.Cells.ToArray(), StringComparer.Ordinal), rows);
    }

    /// <summary>A column as text; <see langword="null"/> where a value is missing.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public IReadOnlyList<string?> Texts(string column) =>
        _columns.TryGetValue(column, out var cells)
            ? cells
            : throw new ArgumentException($"'{Source}' has no column '{column}'; it has {string.Join(", ", ColumnNames.Take(30))}{(ColumnNames.Count > 30 ? ", ..." : "")}.", nameof(column));

    /// <summary>Whether every cell of a column that is not missing is a number, and there is one.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsNumeric(string column)
    {
        var present = Texts(column).Where(c => c is not null).ToList();
        return present.Count > 0 && present.TrueForAll(c => TryParse(c!, out _));
    }

    /// <summary>A column as numbers; NaN where a value is missing.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">A cell is no number; the message names its row.</exception>
    public double[] Numbers(string column)
    {
        var cells = Texts(column);
        var values = new double[cells.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = double.NaN;
            if (cells[i] is { } cell && !TryParse(cell, out values[i]))
                throw new InvalidSurvivalDataException($"Row {i} (line {i + 2}) of column '{column}' in '{Source}' is '{cell}', which is no number. Name the column as categorical, or mend the cell.", i, column);
        }
        return values;
    }

    /// <summary>Takes follow-up and covariates from the table.</summary>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="missing">What is done with rows in which a named column is missing.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing and that is refused, or a value is not allowed; the message names its row and column.</exception>
    public Cohort ToCohort(CohortColumns columns, MissingValues missing = MissingValues.Refuse)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new CohortReader(this, columns).Read(missing);
    }

    private static bool TryParse(string cell, out double value) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static void CheckNames(string[] names, string source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var j = 0; j < names.Length; j++)
        {
            if (string.IsNullOrEmpty(names[j]))
                throw new InvalidSurvivalDataException($"Column {j + 1} of '{source}' has no name.");
            if (!seen.Add(names[j]))
                throw new InvalidSurvivalDataException($"'{source}' has two columns '{names[j]}'. Rename one.", column: names[j]);
        }
    }
}

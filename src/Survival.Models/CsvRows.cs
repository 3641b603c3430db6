using CsvHelper;

namespace Survival.Models;

/// <summary>
/// The rows of CSV text, one at a time. A row in which every cell is empty is none, wherever it stands: a spreadsheet that once had more
/// rows writes them on. In a file of one column an empty cell is a missing value, and its row stays.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private readonly string _source;
    private readonly PeekedText _text;
    private readonly char _delimiter;
    private readonly CsvReader _csv;
    private int _number;

    /// <exception cref="InvalidSurvivalDataException">There is no header, or it is no well-formed CSV.</exception>
    public CsvRows(PeekedText text, string source, char? delimiter)
    {
        (_text, _source, _delimiter) = (text, source, delimiter ?? text.Delimiter);
        _csv = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                Separator = _delimiter,
                HasHeader = false,
                MalformedData = CsvMalformedDataHandling.Throw,
                TrackLineNumbers = true,
                MaxRecordSize = 64 << 20,
            },
            leaveOpen: true);
        try
        {
            Names = Read()
                ? [.. _csv.Current.ToArray().Select(n => ComposedNames.Of(n.Trim().TrimStart('\ufeff')))]
                : throw new InvalidSurvivalDataException($"'{source}' is empty; a header and rows were expected.");
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    /// <summary>The cells of the header.</summary>
    public IReadOnlyList<string> Names { get; }

    public char Delimiter => _delimiter;

    /// <summary>How many empty rows were passed over.</summary>
    public int Empty { get; private set; }

    /// <summary>The line that the last row ended on.</summary>
    public int Line => checked((int)_csv.LineNumber) + _text.SkippedLines;

    /// <summary>The next row that is not empty; <see langword="null"/> at the end.</summary>
    /// <exception cref="InvalidSurvivalDataException">It is no well-formed CSV, or the file no whole gzip file.</exception>
    public CsvRow? Next()
    {
        while (Read())
        {
            _number++;
            var cells = _csv.Current.ToArray();
            for (var j = 0; j < cells.Length; j++)
                cells[j] = cells[j].Trim();
            if (Names.Count == 1 || Array.Exists(cells, c => c.Length > 0))
                return new CsvRow(_number, Line, cells);
            Empty++;
        }
        return null;
    }

    /// <summary>A row of another number of cells than the header, as a refusal.</summary>
    public InvalidSurvivalDataException Ragged(CsvRow row)
    {
        var hint = row.Cells.Count == Names.Count + 1 && row.Line == 2
            ? " R's write.table names no column for the row names: write with row.names = FALSE or col.names = NA."
            : _delimiter == ',' ? " Are there decimal commas? Then separate cells by semicolons, or quote them."
            : "";
        return new InvalidSurvivalDataException(
            Invariant($"Line {row.Line} of '{_source}' has {row.Cells.Count} cells; the header has {Names.Count} (separated by ")
                + $"'{(_delimiter == '\t' ? "tab" : _delimiter)}').{hint}", row.Number - 1);
    }

    public void Dispose() => _csv.Dispose();

    private bool Read()
    {
        try
        {
            return _csv.Read();
        }
        catch (CsvFormatException e)
        {
            throw new InvalidSurvivalDataException(
                Invariant($"Line {e.LineNumber + _text.SkippedLines} of '{_source}' is no well-formed CSV: {e.Message}"));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidSurvivalDataException($"'{_source}' is a damaged gzip file: {e.Message}");
        }
    }
}

using Csv;
using Files;

namespace Radiomics;

/// <summary>One reader's features as CSV and Parquet, written row by row; both files get their names at the end.</summary>
internal sealed class FeatureTable : IDisposable
{
    private readonly IReadOnlyList<string> _columns;
    private readonly bool _spreadsheetSafe;
    private readonly string[] _paths;
    private readonly AtomicFile _csv;
    private readonly StreamWriter _writer;
    private readonly AtomicFile? _parquet;
    private readonly FeatureParquet? _table;
    private readonly Dictionary<string, string> _row = new(StringComparer.Ordinal);

    public FeatureTable(string folder, string name, IReadOnlyList<string> columns, bool spreadsheetSafe, bool inParquet)
    {
        (_columns, _spreadsheetSafe) = (columns, spreadsheetSafe);
        _paths = [.. new[] { ".csv", ".parquet" }.Take(inParquet ? 2 : 1).Select(e => Path.Combine(folder, name + e))];
        _csv = new AtomicFile(_paths[0]);
        try
        {
            _writer = new StreamWriter(_csv.Stream, leaveOpen: true) { NewLine = "\n" };
            CsvText.WriteLine(_writer, columns, spreadsheetSafe);
            if (!inParquet)
                return;
            _parquet = new AtomicFile(_paths[1]);
            _table = new FeatureParquet(_parquet.Stream, columns);
        }
        catch
        {
            // Nobody disposes what was never made, and half a file would stay.
            Dispose();
            throw;
        }
    }

    public void Add(IReadOnlyList<KeyValuePair<string, string>> cells)
    {
        _row.Clear();
        foreach (var (name, cell) in cells)
            _row.Add(name, cell);
        CsvText.WriteLine(_writer, _columns.Select(c => _row.GetValueOrDefault(c, "")), _spreadsheetSafe);
        _table?.Add(_row);
    }

    public IReadOnlyList<string> Finish()
    {
        _writer.Flush();
        _table?.Finish();
        _csv.Finish();
        _parquet?.Finish();
        return _paths;
    }

    public void Dispose()
    {
        _parquet?.Dispose();
        _csv.Dispose();
    }
}

using System.Globalization;
using Columns;
using Parquet;
using Parquet.Schema;

namespace Radiomics;

/// <summary>
/// Features as Parquet, in row groups of as many rows as some megabytes of cells are: enough that the description of the groups stays
/// small beside them, few enough that one fits into memory. Features are numbers, all else is text. The file has its end, without which
/// no reader takes it, once <see cref="Finish"/> was called; what is given up half-way is its owner's to remove.
/// </summary>
internal sealed class FeatureParquet
{
    private const int CellsAGroup = 2_000_000, LeastRows = 256;
    private readonly IReadOnlyList<string> _columns;
    private readonly DataField[] _fields;
    private readonly string[]?[] _texts;
    private readonly double[]?[] _numbers;
    private readonly int _groupSize;
    private readonly ParquetWriter _writer;
    private int _rows;

    public FeatureParquet(Stream stream, IReadOnlyList<string> columns)
    {
        _columns = columns;
        _groupSize = Math.Max(LeastRows, CellsAGroup / columns.Count);
        var isText = columns
            .Select(c => c == "id" || DiagnosticColumn.IsText(c))
            .ToArray();
        _fields = [.. columns.Select((c, j) => isText[j] ? new DataField<string>(c) : (DataField)new DataField<double>(c))];
        _texts = [.. isText.Select(text => text ? new string[_groupSize] : null)];
        _numbers = [.. isText.Select(text => text ? null : new double[_groupSize])];
        _writer = ParquetWriter.CreateAsync(new ParquetSchema(_fields), stream).GetAwaiter().GetResult();
    }

    public void Add(Dictionary<string, string> row)
    {
        for (var j = 0; j < _columns.Count; j++)
        {
            if (_texts[j] is { } texts)
                texts[_rows] = row.GetValueOrDefault(_columns[j], "");
            else
                _numbers[j]![_rows] = Number(row.GetValueOrDefault(_columns[j], "nan"));
        }
        if (++_rows == _groupSize)
            WriteGroup().GetAwaiter().GetResult();
    }

    public void Finish()
    {
        if (_rows > 0)
            WriteGroup().GetAwaiter().GetResult();
        _writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async Task WriteGroup()
    {
        using (var group = _writer.CreateRowGroup())
        {
            for (var j = 0; j < _fields.Length; j++)
            {
                if (_texts[j] is { } texts)
                    await group.WriteAsync(_fields[j], texts[.._rows]).ConfigureAwait(false);
                else
                    await group.WriteAsync<double>(_fields[j], _numbers[j].AsMemory(0, _rows)).ConfigureAwait(false);
            }
            group.CompleteValidate();
        }
        _rows = 0;
    }

    // As the CSV has it, which is as Python writes it.
    private static double Number(string text) => text switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}

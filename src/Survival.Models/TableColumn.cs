using System.Globalization;

namespace Survival.Models;

/// <summary>A column of a table, kept as it was read: text with its decimal mark, or numbers.</summary>
internal sealed class TableColumn
{
    private readonly double[]? _numbers;
    private readonly string?[]? _cells;
    private readonly char _mark;
    private readonly bool _thousands;
    private IReadOnlyList<string?>? _texts;

    private TableColumn(string?[]? cells, double[]? numbers, char mark, bool thousands, string? doubt) =>
        (_cells, _numbers, _mark, _thousands, Doubt) = (cells, numbers, mark, thousands, doubt);

    public int Count => _numbers?.Length ?? _cells!.Length;

    /// <summary>Why what looks like numbers was not read as such; <see langword="null"/> where nothing is in doubt.</summary>
    public string? Doubt { get; }

    /// <summary>The cells; those of a column of numbers with a decimal point, whatever mark the file has.</summary>
    public IReadOnlyList<string?> Texts => _texts ??= _numbers is not null ? Array.ConvertAll(_numbers, Text)
        : (_mark == ',' || _thousands) && IsNumeric ? Array.ConvertAll(_cells!, c => c is null ? null : Plain(c, _mark))
        : _cells!;

    public bool IsNumeric => _numbers is not null
        ? Array.Exists(_numbers, v => !double.IsNaN(v))
        : FirstInDoubt() < 0 && Array.TrueForAll(_cells!, c => c is null || TryParse(c, _mark, _thousands, out _))
            && Array.Exists(_cells!, c => c is not null);

    public static TableColumn Of(string?[] texts, char mark = '.', bool thousands = false) => new(texts, null, mark, thousands, null);

    public static TableColumn Of(double[] numbers) => new(null, numbers, '.', false, null);

    /// <summary>A column of which it is not clear what its commas or points mean.</summary>
    public static TableColumn InDoubt(string?[] texts, string doubt) => new(texts, null, '.', false, doubt);

    /// <summary>The numbers, NaN where missing; the first row that is none, or -1.</summary>
    public double[] Numbers(out int wrong)
    {
        wrong = -1;
        if (_numbers is not null)
            return [.. _numbers];
        var doubtful = FirstInDoubt();
        var values = new double[_cells!.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var isNumber = TryParse(_cells[i] ?? "", _mark, _thousands, out var value)
                && (doubtful < 0 || CellKinds.Of(_cells[i]) == CellKind.Whole);
            values[i] = isNumber ? value : double.NaN;
            if (!isNumber && _cells[i] is not null && wrong < 0)
                wrong = i;
        }
        wrong = doubtful >= 0 ? doubtful : wrong;
        return values;
    }

    /// <summary>Whether a cell is, or looks like, a number.</summary>
    public bool LooksNumeric(int row) => _numbers is not null
        ? !double.IsNaN(_numbers[row])
        : _cells![row] is { } cell && (TryParse(cell, _mark, _thousands, out _) || CellKinds.Of(cell) != CellKind.Text);

    public bool IsMissing(int row) => _numbers is not null ? double.IsNaN(_numbers[row]) : _cells![row] is null;

    /// <summary>The first cell whose comma or point is in doubt, or -1.</summary>
    public int FirstInDoubt()
    {
        if (Doubt is null)
            return -1;
        var kinds = Array.ConvertAll(_cells!, c => c is null ? CellKind.Text : CellKinds.Of(c));
        var (commas, points) = (kinds.Count(CellKinds.IsOfCommas), kinds.Count(CellKinds.IsOfPoints));
        // Of two marks the rarer is the odd one.
        return Array.FindIndex(kinds, k => commas > 0 && (points == 0 || commas < points) ? CellKinds.IsOfCommas(k)
            : CellKinds.IsOfPoints(k));
    }

    public TableColumn Select(int[] rows) => _numbers is not null
        ? Of(Array.ConvertAll(rows, r => _numbers[r]))
        : new TableColumn(Array.ConvertAll(rows, r => _cells![r]), null, _mark, _thousands, Doubt);

    /// <summary>The column with its cells changed, under the same mark.</summary>
    public TableColumn Change(Func<string, string> change) =>
        new([.. Texts.Select(c => c is null ? null : change(c))], null, '.', false, Doubt);

    /// <summary>Reads a number under a decimal mark.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="mark">The decimal mark.</param>
    /// <param name="thousands">Whether the other mark may separate thousands.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(string cell, char mark, bool thousands, out double value)
    {
        if (cell.Contains(mark == '.' ? ',' : '.'))
        {
            value = double.NaN;
            return thousands
                && CellKinds.Of(cell) is var kind
                && (mark == ',' ? kind is CellKind.PointGroups or CellKind.GroupsBeforeComma
                    : kind is CellKind.CommaGroups or CellKind.GroupsBeforePoint)
                && TryParse(Plain(cell, mark), '.', false, out value);
        }
        return double.TryParse(mark == '.' ? cell : cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A number of text without separators of thousands and with a decimal point.</summary>
    public static string Plain(string cell, char mark) => mark == '.'
        ? cell.Replace(",", "", StringComparison.Ordinal)
        : cell.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');

    // A whole number as such, however long: it may be an id.
    private static string? Text(double value) => double.IsNaN(value) ? null
        : value == Math.Floor(value) && Math.Abs(value) <= 1L << 53 ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}

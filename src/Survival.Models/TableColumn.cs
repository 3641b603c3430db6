using System.Globalization;

namespace Survival.Models;

/// <summary>A column of a table, kept as it was read: text with its decimal mark, or numbers.</summary>
internal sealed class TableColumn
{
    private readonly double[]? _numbers;
    private readonly char _mark;
    private string?[]? _texts;

    private TableColumn(string?[]? texts, double[]? numbers, char mark) => (_texts, _numbers, _mark) = (texts, numbers, mark);

    public int Count => _numbers?.Length ?? _texts!.Length;

    public IReadOnlyList<string?> Texts => _texts ??= Array.ConvertAll(_numbers!, Text);

    public bool IsNumeric => _numbers is not null
        ? Array.Exists(_numbers, v => !double.IsNaN(v))
        : Array.TrueForAll(_texts!, c => c is null || TryParse(c, _mark, out _)) && Array.Exists(_texts!, c => c is not null);

    public static TableColumn Of(string?[] texts, char mark = '.') => new(texts, null, mark);

    public static TableColumn Of(double[] numbers) => new(null, numbers, '.');

    /// <summary>The numbers, NaN where missing; the first row that is none, or -1.</summary>
    public double[] Numbers(out int wrong)
    {
        wrong = -1;
        if (_numbers is not null)
            return [.. _numbers];
        var values = new double[_texts!.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var isNumber = TryParse(_texts[i] ?? "", _mark, out var value);
            values[i] = isNumber ? value : double.NaN;
            if (!isNumber && _texts[i] is not null && wrong < 0)
                wrong = i;
        }
        return values;
    }

    /// <summary>Whether a cell is, or looks like, a number.</summary>
    public bool LooksNumeric(int row) =>
        _numbers is not null ? !double.IsNaN(_numbers[row]) : _texts![row] is { } cell && (
            TryParse(cell, _mark, out _) || LooksLikeDecimalComma(cell));

    public bool IsMissing(int row) => _numbers is not null ? double.IsNaN(_numbers[row]) : _texts![row] is null;

    public TableColumn Select(int[] rows) => _numbers is not null
        ? Of(Array.ConvertAll(rows, r => _numbers[r]))
        : Of(Array.ConvertAll(rows, r => _texts![r]), _mark);

    /// <summary>Digits, one comma, digits.</summary>
    public static bool LooksLikeDecimalComma(string cell) => cell.Contains(',') && !cell.Contains('.') && TryParse(cell, ',', out _);

    public static bool TryParse(string cell, char mark, out double value)
    {
        if (mark == '.')
            return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = double.NaN;
        return !cell.Contains('.') && double.TryParse(cell.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    // A whole number as such, however long: it may be an id.
    private static string? Text(double value) => double.IsNaN(value) ? null
        : value == Math.Floor(value) && Math.Abs(value) <= 1L << 53 ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Reference.Survival;

/// <summary>A reference data set: named columns of text, read as numbers on demand. Nothing in these files is quoted or missing.</summary>
public sealed class DataTable
{
    private readonly string[][] _cells;

    private DataTable(string[] columns, string[][] cells) => (Columns, _cells) = (columns, cells);

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => _cells.Length;

    /// <summary>Reads a file.</summary>
    public static DataTable Read(string path)
    {
        var lines = File.ReadAllLines(path);
        return new DataTable([.. lines[0].Split(',').Select(Bare)], [.. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split(','))]);
    }

    /// <summary>Whether there is a column of that name.</summary>
    public bool Has(string column) => Columns.Contains(column);

    /// <summary>A column as text.</summary>
    public string[] Texts(string column)
    {
        var j = IndexOf(column);
        return [.. _cells.Select(r => Bare(r[j]))];
    }

    /// <summary>A column as numbers; a cell that is none gives NaN.</summary>
    public double[] Numbers(string column) =>
        [.. Texts(column).Select(t => double.TryParse(t, CultureInfo.InvariantCulture, out var v) ? v : double.NaN)];

    /// <summary>A 0/1 column.</summary>
    public bool[] Flags(string column) => [.. Numbers(column).Select(v => v == 1)];

    /// <summary>Whether every cell of a column is a number.</summary>
    public bool IsNumeric(string column) => Texts(column).All(t => double.TryParse(t, CultureInfo.InvariantCulture, out _));

    /// <summary>
    /// A column as codes from 0 and the text of each code: in the levels' order where they are given, else numbers ascending, texts by
    /// ordinal.
    /// </summary>
    public (int[] Codes, string[] Levels) Codes(string column, IReadOnlyList<string>? levels = null)
    {
        var texts = Texts(column);
        string[] order = levels is not null ? [.. levels]
            : IsNumeric(column) ? [.. texts.Distinct().OrderBy(t => double.Parse(t, CultureInfo.InvariantCulture))]
            : [.. texts.Distinct().Order(StringComparer.Ordinal)];
        return ([.. texts.Select(t => Array.IndexOf(order, t))], order);
    }

    private static string Bare(string cell) => cell.Trim('"');

    private int IndexOf(string column)
    {
        var j = Array.IndexOf((string[])Columns, column);
        return j >= 0 ? j : throw new ArgumentException($"No column '{column}'; there are {string.Join(", ", Columns)}.", nameof(column));
    }
}

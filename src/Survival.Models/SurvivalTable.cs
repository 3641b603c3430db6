using System.Diagnostics;
using System.Globalization;
using Suggestions;

namespace Survival.Models;

/// <summary>A table of named columns, as a CSV or Parquet file holds it. Immutable. Its columns are text until they are asked for as
/// numbers.</summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class SurvivalTable
{
    private const int NamesShown = 30;
    private const double LeastNumbers = 0.8;
    private readonly Dictionary<string, TableColumn> _columns;
    private readonly (int Row, int Line)[]? _places;

    private SurvivalTable(string source, IReadOnlyList<string> names, Dictionary<string, TableColumn> columns, int rows,
        IReadOnlyList<string> notes, (int Row, int Line)[]? places) =>
        (Source, ColumnNames, _columns, RowCount, Notes, _places) = (source, names, columns, rows, notes, places);

    /// <summary>What the table was read from, for messages: a file's name without its folder.</summary>
    public string Source { get; }

    /// <summary>The columns, in the file's order.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The number of rows, the header not counted.</summary>
    public int RowCount { get; }

    /// <summary>What was assumed when the table was read and should be known: an encoding, decimal commas, columns whose decimal mark is
    /// unclear, an empty column left out.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>A table of columns of text.</summary>
    /// <param name="columns">Name and cells of each column, all of one length; a <see langword="null"/> cell is missing.</param>
    /// <exception cref="InvalidSurvivalDataException">A name is empty or stands twice, or the lengths differ.</exception>
    public static SurvivalTable FromColumns(params IReadOnlyList<(string Name, IReadOnlyList<string?> Cells)> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return FromColumns("the table", [.. columns.Select(c => (c.Name, TableColumn.Of([.. c.Cells])))], []);
    }

    /// <summary>A table of columns of numbers.</summary>
    /// <param name="columns">Name and values of each column, all of one length, which are copied; NaN is missing.</param>
    /// <exception cref="InvalidSurvivalDataException">A name is empty or stands twice, or the lengths differ.</exception>
    public static SurvivalTable FromColumns(params IReadOnlyList<(string Name, double[] Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return FromColumns("the table", [.. columns.Select(c => (c.Name, TableColumn.Of([.. c.Values])))], []);
    }

    /// <summary>A column as text; <see langword="null"/> where a value is missing. Numbers that were read as such are written as shortest
    /// as reads back the same; a column whose cells are all numbers has them with a decimal point, whatever mark its file has.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public IReadOnlyList<string?> Texts(string column) => Column(column).Texts;

    /// <summary>Whether every cell of a column that is not missing is a number, and there is one.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsNumeric(string column) => Column(column).IsNumeric;

    /// <summary>A column as numbers; NaN where a value is missing.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">A cell is no number; the message names its row.</exception>
    public double[] Numbers(string column)
    {
        var values = Column(column).Numbers(out var wrong);
        return wrong < 0 ? values : throw NoNumber(column, wrong);
    }

    /// <summary>Whether there is a column of a name.</summary>
    /// <param name="column">The name.</param>
    public bool HasColumn(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _columns.ContainsKey(ComposedNames.Of(column));
    }

    /// <summary>That a column holds what ids do: texts of which each is nearly one patient's own, or ten or more whole numbers that are all
    /// different and count without a gap, or whose column is called as ids are. A cohort's notes have the same sentence.</summary>
    /// <param name="column">The column.</param>
    /// <param name="ofAnyName">Whether whole numbers that are all different are enough, some missing or not, which a screen over all
    /// columns is wary of.</param>
    /// <returns>The sentence; <see langword="null"/> where the column does not look like one of ids.</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string? IdsNote(string column, bool ofAnyName = false) => ColumnNotes.Ids(this, column, ofAnyName);

    /// <summary>How many cells of a column are numbers or look like some, under whatever decimal mark.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int CountNumbers(string column)
    {
        var found = Column(column);
        return Enumerable.Range(0, RowCount).Count(found.LooksNumeric);
    }

    /// <summary>
    /// The mistake in a column that is meant as one of numbers: what <see cref="Numbers"/> refuses it by. One that may hold levels is meant
    /// so where four in five of its cells that are not missing are or look like numbers; another where one is.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="mayBeLevels">Whether text may stand in it beside numbers, as in a clinical column (a grade of 1, 2 or 3b), and not in
    /// one of features.</param>
    /// <returns>The refusal, with the row of the first wrong cell; <see langword="null"/> where the column is one of numbers, or of text
    /// or levels.</returns>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public InvalidSurvivalDataException? MistakeIn(string column, bool mayBeLevels = true)
    {
        var found = Column(column);
        var (numbers, filled) = (CountNumbers(column), Enumerable.Range(0, RowCount).Count(i => !found.IsMissing(i)));
        if (numbers == 0 || (mayBeLevels && numbers < LeastNumbers * filled))
            return null;
        _ = found.Numbers(out var wrong);
        return wrong < 0 ? null : NoNumber(column, wrong, mayBeLevels);
    }

    /// <summary>Where a row stands, in words for a message: the row from 1, with the line of its file where it was read from one; both as
    /// the file has them, of selected rows too.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string PlaceOf(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return _places is null ? RowPlace.Of(row) : Invariant($"row {_places[row].Row + 1} (line {_places[row].Line})");
    }

    /// <summary>The table with a column renamed, and its cells changed where that is asked; all else stays, the rows' places and the notes
    /// too.</summary>
    /// <param name="column">The column.</param>
    /// <param name="name">Its new name.</param>
    /// <param name="cell">What becomes of each cell that is not missing; <see langword="null"/> to leave them.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">Another column has the new name.</exception>
    public SurvivalTable Rename(string column, string name, Func<string, string>? cell = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var found = Column(column);
        return FromColumns(
            Source,
            [.. ColumnNames.Select(n => _columns[n] != found ? (n, _columns[n]) : (name, cell is null ? found : found.Change(cell)))],
            Notes, _places, RowCount);
    }

    /// <summary>A table of some of the rows.</summary>
    /// <param name="rows">The rows, from 0, in the order wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public SurvivalTable SelectRows(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if ((uint)row >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), row, Invariant($"Rows count from 0 to {RowCount - 1}."));
        }
        var taken = rows.ToArray();
        var columns = _columns.ToDictionary(c => c.Key, c => c.Value.Select(taken), StringComparer.Ordinal);
        return new SurvivalTable(Source, ColumnNames, columns, taken.Length, Notes, _places is null ? null
            : Array.ConvertAll(taken, r => _places[r]));
    }

    /// <summary>Name, size and columns.</summary>
    public override string ToString() =>
        Invariant($"{Source}: {RowCount} rows of {ColumnNames.Count} columns ")
            + $"({string.Join(", ", ColumnNames.Take(NamesShown))}{(ColumnNames.Count > NamesShown ? ", ..." : "")})";

    internal static SurvivalTable FromColumns(string source, IReadOnlyList<(string Name, TableColumn Column)> columns,
        IReadOnlyList<string> notes, (int Row, int Line)[]? places = null, int? rowCount = null)
    {
        columns = [.. columns.Select(c => (c.Name is null ? "" : ComposedNames.Of(c.Name), c.Column))];
        string[] names = [.. columns.Select(c => c.Name)];
        CheckNames(names, source);
        var rows = rowCount ?? (columns.Count == 0 ? 0 : columns[0].Column.Count);
        if (columns.FirstOrDefault(c => c.Column.Count != rows) is { Name: not null } odd)
            throw new InvalidSurvivalDataException(Invariant($"Column '{odd.Name}' has {odd.Column.Count} rows; {rows} were expected."),
                column: odd.Name);
        return new SurvivalTable(source, names, columns.ToDictionary(c => c.Name, c => c.Column, StringComparer.Ordinal), rows, notes,
            places);
    }

    /// <summary>The columns of this table and those of another of as many rows.</summary>
    internal SurvivalTable With(SurvivalTable other) =>
        FromColumns(Source, [.. ColumnNames.Select(n => (n, _columns[n])), .. other.ColumnNames.Select(n => (n, other._columns[n]))],
            [.. Notes, .. other.Notes], _places, RowCount);

    internal SurvivalTable Without(params IReadOnlyList<string> names) =>
        FromColumns(Source, [.. ColumnNames.Where(n => !names.Contains(n, StringComparer.Ordinal)).Select(n => (n, _columns[n]))], Notes,
            _places, RowCount);

    internal TableColumn Column(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        if (_columns.TryGetValue(ComposedNames.Of(column), out var found))
            return found;
        var near = ColumnNames.FirstOrDefault(n => Loose(n) == Loose(column)) ?? Nearest.Find(column, ColumnNames);
        throw new ArgumentException(
            $"'{Source}' has no column '{column}'{(near is null ? "." : $"; is '{near}' meant?")} It has "
                + $"{string.Join(", ", ColumnNames.Take(NamesShown))}{(ColumnNames.Count > NamesShown ? ", ..." : "")}.",
            nameof(column));
    }

    internal InvalidSurvivalDataException NoNumber(string column, int row, bool mayBeLevels = true)
    {
        var found = Column(column);
        var cell = found.Texts[row]!;
        var place = $"{Upper(PlaceOf(row))} of column '{column}' in '{Source}' is '{cell}'";
        if (found.FirstInDoubt() == row)
            return new InvalidSurvivalDataException(
                $"{place}, which is not read as a number: {found.Doubt}.", row, column);
        var hint = CellKinds.Of(cell) is not (CellKind.Text or CellKind.Whole)
            ? "It looks like a number with another decimal mark or with separators of thousands: set the decimal mark (DecimalMark), or "
                + "mend the cell."
            : DateTime.TryParse(cell, CultureInfo.InvariantCulture, out _) || LooksLikeDate(cell)
                ? "It looks like a date: give a number in one unit, such as months from diagnosis."
            : mayBeLevels ? "Name the column as categorical, or mend the cell (an empty cell or NA is missing)."
            : "Mend the cell, or name the right column (an empty cell or NA is missing).";
        return new InvalidSurvivalDataException($"{place}, which is no number. {hint}", row, column);
    }

    // Three numbers between points, strokes or slashes, as 22.01.2015 is in many countries.
    private static bool LooksLikeDate(string cell) =>
        cell.Split('.', '/', '-') is { Length: 3 } parts && Array.TrueForAll(
            parts, p => p.Length is >= 1 and <= 4 && p.All(char.IsAsciiDigit));

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Loose(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static void CheckNames(IReadOnlyList<string> names, string source)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var j = 0; j < names.Count; j++)
        {
            if (string.IsNullOrEmpty(names[j]))
                throw new InvalidSurvivalDataException(
                    Invariant($"Column {j + 1} of '{source}' has no name. Name it in the header (a program that writes row ")
                        + "numbers may be told not "
                    + $"to).");
            if (!seen.Add(names[j]))
                throw new InvalidSurvivalDataException($"'{source}' has two columns '{names[j]}'. Rename one.", column: names[j]);
        }
    }
}

using Plain;
using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>An immutable table of covariates: named columns of finite numbers, stored column by column.</summary>
public sealed class DesignMatrix
{
    private readonly double[] _values;

    private DesignMatrix(IReadOnlyList<string> names, int rowCount, double[] values, IReadOnlyList<DesignTerm>? terms = null) =>
        (ColumnNames, RowCount, _values, Terms) = (
            names,
            rowCount,
            values,
            terms ?? [.. names.Select((n, j) => new DesignTerm(n, j, 1, []))]
        );

    /// <summary>The names of the columns; unique.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The variables that the columns stand for, in column order: a categorical one is a term of several columns.</summary>
    public IReadOnlyList<DesignTerm> Terms { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount => ColumnNames.Count;

    /// <summary>A value.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    public double this[int row, int column] => Column(column)[row];

    /// <summary>A column.</summary>
    /// <param name="column">The column, from 0.</param>
    public ReadOnlySpan<double> Column(int column) => _values.AsSpan(column * RowCount, RowCount);

    /// <summary>A column by its name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public ReadOnlySpan<double> Column(string name) => Column(IndexOf(name));

    /// <summary>The values, column after column.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The place of a column.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public int IndexOf(string name)
    {
        for (var j = 0; j < ColumnNames.Count; j++)
        {
            if (string.Equals(ColumnNames[j], name, StringComparison.Ordinal))
                return j;
        }
        throw new ArgumentException(
            $"No column '{name}'. The columns are: {string.Join(", ", ColumnNames.Take(20))}{(ColumnCount > 20 ? ", ..." : "")}.",
            nameof(name)
        );
    }

    /// <summary>Creates a table from its values, which are copied.</summary>
    /// <param name="names">The names of the columns; unique, not empty.</param>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="columnMajor">The values, column after column; finite.</param>
    /// <exception cref="ArgumentException">The number of values is not rows times columns, or a name is empty or stands twice.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is NaN or infinite; the message names its row and column.</exception>
    public static DesignMatrix Create(IReadOnlyList<string> names, int rowCount, ReadOnlySpan<double> columnMajor)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        if (columnMajor.Length != (long)names.Count * rowCount)
            throw new ArgumentException(
                Invariant(
                    $"{names.Count} columns of {rowCount} rows take {(long)names.Count * rowCount} values; {columnMajor.Length} were given."
                ),
                nameof(columnMajor)
            );
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (string.IsNullOrEmpty(name) || !seen.Add(name))
                throw new ArgumentException($"Column names must be unique and not empty; '{name}' is not.", nameof(names));
        }
        for (var i = 0; i < columnMajor.Length; i++)
        {
            if (!double.IsFinite(columnMajor[i]))
            {
                throw new InvalidSurvivalDataException(
                    FormattableString.Invariant(
                        $"{RowPlace.Start(i % rowCount)} of column '{names[i / rowCount]}' is {columnMajor[i]}; covariates must be finite. "
                    ) + "Drop or impute the row first.",
                    i % rowCount,
                    names[i / rowCount]);
            }
        }
        return new DesignMatrix([.. names], rowCount, columnMajor.ToArray());
    }

    /// <summary>Creates a table from its columns, which are copied.</summary>
    /// <param name="columns">Name and values of each column; all of one length.</param>
    /// <exception cref="ArgumentException">Columns of different lengths, or a name that is empty or stands twice.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is NaN or infinite; the message names its row and column.</exception>
    public static DesignMatrix FromColumns(params IReadOnlyList<(string Name, double[] Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var rows = columns.Count == 0 ? 0 : columns[0].Values.Length;
        var values = new double[rows * columns.Count];
        for (var j = 0; j < columns.Count; j++)
        {
            if (columns[j].Values.Length != rows)
                throw new ArgumentException(
                    Invariant($"Column '{columns[j].Name}' has {columns[j].Values.Length} rows, '{columns[0].Name}' has {rows}."),
                    nameof(columns)
                );
            columns[j].Values.CopyTo(values, j * rows);
        }
        return Create([.. columns.Select(c => c.Name)], rows, values);
    }

    /// <summary>A table of some of the columns. A categorical term of which not all columns are taken falls into terms of one
    /// column.</summary>
    /// <param name="names">The columns, in the order wanted.</param>
    /// <exception cref="ArgumentException">There is no such column, or one is named twice.</exception>
    public DesignMatrix SelectColumns(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var places = names.Select(IndexOf).ToArray();
        if (places.Distinct().Count() != places.Length)
            throw new ArgumentException($"A column is named twice: {PlainWords.List(names)}.", nameof(names));
        var values = new double[RowCount * places.Length];
        for (var j = 0; j < places.Length; j++)
            Column(places[j]).CopyTo(values.AsSpan(j * RowCount));
        var terms = new List<DesignTerm>();
        for (var j = 0; j < places.Length;)
        {
            var term = Terms.Single(t => places[j] >= t.FirstColumn && places[j] < t.FirstColumn + t.ColumnCount);
            var whole = places.AsSpan(j).Length >= term.ColumnCount
                && Enumerable.Range(0, term.ColumnCount).All(k => places[j + k] == term.FirstColumn + k);
            terms.Add(whole ? term with { FirstColumn = j } : new DesignTerm(ColumnNames[places[j]], j, 1, []));
            j += whole ? term.ColumnCount : 1;
        }
        return new DesignMatrix([.. names], RowCount, values, terms);
    }

    /// <summary>A table of some of the rows, which may repeat.</summary>
    /// <param name="rows">The rows, from 0, in the order wanted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public DesignMatrix SelectRows(ReadOnlySpan<int> rows)
    {
        var values = new double[rows.Length * ColumnCount];
        for (var i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)RowCount)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], Invariant($"There are {RowCount} rows."));
            for (var j = 0; j < ColumnCount; j++)
                values[(j * rows.Length) + i] = _values[(j * RowCount) + rows[i]];
        }
        return new DesignMatrix(ColumnNames, rows.Length, values, Terms);
    }

    /// <summary>The columns that hold one value only: no model can estimate a coefficient for them.</summary>
    public IReadOnlyList<string> ConstantColumns() =>
        [
            .. Enumerable
                .Range(0, ColumnCount)
                .Where(j => RowCount > 0 && !Column(j).ContainsAnyExcept(Column(j)[0]))
                .Select(j => ColumnNames[j]),
        ];

    /// <summary>The columns that equal an earlier one, with that one's name.</summary>
    public IReadOnlyList<(string Column, string Original)> DuplicateColumns()
    {
        var found = new List<(string, string)>();
        var byHash = new Dictionary<int, List<int>>();
        for (var j = 0; j < ColumnCount; j++)
        {
            var hash = new HashCode();
            foreach (var v in Column(j))
                hash.Add(v);
            if (!byHash.TryGetValue(hash.ToHashCode(), out var same))
                byHash[hash.ToHashCode()] = same = [];
            var original = same.FindIndex(k => Column(k).SequenceEqual(Column(j)));
            if (original >= 0)
                found.Add((ColumnNames[j], ColumnNames[same[original]]));
            else
                same.Add(j);
        }
        return new ResultList<(string Column, string Original)>(
            found, pairs => string.Join('\n', pairs.Select(p => $"{p.Column} equals {p.Original}")));
    }

    internal DesignMatrix WithTerms(IReadOnlyList<DesignTerm> terms) => new(ColumnNames, RowCount, _values, terms);

    /// <summary>How many rows and which columns.</summary>
    public override string ToString() => Invariant($"{RowCount} rows, {ColumnCount} columns: ") + PlainWords.List(ColumnNames);
}

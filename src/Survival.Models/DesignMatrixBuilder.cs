using Plain;

namespace Survival.Models;

/// <summary>Builds a design from numeric and categorical variables. A categorical variable becomes an indicator column for each level but
/// the first, named variable and level together, as R names them.</summary>
public sealed class DesignMatrixBuilder
{
    private readonly List<(string Name, double[] Values)> _columns = [];
    private readonly List<DesignTerm> _terms = [];
    private int? _rows;

    /// <summary>Starts a design.</summary>
    /// <param name="rowCount">The number of rows; <see langword="null"/> for that of the first variable.</param>
    public DesignMatrixBuilder(int? rowCount = null) => _rows = rowCount;

    /// <summary>Adds a numeric variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values; finite.</param>
    /// <exception cref="InvalidSurvivalDataException">A value is NaN or infinite, or there are not as many as the other variables have; the
    /// message names the row.</exception>
    public DesignMatrixBuilder Numeric(string name, ReadOnlySpan<double> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Check(name, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new InvalidSurvivalDataException(
                    FormattableString.Invariant(
                        $"{RowPlace.Start(i)} of column '{name}' is {values[i]}; covariates must be finite. Drop or impute the row first."
                    ),
                    i,
                    name
                );
        }
        _terms.Add(new DesignTerm(name, _columns.Count, 1, []));
        _columns.Add((name, values.ToArray()));
        return this;
    }

    /// <summary>Adds a categorical variable in treatment coding.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">The level of each row; a missing one is refused.</param>
    /// <param name="levels">The levels, the reference first; <see langword="null"/> for those found, in ordinal order. A level without rows
    /// gives a constant column.</param>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or not one of the levels, or there is one level only; the message
    /// names the row.</exception>
    public DesignMatrixBuilder Categorical(string name, IReadOnlyList<string?> values, IReadOnlyList<string>? levels = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        Check(name, values.Count);
        string[] all = levels is null ? [.. values.OfType<string>().Distinct().Order(StringComparer.Ordinal)] : [.. levels];
        if (all.Length < 2)
            throw new InvalidSurvivalDataException(
                $"Column '{name}' has one level only ('{(all.Length == 0 ? "" : all[0])}'); a categorical variable needs two.",
                column: name
            );
        var place = all.Select((level, k) => (level, k)).ToDictionary(p => p.level, p => p.k, StringComparer.Ordinal);
        var columns = all.Skip(1).Select(_ => new double[values.Count]).ToArray();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value || !place.TryGetValue(value, out var k))
                throw new InvalidSurvivalDataException(
                    Invariant($"{RowPlace.Start(i)} of column '{name}' is '{values[i]}'; the levels are {PlainWords.List(all)}."),
                    i,
                    name
                );
            if (k > 0)
                columns[k - 1][i] = 1;
        }
        _terms.Add(new DesignTerm(name, _columns.Count, all.Length - 1, all));
        for (var k = 1; k < all.Length; k++)
            _columns.Add((name + all[k], columns[k - 1]));
        return this;
    }

    /// <summary>Adds a number with a curved effect; its knots are those of these values where the term names none.</summary>
    /// <param name="term">The term: a spline or a fractional polynomial.</param>
    /// <param name="values">The values; finite.</param>
    /// <exception cref="ArgumentException">The term has no curve.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite or not in the range of the curve, or there are too few
    /// different values for as many knots.</exception>
    public DesignMatrixBuilder Curve(ModelTerm term, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(term);
        return Curve(TermCoding.Resolve(term, values), values);
    }

    /// <summary>Adds the interaction of variables that the design has: every product of a column of each.</summary>
    /// <param name="variables">The variables; at least two, none twice.</param>
    /// <exception cref="ArgumentException">Fewer, one twice, or one that the design does not have.</exception>
    public DesignMatrixBuilder Interaction(params IReadOnlyList<string> variables)
    {
        var name = ModelTerm.Interaction(variables).Name;
        DesignTerm[] factors =
        [
            .. variables.Select(v => _terms.Find(t => t.Name == v) ?? throw new ArgumentException(
                $"The interaction '{name}' needs '{v}', which is not in the design: {string.Join(", ", _terms.Select(t => t.Name))}.",
                nameof(variables))),
        ];
        return Interaction(
            factors, [.. factors.Select(f => Enumerable.Range(f.FirstColumn, f.ColumnCount).Select(j => _columns[j].Values).ToArray())]);
    }

    /// <summary>Adds the products of columns, those of each factor given.</summary>
    internal DesignMatrixBuilder Interaction(IReadOnlyList<DesignTerm> factors, IReadOnlyList<double[][]> values)
    {
        var (name, rows) = (string.Join(':', factors.Select(f => f.Name)), values[0][0].Length);
        Check(name, rows);
        var count = factors.Aggregate(1, (n, f) => n * f.ColumnCount);
        var term = new DesignTerm(name, _columns.Count, count, []) { Kind = TermKind.Interaction, Factors = factors };
        var products = term.ColumnNames().Select(n => (n, new double[rows])).ToList();
        for (var i = 0; i < rows; i++)
        {
            var row = i;
            var own = DesignTerm.Products([.. values.Select(f => f.Select(c => c[row]).ToArray())]);
            for (var k = 0; k < count; k++)
                products[k].Item2[i] = own[k];
        }
        _terms.Add(term);
        _columns.AddRange(products);
        return this;
    }

    /// <summary>Adds a curve with its knots.</summary>
    internal DesignMatrixBuilder Curve(DesignTerm term, ReadOnlySpan<double> values)
    {
        Check(term.Name, values.Length);
        TermCoding.CheckDomain(term, values);
        var basis = term.Basis();
        var rows = values.Length;
        var columns = term.ColumnNames().Select(n => (n, new double[rows])).ToList();
        Span<double> own = new double[basis.Count];
        for (var i = 0; i < values.Length; i++)
        {
            basis.Fill(values[i], own);
            for (var k = 0; k < own.Length; k++)
                columns[k].Item2[i] = own[k];
        }
        _terms.Add(term with { FirstColumn = _columns.Count });
        _columns.AddRange(columns);
        return this;
    }

    /// <summary>The design.</summary>
    /// <exception cref="ArgumentException">A column's name stands twice.</exception>
    public DesignMatrix Build() =>
        _columns.Count == 0 ? DesignMatrix.Create([], _rows ?? 0, []) : DesignMatrix.FromColumns(_columns).WithTerms([.. _terms]);

    private void Check(string name, int rows)
    {
        _rows ??= rows;
        if (_rows != rows)
            throw new InvalidSurvivalDataException(Invariant($"Column '{name}' has {rows} rows; {_rows} were expected."), column: name);
    }
}

using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>A penalised Cox model at one lambda. Immutable.</summary>
[DebuggerDisplay("Lambda {Lambda}, {NonzeroCount} columns")]
public sealed partial class CoxNetModel
{
    private readonly int[] _indices;
    private readonly double[] _values;

    internal CoxNetModel(IReadOnlyList<string> columnNames, double lambda, bool isInterpolated, bool hasOffset, int[] indices,
        double[] values)
    {
        (ColumnNames, Lambda, IsInterpolated, HasOffset) = (columnNames, lambda, isInterpolated, hasOffset);
        (_indices, _values) = (indices, values);
    }

    /// <summary>The names of all columns that the model was fitted with.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The lambda of the coefficients.</summary>
    public double Lambda { get; }

    /// <summary>Whether the coefficients lie between those of two lambdas of the path instead of being the optimum at theirs.</summary>
    public bool IsInterpolated { get; }

    /// <summary>Whether the model was fitted with an offset, so that predictions need one too.</summary>
    public bool HasOffset { get; }

    /// <summary>The number of nonzero coefficients.</summary>
    public int NonzeroCount => _indices.Length;

    /// <summary>The columns of the nonzero coefficients, from 0, ascending.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <summary>The nonzero coefficients, on the scale of the columns as given.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The names of the columns with nonzero coefficients.</summary>
    public IReadOnlyList<string> SelectedNames => [.. _indices.Select(j => ColumnNames[j])];

    /// <summary>A coefficient; 0 where it is not in the model.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public double Coefficient(string column)
    {
        for (var k = 0; k < _indices.Length; k++)
        {
            if (string.Equals(ColumnNames[_indices[k]], column, StringComparison.Ordinal))
                return _values[k];
        }
        return ColumnNames.Contains(column, StringComparer.Ordinal) ? 0
            : throw new ArgumentException($"The model was not fitted with a column '{column}'.", nameof(column));
    }

    /// <summary>All coefficients, zeros included, in the order of <see cref="ColumnNames"/>.</summary>
    public double[] ToDense()
    {
        var dense = new double[ColumnNames.Count];
        for (var k = 0; k < _indices.Length; k++)
            dense[_indices[k]] = _values[k];
        return dense;
    }

    /// <summary>
    /// The linear predictor of new rows: the sum of coefficient times value, not centred (plus the offset). Columns are found by
    /// name; only those with nonzero coefficients are needed. Its exponential is the relative hazard, glmnet's <c>type = "response"</c>.
    /// </summary>
    /// <param name="x">The covariates of the new rows.</param>
    /// <param name="offset">The new rows' offset; needed where the model was fitted with one.</param>
    /// <exception cref="ArgumentException">A column of the model is missing, or an offset is missing, not expected or of the wrong
    /// length.</exception>
    public double[] Predict(DesignMatrix x, IReadOnlyList<double>? offset = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (HasOffset && offset is null)
            throw new ArgumentException(
                "The model was fitted with an offset; give one for the new rows (zeros, if none is meant).", nameof(offset));
        if (!HasOffset && offset is not null)
            throw new ArgumentException("The model was fitted without an offset, so it takes none for new rows.", nameof(offset));
        if (offset is not null && offset.Count != x.RowCount)
            throw new ArgumentException(Invariant($"The offset has {offset.Count} values for {x.RowCount} rows."), nameof(offset));
        var result = new double[x.RowCount];
        for (var k = 0; k < _indices.Length; k++)
        {
            var j = _indices[k];
            var name = ColumnNames[j];
            var at = j < x.ColumnCount && string.Equals(x.ColumnNames[j], name, StringComparison.Ordinal) ? j : x.IndexOf(name);
            ColumnKernels.Add(_values[k], x.Column(at), result);
        }
        for (var i = 0; offset is not null && i < result.Length; i++)
            result[i] += offset[i];
        return result;
    }

    /// <summary>The columns selected with their coefficients.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "coef", "exp(coef)");
        for (var k = 0; k < _indices.Length; k++)
            table.Row(ColumnNames[_indices[k]], TextTable.Number(_values[k]), TextTable.Number(Math.Exp(_values[k])));
        return Invariant(
            $"Penalised Cox model at lambda {TextTable.Number(Lambda)}, {NonzeroCount} of {ColumnNames.Count} columns\n{table}"
        ).TrimEnd(
            );
    }
}

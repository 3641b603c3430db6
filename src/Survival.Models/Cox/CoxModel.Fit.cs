namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    /// <summary>Fits the model. All of the follow-up's entry times, weights, strata and clusters are used.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="x">The covariates, a row for each row of the follow-up.</param>
    /// <param name="options">How to fit; Efron's ties by default.</param>
    /// <param name="offset">A known addition to each row's linear predictor; empty for none.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, or an option out of range, or weights or robust variance with exact
    /// ties.</exception>
    /// <exception cref="InvalidSurvivalDataException">No events, a column that is constant, as many columns as rows, or an offset that is
    /// not finite.</exception>
    /// <exception cref="ConvergenceException">Collinear columns, a monotone likelihood, or no convergence; the message names the
    /// columns.</exception>
    public static CoxModel Fit(
        SurvivalData data,
        DesignMatrix x,
        CoxOptions? options = null,
        ReadOnlySpan<double> offset = default,
        CancellationToken cancellationToken = default)
    {
        options ??= CoxOptions.Default;
        Check(data, x, options, offset);
        return CoxTraining.Create(data, x, options, offset).Fit(cancellationToken);
    }

    /// <summary>Fits the model to named columns of a table.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="x">The covariates.</param>
    /// <param name="columns">The columns to use, in this order.</param>
    /// <param name="options">How to fit; Efron's ties by default.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CoxModel Fit(SurvivalData data, DesignMatrix x, IReadOnlyList<string> columns, CoxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Fit(data, x.SelectColumns(columns), options);
    }

    internal static void Check(SurvivalData data, DesignMatrix x, CoxOptions options, ReadOnlySpan<double> offset)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(x);
        options.Check();
        if (x.RowCount != data.Count)
            throw new ArgumentException(Invariant(
                $"There are {data.Count} rows of follow-up but {x.RowCount} rows of covariates."
            ), nameof(x));
        if (!offset.IsEmpty && offset.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows of follow-up but {offset.Length} offsets.", nameof(offset));
        for (var i = 0; i < offset.Length; i++)
        {
            if (!double.IsFinite(offset[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"The offset in {RowPlace.Of(i)} is {offset[i]}; it must be finite."), i, "offset");
        }
        if (data.EventCount == 0)
            throw new InvalidSurvivalDataException(
                "There are no events, so no coefficient can be estimated. Check the coding of the event column.", column: "event");
        if (x.ColumnCount >= data.Count)
        {
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"{x.ColumnCount} columns cannot be fitted to {data.Count} rows without a penalty. Choose columns first, or fit a "
                )
                + "penalised Cox model.");
        }
        if (options.Ties != TieMethod.Exact)
            return;
        if (!data.Weight.IsEmpty)
            throw new ArgumentException("The exact treatment of ties takes no case weights. Use Efron's.", nameof(options));
        if (options.Robust == true || (options.Robust is null && !data.Cluster.IsEmpty))
            throw new ArgumentException(
                "The exact treatment of ties has no robust variance. Use Efron's, or set Robust to false.", nameof(options));
    }
}

namespace Survival.Models.Harmonisation;

public sealed partial class ComBat
{
    /// <summary>
    /// The same model with a batch more, such as a new centre's: its effects are estimated from rows of its own against the reference
    /// batch as it was at the fit, so that nothing that is known of other batches changes. Without covariates they are those of
    /// <c>sva::ComBat(ref.batch = )</c> of all rows together; with covariates, whose effects sva would estimate anew, these stay as they
    /// were fitted.
    /// </summary>
    /// <param name="batch">The new batch's name.</param>
    /// <param name="features">Rows of that batch: the model's features, in any order.</param>
    /// <param name="covariates">The model's covariates, in any order; <see langword="null"/> where it has none.</param>
    /// <returns>A model that knows the batch, too.</returns>
    /// <exception cref="ArgumentException">The model knows the batch already, or a feature, a covariate or rows of it are
    /// missing.</exception>
    /// <exception cref="InvalidOperationException">The model has no reference batch: its means and variances are those of all batches
    /// that were fitted, so that a new one would change them.</exception>
    /// <exception cref="InvalidSurvivalDataException">Fewer than two rows (one where only means are adjusted), or a feature that is the
    /// same in all of them, so that it has no scale; the message names it.</exception>
    public ComBat WithBatch(string batch, DesignMatrix features, DesignMatrix? covariates = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(batch);
        ArgumentNullException.ThrowIfNull(features);
        if (_reference < 0)
        {
            throw new InvalidOperationException(
                $"The model has no reference batch: it adjusts to the mean of all batches that it was fitted to, which '{batch}' would "
                    + $"change. Fit it with {nameof(ComBatOptions)}.{nameof(ComBatOptions.ReferenceBatch)}, or "
                    + $"anew with rows of '{batch}'.");
        }
        if (Index(Batches, batch) >= 0)
            throw new ArgumentException($"The model knows the batch '{batch}' already.", nameof(batch));
        var n = features.RowCount;
        RequireCovariates(n, covariates);
        if (n < (_meanOnly ? 1 : 2))
        {
            throw new InvalidSurvivalDataException(
                Invariant($"There {(n == 1 ? "is 1 row" : Invariant($"are {n} rows"))} of the batch '{batch}'; ")
                    + (_meanOnly ? "at least one is needed." : "at least two are needed for its variances."),
                column: "batch");
        }
        var (z, gamma, delta) = (new double[_kept.Length][], new double[_kept.Length], new double[_kept.Length]);
        double[][] x = CovariateColumns(covariates);
        for (var k = 0; k < _kept.Length; k++)
        {
            var column = features.Column(features.IndexOf(FeatureNames[_kept[k]]));
            if (!_meanOnly && !column.ContainsAnyExcept(column[0]))
            {
                throw new InvalidSurvivalDataException(
                    $"The feature '{FeatureNames[_kept[k]]}' is the same in all rows of the batch '{batch}', so it has no scale there. "
                        + "Give more rows, or fit without that feature.",
                    column: FeatureNames[_kept[k]]);
            }
            z[k] = new double[n];
            for (var i = 0; i < n; i++)
                z[k][i] = (column[i] - Mean(k, x, i)) / _deviations[k];
            var (mean, variance) = n > 1 ? Moments(z[k]) : (z[k][0], 1);
            (gamma[k], delta[k]) = (mean, _meanOnly ? 1 : variance);
        }
        var (shift, scale) = (new double[_kept.Length], new double[_kept.Length]);
        int[] rows = [.. Enumerable.Range(0, n)];
        if (_isParametric)
            Parametric(z, rows, gamma, delta, _meanOnly, shift, scale);
        else
            Empirical(z, rows, gamma, delta, shift, scale);
        return new ComBat(
            FeatureNames, _kept, [.. Batches, batch], [.. Covariates], _means, _deviations, _effects, [.. _shift, shift],
            [.. _scale, scale], _reference, _isParametric, _meanOnly);
    }

    // What a feature is expected to be in a row of the reference.
    private double Mean(int kept, double[][] x, int row)
    {
        var mean = _means[kept];
        for (var j = 0; j < x.Length; j++)
            mean += _effects[kept][j] * x[j][row];
        return mean;
    }

    private double[][] CovariateColumns(DesignMatrix? covariates) =>
        [.. Covariates.Select(c => covariates!.Column(covariates.IndexOf(c)).ToArray())];

    private void RequireCovariates(int rows, DesignMatrix? covariates)
    {
        if (Covariates.Count > 0 && covariates is null)
        {
            throw new ArgumentException(
                $"The model keeps the effects of covariates, which must be given: {Plain.PlainWords.List(Covariates)}.",
                nameof(covariates));
        }
        if (covariates is not null && covariates.RowCount != rows)
        {
            throw new ArgumentException(
                Invariant($"There are {rows} rows of features but {covariates.RowCount} rows of covariates."), nameof(covariates));
        }
    }
}

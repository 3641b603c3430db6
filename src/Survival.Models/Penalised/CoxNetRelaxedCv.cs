using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

/// <summary>Cross-validation over lambda and the blend of a relaxed path, as <c>cv.glmnet(relax = TRUE)</c> with the lambdas given.</summary>
public static class CoxNetRelaxedCv
{
    /// <summary>glmnet's blends: the unpenalised model, three between, the penalised one.</summary>
    public static IReadOnlyList<double> DefaultGammas { get; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Fits the path and the unpenalised models of its selections to all rows and to the training rows of each fold, and measures each fold's blends.</summary>
    /// <param name="x">The covariates.</param>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="folds">Which fold holds each row out.</param>
    /// <param name="gammas">The shares of the penalised coefficients, in [0, 1], each once; <see langword="null"/> for <see cref="DefaultGammas"/>.</param>
    /// <param name="options">The settings of the fit; <see langword="null"/> for the defaults.</param>
    /// <param name="cvOptions">The settings of the cross-validation, without sequences of the folds' own; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the folds that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentException">Folds of another number of rows, no gamma or one outside [0, 1], or a setting outside its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A fold holds no event, or leaves none for its training rows.</exception>
    /// <exception cref="ConvergenceException">A penalised fit found no optimum.</exception>
    public static CoxNetRelaxedCvResult Run(
        DesignMatrix x, SurvivalData data, Folds folds, IReadOnlyList<double>? gammas = null, CoxNetOptions? options = null, CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        double[] blends = [.. gammas ?? DefaultGammas];
        if (blends.Length == 0 || blends.Distinct().Count() != blends.Length || !blends.All(g => g is >= 0 and <= 1))
            throw new ArgumentException($"Gammas lie in [0, 1], each once, at least one; given were {string.Join(", ", blends)}.", nameof(gammas));
        options ??= CoxNetOptions.Default;
        cvOptions ??= CoxNetCvOptions.Default;
        if (cvOptions.OwnFoldSequences)
            throw new ArgumentException("Relaxed models are compared at the lambdas of the full path; leave OwnFoldSequences off.", nameof(cvOptions));
        var (results, full) = CoxNetCv.Run(x, data, [folds], options, cvOptions, blends, progress, cancellation);
        return new CoxNetRelaxedCvResult(blends, results, CoxNetRelaxedPath.Fit(full.Path, x, data, rows: null, options, maximumColumns: null, cancellation));
    }
}

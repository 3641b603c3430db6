using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

/// <summary>Cross-validation.</summary>
public static partial class CoxNet
{
    /// <summary>Fits the path to all rows and to the training rows of each fold, and measures each fold's models.</summary>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="x">The covariates.</param>
    /// <param name="folds">Which fold holds each row out, such as <see cref="Folds.Stratified"/>.</param>
    /// <param name="options">The settings of the fit; <see langword="null"/> for the defaults.</param>
    /// <param name="cvOptions">The settings of the cross-validation; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the folds that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Folds of another number of rows or that divide a cluster, or a setting outside
    /// its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A fold holds no event, or leaves none for its training rows.</exception>
    /// <exception cref="ConvergenceException">A fit found no optimum.</exception>
    public static CoxNetCv CrossValidate(
        SurvivalData data, DesignMatrix x, Folds folds, CoxNetOptions? options = null, CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        CrossValidate(data, x, [folds], options, cvOptions, progress, cancellationToken);

    /// <summary>Repeats the cross-validation over several sets of folds: the scores of a lambda are averaged over the repeats, and its
    /// standard error is the root of the mean squared one.</summary>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="x">The covariates.</param>
    /// <param name="repeats">The folds of each repeat; at least one.</param>
    /// <param name="options">The settings of the fit; <see langword="null"/> for the defaults.</param>
    /// <param name="cvOptions">The settings of the cross-validation; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the folds that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Folds of another number of rows or that divide a cluster, none at all, or a
    /// setting outside its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A fold holds no event, or leaves none for its training rows.</exception>
    /// <exception cref="ConvergenceException">A fit found no optimum.</exception>
    public static CoxNetCv CrossValidate(
        SurvivalData data, DesignMatrix x, IReadOnlyList<Folds> repeats, CoxNetOptions? options = null, CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(repeats);
        return CvFits.Run(data, x, repeats, options ?? CoxNetOptions.Default, cvOptions ?? CoxNetCvOptions.Default, [1], progress,
            cancellationToken).Results[0];
    }

    /// <summary>glmnet's blends: the unpenalised model, three between, the penalised one.</summary>
    public static IReadOnlyList<double> DefaultGammas { get; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Fits the path and the unpenalised models of its selections to all rows and to the training rows of each fold, and measures
    /// each fold's blends.</summary>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="x">The covariates.</param>
    /// <param name="folds">Which fold holds each row out.</param>
    /// <param name="gammas">The shares of the penalised coefficients, in [0, 1], each once; <see langword="null"/> for
    /// <see cref="DefaultGammas"/>.</param>
    /// <param name="options">The settings of the fit; <see langword="null"/> for the defaults.</param>
    /// <param name="cvOptions">The settings of the cross-validation, without sequences of the folds' own; <see langword="null"/> for the
    /// defaults.</param>
    /// <param name="progress">Is told the share of the folds that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">Folds of another number of rows, no gamma or one outside [0, 1], or a setting outside its
    /// range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A fold holds no event, or leaves none for its training rows.</exception>
    /// <exception cref="ConvergenceException">A penalised fit found no optimum.</exception>
    public static CoxNetRelaxedCv CrossValidateRelaxed(
        SurvivalData data, DesignMatrix x, Folds folds, IReadOnlyList<double>? gammas = null, CoxNetOptions? options = null,
            CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        double[] blends = [.. gammas ?? DefaultGammas];
        if (blends.Length == 0 || blends.Distinct().Count() != blends.Length || !blends.All(g => g is >= 0 and <= 1))
            throw new ArgumentException(
                $"Gammas lie in [0, 1], each once, at least one; given were {string.Join(", ", blends.Select(b => Invariant($"{b}")))}.",
                nameof(gammas));
        options ??= CoxNetOptions.Default;
        cvOptions ??= CoxNetCvOptions.Default;
        if (cvOptions.OwnFoldSequences)
            throw new ArgumentException(
                "Relaxed models are compared at the lambdas of the full path; leave OwnFoldSequences off.", nameof(cvOptions));
        var (results, full) = CvFits.Run(data, x, [folds], options, cvOptions, blends, progress, cancellationToken);
        return new CoxNetRelaxedCv(
            blends, results, CoxNetRelaxedPath.Fit(data, x, full.Path, rows: null, options, maximumColumns: null, cancellationToken));
    }
}

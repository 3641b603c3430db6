using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

public static partial class CoxNet
{
    /// <summary>Fits the path to a cohort's columns.</summary>
    /// <param name="cohort">The cohort; its offset is that of <see cref="CoxNetOptions.Offset"/>.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all. A categorical one becomes an indicator column
    /// for each level but the first.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops between penalties.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CoxNetPath Fit(
        Cohort cohort,
        IReadOnlyList<string>? covariates = null,
        CoxNetOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.FollowUp, cohort.Covariates(covariates), Options(cohort, options), progress, cancellationToken);
    }

    /// <summary>Chooses the penalty by cross-validation, in folds drawn so that each has its share of the events.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="folds">The number of folds, from 3 to the number of rows.</param>
    /// <param name="seed">The seed of the folds.</param>
    /// <param name="options">How the path is fitted.</param>
    /// <param name="cvOptions">How it is judged.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops between penalties.</param>
    /// <exception cref="ArgumentException">There is no such column, too few or too many folds, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or a fold's training set has no event.</exception>
    /// <exception cref="ConvergenceException">As for the path.</exception>
    public static CoxNetCv CrossValidate(
        Cohort cohort,
        IReadOnlyList<string>? covariates = null,
        int folds = 10,
        ulong seed = 1,
        CoxNetOptions? options = null,
        CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var drawn = Folds.Stratified(cohort.FollowUp, folds, seed);
        return CrossValidate(cohort.FollowUp, cohort.Covariates(covariates), drawn, Options(cohort, options), cvOptions, progress,
            cancellationToken);
    }

    private static CoxNetOptions? Options(Cohort cohort, CoxNetOptions? options) =>
        cohort.Offset.Count == 0 ? options : (options ?? CoxNetOptions.Default) with { Offset = [.. cohort.Offset] };
}

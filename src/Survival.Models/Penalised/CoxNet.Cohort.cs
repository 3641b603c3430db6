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

    /// <summary>Chooses the penalty by cross-validation in folds given, such as those of another analysis.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="folds">Which fold holds each patient out.</param>
    /// <param name="options">How the path is fitted.</param>
    /// <param name="cvOptions">How it is judged.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops between penalties.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CoxNetCv CrossValidate(
        Cohort cohort,
        IReadOnlyList<string>? covariates,
        Folds folds,
        CoxNetOptions? options = null,
        CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CrossValidate(
            cohort.FollowUp, cohort.Covariates(covariates), folds, Options(cohort, options), cvOptions, progress, cancellationToken);
    }

    /// <summary>Repeats the cross-validation over several sets of folds.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="repeats">The folds of each repeat; at least one.</param>
    /// <param name="options">How the path is fitted.</param>
    /// <param name="cvOptions">How it is judged.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops between penalties.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CoxNetCv CrossValidate(
        Cohort cohort,
        IReadOnlyList<string>? covariates,
        IReadOnlyList<Folds> repeats,
        CoxNetOptions? options = null,
        CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CrossValidate(
            cohort.FollowUp, cohort.Covariates(covariates), repeats, Options(cohort, options), cvOptions, progress, cancellationToken);
    }

    /// <summary>Chooses penalty and blend of the relaxed path by cross-validation.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="folds">Which fold holds each patient out.</param>
    /// <param name="gammas">The shares of the penalised coefficients, in [0, 1], each once; <see langword="null"/> for
    /// <see cref="DefaultGammas"/>.</param>
    /// <param name="options">How the path is fitted.</param>
    /// <param name="cvOptions">How it is judged.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops between penalties.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or as for the other overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CoxNetRelaxedCv CrossValidateRelaxed(
        Cohort cohort,
        IReadOnlyList<string>? covariates,
        Folds folds,
        IReadOnlyList<double>? gammas = null,
        CoxNetOptions? options = null,
        CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CrossValidateRelaxed(
            cohort.FollowUp, cohort.Covariates(covariates), folds, gammas, Options(cohort, options), cvOptions, progress,
            cancellationToken);
    }

    internal static CoxNetOptions? Options(Cohort cohort, CoxNetOptions? options) =>
        cohort.Offset.Count == 0 ? options : (options ?? CoxNetOptions.Default) with { Offset = [.. cohort.Offset] };
}

public sealed partial class CoxNetRelaxedPath
{
    /// <summary>Fits the unpenalised model of each set of columns that a cohort's path selected.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns that the path was fitted to; <see langword="null"/> for all.</param>
    /// <param name="path">The penalised path.</param>
    /// <param name="options">The settings that it was fitted with.</param>
    /// <param name="maximumColumns">The most columns to fit; <see langword="null"/> for the number of events less
    /// 3.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or as for the other overload.</exception>
    public static CoxNetRelaxedPath Fit(
        Cohort cohort,
        IReadOnlyList<string>? covariates,
        CoxNetPath path,
        CoxNetOptions? options = null,
        int? maximumColumns = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(
            cohort.FollowUp, cohort.Covariates(covariates), path, CoxNet.Options(cohort, options), maximumColumns, cancellationToken);
    }
}

public sealed partial class CoxNetModel
{
    /// <summary>The linear predictor of a cohort's patients, with the cohort's offset where the model was fitted with one.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns to take; <see langword="null"/> for those that the model has a coefficient for.</param>
    /// <exception cref="ArgumentException">There is no such column, a column of the model is missing, or an offset is missing or not
    /// expected.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing.</exception>
    public double[] Predict(Cohort cohort, IReadOnlyList<string>? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Predict(cohort.Covariates(covariates ?? Needed(cohort)), cohort.Offset.Count == 0 ? null : cohort.Offset);
    }

    /// <summary>The baseline hazard of the model on the cohort it was fitted to.</summary>
    /// <param name="cohort">The cohort of the fit, without strata.</param>
    /// <param name="covariates">The columns of the fit; <see langword="null"/> for those that the model has a coefficient for.</param>
    /// <param name="efronTies">Whether tied events leave the risk set one by one (Efron); else all at once (Breslow).</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing.</exception>
    public CoxNetBaseline Baseline(Cohort cohort, IReadOnlyList<string>? covariates = null, bool efronTies = true)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Baseline(
            cohort.FollowUp, cohort.Covariates(covariates ?? Needed(cohort)), cohort.Offset.Count == 0 ? null : cohort.Offset,
            efronTies);
    }

    // The cohort's columns that the selected ones come from: by name, or the level of a category, whose name begins with the column's.
    // Others may have missing values. A model without columns takes any.
    private string[]? Needed(Cohort cohort)
    {
        var selected = SelectedNames;
        string[] needed = [.. cohort.ColumnNames.Where(column => selected.Any(name => name == column
            || (cohort.IsCategorical(column) && name.StartsWith(column, StringComparison.Ordinal))))];
        return needed.Length == 0 ? null : needed;
    }
}

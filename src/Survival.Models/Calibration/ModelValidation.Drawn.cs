using Survival.Models.Resampling;

namespace Survival.Models.Calibration;

public sealed partial class ModelValidation
{
    /// <summary>Validates a Cox model of all the given columns by resamples that are drawn for it, as
    /// <see cref="Resample.BootstrapSets"/> draws them.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="covariates">The columns, all of which the model holds.</param>
    /// <param name="time">The time at which survival is predicted; positive, within follow-up.</param>
    /// <param name="resamples">How many resamples; at least 1.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="options">Groups, knots, tolerance and threads.</param>
    /// <param name="progress">Told the number of resamples done.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up (the message says the range), or no resamples.</exception>
    /// <exception cref="ArgumentException">As for the overload that takes the resamples' rows.</exception>
    /// <exception cref="ConvergenceException">The model of all rows cannot be fitted. A resample that cannot is left out and
    /// counted.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ModelValidation Bootstrap(
        SurvivalData data,
        DesignMatrix covariates,
        double time,
        int resamples = 200,
        ulong seed = 1,
        ModelValidationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Bootstrap(data, covariates, time, Draw(data.Count, resamples, seed), options, progress, cancellationToken);
    }

    /// <summary>Validates a Cox model of a cohort's columns by resamples that are drawn for it.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns of the model; <see langword="null"/> for all.</param>
    /// <param name="time">The time of the calibration.</param>
    /// <param name="resamples">How many resamples; at least 1.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the resamples done.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">There is no such column, no resamples, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static ModelValidation Bootstrap(
        Cohort cohort,
        IReadOnlyList<string>? covariates,
        double time,
        int resamples = 200,
        ulong seed = 1,
        ModelValidationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Bootstrap(cohort, covariates, time, Draw(cohort.Count, resamples, seed), options, progress, cancellationToken);
    }

    /// <summary>Validates the Cox model of a formula by resamples that are drawn for it. Knots lie where the whole cohort's values say, in
    /// every resample.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="formula">The terms, such as <c>"age + rcs(size, 4)"</c>.</param>
    /// <param name="time">The time of the calibration.</param>
    /// <param name="resamples">How many resamples; at least 1.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the resamples done.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">There is no such column, no resamples, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static ModelValidation Bootstrap(
        Cohort cohort,
        ModelFormula formula,
        double time,
        int resamples = 200,
        ulong seed = 1,
        ModelValidationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Bootstrap(cohort, formula, time, Draw(cohort.Count, resamples, seed), options, progress, cancellationToken);
    }

    private static int[][] Draw(int rows, int resamples, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        return Resample.BootstrapSets(rows, resamples, seed);
    }
}

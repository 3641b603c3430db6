namespace Survival.Models.Calibration;

public sealed partial class ModelValidation
{
    /// <summary>Validates a Cox model of a cohort's columns by resampling, as the other overload.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns of the model; <see langword="null"/> for all.</param>
    /// <param name="time">The time of the calibration.</param>
    /// <param name="resamples">The rows of each resample.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the resamples done.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static ModelValidation Bootstrap(
        Cohort cohort,
        IReadOnlyList<string>? covariates,
        double time,
        IReadOnlyList<int[]> resamples,
        ModelValidationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Bootstrap(cohort.WithoutOffset("the validation"), cohort.Covariates(covariates), time, resamples, options, progress,
            cancellationToken);
    }

    /// <summary>Validates the Cox model of a formula by resampling, as the other overload. Knots lie where the whole cohort's values say,
    /// in every resample.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="formula">The terms, such as <c>"age + rcs(size, 4)"</c>.</param>
    /// <param name="time">The time of the calibration.</param>
    /// <param name="resamples">The rows of each resample.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the resamples done.</param>
    /// <param name="cancellationToken">Stops between resamples.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static ModelValidation Bootstrap(
        Cohort cohort,
        ModelFormula formula,
        double time,
        IReadOnlyList<int[]> resamples,
        ModelValidationOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Bootstrap(cohort.WithoutOffset("the validation"), cohort.Covariates(formula), time, resamples, options, progress,
            cancellationToken);
    }
}

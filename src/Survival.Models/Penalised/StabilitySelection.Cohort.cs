namespace Survival.Models.Penalised;

public sealed partial class StabilitySelection
{
    /// <summary>Selects among a cohort's columns.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns; <see langword="null"/> for all.</param>
    /// <param name="options">The settings of the fits, as for the other overload; <see langword="null"/> for at most one false selection
    /// expected.</param>
    /// <param name="stability">The settings of the selection; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the resamples that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or a setting is outside its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or fewer than four events.</exception>
    public static StabilitySelection Estimate(
        Cohort cohort,
        IReadOnlyList<string>? covariates = null,
        CoxNetOptions? options = null,
        StabilityOptions? stability = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.WithoutOffset("stability selection"), cohort.Covariates(covariates), options, stability, progress,
            cancellationToken);
    }
}

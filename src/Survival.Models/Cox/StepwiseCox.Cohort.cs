namespace Survival.Models.Cox;

public static partial class StepwiseCox
{
    /// <summary>Selects among a cohort's columns.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The candidates; <see langword="null"/> for all columns.</param>
    /// <param name="options">How; both ways by Akaike's criterion by default.</param>
    /// <param name="cancellationToken">Stops between fits.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static StepwiseResult Select(Cohort cohort, IReadOnlyList<string>? covariates = null, StepwiseOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Select(cohort.WithoutOffset("stepwise selection"), cohort.Covariates(covariates), options, cancellationToken);
    }
}

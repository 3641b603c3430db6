namespace Survival.Models.Cox;

public sealed partial record StepwiseCox
{
    /// <summary>Selects among a cohort's columns.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The candidates; <see langword="null"/> for all columns.</param>
    /// <param name="options">How; both ways by Akaike's criterion by default.</param>
    /// <param name="cancellationToken">Stops between fits.</param>
    /// <remarks>All steps are of the same patients: those with a value in every candidate
    /// (<see cref="StepwiseCox.LeftOut"/> counts the others).</remarks>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">No patient is complete, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static StepwiseCox Select(Cohort cohort, IReadOnlyList<string>? covariates = null, StepwiseOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var complete = cohort.Complete(covariates);
        return Select(complete.WithoutOffset("stepwise selection"), complete.Covariates(covariates), options, cancellationToken) with
        {
            LeftOut = cohort.Count - complete.Count,
        };
    }
}

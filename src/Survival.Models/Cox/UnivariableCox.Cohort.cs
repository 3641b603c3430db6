namespace Survival.Models.Cox;

public static partial class UnivariableCox
{
    /// <summary>Screens a cohort's columns; a categorical one by each of its indicator columns.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="options">How; Efron's ties, one thread by default.</param>
    /// <param name="progress">Told the number of columns done.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    /// <returns>As the other overload.</returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or there are no events.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<UnivariableCoxResult> Screen(
        Cohort cohort,
        IReadOnlyList<string>? covariates = null,
        UnivariableCoxOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Screen(cohort.WithoutOffset("the screen"), cohort.Covariates(covariates), options, progress, cancellationToken);
    }
}

namespace Survival.Models.Cox;

public sealed partial class FirthCox
{
    /// <summary>Fits to a cohort's columns.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all.</param>
    /// <param name="options">How; Breslow's ties by default.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static FirthCox Fit(Cohort cohort, IReadOnlyList<string>? covariates = null, FirthOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.WithoutOffset("Firth's model"), cohort.Covariates(covariates), options, cancellationToken);
    }

    /// <summary>Fits the model of a formula's terms.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="formula">The covariates, as text or of terms.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">As for <see cref="Cohort.Covariates(ModelFormula)"/>, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(-1)]
    public static FirthCox Fit(Cohort cohort, ModelFormula formula, FirthOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.WithoutOffset("Firth's model"), cohort.Covariates(formula), options, cancellationToken);
    }
}

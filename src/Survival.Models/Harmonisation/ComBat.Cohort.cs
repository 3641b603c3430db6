namespace Survival.Models.Harmonisation;

public sealed partial class ComBat
{
    /// <summary>Estimates the effects of batches on a cohort's features.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="batch">The column of the batches.</param>
    /// <param name="features">The columns of the features.</param>
    /// <param name="covariates">The columns of what may differ between batches for reasons to keep; <see langword="null"/> for
    /// none.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static ComBat Fit(
        Cohort cohort, string batch, IReadOnlyList<string> features, IReadOnlyList<string>? covariates = null,
        ComBatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.Covariates(features), cohort.Texts(batch), covariates is null ? null : cohort.Covariates(covariates), options);
    }

    /// <summary>Takes the effects out of a cohort's features.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="batch">The column of the batches.</param>
    /// <param name="covariates">The columns of the model's covariates; <see langword="null"/> where it has none.</param>
    /// <returns>The harmonised features, in the model's order.</returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public DesignMatrix Apply(Cohort cohort, string batch, IReadOnlyList<string>? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Apply(
            cohort.Covariates(FeatureNames), cohort.Texts(batch), covariates is null ? null : cohort.Covariates(covariates));
    }

    /// <summary>The same model with a batch more, estimated from a cohort whose patients are all of it.</summary>
    /// <param name="batch">The new batch's name.</param>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns of the model's covariates; <see langword="null"/> where it has none.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    /// <exception cref="InvalidOperationException">The model has no reference batch.</exception>
    public ComBat WithBatch(string batch, Cohort cohort, IReadOnlyList<string>? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return WithBatch(batch, cohort.Covariates(FeatureNames), covariates is null ? null : cohort.Covariates(covariates));
    }
}

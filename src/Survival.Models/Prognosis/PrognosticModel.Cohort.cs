namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    /// <summary>Fits a Cox model to a cohort's columns and makes it one that predicts.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns; <see langword="null"/> for all.</param>
    /// <param name="horizons">The times at which predictions are told; positive, ascending.</param>
    /// <param name="description">Title, outcome, unit of time and caveats.</param>
    /// <exception cref="ArgumentException">There is no such column, or horizons that are not positive and ascending.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the fit.</exception>
    /// <exception cref="ConvergenceException">As for the fit.</exception>
    public static PrognosticModel From(
        Cohort cohort, IReadOnlyList<string>? covariates, IReadOnlyList<double> horizons, ModelDescription? description = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return From(Cox.CoxModel.Fit(cohort.WithoutOffset("a prognostic model"), cohort.Covariates(covariates)), horizons, description);
    }
}

public sealed partial class CoxNomogram
{
    /// <summary>Fits a Cox model to a cohort's columns and draws it, as the other overload draws a fit at hand.</summary>
    /// <param name="cohort">The cohort, without an offset.</param>
    /// <param name="covariates">The columns; <see langword="null"/> for all.</param>
    /// <param name="horizons">The times of the survival axes; positive, ascending.</param>
    /// <param name="description">Title, outcome, unit of time and caveats, which the calculator shows.</param>
    /// <exception cref="ArgumentException">There is no such column, horizons that are not positive and ascending, or no column with an
    /// effect.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the fit.</exception>
    /// <exception cref="ConvergenceException">As for the fit.</exception>
    public static CoxNomogram From(
        Cohort cohort, IReadOnlyList<string>? covariates, IReadOnlyList<double> horizons, ModelDescription? description = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return From(Cox.CoxModel.Fit(cohort.WithoutOffset("a nomogram"), cohort.Covariates(covariates)), horizons, description);
    }
}

public sealed partial class BaselineHazard
{
    /// <summary>The model recalibrated on a cohort whose linear predictor is a column.</summary>
    /// <param name="name">Which cohort.</param>
    /// <param name="cohort">The cohort, its follow-up in the model's unit of time; without strata.</param>
    /// <param name="linearPredictors">The column of the model's linear predictor.</param>
    /// <exception cref="ArgumentException">There is no such column, or the name is empty.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static BaselineHazard Recalibrate(string name, Cohort cohort, string linearPredictors)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Recalibrate(name, cohort.FollowUp, cohort.Marker(linearPredictors));
    }

    /// <summary>The model recalibrated on a cohort.</summary>
    /// <param name="name">Which cohort.</param>
    /// <param name="cohort">The cohort, its follow-up in the model's unit of time; without strata.</param>
    /// <param name="linearPredictors">The model's linear predictor of each patient.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static BaselineHazard Recalibrate(string name, Cohort cohort, ReadOnlySpan<double> linearPredictors)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Recalibrate(name, cohort.FollowUp, linearPredictors);
    }
}

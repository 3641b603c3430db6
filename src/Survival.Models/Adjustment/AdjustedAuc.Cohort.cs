namespace Survival.Models.Adjustment;

public static partial class AdjustedAuc
{
    /// <summary>The area where censoring depends on covariates, of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; larger means higher risk.</param>
    /// <param name="times">The times.</param>
    /// <param name="censoring">The columns of the covariates of the censoring.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="SurvivalModelException">As for the other overload.</exception>
    public static double[] Estimate(Cohort cohort, string marker, ReadOnlySpan<double> times, IReadOnlyList<string> censoring)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.FollowUp, cohort.Marker(marker), times, cohort.Covariates(censoring));
    }

    /// <summary>The area where censoring depends on covariates, of a marker such as a model's linear predictor.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">A finite value of each patient; larger means higher risk.</param>
    /// <param name="times">The times.</param>
    /// <param name="censoring">The columns of the covariates of the censoring.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="SurvivalModelException">As for the other overload.</exception>
    public static double[] Estimate(
        Cohort cohort, ReadOnlySpan<double> marker, ReadOnlySpan<double> times, IReadOnlyList<string> censoring)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.FollowUp, marker, times, cohort.Covariates(censoring));
    }
}

namespace Survival.Models.Discrimination;

public sealed partial class BrierScore
{
    /// <summary>The Brier score of predicted risks of a cohort's patients.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="risk">The predicted risk of each patient, for each of the times.</param>
    /// <param name="times">The times.</param>
    /// <param name="confidenceLevel">The level of the intervals.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static BrierScore Ipcw(Cohort cohort, IReadOnlyList<double[]> risk, ReadOnlySpan<double> times, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Ipcw(cohort.FollowUp, risk, times, confidenceLevel);
    }

    /// <summary>The Brier score at a time of predicted risks that are a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="risk">The column of the predicted risk by the time, between 0 and 1.</param>
    /// <param name="time">The time.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static BrierScore Ipcw(Cohort cohort, string risk, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Ipcw(cohort.FollowUp, [cohort.Marker(risk)], [time], confidenceLevel);
    }

    /// <summary>The Brier score of the same risk for all of a cohort, its own incidence.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="times">The times.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static BrierScore Null(Cohort cohort, ReadOnlySpan<double> times, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Null(cohort.FollowUp, times, confidenceLevel);
    }
}

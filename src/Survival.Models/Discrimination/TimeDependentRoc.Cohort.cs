namespace Survival.Models.Discrimination;

public sealed partial class TimeDependentRoc
{
    /// <summary>The area under the time-dependent ROC curve of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="times">The times.</param>
    /// <param name="convention">Whose convention of weights.</param>
    /// <param name="confidenceLevel">The level of the intervals.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static TimeDependentRoc Ipcw(Cohort cohort, string marker, ReadOnlySpan<double> times,
        IpcwConvention convention = IpcwConvention.TimeRoc, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Ipcw(cohort.FollowUp, cohort.Marker(marker), times, convention, confidenceLevel);
    }

    /// <summary>The area under the time-dependent ROC curve of a marker, such as a model's linear predictor.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="times">The times.</param>
    /// <param name="convention">Whose convention of weights.</param>
    /// <param name="confidenceLevel">The level of the intervals.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static TimeDependentRoc Ipcw(
        Cohort cohort,
        ReadOnlySpan<double> marker,
        ReadOnlySpan<double> times,
        IpcwConvention convention = IpcwConvention.TimeRoc,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Ipcw(cohort.FollowUp, marker, times, convention, confidenceLevel);
    }
}

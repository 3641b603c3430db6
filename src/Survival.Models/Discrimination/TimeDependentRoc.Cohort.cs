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

    /// <summary>The ROC curve at a time by Kaplan-Meier estimates above and below each threshold, of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static SurvivalRocCurve KaplanMeier(Cohort cohort, string marker, double time)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return KaplanMeier(cohort.FollowUp, cohort.Marker(marker), time);
    }

    /// <summary>The ROC curve at a time by Kaplan-Meier estimates above and below each threshold, of a marker.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="time">The time.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static SurvivalRocCurve KaplanMeier(Cohort cohort, ReadOnlySpan<double> marker, double time)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return KaplanMeier(cohort.FollowUp, marker, time);
    }

    /// <summary>The ROC curve at a time by nearest neighbours, of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="time">The time.</param>
    /// <param name="span">The share of the patients taken as neighbours; <see langword="null"/> for the customary one.</param>
    /// <param name="upwardsOnly">Whether only neighbours with a larger marker are taken.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static SurvivalRocCurve NearestNeighbour(
        Cohort cohort, string marker, double time, double? span = null, bool upwardsOnly = false)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return NearestNeighbour(cohort.FollowUp, cohort.Marker(marker), time, span, upwardsOnly);
    }

    /// <summary>The ROC curve at a time by nearest neighbours, of a marker.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="time">The time.</param>
    /// <param name="span">The share of the patients taken as neighbours; <see langword="null"/> for the customary one.</param>
    /// <param name="upwardsOnly">Whether only neighbours with a larger marker are taken.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static SurvivalRocCurve NearestNeighbour(
        Cohort cohort, ReadOnlySpan<double> marker, double time, double? span = null, bool upwardsOnly = false)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return NearestNeighbour(cohort.FollowUp, marker, time, span, upwardsOnly);
    }

    /// <summary>The ROC curve at a time by neighbours weighted by their distance, of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="time">The time.</param>
    /// <param name="lambda">The width of the kernel, on the marker's scale.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static SurvivalRocCurve Kernel(Cohort cohort, string marker, double time, double lambda)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Kernel(cohort.FollowUp, cohort.Marker(marker), time, lambda);
    }

    /// <summary>The ROC curve at a time by neighbours weighted by their distance, of a marker.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="time">The time.</param>
    /// <param name="lambda">The width of the kernel, on the marker's scale.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static SurvivalRocCurve Kernel(Cohort cohort, ReadOnlySpan<double> marker, double time, double lambda)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Kernel(cohort.FollowUp, marker, time, lambda);
    }

    /// <summary>The incident/dynamic area at events' times of a linear predictor that is a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="linearPredictor">The column of the linear predictor.</param>
    /// <param name="times">The times.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static double[] IncidentDynamic(Cohort cohort, string linearPredictor, ReadOnlySpan<double> times)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return IncidentDynamic(cohort.FollowUp, cohort.Marker(linearPredictor), times);
    }

    /// <summary>The incident/dynamic area at events' times of a linear predictor.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="linearPredictor">The linear predictor of each patient.</param>
    /// <param name="times">The times.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static double[] IncidentDynamic(Cohort cohort, ReadOnlySpan<double> linearPredictor, ReadOnlySpan<double> times)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return IncidentDynamic(cohort.FollowUp, linearPredictor, times);
    }
}

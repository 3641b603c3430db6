using Survival.Models.Calibration;
using Survival.Models.Discrimination;

namespace Survival.Models.CompetingRisks;

public static partial class CompetingRisksAccuracy
{
    /// <summary>The area under the ROC curve at a time, of a cohort's column.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="marker">The column of numbers; larger means higher risk.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static TimeAuc Auc(
        Cohort cohort, string causeColumn, int cause, string marker, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Auc(CompetingRisksData.FromCohort(cohort, causeColumn), cause, cohort.Marker(marker), time, confidenceLevel);
    }

    /// <summary>The area under the ROC curve at a time in a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="marker">A finite value of each patient; larger means higher risk.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static TimeAuc Auc(
        Cohort cohort, string causeColumn, int cause, ReadOnlySpan<double> marker, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Auc(CompetingRisksData.FromCohort(cohort, causeColumn), cause, marker, time, confidenceLevel);
    }

    /// <summary>The Brier score at a time, of a cohort's column.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The column of the predicted risk of the cause by the time, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static IncidenceBrier Brier(
        Cohort cohort, string causeColumn, int cause, string risk, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Brier(CompetingRisksData.FromCohort(cohort, causeColumn), cause, cohort.Marker(risk), time, confidenceLevel);
    }

    /// <summary>The Brier score at a time in a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time of each patient, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static IncidenceBrier Brier(
        Cohort cohort, string causeColumn, int cause, ReadOnlySpan<double> risk, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Brier(CompetingRisksData.FromCohort(cohort, causeColumn), cause, risk, time, confidenceLevel);
    }

    /// <summary>Calibration in groups of rising risk, of a cohort's column.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The column of the predicted risk of the cause by the time, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="groups">The number of groups, at least 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static IReadOnlyList<CalibrationGroup> Calibration(
        Cohort cohort, string causeColumn, int cause, string risk, double time, int groups = 10)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Calibration(CompetingRisksData.FromCohort(cohort, causeColumn), cause, cohort.Marker(risk), time, groups);
    }

    /// <summary>Calibration in groups of rising risk in a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time of each patient, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="groups">The number of groups, at least 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static IReadOnlyList<CalibrationGroup> Calibration(
        Cohort cohort, string causeColumn, int cause, ReadOnlySpan<double> risk, double time, int groups = 10)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Calibration(CompetingRisksData.FromCohort(cohort, causeColumn), cause, risk, time, groups);
    }

    /// <summary>The net benefit of treating those with at least a threshold's risk, of a cohort's column.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The column of the predicted risk of the cause by the time, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="thresholds">Thresholds, in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static double[] NetBenefit(
        Cohort cohort, string causeColumn, int cause, string risk, double time, params ReadOnlySpan<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return NetBenefit(CompetingRisksData.FromCohort(cohort, causeColumn), cause, cohort.Marker(risk), time, thresholds);
    }

    /// <summary>The net benefit of treating those with at least a threshold's risk in a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time of each patient, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="thresholds">Thresholds, in (0, 1).</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static double[] NetBenefit(
        Cohort cohort, string causeColumn, int cause, ReadOnlySpan<double> risk, double time, params ReadOnlySpan<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return NetBenefit(CompetingRisksData.FromCohort(cohort, causeColumn), cause, risk, time, thresholds);
    }

    /// <summary>Observed over expected risk at a time, of a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The column of the predicted risk of the cause by the time, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static InTheLarge InTheLarge(
        Cohort cohort, string causeColumn, int cause, string risk, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return InTheLarge(
            CompetingRisksData.FromCohort(cohort, causeColumn), cause, cohort.Marker(risk), time, confidenceLevel);
    }

    /// <summary>Observed over expected risk at a time, of a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time of each patient, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static InTheLarge InTheLarge(
        Cohort cohort, string causeColumn, int cause, ReadOnlySpan<double> risk, double time, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return InTheLarge(
            CompetingRisksData.FromCohort(cohort, causeColumn), cause, risk, time, confidenceLevel);
    }

    /// <summary>Calibration at a time in groups of rising predicted risk, of a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The column of the predicted risk of the cause by the time, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="cuts">How rows are put into groups; a group without rows, or not followed to the time, has NaN.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static GroupedCalibration ByGroups(
        Cohort cohort, string causeColumn, int cause, string risk, double time, CalibrationCuts cuts, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return ByGroups(
            CompetingRisksData.FromCohort(cohort, causeColumn), cause, cohort.Marker(risk), time, cuts, confidenceLevel);
    }

    /// <summary>Calibration at a time in groups of rising predicted risk, of a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time of each patient, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="cuts">How rows are put into groups; a group without rows, or not followed to the time, has NaN.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static GroupedCalibration ByGroups(
        Cohort cohort, string causeColumn, int cause, ReadOnlySpan<double> risk, double time, CalibrationCuts cuts,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return ByGroups(
            CompetingRisksData.FromCohort(cohort, causeColumn), cause, risk, time, cuts, confidenceLevel);
    }
}

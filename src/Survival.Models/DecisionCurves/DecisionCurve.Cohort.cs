using Survival.Models.CompetingRisks;

namespace Survival.Models.DecisionCurves;

public sealed partial class DecisionCurve
{
    /// <summary>The decision curves of models in a cohort at a time.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">Name and predicted risk of each patient by the time, of each model.</param>
    /// <param name="options">The thresholds.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static DecisionCurve Survival(Cohort cohort, double time, IReadOnlyList<(string Name, double[] Risk)> models,
        DecisionCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Survival(cohort.FollowUp, time, models, options);
    }

    /// <summary>The decision curves at a time of models whose risks are a cohort's columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">The columns of predicted risks by the time, between 0 and 1; each is a model by its name.</param>
    /// <param name="options">The thresholds.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static DecisionCurve Survival(
        Cohort cohort, double time, IReadOnlyList<string> models, DecisionCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(models);
        return Survival(cohort.FollowUp, time, [.. models.Select(m => (m, cohort.Marker(m)))], options);
    }

    /// <summary>The decision curves of models of one of several competing events in a cohort at a time.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The event among its causes.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">Name and predicted risk of each patient by the time, of each model.</param>
    /// <param name="options">The thresholds.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static DecisionCurve Incidence(
        Cohort cohort, string causeColumn, int cause, double time, IReadOnlyList<(string Name, double[] Risk)> models,
        DecisionCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Incidence(CompetingRisksData.FromCohort(cohort, causeColumn), cause, time, models, options);
    }

    /// <summary>The same of models whose risks are a cohort's columns.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The event among its causes.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">The columns of predicted risks by the time, between 0 and 1; each is a model by its name.</param>
    /// <param name="options">The thresholds.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static DecisionCurve Incidence(
        Cohort cohort, string causeColumn, int cause, double time, IReadOnlyList<string> models, DecisionCurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(models);
        return Incidence(
            CompetingRisksData.FromCohort(cohort, causeColumn), cause, time, [.. models.Select(m => (m, cohort.Marker(m)))], options);
    }

    /// <summary>Percentile bootstrap intervals of the net benefit of each strategy, of a cohort's columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">The columns of predicted risks by the time, between 0 and 1; each is a model by its name.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<DecisionInterval>> BootstrapIntervals(
        Cohort cohort,
        double time,
        IReadOnlyList<string> models,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options = null,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(models);
        return BootstrapIntervals(
            cohort.FollowUp, time, [.. models.Select(m => (m, cohort.Marker(m)))],
            resamples, options, confidenceLevel, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>Percentile bootstrap intervals of the net benefit of each strategy, in a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">Name and predicted risk of each patient by the time, of each model.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<DecisionInterval>> BootstrapIntervals(
        Cohort cohort,
        double time,
        IReadOnlyList<(string Name, double[] Risk)> models,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options = null,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return BootstrapIntervals(
            cohort.FollowUp, time, models, resamples, options, confidenceLevel, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>The difference of the net benefits of two strategies with its percentile limits, of a cohort's columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">The columns of predicted risks by the time, between 0 and 1; each is a model by its name.</param>
    /// <param name="first">The strategy that is to be better: a model, <c>all</c> or <c>none</c>.</param>
    /// <param name="second">The strategy that it is compared with.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<DecisionInterval> Compare(
        Cohort cohort,
        double time,
        IReadOnlyList<string> models,
        string first,
        string second,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options = null,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(models);
        return Compare(
            cohort.FollowUp, time, [.. models.Select(m => (m, cohort.Marker(m)))],
            first, second, resamples, options, confidenceLevel, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>The difference of the net benefits of two strategies with its percentile limits, in a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">Name and predicted risk of each patient by the time, of each model.</param>
    /// <param name="first">The strategy that is to be better: a model, <c>all</c> or <c>none</c>.</param>
    /// <param name="second">The strategy that it is compared with.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyList<DecisionInterval> Compare(
        Cohort cohort,
        double time,
        IReadOnlyList<(string Name, double[] Risk)> models,
        string first,
        string second,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options = null,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Compare(
            cohort.FollowUp, time, models, first, second, resamples, options, confidenceLevel, maxDegreeOfParallelism, cancellationToken);
    }
}

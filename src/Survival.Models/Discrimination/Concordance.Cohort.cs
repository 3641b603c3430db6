namespace Survival.Models.Discrimination;

public sealed partial class Concordance
{
    /// <summary>The concordance of a cohort's column with its follow-up; a high value means an early event.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">There is no such column, or an option is out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or there is no comparable pair.</exception>
    public static Concordance Estimate(Cohort cohort, string marker, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.FollowUp, cohort.Marker(marker), options);
    }

    /// <summary>The concordance of a marker, such as a model's linear predictor, with a cohort's follow-up.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Not as many values as patients, or an option is out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or there is no comparable pair.</exception>
    public static Concordance Estimate(Cohort cohort, ReadOnlySpan<double> marker, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Estimate(cohort.FollowUp, marker, options);
    }

    /// <summary>Compares the concordance of several of a cohort's columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="markers">The columns of numbers.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">There is no such column, or an option is out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or there is no comparable pair.</exception>
    public static ConcordanceComparison Compare(Cohort cohort, IReadOnlyList<string> markers, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(markers);
        return Compare(cohort.FollowUp, [.. markers.Select(m => (m, cohort.Marker(m)))], options);
    }

    /// <summary>The pairs of a cohort's column and its follow-up, with no standard error.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static ConcordancePairs CountPairs(Cohort cohort, string marker, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CountPairs(cohort.FollowUp, cohort.Marker(marker), options);
    }

    /// <summary>The pairs of a marker and a cohort's follow-up, with no standard error.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static ConcordancePairs CountPairs(Cohort cohort, ReadOnlySpan<double> marker, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CountPairs(cohort.FollowUp, marker, options);
    }

    /// <summary>The percentile bootstrap interval of the concordance of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">How.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ConcordanceInterval BootstrapInterval(
        Cohort cohort,
        string marker,
        IReadOnlyList<int[]> resamples,
        ConcordanceOptions? options = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return BootstrapInterval(cohort.FollowUp, cohort.Marker(marker), resamples, options, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>The percentile bootstrap interval of the concordance of a marker, such as a model's linear predictor.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">How.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ConcordanceInterval BootstrapInterval(
        Cohort cohort,
        ReadOnlySpan<double> marker,
        IReadOnlyList<int[]> resamples,
        ConcordanceOptions? options = null,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return BootstrapInterval(cohort.FollowUp, marker, resamples, options, maxDegreeOfParallelism, cancellationToken);
    }

    /// <summary>Compares several markers, such as models' linear predictors, in a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="markers">Name and marker of each patient, of each; a high value means an early event.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static ConcordanceComparison Compare(
        Cohort cohort, IReadOnlyList<(string Name, double[] Marker)> markers, ConcordanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Compare(cohort.FollowUp, markers, options);
    }

    /// <summary>The difference of two Harrell indices in a cohort with the variance of a U-statistic, of two columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">The column of one marker; a high value means an early event.</param>
    /// <param name="second">The column of the other.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static TestedEstimate CompareKang(Cohort cohort, string first, string second, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CompareKang(cohort.FollowUp, cohort.Marker(first), cohort.Marker(second), confidenceLevel);
    }

    /// <summary>The difference of two Harrell indices in a cohort with the variance of a U-statistic, of two markers.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">One marker of each patient; a high value means an early event.</param>
    /// <param name="second">The other marker of each patient.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static TestedEstimate CompareKang(
        Cohort cohort, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CompareKang(cohort.FollowUp, first, second, confidenceLevel);
    }

    /// <summary>The share of pairs of a cohort in which one marker speaks more for the true order than the other, of two columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">The column of one marker; a high value means an early event.</param>
    /// <param name="second">The column of the other.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static PairwiseComparison MoreConcordant(Cohort cohort, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return MoreConcordant(cohort.FollowUp, cohort.Marker(first), cohort.Marker(second));
    }

    /// <summary>The share of pairs of a cohort in which one marker speaks more for the true order than the other, of two markers.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">One marker of each patient; a high value means an early event.</param>
    /// <param name="second">The other marker of each patient.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static PairwiseComparison MoreConcordant(Cohort cohort, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return MoreConcordant(cohort.FollowUp, first, second);
    }

    /// <summary>The concordance index of a cohort's column without pairs of tied markers, with Noether's standard error.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers; a high value means an early event.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static TestedEstimate Noether(Cohort cohort, string marker, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Noether(cohort.FollowUp, cohort.Marker(marker), confidenceLevel);
    }

    /// <summary>The concordance index of a marker without pairs of tied markers, with Noether's standard error.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient; a high value means an early event.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static TestedEstimate Noether(Cohort cohort, ReadOnlySpan<double> marker, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Noether(cohort.FollowUp, marker, confidenceLevel);
    }

    /// <summary>The difference of two of Noether's indices in a cohort, of two columns.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">The column of one marker; a high value means an early event.</param>
    /// <param name="second">The column of the other.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static TestedEstimate CompareNoether(Cohort cohort, string first, string second, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CompareNoether(cohort.FollowUp, cohort.Marker(first), cohort.Marker(second), confidenceLevel);
    }

    /// <summary>The difference of two of Noether's indices in a cohort, of two markers.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="first">One marker of each patient; a high value means an early event.</param>
    /// <param name="second">The other marker of each patient.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static TestedEstimate CompareNoether(
        Cohort cohort, ReadOnlySpan<double> first, ReadOnlySpan<double> second, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return CompareNoether(cohort.FollowUp, first, second, confidenceLevel);
    }
}

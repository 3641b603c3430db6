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
}

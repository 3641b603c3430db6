namespace Survival.Models.CutPoints;

public sealed partial class MaximallySelectedRank
{
    /// <summary>Searches the cut-point of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The column of numbers.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing or no number, or as for the other overload.</exception>
    public static MaximallySelectedRank Search(Cohort cohort, string marker, CutPointOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Search(cohort.FollowUp, cohort.Marker(marker), options, cancellationToken);
    }

    /// <summary>Searches the cut-point of a marker, such as a model's linear predictor, in a cohort.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="marker">The marker of each patient.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static MaximallySelectedRank Search(
        Cohort cohort, ReadOnlySpan<double> marker, CutPointOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Search(cohort.FollowUp, marker, options, cancellationToken);
    }

    /// <summary>The log-rank score of each of a cohort's patients.</summary>
    /// <param name="cohort">The cohort; weights, strata and entry times are not used.</param>
    public static double[] LogRankScores(Cohort cohort)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return LogRankScores(cohort.FollowUp);
    }
}

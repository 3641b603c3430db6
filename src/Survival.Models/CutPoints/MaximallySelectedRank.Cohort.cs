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
}

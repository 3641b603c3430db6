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
}

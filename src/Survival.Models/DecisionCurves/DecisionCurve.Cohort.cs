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
}

namespace Survival.Models.NonParametric;

public static partial class KaplanMeier
{
    /// <summary>Estimates a cohort's curve.</summary>
    /// <param name="cohort">The cohort; its strata and offset do not count.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static SurvivalCurve Fit(Cohort cohort, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.FollowUp, options);
    }

    /// <summary>Estimates a curve for each value of a column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The column; its values in order (numbers by size, text by ordinal, given levels as given) are the groups.</param>
    /// <param name="options">How.</param>
    /// <returns>The curves, each with its <see cref="SurvivalCurve.Name"/>.</returns>
    /// <exception cref="ArgumentException">There is no such column, or an option is out of range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in the column.</exception>
    public static IReadOnlyList<SurvivalCurve> Fit(Cohort cohort, string by, KaplanMeierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, names) = cohort.Groups(by);
        var curves = Fit(cohort.FollowUp, codes, options);
        foreach (var curve in curves)
            curve.Name = $"{by}={names[curve.Group]}";
        return curves;
    }
}

public sealed partial class SurvivalCurve
{
    /// <summary>The group's name, as R writes it ("sex=male"), where the curve is one of a cohort's column; else empty.</summary>
    public string Name { get; internal set; } = "";
}

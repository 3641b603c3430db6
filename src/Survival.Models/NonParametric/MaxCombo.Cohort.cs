namespace Survival.Models.NonParametric;

public sealed partial class MaxCombo
{
    /// <summary>Compares the two groups of a cohort's column.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="by">The column; the first of its two values in order is the first group.</param>
    /// <param name="weights">Two to four different pairs of powers; <see langword="null"/> for the customary ones.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in the column, or as for the other overload.</exception>
    public static MaxCombo Test(Cohort cohort, string by, IReadOnlyList<(double Rho, double Gamma)>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Test(cohort.FollowUp, cohort.Groups(by).Codes, weights);
    }
}

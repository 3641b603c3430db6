using Survival.Models.NonParametric;

namespace Survival.Models.CompetingRisks;

public sealed partial class CumulativeIncidence
{
    /// <summary>Estimates the curve of a cause in a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="confidence">The scale of the limits.</param>
    /// <param name="confidenceLevel">Their level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static CumulativeIncidence ForCause(
        Cohort cohort,
        string causeColumn,
        int cause,
        ConfidenceKind confidence = ConfidenceKind.LogLog,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return ForCause(CompetingRisksData.FromCohort(cohort, causeColumn), cause, confidence, confidenceLevel);
    }

    /// <summary>Estimates the curves of a cause for each value of a cohort's column.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="by">The column; its values in order are the groups.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="confidence">The scale of the limits.</param>
    /// <param name="confidenceLevel">Their level, between 0 and 1.</param>
    /// <returns>The curves, each with its <see cref="Name"/>.</returns>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static IReadOnlyList<CumulativeIncidence> EstimateByGroup(
        Cohort cohort,
        string causeColumn,
        string by,
        int cause,
        ConfidenceKind confidence = ConfidenceKind.LogLog,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (codes, names) = cohort.Groups(by);
        var curves = EstimateByGroup(CompetingRisksData.FromCohort(cohort, causeColumn), codes, cause, confidence, confidenceLevel);
        foreach (var curve in curves)
            curve.Name = $"{by}={names[curve.Group]}";
        return curves;
    }
}

public static partial class GrayTest
{
    /// <summary>Compares the groups of a cohort's column.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
    /// <param name="by">The column; its values in order are the groups.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="rho">The power of 1 - pooled incidence by which events are weighted.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A patient has no value in a column, or as for the other overload.</exception>
    public static TestResult Test(Cohort cohort, string causeColumn, string by, int cause, double rho = 0)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Test(CompetingRisksData.FromCohort(cohort, causeColumn), cohort.Groups(by).Codes, cause, rho);
    }
}

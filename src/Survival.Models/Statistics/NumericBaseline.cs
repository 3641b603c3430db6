using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>A numeric characteristic by group.</summary>
/// <param name="Name">The characteristic.</param>
/// <param name="Summaries">A description of each group.</param>
/// <param name="Means">Welch's t test of two groups, analysis of variance of more; NaN where it cannot be done.</param>
/// <param name="Ranks">The Mann-Whitney test of two groups (normal, with continuity correction), Kruskal-Wallis of more; NaN for a
/// constant.</param>
public sealed record NumericBaseline(string Name, IReadOnlyList<NumericSummary> Summaries, TestResult Means, TestResult Ranks)
{
    /// <summary>How many subjects have no value; they are in none of the numbers.</summary>
    public int Missing { get; init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

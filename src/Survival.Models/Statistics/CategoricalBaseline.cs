using System.Diagnostics.CodeAnalysis;
using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>A categorical characteristic by group. Where it has one level only, tests are NaN.</summary>
/// <param name="Name">The characteristic.</param>
/// <param name="Levels">Its levels, in ordinal order.</param>
/// <param name="Counts">The counts: levels by groups.</param>
/// <param name="ChiSquare">The chi-square test, corrected for continuity in a 2 x 2 table.</param>
/// <param name="ChiSquarePlain">The chi-square test without correction.</param>
/// <param name="FisherPValue">Fisher's exact test.</param>
/// <param name="SmallestExpected">The smallest expected count; below 5 the exact test is the better one.</param>
[SuppressMessage("Performance", "CA1814:Prefer jagged arrays over multidimensional", Justification = "A table of counts is rectangular.")]
public sealed record CategoricalBaseline(
    string Name,
    IReadOnlyList<string> Levels,
    int[,] Counts,
    TestResult ChiSquare,
    TestResult ChiSquarePlain,
    double FisherPValue,
    double SmallestExpected
)
{
    /// <summary>How many subjects have no value; they are in none of the numbers.</summary>
    public int Missing { get; init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

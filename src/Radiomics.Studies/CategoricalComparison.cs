using Survival.Models;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>A categorical characteristic of the two sets. Tests are NaN where they are not defined.</summary>
/// <param name="Name">The column.</param>
/// <param name="Levels">Its levels, in order (0 before 1).</param>
/// <param name="Counts">The counts: a row a level, columns training and, where there is one, validation.</param>
/// <param name="ChiSquare">The chi-square test, with Yates' correction in a 2 x 2 table.</param>
/// <param name="ChiSquarePlain">The chi-square test without it.</param>
/// <param name="FisherPValue">Fisher's exact test.</param>
/// <param name="Fisher">The odds ratio of a 2 x 2 table; else <see langword="null"/>.</param>
/// <param name="SmallestExpected">The smallest expected count.</param>
public sealed record CategoricalComparison(
    string Name, IReadOnlyList<string> Levels, IReadOnlyList<IReadOnlyList<int>> Counts, TestResult ChiSquare, TestResult ChiSquarePlain, double FisherPValue, FisherResult? Fisher, double SmallestExpected)
{
    /// <summary>The p value that a table shows: Yates-corrected chi-square as in the paper, whose printed values it gives.</summary>
    public double PValue => ChiSquare.PValue;
}

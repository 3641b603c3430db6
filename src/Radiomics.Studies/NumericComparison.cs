using Survival.Models;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>A numeric characteristic of the two sets. Tests are NaN where they are not defined.</summary>
/// <param name="Name">The column.</param>
/// <param name="Training">Its description in the training set.</param>
/// <param name="Validation">Its description in the validation set; <see langword="null"/> without one.</param>
/// <param name="Ranks">The Wilcoxon rank-sum test with continuity correction.</param>
/// <param name="RanksPlain">The same without it.</param>
/// <param name="Welch">Welch's t test.</param>
/// <param name="Student">Student's t test.</param>
public sealed record NumericComparison(
    string Name, NumericSummary Training, NumericSummary? Validation, TestResult Ranks, TestResult RanksPlain, TestResult Welch, TestResult Student);

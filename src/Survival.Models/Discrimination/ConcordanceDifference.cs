using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>The difference of two concordance indices of the same subjects, and its test.</summary>
/// <param name="Estimate">The first index less the second.</param>
/// <param name="StandardError">Its standard error, which takes the correlation of the two into account.</param>
/// <param name="Test">The test of no difference; its statistic is NaN where both markers order all subjects alike. What it tests stands
/// with the method that gave it.</param>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct ConcordanceDifference(double Estimate, double StandardError, TestResult Test)
{
    /// <summary>Estimate / standard error.</summary>
    public double Statistic => Test.Statistic;

    /// <summary>The p-value of <see cref="Test"/>.</summary>
    public double PValue => Test.PValue;

    /// <summary>The difference, its standard error and p-value.</summary>
    public override string ToString() =>
        $"Difference {TextTable.Number(Estimate)} (se {TextTable.Number(StandardError)}), {Models.PValue.Equation(PValue)}";
}

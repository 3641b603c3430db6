using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>An estimate with its standard error, its confidence interval and a test: a difference, a slope, an index.</summary>
/// <param name="Estimate">The estimate; of a difference the first less the second.</param>
/// <param name="StandardError">Its standard error; of two estimates on the same subjects it takes their correlation into account.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
/// <param name="Test">The test of what stands with the method that gave the estimate: mostly that a difference is 0. Its statistic is NaN
/// where the standard error is 0.</param>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct TestedEstimate(double Estimate, double StandardError, double Lower, double Upper, TestResult Test)
{
    /// <summary>The p-value of <see cref="Test"/>.</summary>
    public double PValue => Test.PValue;

    /// <summary>The estimate, its standard error and limits, and the p-value.</summary>
    public override string ToString() =>
        $"{TextTable.Number(Estimate)} (se {TextTable.Number(StandardError)}, limits {TextTable.Number(Lower)} to "
        + $"{TextTable.Number(Upper)}), {Models.PValue.Equation(PValue)}";

    /// <summary>An estimate that is about normal, with a two-sided test.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="confidenceLevel">The level of the interval, between 0 and 1.</param>
    /// <param name="method">The name of the test.</param>
    /// <param name="null">The value that is tested.</param>
    internal static TestedEstimate Normal(
        double estimate, double standardError, double confidenceLevel, string method, double @null = 0)
    {
        var half = Tails.NormalQuantile((1 + confidenceLevel) / 2) * standardError;
        return new(
            estimate, standardError, estimate - half, estimate + half, TestResult.Normal((estimate - @null) / standardError, method));
    }
}

namespace Survival.Models.Statistics;

/// <summary>A statistic, its degrees of freedom and its p value.</summary>
/// <param name="Statistic">The statistic.</param>
/// <param name="DegreesOfFreedom">The degrees of freedom; NaN where the distribution has none.</param>
/// <param name="PValue">The p value; two-sided where the statistic has a sign.</param>
public readonly record struct TestResult(double Statistic, double DegreesOfFreedom, double PValue);

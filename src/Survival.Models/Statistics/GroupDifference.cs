namespace Survival.Models.Statistics;

/// <summary>How two groups differ: an estimate with its limits, and the test.</summary>
/// <param name="Estimate">The difference of means or locations, or the ratio of variances or means.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
/// <param name="Test">The test that there is no difference.</param>
public readonly record struct GroupDifference(double Estimate, double Lower, double Upper, TestResult Test)
{
    /// <summary>The estimate, its limits and the test in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Estimate:G6} ({Lower:G6} to {Upper:G6}); {Test}");
}

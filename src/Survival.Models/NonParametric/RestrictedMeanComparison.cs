using System.Diagnostics;
using Survival.Models.Numerics;
using Survival.Models.Statistics;

namespace Survival.Models.NonParametric;

/// <summary>
/// Two groups compared by their mean survival time up to a horizon (Uno H et al., J Clin Oncol 2014;32:2380-2385,
/// doi:10.1200/JCO.2014.55.2208), as
/// R's <c>survRM2::rmst2</c> without covariates; the ratios' intervals and tests are on the log scale.
/// </summary>
[DebuggerDisplay("RMST to {First.Horizon}: {First.Mean} and {Second.Mean}")]
public sealed class RestrictedMeanComparison
{
    private const string Test = "Test of two restricted means";

    private (string First, string Second) Names { get; init; } = ("first", "second");

    private RestrictedMeanComparison(RestrictedMean first, RestrictedMean second, double z)
    {
        (First, Second) = (first, second);
        var (v1, v0) = (first.StandardError * first.StandardError, second.StandardError * second.StandardError);
        var (difference, error) = (first.Mean - second.Mean, Math.Sqrt(v1 + v0));
        Difference = new GroupDifference(
            difference, difference - (z * error), difference + (z * error), TestResult.Normal(difference / error, Test));
        Ratio = RatioOf(first.Mean, second.Mean, v1, v0, z);
        LostRatio = RatioOf(first.Lost, second.Lost, v1, v0, z);
    }

    /// <summary>The first group's mean.</summary>
    public RestrictedMean First { get; }

    /// <summary>The second group's mean.</summary>
    public RestrictedMean Second { get; }

    /// <summary>The first mean less the second.</summary>
    public GroupDifference Difference { get; }

    /// <summary>The first mean over the second.</summary>
    public GroupDifference Ratio { get; }

    /// <summary>The time lost by the first group over that lost by the second; NaN where one has lost none.</summary>
    public GroupDifference LostRatio { get; }

    /// <summary>Compares two groups.</summary>
    /// <param name="first">One group's curve, such as the treated.</param>
    /// <param name="second">The other's, such as the controls; of other subjects.</param>
    /// <param name="horizon">The horizon; positive, within the follow-up of both groups.</param>
    /// <param name="confidenceLevel">The level of the intervals, inside (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The horizon lies outside a group's follow-up (the message says the range), or the
    /// level outside (0, 1).</exception>
    public static RestrictedMeanComparison Compare(SurvivalCurve first, SurvivalCurve second, double horizon, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var z = Confidence.Critical(confidenceLevel);
        return new RestrictedMeanComparison(first.RestrictedMean(horizon), second.RestrictedMean(horizon), z)
        {
            Names = first.Name.Length > 0 && second.Name.Length > 0 ? (first.Name, second.Name) : ("first", "second"),
        };
    }

    private static GroupDifference RatioOf(double a, double b, double v1, double v0, double z)
    {
        if (!(a > 0 && b > 0))
            return new GroupDifference(double.NaN, double.NaN, double.NaN, TestResult.NotDefined(Test));
        var (log, error) = (Math.Log(a / b), Math.Sqrt((v1 / (a * a)) + (v0 / (b * b))));
        return new GroupDifference(
            a / b, Math.Exp(log - (z * error)), Math.Exp(log + (z * error)), TestResult.Normal(log / error, Test));
    }

    /// <summary>As R's <c>rmst2</c> prints it: the means of both and their contrasts, by the names of the curves where they have
    /// some.</summary>
    public override string ToString()
    {
        var means = new TextTable("", "RMST", "se", "lost");
        foreach (var (name, mean) in (ReadOnlySpan<(string, RestrictedMean)>)[(Names.First, First), (Names.Second, Second)])
            means.Row(name, TextTable.Number(mean.Mean), TextTable.Number(mean.StandardError), TextTable.Number(mean.Lost));
        var contrasts = new TextTable("", "est.", "lower", "upper", "p");
        foreach (var (name, c) in (
            ReadOnlySpan<(string, GroupDifference)>)[($"RMST ({Names.First} - {Names.Second})", Difference),
            ($"RMST ({Names.First} / {Names.Second})", Ratio), ($"RMTL ({Names.First} / {Names.Second})", LostRatio)])
            contrasts.Row(name, TextTable.Number(c.Estimate), TextTable.Number(c.Lower), TextTable.Number(c.Upper),
                PValue.Significant(c.Test.PValue));
        return $"Restricted mean survival time to {TextTable.Number(First.Horizon)}\n{means}\n{contrasts}".TrimEnd();
    }
}

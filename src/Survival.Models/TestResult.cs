using System.Diagnostics;
using System.Globalization;
using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>What a test found: its statistic, the degrees of freedom and the p-value. Every test of the package gives one.</summary>
/// <param name="Statistic">The statistic; NaN where the test could not be done.</param>
/// <param name="DegreesOfFreedom">The degrees of freedom; <see langword="null"/> where the distribution has none, as the normal or an exact
/// one.</param>
/// <param name="PValue">The p-value; two-sided where the statistic has a sign. NaN where the test could not be done.</param>
/// <param name="Method">The name of the test.</param>
[DebuggerDisplay("{ToString(),nq}")]
public readonly record struct TestResult(double Statistic, double? DegreesOfFreedom, double PValue, string Method)
{
    private readonly double? _logPValue;

    /// <summary>The denominator's degrees of freedom of an F test; <see langword="null"/> for other tests.</summary>
    public double? SecondDegreesOfFreedom { get; init; }

    /// <summary>The natural logarithm of the p-value; of a chi-squared test it does not underflow.</summary>
    public double LogPValue { get => _logPValue ?? Math.Log(PValue); init => _logPValue = value; }

    /// <summary>Whether there is a result: the p-value is a number.</summary>
    public bool IsDefined => !double.IsNaN(PValue);

    /// <summary>A test that could not be done: everything is NaN.</summary>
    /// <param name="method">The name of the test.</param>
    public static TestResult NotDefined(string method) => new(double.NaN, null, double.NaN, method);

    /// <summary>One line, such as <c>Likelihood ratio test: 62.1 on 8 df, p = 1.8e-10</c>.</summary>
    public override string ToString()
    {
        var statistic = Statistic.ToString("G4", CultureInfo.InvariantCulture);
        var df = DegreesOfFreedom is { } first ? " on " + first.ToString("G4", CultureInfo.InvariantCulture) : "";
        if (SecondDegreesOfFreedom is { } second)
            df += " and " + second.ToString("G4", CultureInfo.InvariantCulture);
        return $"{Method}: {statistic}{(df.Length > 0 ? df + " df" : "")}, {Models.PValue.Equation(PValue)}";
    }

    /// <summary>A chi-squared test, whose small p-values keep their precision; NaN without degrees of freedom.</summary>
    internal static TestResult ChiSquared(double statistic, int degreesOfFreedom, string method)
    {
        var log = Tails.ChiSquareLogUpper(statistic, degreesOfFreedom);
        return new TestResult(statistic, degreesOfFreedom, Math.Exp(log), method) { LogPValue = log };
    }

    /// <summary>A two-sided test by the standard normal distribution.</summary>
    internal static TestResult Normal(double z, string method) => new(z, null, Tails.NormalTwoSided(z), method);
}

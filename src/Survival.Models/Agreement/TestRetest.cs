using System.Diagnostics;
using System.Globalization;
using System.Text;
using Survival.Models.Numerics;
using Survival.Models.Statistics;

namespace Survival.Models.Agreement;

/// <summary>How well two measurements of the same subjects agree in one feature.</summary>
public sealed class TestRetestResult
{
    internal TestRetestResult(string feature) => Feature = feature;

    /// <summary>The feature.</summary>
    public string Feature { get; }

    /// <summary>The intraclass correlation ICC(1,1) (one-way: the order of the measurements means nothing), with its limits.</summary>
    public IntraclassCorrelation Icc { get; internal init; }

    /// <summary>
    /// Lin's concordance correlation coefficient (1989, doi:10.2307/2532051), with population variances; NaN where no value differs.
    /// </summary>
    public double Ccc { get; internal init; }

    /// <summary>The lower limit of <see cref="Ccc"/>, by Fisher's z; NaN below three subjects.</summary>
    public double CccLower { get; internal init; }

    /// <summary>The upper limit of <see cref="Ccc"/>.</summary>
    public double CccUpper { get; internal init; }

    /// <summary>The mean of second minus first.</summary>
    public double Bias { get; internal init; }

    /// <summary>The within-subject standard deviation: the root of half the mean squared difference.</summary>
    public double WithinSubjectSd { get; internal init; }

    /// <summary>
    /// The within-subject coefficient of variation, as a share: the root of the mean of (d^2 / 2) / m^2, m each subject's mean; NaN where a
    /// mean is 0.
    /// </summary>
    public double CoefficientOfVariation { get; internal init; }

    /// <summary>
    /// The repeatability coefficient, 1.96 sqrt(2) times <see cref="WithinSubjectSd"/>: 95 of 100 pairs of measurements differ by less (D.
    /// L. Raunig et al., 2015, doi:10.1177/0962280214537344).
    /// </summary>
    public double RepeatabilityCoefficient { get; internal init; }

    /// <summary>
    /// The lower limit of <see cref="RepeatabilityCoefficient"/>, by the chi-squared distribution of as many degrees of freedom as
    /// subjects.
    /// </summary>
    public double RepeatabilityLower { get; internal init; }

    /// <summary>The upper limit of <see cref="RepeatabilityCoefficient"/>.</summary>
    public double RepeatabilityUpper { get; internal init; }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Test and retest: agreement of two measurements of the same subjects, feature by feature.</summary>
[DebuggerDisplay("{Results.Count} features of {Subjects} subjects measured twice")]
public sealed class TestRetest
{
    private TestRetest(int subjects, double level, IReadOnlyList<TestRetestResult> results) =>
        (Subjects, ConfidenceLevel, Results) = (subjects, level, results);

    /// <summary>The number of subjects.</summary>
    public int Subjects { get; }

    /// <summary>The level of all limits.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>A result for each feature, in the columns' order.</summary>
    public IReadOnlyList<TestRetestResult> Results { get; }

    /// <summary>Compares two measurements.</summary>
    /// <param name="first">The first measurement; at least two subjects.</param>
    /// <param name="second">The second: the same columns, and the same subjects in the same order.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Tables with other columns or numbers of rows, fewer than two subjects, or a level out of
    /// range.</exception>
    public static TestRetest Estimate(DesignMatrix first, DesignMatrix second, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var icc = IntraclassCorrelation.EstimateAll([first, second], new IccOptions
        { Form = IccForm.OneWay, ConfidenceLevel = confidenceLevel });
        var n = first.RowCount;
        var (low, high) = (ChiSquaredQuantile((1 + confidenceLevel) / 2, n), ChiSquaredQuantile((1 - confidenceLevel) / 2, n));
        var results = new TestRetestResult[first.ColumnCount];
        for (var j = 0; j < results.Length; j++)
            results[j] = Compare(first.ColumnNames[j], first.Column(j), second.Column(j), icc[j], confidenceLevel, low, high);
        return new TestRetest(n, confidenceLevel, results);
    }

    /// <summary>The table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Subjects} subjects measured twice; {100 * ConfidenceLevel:0.##}% limits\n");
        var width = Math.Max(7, Results.Count == 0 ? 0 : Results.Max(r => r.Feature.Length));
        text.Append(CultureInfo.InvariantCulture, $"{"feature".PadRight(width)}  {"ICC(1,1)",-24}{"CCC",-24}{"wCV",-10}{"RC",-12}bias\n");
        foreach (var r in Results)
        {
            var icc = Limits(r.Icc.Value, r.Icc.Lower, r.Icc.Upper);
            var ccc = Limits(r.Ccc, r.CccLower, r.CccUpper);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{r.Feature.PadRight(width)}  {icc,-24}{ccc,-24}"
                + $"{r.CoefficientOfVariation,-10:0.000}{r.RepeatabilityCoefficient,-12:G4}{r.Bias:G4}\n");
        }
        return text.ToString();
    }

    private static string Limits(double value, double lower, double upper) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.000} ({lower:0.000}, {upper:0.000})");

    private static TestRetestResult Compare(
        string feature, ReadOnlySpan<double> x, ReadOnlySpan<double> y, IntraclassCorrelation icc, double level, double low, double high)
    {
        var n = x.Length;
        double mx = 0, my = 0;
        for (var i = 0; i < n; i++)
        {
            mx += x[i] / n;
            my += y[i] / n;
        }
        double sxx = 0, syy = 0, sxy = 0, squares = 0, relative = 0;
        for (var i = 0; i < n; i++)
        {
            sxx += (x[i] - mx) * (x[i] - mx) / n;
            syy += (y[i] - my) * (y[i] - my) / n;
            sxy += (x[i] - mx) * (y[i] - my) / n;
            var (difference, mean) = (y[i] - x[i], (x[i] + y[i]) / 2);
            squares += difference * difference / 2 / n;
            relative += difference == 0 ? 0 : difference * difference / 2 / (mean * mean) / n;
        }
        var (ccc, lower, upper) = RaterAgreement.Concordance((mx, sxx), (my, syy), sxy, n, Tails.NormalQuantile((1 + level) / 2));
        var sd = Math.Sqrt(squares);
        var rc = Tails.NormalQuantile(0.975) * Math.Sqrt(2) * sd;
        return new TestRetestResult(feature)
        {
            Icc = icc,
            Ccc = ccc,
            CccLower = lower,
            CccUpper = upper,
            Bias = my - mx,
            WithinSubjectSd = sd,
            CoefficientOfVariation = double.IsFinite(relative) ? Math.Sqrt(relative) : double.NaN,
            RepeatabilityCoefficient = rc,
            RepeatabilityLower = rc * Math.Sqrt(n / low),
            RepeatabilityUpper = rc * Math.Sqrt(n / high),
        };
    }

    private static double ChiSquaredQuantile(double p, int df) => MathNet.Numerics.Distributions.ChiSquared.InvCDF(df, p);
}

using System.Diagnostics;
using Notebooks;
using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>A comparison of survival between groups.</summary>
[TypeFormatterSource(typeof(Formatters))]
[DebuggerDisplay("{Test}")]
public sealed partial class LogRankResult
{
    internal LogRankResult(IReadOnlyList<int> groups, IReadOnlyList<double> counts, double[,] observed, double[,] expected,
        double[,] variance, TestResult test)
    {
        (Groups, Counts, ObservedByStratum, ExpectedByStratum, Variance) = (groups, counts, observed, expected, variance);
        Test = test;
    }

    /// <summary>The groups' codes, increasing.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>The weight of each group.</summary>
    public IReadOnlyList<double> Counts { get; }

    /// <summary>The (weighted) events observed, groups by strata.</summary>
    public double[,] ObservedByStratum { get; }

    /// <summary>The (weighted) events expected, groups by strata.</summary>
    public double[,] ExpectedByStratum { get; }

    /// <summary>The covariance matrix of observed less expected, over the strata.</summary>
    public double[,] Variance { get; }

    /// <summary>The (weighted) events observed in each group.</summary>
    public IReadOnlyList<double> Observed => Sum(ObservedByStratum);

    /// <summary>The (weighted) events expected in each group.</summary>
    public IReadOnlyList<double> Expected => Sum(ExpectedByStratum);

    /// <summary>The test; its degrees of freedom are the groups with something expected, less one.</summary>
    public TestResult Test { get; }

    /// <summary>The statistic of <see cref="Test"/>.</summary>
    public double ChiSquare => Test.Statistic;

    /// <summary>The p-value of <see cref="Test"/>.</summary>
    public double PValue => Test.PValue;

    private static double[] Sum(double[,] byStratum)
    {
        var total = new double[byStratum.GetLength(0)];
        for (var j = 0; j < total.Length; j++)
        {
            for (var s = 0; s < byStratum.GetLength(1); s++)
                total[j] += byStratum[j, s];
        }
        return total;
    }

    /// <summary>As R's <c>survdiff</c> prints it: observed and expected events of each group, and the test.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "N", "Observed", "Expected", "(O-E)^2/E", "(O-E)^2/V");
        var (observed, expected) = (Observed, Expected);
        for (var g = 0; g < Groups.Count; g++)
        {
            var square = (observed[g] - expected[g]) * (observed[g] - expected[g]);
            table.Row(
                GroupNames.Count > 0 ? GroupNames[g] : Invariant($"group={Groups[g]}"),
                TextTable.Count(Counts[g]), TextTable.Count(observed[g]), TextTable.Number(expected[g], 3),
                TextTable.Number(square / expected[g], 3), TextTable.Number(square / Variance[g, g], 3));
        }
        return $"{table}\n{Test}";
    }
}

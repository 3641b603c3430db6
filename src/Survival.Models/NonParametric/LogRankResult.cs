using Notebooks;
using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>A comparison of survival between groups.</summary>
[TypeFormatterSource(typeof(Formatters))]
public sealed class LogRankResult
{
    internal LogRankResult(IReadOnlyList<int> groups, IReadOnlyList<double> counts, double[,] observed, double[,] expected, double[,] variance, double chiSquare, int degreesOfFreedom)
    {
        (Groups, Counts, ObservedByStratum, ExpectedByStratum, Variance) = (groups, counts, observed, expected, variance);
        (ChiSquare, DegreesOfFreedom) = (chiSquare, degreesOfFreedom);
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

    /// <summary>The statistic.</summary>
    public double ChiSquare { get; }

    /// <summary>The groups with something expected, less one.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The probability of a statistic as large or larger.</summary>
    public double PValue => Math.Exp(LogPValue);

    /// <summary>Its natural logarithm, which does not underflow.</summary>
    public double LogPValue => Tails.ChiSquareLogUpper(ChiSquare, DegreesOfFreedom);

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
}

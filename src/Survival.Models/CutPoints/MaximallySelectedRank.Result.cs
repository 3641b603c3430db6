using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.CutPoints;

[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class MaximallySelectedRank
{
    private readonly double[] _cuts;
    private readonly double[] _statistics;
    private readonly int[] _lowCounts;
    private readonly double[] _scores;

    internal MaximallySelectedRank(int best, double[] cuts, double[] statistics, int[] lowCounts, double[] scores, CutPointPValue method,
        double pValue)
    {
        (_cuts, _statistics, _lowCounts, _scores) = (cuts, statistics, lowCounts, scores);
        (CutPoint, Statistic, LowCount, HighCount) = (cuts[best], statistics[best], lowCounts[best], scores.Length - lowCounts[best]);
        (PValueMethod, PValue) = (method, pValue);
    }

    /// <summary>The cut: the largest observed value of the low group.</summary>
    public double CutPoint { get; }

    /// <summary>The largest standardised statistic.</summary>
    public double Statistic { get; }

    /// <summary>The number of rows at or below the cut.</summary>
    public int LowCount { get; }

    /// <summary>The number of rows above the cut.</summary>
    public int HighCount { get; }

    /// <summary>How the p-value was found.</summary>
    public CutPointPValue PValueMethod { get; }

    /// <summary>The p-value that allows for the search, in [0, 1]; NaN where none was asked for.</summary>
    public double PValue { get; }

    /// <summary>The statistic with the p-value that allows for the search.</summary>
    public TestResult Test => new(Statistic, null, PValue, "Maximally selected rank statistic");

    /// <summary>The cuts tried, ascending.</summary>
    public ReadOnlySpan<double> Cuts => _cuts;

    /// <summary>The statistic at each cut.</summary>
    public ReadOnlySpan<double> Statistics => _statistics;

    /// <summary>The number of rows at or below each cut.</summary>
    public ReadOnlySpan<int> LowCounts => _lowCounts;

    /// <summary>The log-rank score of each row, in the rows' order: event indicator less cumulated hazard; rounded for
    /// <see cref="CutPointPValue.HothornLausen"/>.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <summary>Which values are in the high group.</summary>
    /// <param name="marker">The values; those of other patients, too.</param>
    /// <param name="rule">On which side a value equal to the cut lies.</param>
    /// <exception cref="ArgumentException">A value is not a number.</exception>
    public bool[] IsHigh(ReadOnlySpan<double> marker, CutPointRule rule = CutPointRule.Above)
    {
        var high = new bool[marker.Length];
        for (var i = 0; i < high.Length; i++)
        {
            if (double.IsNaN(marker[i]))
                throw new ArgumentException(Invariant($"The marker in {RowPlace.Of(i)} is NaN; it belongs to no group."), nameof(marker));
            high[i] = rule == CutPointRule.Above ? marker[i] > CutPoint : marker[i] >= CutPoint;
        }
        return high;
    }

    /// <summary>The cut, the sizes of the groups, the statistic and its p-value.</summary>
    public override string ToString() =>
        Invariant(
            $"Cut-point {TextTable.Number(CutPoint, 6)}: {LowCount} at or below, {HighCount} above\nM = {TextTable.Number(Statistic)}"
        )
        + (PValueMethod == CutPointPValue.None ? "" : $", {PValueMethod} {Models.PValue.Equation(PValue)}");
}

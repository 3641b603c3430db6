using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>A description of numbers.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation (n - 1); NaN of one value.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="LowerQuartile">The first quartile (type 7, R's default).</param>
/// <param name="Median">The median.</param>
/// <param name="UpperQuartile">The third quartile.</param>
/// <param name="Maximum">The largest.</param>
public readonly record struct NumericSummary(
    int Count,
    double Mean,
    double StandardDeviation,
    double Minimum,
    double LowerQuartile,
    double Median,
    double UpperQuartile,
    double Maximum
)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

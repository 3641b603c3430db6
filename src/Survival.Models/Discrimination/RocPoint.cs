using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>A point of a ROC curve.</summary>
/// <param name="Threshold">The marker value at which the test turns; +∞ and -∞ at the curve's ends.</param>
/// <param name="FalsePositiveRate">The share of controls that test positive.</param>
/// <param name="TruePositiveRate">The share of cases that test positive.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

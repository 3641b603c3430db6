using Survival.Models.Numerics;

namespace Survival.Models.DecisionCurves;

/// <summary>A strategy at one threshold.</summary>
/// <param name="Threshold">The threshold probability: who has at least this risk is treated.</param>
/// <param name="PositiveShare">The share of subjects treated.</param>
/// <param name="TruePositiveRate">The share of all subjects that are treated and have the event.</param>
/// <param name="FalsePositiveRate">The share of all subjects that are treated and do not have the event.</param>
/// <param name="NetBenefit">True positives - false positives t/(1 - t) - harm; NaN where the follow-up of those treated ends before the
/// time.</param>
/// <param name="InterventionsAvoided">How many interventions fewer per subject, at equal true positives, than treating all: (net benefit -
/// that of treating all) / (t/(1 - t)).</param>
public readonly record struct DecisionPoint(
    double Threshold, double PositiveShare, double TruePositiveRate, double FalsePositiveRate, double NetBenefit,
        double InterventionsAvoided)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

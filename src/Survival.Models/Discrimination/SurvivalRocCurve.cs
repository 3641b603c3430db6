using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>A ROC curve at one time by the estimators of Heagerty, Lumley and Pepe.</summary>
/// <param name="Time">The time.</param>
/// <param name="Auc">The area by the trapezoidal rule.</param>
/// <param name="Survival">The Kaplan-Meier estimate of survival at the time.</param>
/// <param name="Points">From (1, 1) at threshold -∞ to (0, 0): a point for each distinct marker value c, where those above c test
/// positive.</param>
public sealed record SurvivalRocCurve(double Time, double Auc, double Survival, IReadOnlyList<RocPoint> Points)
{
    /// <summary>The first point with the largest difference of true and false positive rate (Youden's index).</summary>
    public RocPoint Youden => Points.MaxBy(p => p.TruePositiveRate - p.FalsePositiveRate);

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

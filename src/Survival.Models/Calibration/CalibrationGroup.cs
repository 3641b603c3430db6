using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>Predicted against observed survival in one group; under competing risks, predicted against observed incidence of a
/// cause.</summary>
/// <param name="Count">The number of subjects.</param>
/// <param name="Events">The number with the event, at any time.</param>
/// <param name="MeanPredicted">Their mean predicted survival or incidence; NaN in an empty group.</param>
/// <param name="Observed">Kaplan-Meier survival at the time, NaN with fewer than two subjects, or where their follow-up ends before with
/// survivors; of a cause Aalen and Johansen's incidence.</param>
/// <param name="StandardErrorOfLog">The standard error of the logarithm of <paramref name="Observed"/> (of survival Greenwood's); NaN where
/// that is, or 0.</param>
/// <param name="Lower">The lower end of the confidence interval: of survival S exp(-z SE), of incidence by log(-log). NaN
/// where <paramref name="Observed"/> is, and of a survival of 0, which has none.</param>
/// <param name="Upper">The upper end of the confidence interval, at most 1; NaN where the lower is.</param>
public readonly record struct CalibrationGroup(
    int Count, int Events, double MeanPredicted, double Observed, double StandardErrorOfLog, double Lower, double Upper)
{
    /// <summary>Observed less predicted.</summary>
    public double Difference => Observed - MeanPredicted;

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

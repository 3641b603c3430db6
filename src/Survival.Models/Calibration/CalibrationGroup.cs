namespace Survival.Models.Calibration;

/// <summary>Predicted against observed survival in one group.</summary>
/// <param name="Count">The number of subjects.</param>
/// <param name="Events">The number with the event, at any time.</param>
/// <param name="MeanPredicted">Their mean predicted survival; NaN in an empty group.</param>
/// <param name="Observed">Kaplan-Meier survival at the time; NaN with fewer than two subjects, or where their follow-up ends before with
/// survivors.</param>
/// <param name="StandardErrorOfLog">Greenwood's standard error of log S; NaN where <paramref name="Observed"/> is.</param>
/// <param name="Lower">The lower end of the confidence interval, S exp(-z SE).</param>
/// <param name="Upper">The upper end of the confidence interval, S exp(z SE), at most 1.</param>
public readonly record struct CalibrationGroup(
    int Count, int Events, double MeanPredicted, double Observed, double StandardErrorOfLog, double Lower, double Upper)
{
    /// <summary>Observed less predicted survival.</summary>
    public double Difference => Observed - MeanPredicted;
}

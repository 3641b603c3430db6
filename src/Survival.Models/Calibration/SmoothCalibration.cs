namespace Survival.Models.Calibration;

/// <summary>A smooth calibration curve and its summary.</summary>
/// <param name="Time">The time at which survival is predicted.</param>
/// <param name="Knots">The knots of the spline, on the scale of log(-log S).</param>
/// <param name="Coefficients">The coefficients of the spline's terms, the linear one first.</param>
/// <param name="PredictedRisk">Each row's predicted risk.</param>
/// <param name="ObservedRisk">Each row's risk read off the curve.</param>
/// <param name="Ici">The mean absolute difference of the two (integrated calibration index).</param>
/// <param name="E50">The median absolute difference.</param>
/// <param name="E90">The 90 % quantile of the absolute difference.</param>
/// <param name="EMax">The largest absolute difference.</param>
public sealed record SmoothCalibration(
    double Time,
    IReadOnlyList<double> Knots,
    IReadOnlyList<double> Coefficients,
    IReadOnlyList<double> PredictedRisk,
    IReadOnlyList<double> ObservedRisk,
    double Ici,
    double E50,
    double E90,
    double EMax);

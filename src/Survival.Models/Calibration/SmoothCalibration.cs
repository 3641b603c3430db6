namespace Survival.Models.Calibration;

/// <summary>A smooth calibration curve and its summary.</summary>
/// <param name="Time">The time at which survival is predicted.</param>
/// <param name="Knots">The knots of the spline, on the scale of log(-log S): quantiles, of however few patients. <c>rms::rcs</c> moves the
/// outer ones to the fifth from either end where there are fewer than 100.</param>
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
    double EMax)
{
    /// <summary>The indices.</summary>
    public override string ToString() => Invariant(
        $"calibration at {Time}: ICI {Ici:0.0000}, E50 {E50:0.0000}, E90 {E90:0.0000}, Emax {EMax:0.0000} ({PredictedRisk.Count} rows)")
            + (Warning is null ? "" : "\nwarning: " + Warning);

    /// <summary>What is suspect in the predictions: that they look like risks of the event, where survival is asked for;
    /// <see langword="null"/> where nothing is.</summary>
    public string? Warning { get; internal init; }

    /// <summary>The cumulative hazard of the curve where its spline is 0.</summary>
    public double HazardAtZero
    {
        get
        {
            var basis = RestrictedCubicSpline.Basis([Math.Log(-Math.Log(1 - PredictedRisk[0]))], Knots);
            var spline = 0.0;
            for (var k = 0; k < Coefficients.Count; k++)
                spline += Coefficients[k] * basis[k][0];
            return -Math.Log(1 - ObservedRisk[0]) / Math.Exp(spline);
        }
    }
}

using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>The coefficient of the model's linear predictor in a Cox model of new follow-up: 1 where predictions are as spread as they
/// should be, less where they are too extreme.</summary>
/// <param name="Slope">The coefficient.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
/// <param name="PValueOfOne">Two-sided Wald test that the slope is 1.</param>
public readonly record struct CalibrationSlope(double Slope, double StandardError, double Lower, double Upper, double PValueOfOne)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>Calibration in the large: the risk observed in all against the mean predicted.</summary>
/// <param name="ObservedRisk">The Kaplan-Meier risk at the time.</param>
/// <param name="MeanPredictedRisk">The mean predicted risk.</param>
/// <param name="ObservedOverExpected">Their ratio: above 1 the model predicts too little risk.</param>
/// <param name="Lower">The lower end of its confidence interval, on the log scale with Greenwood's variance of the observed risk.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
public readonly record struct InTheLarge(
    double ObservedRisk, double MeanPredictedRisk, double ObservedOverExpected, double Lower, double Upper)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

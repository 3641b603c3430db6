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
    /// <summary>What is suspect in the predictions: that they look like risks of the event, where survival is asked for;
    /// <see langword="null"/> where nothing is.</summary>
    public string? Warning { get; internal init; }

    /// <summary>The ratio with its interval, and what it is of.</summary>
    public override string ToString() => Invariant(
        $"observed over expected {ObservedOverExpected:0.0000} ({Lower:0.0000} to {Upper:0.0000}): risk observed {ObservedRisk:0.0000}, ")
            + Invariant($"mean predicted {MeanPredictedRisk:0.0000}") + (Warning is null ? "" : "\nwarning: " + Warning);
}

using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>The area under the ROC curve at one time.</summary>
/// <param name="Time">The time t.</param>
/// <param name="Auc">The chance that a case by t has the larger marker than a control at t; ties count half.</param>
/// <param name="StandardError">Its standard error, from the influence function, the estimation of the censoring distribution
/// included.</param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
/// <param name="Cases">How many had the event by t.</param>
/// <param name="Controls">How many were followed beyond t.</param>
/// <param name="Undetermined">How many are neither: censored by t, or with follow-up ending exactly at t where that counts as
/// neither.</param>
/// <param name="EventProbability">The weighted share of cases: the estimated chance of the event by t.</param>
public readonly record struct TimeAuc(
    double Time, double Auc, double StandardError, double Lower, double Upper, int Cases, int Controls, int Undetermined,
        double EventProbability)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

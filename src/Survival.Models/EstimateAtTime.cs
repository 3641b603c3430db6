using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>A curve of survival or of cumulative incidence at one time.</summary>
/// <param name="Time">The time.</param>
/// <param name="AtRisk">The weight at risk just before it; without weights the number.</param>
/// <param name="Estimate">Survival, or the chance of an event of the cause by then; 0 to 1.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Lower">Its lower confidence limit.</param>
/// <param name="Upper">Its upper confidence limit.</param>
public readonly record struct EstimateAtTime(
    double Time, double AtRisk, double Estimate, double StandardError, double Lower, double Upper)
{
    /// <summary>The time, the estimate with its standard error and limits, and how many are at risk.</summary>
    public override string ToString() =>
        $"at {TextTable.Number(Time)}: {TextTable.Number(Estimate)} (se {TextTable.Number(StandardError)}, limits "
        + $"{TextTable.Number(Lower)} to {TextTable.Number(Upper)}), {TextTable.Count(AtRisk)} at risk";
}

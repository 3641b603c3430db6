using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

/// <summary>The cumulative incidence of a cause at one time.</summary>
/// <param name="Time">The time.</param>
/// <param name="Estimate">The chance of an event of the cause by then, 0 to 1.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Lower">Its lower confidence limit.</param>
/// <param name="Upper">Its upper confidence limit.</param>
public readonly record struct IncidenceAtTime(double Time, double Estimate, double StandardError, double Lower, double Upper)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

namespace Survival.Models.Persistence;

/// <summary>A baseline as PMML holds it.</summary>
/// <param name="Stratum">The stratum's name or code.</param>
/// <param name="MaximumTime">The last follow-up.</param>
/// <param name="Steps">The event times with the cumulative hazard after each.</param>
internal sealed record CoxPmmlBaseline(string Stratum, double MaximumTime, IReadOnlyList<(double Time, double Hazard)> Steps);

namespace Survival.Models.Penalised;

/// <summary>The solution at one lambda.</summary>
internal sealed record CoxNetPoint(
    double Lambda, int[] Indices, double[] Values, double LogLikelihood, double DevianceRatio, double Violation);

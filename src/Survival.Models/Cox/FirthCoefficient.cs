using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>One coefficient of a fit with Firth's penalty.</summary>
/// <param name="Name">The column.</param>
/// <param name="Coefficient">The log hazard ratio.</param>
/// <param name="StandardError">Its standard error, from the information at the estimate.</param>
/// <param name="HazardRatio">The hazard ratio.</param>
/// <param name="Lower">The lower end of its profile-penalised-likelihood interval; 0 where the profile does not fall far enough, NaN where
/// the information vanishes on the way and the profile cannot be followed.</param>
/// <param name="Upper">The upper end; infinite or NaN likewise.</param>
/// <param name="ChiSquared">The penalised likelihood-ratio statistic of the coefficient being 0.</param>
/// <param name="PValue">Its p-value.</param>
public sealed record FirthCoefficient(
    string Name, double Coefficient, double StandardError, double HazardRatio, double Lower, double Upper, double ChiSquared,
    double PValue)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

using System.Globalization;

namespace Survival.Models.Cox;

/// <summary>One line of a Cox model's table. Everything but the name is NaN for a column that was left out as collinear.</summary>
/// <param name="Name">The column.</param>
/// <param name="Coefficient">The log hazard ratio for one unit.</param>
/// <param name="HazardRatio">exp(coefficient).</param>
/// <param name="StandardError">The standard error that the test and interval use: the robust one in a robust fit.</param>
/// <param name="ModelStandardError">The standard error from the information.</param>
/// <param name="Z">Coefficient over standard error.</param>
/// <param name="PValue">The two-sided normal p-value of <paramref name="Z"/>.</param>
/// <param name="Lower">The lower end of the hazard ratio's interval.</param>
/// <param name="Upper">The upper end of the hazard ratio's interval.</param>
public sealed record CoxCoefficient(
    string Name, double Coefficient, double HazardRatio, double StandardError, double ModelStandardError, double Z, double PValue,
        double Lower, double Upper)
{
    /// <summary>The coefficient with its error, the hazard ratio with its limits, and the p value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: coefficient {Coefficient:G5} (se {StandardError:G4}), hazard ratio {HazardRatio:G5} ({Lower:G4} to {Upper:G4}), ")
            + Models.PValue.Equation(PValue);
}

using System.Globalization;

namespace Survival.Models.Cox;

/// <summary>One line of a Cox model's table. Everything but the name is NaN for a column that was left out as collinear.</summary>
/// <param name="Name">The column.</param>
/// <param name="Coefficient">The log hazard ratio for one unit.</param>
/// <param name="HazardRatio">exp(coefficient).</param>
/// <param name="StandardError">The standard error that the test and interval use: the robust one in a robust fit.</param>
/// <param name="ModelStandardError">The standard error from the information.</param>
/// <param name="Lower">The lower end of the hazard ratio's interval; of <see cref="FirthCox"/> that of the profile penalised likelihood: 0
/// where the profile does not fall far enough, NaN where the information vanishes on the way and the profile cannot be followed.</param>
/// <param name="Upper">The upper end of the hazard ratio's interval; infinite or NaN likewise.</param>
/// <param name="Test">The test that the coefficient is 0: Wald's, whose statistic is z, the coefficient over its standard error; of
/// <see cref="FirthCox"/> the penalised likelihood-ratio test, whose statistic is chi-squared.</param>
public sealed record CoxCoefficient(
    string Name, double Coefficient, double HazardRatio, double StandardError, double ModelStandardError, double Lower, double Upper,
    TestResult Test)
{
    /// <summary>The p-value of <see cref="Test"/>.</summary>
    public double PValue => Test.PValue;

    /// <summary>The coefficient with its error, the hazard ratio with its limits, and the p value.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: coefficient {Coefficient:G5} (se {StandardError:G4}), hazard ratio {HazardRatio:G5} ({Lower:G4} to {Upper:G4}), ")
            + Models.PValue.Equation(PValue);

    /// <summary>A line with Wald's limits and test.</summary>
    /// <param name="name">The column.</param>
    /// <param name="coefficient">The log hazard ratio.</param>
    /// <param name="standardError">The standard error of test and interval.</param>
    /// <param name="modelStandardError">The standard error from the information.</param>
    /// <param name="z">The normal quantile of the level.</param>
    internal static CoxCoefficient Wald(string name, double coefficient, double standardError, double modelStandardError, double z) => new(
        name, coefficient, Math.Exp(coefficient), standardError, modelStandardError, Math.Exp(coefficient - (z * standardError)),
        Math.Exp(coefficient + (z * standardError)), TestResult.Normal(coefficient / standardError, "Wald test"));
}

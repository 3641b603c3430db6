using System.Globalization;

namespace Survival.Models.Cox;

/// <param name="Name">The column.</param>
/// <param name="Coefficient">The log hazard ratio.</param>
/// <param name="StandardError">Its standard error, from the information.</param>
/// <param name="HazardRatio">The hazard ratio.</param>
/// <param name="Lower">The lower end of its interval.</param>
/// <param name="Upper">The upper end of its interval.</param>
/// <param name="WaldPValue">The p-value of the Wald test.</param>
/// <param name="LikelihoodRatioPValue">The p-value of the likelihood-ratio test.</param>
/// <param name="ScorePValue">The p-value of the score test.</param>
/// <param name="AdjustedPValue">The Wald p-value adjusted for the number of columns that could be fitted.</param>
/// <param name="Concordance">Harrell's C of coefficient times column; NaN where it was not asked for.</param>
/// <param name="ConcordanceStandardError">Its standard error.</param>
/// <param name="Problem">Why there are no numbers; <see langword="null"/> where there are.</param>
public sealed partial record UnivariableCox(
    string Name,
    double Coefficient,
    double StandardError,
    double HazardRatio,
    double Lower,
    double Upper,
    double WaldPValue,
    double LikelihoodRatioPValue,
    double ScorePValue,
    double AdjustedPValue,
    double Concordance,
    double ConcordanceStandardError,
    string? Problem)
{
    /// <summary>How many patients have no value in the column and were left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>The hazard ratio with its limits and p value, or why there is none.</summary>
    public override string ToString() => (Problem is { } problem ? $"{Name}: {problem}" : string.Create(CultureInfo.InvariantCulture,
        $"{Name}: HR {HazardRatio:0.000} ({Lower:0.000} to {Upper:0.000}), p {PValue.Format(WaldPValue)}, C {Concordance:0.000}"))
            + (LeftOut > 0 ? Invariant($" ({LeftOut} without a value left out)") : "");
}

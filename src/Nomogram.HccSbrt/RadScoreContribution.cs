namespace Nomogram.HccSbrt;

/// <summary>What one feature adds to a Rad-score.</summary>
/// <param name="Feature">PyRadiomics' name of the feature.</param>
/// <param name="Value">Its raw value.</param>
/// <param name="Standardized">Its z-score (its raw value where raw features were asked for).</param>
/// <param name="Weight">Its published weight.</param>
public sealed record RadScoreContribution(string Feature, double Value, double Standardized, double Weight)
{
    /// <summary>The weight times the z-score.</summary>
    public double Contribution => Weight * Standardized;
}

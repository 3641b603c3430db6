namespace Nomogram.HccSbrt;

/// <summary>One feature of the Rad-score.</summary>
/// <param name="Feature">PyRadiomics' name of the feature.</param>
/// <param name="Weight">The published weight of the z-scored feature.</param>
public sealed record RadScoreTerm(string Feature, double Weight);

namespace Radiomics.Studies;

/// <summary>One feature of a signature: it adds weight * (value - mean) / standard deviation to the Rad-score.</summary>
/// <param name="Feature">PyRadiomics' name.</param>
/// <param name="Mean">The training mean.</param>
/// <param name="StandardDeviation">The training standard deviation (divisor n - 1).</param>
/// <param name="Weight">The LASSO coefficient of the z-score.</param>
public sealed record SignatureTerm(string Feature, double Mean, double StandardDeviation, double Weight);

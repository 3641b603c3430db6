namespace Radiomics.Features.Extraction;

/// <summary>What the thresholds of a resegmentation mean (PyRadiomics' <c>resegmentMode</c>).</summary>
public enum ResegmentMode
{
    /// <summary><c>absolute</c>: intensities.</summary>
    Absolute,

    /// <summary><c>relative</c>: fractions of the region's maximum.</summary>
    Relative,

    /// <summary><c>sigma</c>: (population) standard deviations from the region's mean.</summary>
    Sigma,
}

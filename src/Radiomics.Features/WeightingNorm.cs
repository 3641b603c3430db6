namespace Radiomics.Features;

/// <summary>
/// PyRadiomics' <c>weightingNorm</c>: when set, the matrices of the directions are merged into one, each weighted by
/// exp(-d²), where d is the length of the direction's step in mm under the norm; when not, features are averaged over directions.
/// </summary>
public enum WeightingNorm
{
    /// <summary><c>manhattan</c>: the sum of the step's components.</summary>
    Manhattan,

    /// <summary><c>euclidean</c>: the root of the sum of their squares.</summary>
    Euclidean,

    /// <summary><c>infinity</c>: the largest of them.</summary>
    Infinity,

    /// <summary><c>no_weighting</c>: every direction has weight 1.</summary>
    NoWeighting,
}

namespace Radiomics.Features.Extraction;

/// <summary>A feature class to compute, and which of its features.</summary>
/// <param name="Class">The class.</param>
/// <param name="Names">PyRadiomics' names of the features, in the order wanted; empty for all that are enabled by default, in alphabetical
/// order.</param>
public sealed record FeatureSelection(FeatureClass Class, IReadOnlyList<string> Names)
{
    /// <summary>Selects all features of a class that are enabled by default.</summary>
    /// <param name="featureClass">The class.</param>
    public FeatureSelection(FeatureClass featureClass)
        : this(featureClass, [])
    {
    }
}

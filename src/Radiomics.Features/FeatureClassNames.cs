using Radiomics.Features.FirstOrder;
using Radiomics.Features.Shape;
using Radiomics.Features.Texture;

namespace Radiomics.Features;

/// <summary>PyRadiomics' names of the feature classes and of the features in each.</summary>
public static class FeatureClassNames
{
    /// <summary>The classes with their names, in PyRadiomics' order.</summary>
    public static IReadOnlyList<(FeatureClass Class, string Name)> All { get; } =
    [
        (FeatureClass.FirstOrder, "firstorder"), (FeatureClass.Glcm, "glcm"), (FeatureClass.Gldm, "gldm"), (FeatureClass.Glrlm, "glrlm"),
        (FeatureClass.Glszm, "glszm"), (FeatureClass.Ngtdm, "ngtdm"), (FeatureClass.Shape, "shape"), (FeatureClass.Shape2D, "shape2D"),
    ];

    /// <summary>The name of a class, such as <c>glcm</c>.</summary>
    /// <param name="featureClass">The class.</param>
    public static string NameOf(FeatureClass featureClass) => All[(int)featureClass].Name;

    /// <summary>The features that a class knows, those not enabled by default included, in alphabetical order.</summary>
    /// <param name="featureClass">The class.</param>
    public static IReadOnlyList<string> FeaturesOf(FeatureClass featureClass) => featureClass switch
    {
        FeatureClass.FirstOrder => [.. FirstOrderFeatures.All.Select(f => f.Name)],
        FeatureClass.Shape => [.. ShapeFeatures.All.Select(f => f.Name)],
        FeatureClass.Shape2D => [.. Shape2DFeatures.All.Select(f => f.Name)],
        FeatureClass.Glcm => [.. GlcmFeatures.All.Select(f => f.Name)],
        FeatureClass.Gldm => [.. GldmFeatures.All.Select(f => f.Name)],
        FeatureClass.Glrlm => [.. GlrlmFeatures.All.Select(f => f.Name)],
        FeatureClass.Glszm => [.. GlszmFeatures.All.Select(f => f.Name)],
        FeatureClass.Ngtdm => [.. NgtdmFeatures.All.Select(f => f.Name)],
        _ => throw new ArgumentOutOfRangeException(nameof(featureClass), featureClass, "There is no such feature class."),
    };
}

namespace Radiomics.Features.Extraction;

/// <summary>PyRadiomics' names of the feature classes and of the features in each.</summary>
internal static class FeatureClassNames
{
    /// <summary>The classes with their names, in PyRadiomics' order.</summary>
    public static IReadOnlyList<(FeatureClass Class, string Name)> All { get; } = [.. ClassFamilies.All.Select(f => (f.Class, f.Name))];

    /// <summary>The name of a class, such as <c>glcm</c>.</summary>
    /// <param name="featureClass">The class.</param>
    public static string NameOf(FeatureClass featureClass) => All[(int)featureClass].Name;

    /// <summary>The features that a class knows, those not enabled by default included, in alphabetical order.</summary>
    /// <param name="featureClass">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public static IReadOnlyList<string> FeaturesOf(FeatureClass featureClass) => Enum.IsDefined(featureClass)
        ? ClassFamilies.All[(int)featureClass].Features
        : throw new ArgumentOutOfRangeException(nameof(featureClass), featureClass, "There is no such feature class.");
}

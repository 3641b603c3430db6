namespace Radiomics.Features.Extraction;

/// <summary>A feature class to compute, and which of its features; with features of one's own beside them.</summary>
/// <param name="Class">The class.</param>
/// <param name="Names">PyRadiomics' names of the features, in the order wanted; empty for all that are enabled by default, in alphabetical
/// order.</param>
public sealed record FeatureClassSelection(FeatureClass Class, IReadOnlyList<string> Names)
{
    /// <summary>Selects all features of a class that are enabled by default.</summary>
    /// <param name="featureClass">The class.</param>
    public FeatureClassSelection(FeatureClass featureClass)
        : this(featureClass, [])
    {
    }

    // Each a FeatureDefinition<T> of what the class computes from.
    internal IReadOnlyList<object> Own { get; private init; } = [];

    internal IReadOnlyList<string> OwnNames { get; private init; } = [];

    /// <summary>
    /// The same selection and a feature of one's own, computed with the class on every image and behind its features, under the name
    /// <c>image_class_Name</c>.
    /// </summary>
    /// <typeparam name="T">
    /// What the class computes its features from: <see cref="FirstOrder.IntensityStatistics"/> (first order),
    /// <see cref="Texture.CooccurrenceStatistics"/> (GLCM), <see cref="Texture.LevelSizeStatistics"/> (GLRLM, GLSZM) and so on.
    /// </typeparam>
    /// <param name="feature">
    /// The feature. <see cref="ExtractionSettings.Fingerprint"/> knows it by its name alone: give it another name when it computes
    /// something else. Its function may be called from several threads at a time.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The class computes from something else, it has a feature of that name, or the feature has no function.
    /// </exception>
    /// <remarks>What its function throws ends the extraction by an <see cref="InvalidOperationException"/> that names the feature and the
    /// image and has the function's exception inside; an <see cref="OperationCanceledException"/> comes as it is.</remarks>
    public FeatureClassSelection With<T>(FeatureDefinition<T> feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var name = FeatureClassNames.NameOf(Class);
        var source = ClassFamilies.All[(int)Class].Source;
        if (source != typeof(T))
        {
            throw new ArgumentException(
                $"The class {name} computes its features from {source.Name}; the feature {feature.Name} is one of {typeof(T).Name}.",
                nameof(feature)
            );
        }
        if (string.IsNullOrWhiteSpace(feature.Name) || feature.Compute is null)
            throw new ArgumentException("A feature of one's own needs a name and a function.", nameof(feature));
        if (FeatureClassNames.FeaturesOf(Class).Concat(OwnNames).Contains(feature.Name))
        {
            throw new ArgumentException(
                $"The class {name} has a feature {feature.Name} already; give yours another name.",
                nameof(feature)
            );
        }
        return this with { Own = [.. Own, OwnFeatureException.Guard(name, feature)], OwnNames = [.. OwnNames, feature.Name] };
    }

    /// <summary>The known features of the selection without one's own, and one's own without them.</summary>
    internal (FeatureClassSelection Known, FeatureClassSelection Own) Parts() =>
        (this with { Own = [], OwnNames = [] }, this with { Names = [] });
}

namespace Radiomics.Features.Extraction;

/// <summary>The function of a feature of one's own has failed. To a caller it is what it derives from.</summary>
internal sealed class OwnFeatureException(string featureClass, string feature, string? image, Exception cause) : InvalidOperationException(
    $"Your own feature '{feature}' of the class {featureClass} failed"
        + (image is null ? "" : $" on the image '{image}'") + $": {cause.GetType().Name}: {cause.Message}",
    cause)
{
    /// <summary>The feature, whose failure is then told with its name.</summary>
    public static FeatureDefinition<T> Guard<T>(string featureClass, FeatureDefinition<T> feature)
    {
        var compute = feature.Compute!;
        return feature with
        {
            Compute = source =>
            {
                try
                {
                    return compute(source);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    throw new OwnFeatureException(featureClass, feature.Name, null, error);
                }
            },
        };
    }

    /// <summary>The same, with the name of the image.</summary>
    public OwnFeatureException On(string name) => new(featureClass, feature, name, InnerException!);
}

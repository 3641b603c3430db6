namespace Radiomics.Features.Extraction;

/// <summary>One image type to extract from.</summary>
/// <param name="Type">The image type.</param>
/// <param name="Settings">Its own settings, which then stand in place of <see cref="ExtractionSettings.Image"/>; <see langword="null"/> for those.</param>
public sealed record ImageTypeSettings(ImageType Type, ImageSettings? Settings = null)
{
    /// <summary>The names of the settings that a parameter file gave for this type, in its order (for the provenance).</summary>
    internal IReadOnlyList<string> Given { get; init; } = [];
}

using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Features.Extraction;

/// <summary>One image type to extract from.</summary>
/// <param name="Type">The image type.</param>
/// <param name="Settings">Its own settings, which then stand in place of <see cref="ExtractionSettings.Image"/>; <see langword="null"/> for
/// those.</param>
public sealed record ImageTypeSettings(ImageType Type, ImageSettings? Settings = null)
{
    /// <summary>The filter of <see cref="ImageType.Convolution"/>; the other types make theirs from the settings.</summary>
    public ConvolutionalFilter? Filter { get; init; }

    /// <summary>A filter of IBSI 2 to extract from.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="settings">Its own settings of discretisation and texture; <see langword="null"/> for those of the extraction.</param>
    public static ImageTypeSettings Of(ConvolutionalFilter filter, ImageSettings? settings = null) =>
        new(ImageType.Convolution, settings) { Filter = filter ?? throw new ArgumentNullException(nameof(filter)) };

    /// <summary>The names of the settings that a parameter file gave for this type, in its order (for the provenance).</summary>
    internal IReadOnlyList<string> Given { get; init; } = [];
}

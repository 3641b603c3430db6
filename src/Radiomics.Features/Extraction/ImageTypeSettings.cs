using Radiomics.Imaging.Filters;
using Radiomics.Imaging.Filters.Ibsi;

namespace Radiomics.Features.Extraction;

/// <summary>One image type to extract from.</summary>
/// <param name="Type">The image type.</param>
/// <param name="Settings">Its own settings, which then stand in place of <see cref="ExtractionSettings.Image"/>; <see langword="null"/> for
/// those.</param>
public sealed record ImageTypeSettings(ImageType Type, ImageSettings? Settings = null)
{
    /// <summary>The filter of <see cref="ImageType.Convolution"/> and <see cref="ImageType.Own"/>, which the <c>Of</c> of its kind sets;
    /// the other types make theirs from the settings.</summary>
    public IImageFilter? Filter { get; internal init; }

    /// <summary>A filter of IBSI 2 to extract from.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="settings">Its own settings of discretisation and texture; <see langword="null"/> for those of the extraction.</param>
    public static ImageTypeSettings Of(ConvolutionalFilter filter, ImageSettings? settings = null) =>
        new(ImageType.Convolution, settings) { Filter = filter ?? throw new ArgumentNullException(nameof(filter)) };

    /// <summary>Any other filter to extract from, such as one of one's own. Features are named by the images that it gives, whose names
    /// hold no underscore and no other image type's name.</summary>
    /// <param name="filter">The filter. Where regions are many it is applied for each, since its images may depend on the region.</param>
    /// <param name="name">What stands for it and its parameters in the provenance and in <see cref="ExtractionSettings.Fingerprint"/>,
    /// such as <c>median-3</c>; filters that compute something else have another. It is no part of the features' names, which begin with
    /// that of the image (<see cref="FilteredImage.Name"/>).</param>
    /// <param name="settings">Its own settings of discretisation and texture; <see langword="null"/> for those of the extraction.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static ImageTypeSettings Of(IImageFilter filter, string name, ImageSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(ImageType.Own, settings) { Filter = filter, OwnName = name };
    }

    /// <summary>What stands for the filter; <see langword="null"/> where the type makes its own.</summary>
    internal string? FilterName => OwnName ?? (Filter as ConvolutionalFilter)?.ImageName;

    private string? OwnName { get; init; }

    /// <summary>The names of the settings that a parameter file gave for this type, in its order (for the provenance).</summary>
    internal IReadOnlyList<string> Given { get; init; } = [];
}

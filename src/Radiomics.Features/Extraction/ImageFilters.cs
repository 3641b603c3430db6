using System.Globalization;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Extraction;

/// <summary>Makes the images of an image type over the box of a group of regions.</summary>
internal static class ImageFilters
{
    /// <summary>The images, each for all regions of the group (<see langword="null"/>) or for one of them.</summary>
    public static IEnumerable<(FilteredImage Image, RegionWork? Region)> Apply(
        ImageTypeSettings type, ImageSettings own, List<RegionWork> regions, Region box, CancellationToken cancellationToken)
    {
        var filter = type.Type is ImageType.Convolution or ImageType.Own
            ? type.Filter
                ?? throw new ArgumentException(
                    $"An image type {type.Type} has no filter; make it by {nameof(ImageTypeSettings)}.{nameof(ImageTypeSettings.Of)}.",
                    nameof(type)
                )
            : Create(type.Type, own);
        if (type.Type == ImageType.Own && regions.Count == 1)
        {
            foreach (var image in filter.Apply(regions[0].Image, regions[0].Mask, box, 1, cancellationToken))
                yield return (Checked(image, type, box), regions[0]);
            yield break;
        }
        if (type.Type is not (ImageType.Lbp3D or ImageType.Own))
        {
            foreach (var image in filter.Apply(regions[0].Image, regions[0].Mask, box, 1, cancellationToken))
                yield return (image, null);
            yield break;
        }

        // The one filter of ours whose images depend on the region, and those that may.
        foreach (var region in regions)
        {
            var wanted = region.Mask.BoundingBox;
            foreach (var image in filter.Apply(region.Image, region.Mask, wanted, 1, cancellationToken))
                yield return (type.Type == ImageType.Own ? Checked(image, type, wanted) : image, region);
        }
    }

    // What a filter of the user's must hold to, so that its image is what its features' names say.
    private static FilteredImage Checked(FilteredImage? image, ImageTypeSettings type, Region wanted)
    {
        if (image is null || string.IsNullOrWhiteSpace(image.Name) || image.Name.Contains('_', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The filter '{type.FilterName}' gives an image {(image is null ? "that is null" : $"named '{image.Name}'")}; the name "
                    + "begins those of its features: at least one character, and no underscore.",
                nameof(type)
            );
        }
        return image.Block.Region == wanted
            ? image
            : throw new ArgumentException(
                $"The filter '{type.FilterName}' was asked for {wanted} and gives {image.Block.Region}; an image covers the box asked for.",
                nameof(type)
            );
    }

    /// <summary>What is asked for and left out, because the image is too small for it.</summary>
    public static IEnumerable<string> LeftOut(ImageTypeSettings type, ImageSettings own, ImageGeometry geometry)
    {
        if (type.Type != ImageType.LoG)
            yield break;
        var applicable = new LaplacianOfGaussianFilter(own.Sigma).Applicable(geometry);
        foreach (var sigma in own.Sigma.Where(s => !applicable.Contains(s)))
            yield return string.Create(CultureInfo.InvariantCulture,
                $"LoG with sigma {sigma} mm was left out: an axis of the image ({geometry.Size} voxels of {geometry.Spacing} mm) is too "
                    + $"short for it."
            );
    }

    /// <summary>Whether PyRadiomics holds the images of a type in 32-bit floats, in which precision it then bins them.</summary>
    public static bool IsSinglePrecision(ImageType type, Volume image) => type switch
    {
        ImageType.LoG or ImageType.Gradient => true, // ITK's, whatever goes in
        ImageType.Original or ImageType.Wavelet or ImageType.Lbp2D => image.PixelType == PixelType.Float32,
        _ => false,
    };

    private static IImageFilter Create(ImageType type, ImageSettings own) => type switch
    {
        ImageType.Wavelet => new WaveletFilter(own.Wavelet, own.Level, own.StartLevel, own.Force2D, own.Force2DDimension),
        ImageType.Original => new OriginalFilter(),
        ImageType.LoG => new LaplacianOfGaussianFilter(own.Sigma, own.SigmaLabels),
        ImageType.Square => PointwiseFilter.Square,
        ImageType.SquareRoot => PointwiseFilter.SquareRoot,
        ImageType.Logarithm => PointwiseFilter.Logarithm,
        ImageType.Exponential => PointwiseFilter.Exponential,
        ImageType.Gradient => new GradientFilter(own.GradientUseSpacing),
        ImageType.Lbp2D => new LocalBinaryPattern2DFilter(own.Lbp2DRadius, own.Lbp2DSamples, own.Lbp2DMethod, own.Force2DDimension),
        ImageType.Lbp3D => new LocalBinaryPattern3DFilter(own.Lbp3DLevels, own.Lbp3DIcosphereRadius, own.Lbp3DIcosphereSubdivision),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such image type."),
    };
}

using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Extraction;

/// <summary>Makes the images of an image type over the box of a group of regions.</summary>
internal static class ImageFilters
{
    /// <summary>The images, each for all regions of the group (<see langword="null"/>) or for one of them.</summary>
    public static IEnumerable<(FilteredImage Image, RegionWork? Region)> Apply(
        ImageType type, ImageSettings own, List<RegionWork> regions, Region box, CancellationToken cancellationToken)
    {
        var image = regions[0].Image;
        if (type == ImageType.Original)
            yield return (new FilteredImage("original", image.Read(box)), null);
    }

    /// <summary>Whether an image holds 32-bit floats, in which precision PyRadiomics then bins it.</summary>
    public static bool IsSinglePrecision(FilteredImage image, Volume original) => image.Name == "original" && original.PixelType == PixelType.Float32;
}

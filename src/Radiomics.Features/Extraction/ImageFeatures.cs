using Radiomics.Features.FirstOrder;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Extraction;

/// <summary>The features of one region on one image: everything but shape.</summary>
internal static class ImageFeatures
{
    /// <summary>Computes the selected classes and adds their features.</summary>
    /// <param name="features">Where they go.</param>
    /// <param name="mask">The region.</param>
    /// <param name="image">The image over a box that holds the region.</param>
    /// <param name="own">The settings of the image type.</param>
    /// <param name="settings">The extraction's settings.</param>
    /// <param name="cancellationToken">Stops the work between classes.</param>
    public static void Add(
        FeatureList features, Mask mask, FilteredImage image, ImageSettings own, ExtractionSettings settings, CancellationToken cancellationToken)
    {
        var intensities = RegionIntensities.Gather(mask, image.Block);
        var spacing = mask.Geometry.Spacing;
        foreach (var selection in settings.FeatureClasses)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (selection.Class)
            {
                case FeatureClass.FirstOrder:
                    var statistics = new IntensityStatistics(intensities, [], spacing.X * spacing.Y * spacing.Z, own.VoxelArrayShift);
                    features.Add(image.Name, selection, FirstOrderFeatures.All, statistics);
                    break;
            }
        }
    }
}

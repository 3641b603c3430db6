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
        var intensities = Gather(mask, image.Block);
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

    private static double[] Gather(Mask mask, VoxelBlock block)
    {
        var values = GC.AllocateUninitializedArray<double>(mask.VoxelCount);
        var box = mask.BoundingBox;
        var all = block.Values.Span;
        var inside = mask.Inside.Span;
        var (at, from) = (0, 0);
        for (var z = 0; z < box.Size.Z; z++)
        {
            for (var y = 0; y < box.Size.Y; y++, from += box.Size.X)
            {
                var row = ((z + box.Start.Z - block.Region.Start.Z) * block.Region.Size.Y + y + box.Start.Y - block.Region.Start.Y)
                    * block.Region.Size.X + box.Start.X - block.Region.Start.X;
                for (var x = 0; x < box.Size.X; x++)
                {
                    if (inside[from + x] != 0)
                        values[at++] = all[row + x];
                }
            }
        }
        return values;
    }
}

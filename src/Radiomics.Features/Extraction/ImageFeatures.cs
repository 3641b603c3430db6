using Radiomics.Features.Discretisation;
using Radiomics.Features.FirstOrder;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>The features of one region on one image: everything but shape.</summary>
internal static class ImageFeatures
{
    /// <summary>Computes the selected classes and adds their features to the region's.</summary>
    /// <param name="region">The region.</param>
    /// <param name="imageName">The image's name.</param>
    /// <param name="block">The image over a box that holds the region.</param>
    /// <param name="own">The settings of the image type.</param>
    /// <param name="settings">The extraction's settings.</param>
    /// <param name="singlePrecision">Whether PyRadiomics holds the image in 32-bit floats, in which the edges of grey level bins are then computed.</param>
    /// <param name="workspace">Buffers for texture matrices, not shared with another thread.</param>
    public static void Add(
        RegionWork region,
        string imageName,
        VoxelBlock block,
        ImageSettings own,
        ExtractionSettings settings,
        bool singlePrecision = false,
        TextureWorkspace? workspace = null)
    {
        var roi = GrayLevelRoi.Create(block, region.Mask, TextureClasses.Bins(own), singlePrecision, TextureClasses.Margin(own));
        var textures = new TextureClasses(roi, own, workspace ?? new TextureWorkspace());
        var intensities = Gather(region.Mask, block);
        var spacing = region.Mask.Geometry.Spacing;
        foreach (var selection in settings.FeatureClasses)
        {
            switch (selection.Class)
            {
                case FeatureClass.FirstOrder:
                    var statistics = new IntensityStatistics(intensities, roi.Histogram, spacing.X * spacing.Y * spacing.Z, own.VoxelArrayShift);
                    region.Features.Add(imageName, selection, FirstOrderFeatures.All, statistics);
                    break;
                default:
                    textures.Add(region.Features, imageName, selection);
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

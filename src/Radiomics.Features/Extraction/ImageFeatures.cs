using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;
using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Extraction;

/// <summary>The features of one region on one image: everything but shape.</summary>
internal static class ImageFeatures
{
    private const int ManyVoxels = 1 << 16;

    /// <summary>Computes the selected classes and adds their features.</summary>
    /// <param name="features">Where they go.</param>
    /// <param name="mask">The region.</param>
    /// <param name="image">The image over a box that holds the region.</param>
    /// <param name="own">The settings of the image type.</param>
    /// <param name="settings">The extraction's settings.</param>
    /// <param name="singlePrecision">Whether the image holds 32-bit floats.</param>
    /// <param name="isWhole">Whether it is known to hold whole numbers.</param>
    /// <param name="workspace">Buffers that no other thread uses meanwhile.</param>
    /// <param name="cancellationToken">Stops the work between classes.</param>
    public static void Add(
        FeatureList features, Mask mask, FilteredImage image, ImageSettings own, ExtractionSettings settings,
        bool singlePrecision, bool isWhole, TextureWorkspace workspace, CancellationToken cancellationToken)
    {
        var reach = own.Distances.Count == 0 ? 1 : own.Distances.Max();
        var discretisation = own.BinCount is { } count
            ? GrayLevelDiscretisation.FixedBinCount(count)
            : GrayLevelDiscretisation.FixedBinWidth(own.BinWidth);
        var filter = image.Name == "original" ? null : image.Name;
        // First-order features of many whole numbers need their counts only.
        var keep = settings.FeatureClasses.Any(c => c.Class == FeatureClass.FirstOrder)
            && !(isWhole && mask.VoxelCount >= ManyVoxels);
        var levels = GrayLevelRoi.Create(image.Block, mask, discretisation, singlePrecision, reach, workspace.Levels, filter, keep);
        features.GrayLevelCount = levels.GrayLevels.Length;
        var texture = new TextureSettings
        {
            Distances = own.Distances,
            WeightingNorm = own.WeightingNorm,
            SymmetricalGlcm = own.SymmetricalGlcm,
            GldmA = own.GldmA,
            FlatAxis = own.Force2D ? 2 - own.Force2DDimension : null,
        };
        var input = new ClassInput(mask, image.Block, workspace.Levels.Runs(mask), levels, texture, own, workspace);
        if (workspace.Threads == 1)
        {
            foreach (var selection in settings.FeatureClasses)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Compute(features, image.Name, selection, input);
            }
            return;
        }

        // Runs follow pairs, which they share counts with, and both go by direction; the others are a thread's each, the longest first.
        var parts = settings.FeatureClasses.Select(_ => new FeatureList()).ToArray();
        var groups = Enumerable.Range(0, parts.Length)
            .GroupBy(i => settings.FeatureClasses[i].Class is FeatureClass.Glrlm ? FeatureClass.Glcm : settings.FeatureClasses[i].Class)
            .OrderByDescending(g => g.Key == FeatureClass.Glszm)
            .Select(g => g.OrderBy(i => settings.FeatureClasses[i].Class).ToArray())
            .ToArray();
        workspace.ForEach(groups.Length, (g, helper) =>
        {
            foreach (var i in groups[g])
            {
                cancellationToken.ThrowIfCancellationRequested();
                var directed = settings.FeatureClasses[i].Class is FeatureClass.Glcm or FeatureClass.Glrlm;
                Compute(parts[i], image.Name, settings.FeatureClasses[i], directed ? input : input with { Workspace = helper });
            }
        });
        foreach (var part in parts)
            features.AddRange(part);
    }

    private static void Compute(FeatureList features, string image, FeatureClassSelection selection, ClassInput input)
    {
        try
        {
            ClassFamilies.All[(int)selection.Class].Add?.Invoke(features, image, selection, input);
        }
        catch (OwnFeatureException error)
        {
            throw error.On(image);
        }
    }
}

using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;

namespace Radiomics.Features.Extraction;

/// <summary>The texture classes of one image of one region: the discretised region and the buffers that they share.</summary>
internal sealed class TextureClasses(GrayLevelRoi roi, ImageSettings settings, TextureWorkspace workspace)
{
    private readonly TextureSettings _settings = Settings(settings);

    /// <summary>Adds the features of a class; gives whether it is a texture class.</summary>
    public bool Add(FeatureList list, string imageName, FeatureSelection selection)
    {
        switch (selection.Class)
        {
            case FeatureClass.Glcm:
                Add(list, imageName, selection, GlcmFeatures.All, (f, v) => GlcmFeatures.Compute(roi, _settings, f, v, workspace));
                return true;
            case FeatureClass.Glrlm:
                Add(list, imageName, selection, GlrlmFeatures.All, (f, v) => GlrlmFeatures.Compute(roi, _settings, f, v, workspace));
                return true;
            case FeatureClass.Glszm:
                Add(list, imageName, selection, GlszmFeatures.All, (f, v) => GlszmFeatures.Compute(roi, _settings, f, v, workspace));
                return true;
            case FeatureClass.Gldm:
                Add(list, imageName, selection, GldmFeatures.All, (f, v) => GldmFeatures.Compute(roi, _settings, f, v, workspace));
                return true;
            case FeatureClass.Ngtdm:
                Add(list, imageName, selection, NgtdmFeatures.All, (f, v) => NgtdmFeatures.Compute(roi, _settings, f, v, workspace));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The bins of an image's settings: their number where it is given, else their width.</summary>
    public static GrayLevelDiscretisation Bins(ImageSettings settings) => settings.BinCount is { } count
        ? GrayLevelDiscretisation.FixedBinCount(count)
        : GrayLevelDiscretisation.FixedBinWidth(settings.BinWidth);

    /// <summary>The margin that a region needs for an image's settings.</summary>
    public static int Margin(ImageSettings settings) => Settings(settings).Reach;

    private static TextureSettings Settings(ImageSettings settings) => new()
    {
        Distances = settings.Distances,
        WeightingNorm = settings.WeightingNorm,
        SymmetricalGlcm = settings.SymmetricalGlcm,
        GldmA = settings.GldmA,
        FlatAxis = settings.Force2D ? 2 - settings.Force2DDimension : null,
    };

    private static void Add<T>(
        FeatureList list, string imageName, FeatureSelection selection, IReadOnlyList<FeatureDefinition<T>> all, Action<FeatureDefinition<T>[], double[]> compute)
    {
        FeatureDefinition<T>[] features = [.. FeatureList.Choose(selection, all)];
        var values = new double[features.Length];
        compute(features, values);
        for (var f = 0; f < features.Length; f++)
            list.Add($"{imageName}_{FeatureClassNames.NameOf(selection.Class)}_{features[f].Name}", values[f]);
    }
}

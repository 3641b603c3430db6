using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;

namespace Radiomics.Features.Tests.Texture;

/// <summary>All features of all texture families of a region, by PyRadiomics' names.</summary>
internal static class TextureFamilies
{
    public static Dictionary<string, double> Compute(GrayLevelRoi roi, TextureSettings settings, TextureWorkspace? workspace = null)
    {
        var all = new Dictionary<string, double>();
        Add(all, "glcm", GlcmFeatures.All, values => GlcmFeatures.Extract(roi, settings, GlcmFeatures.All, values, workspace));
        Add(all, "glrlm", GlrlmFeatures.All, values => GlrlmFeatures.Extract(roi, settings, GlrlmFeatures.All, values, workspace));
        Add(all, "glszm", GlszmFeatures.All, values => GlszmFeatures.Extract(roi, settings, GlszmFeatures.All, values, workspace));
        Add(all, "gldm", GldmFeatures.All, values => GldmFeatures.Extract(roi, settings, GldmFeatures.All, values, workspace));
        Add(all, "ngtdm", NgtdmFeatures.All, values => NgtdmFeatures.Extract(roi, settings, NgtdmFeatures.All, values, workspace));
        return all;
    }

    private static void Add<T>(
        Dictionary<string, double> all,
        string family,
        IReadOnlyList<FeatureDefinition<T>> features,
        Action<double[]> compute
    )
    {
        var values = new double[features.Count];
        compute(values);
        for (var f = 0; f < values.Length; f++)
        {
            if (!features[f].IsRemoved)
                all.Add($"{family}_{features[f].Name}", values[f]);
        }
    }
}

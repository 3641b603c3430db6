using Radiomics.Features.FirstOrder;
using Radiomics.Features.Ibsi;
using Radiomics.Features.Shape;
using Radiomics.Features.Texture;

namespace Radiomics.Features.Extraction;

/// <summary>The IBSI code and the unit of a feature, by its full name such as <c>wavelet-LLH_glcm_JointEntropy</c>.</summary>
internal static class FeatureCodes
{
    private static readonly Dictionary<string, string> Codes = Of("firstorder", FirstOrderFeatures.All)
        .Concat(Of("glcm", GlcmFeatures.All)).Concat(Of("gldm", GldmFeatures.All)).Concat(Of("glrlm", GlrlmFeatures.All))
        .Concat(Of("glszm", GlszmFeatures.All)).Concat(Of("ngtdm", NgtdmFeatures.All))
        .Concat(Of("shape", ShapeFeatures.All)).Concat(Of("shape2D", Shape2DFeatures.All))
        .ToDictionary(StringComparer.Ordinal);

    // IBSI's own names end in an aggregation, so that the longest tag that a name begins with is meant.
    private static readonly FeatureName[] Tags = [.. IbsiFamilies.All.SelectMany(f => f.Features).OrderByDescending(f => f.Tag.Length)];

    public static string? CodeOf(string feature)
    {
        var name = feature[(feature.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return Codes.TryGetValue(name, out var code) ? code
            : Tags.FirstOrDefault(t => IsOf(t.Tag, feature) || IsOf(t.Tag, name))?.Code;

        static bool IsOf(string tag, string name) =>
            name.StartsWith(tag, StringComparison.Ordinal) && (name.Length == tag.Length || name[tag.Length] == '_');
    }

    public static string UnitOf(string feature)
    {
        var parts = feature.Split('_');
        return parts.Length < 3
            ? "1"
            : (parts[^2], parts[^1]) switch
            {
                ("shape", "MeshVolume" or "VoxelVolume") => "mm3",
                ("shape" or "shape2D", "SurfaceArea" or "MeshSurface" or "PixelSurface") => "mm2",
                ("shape" or "shape2D", "Perimeter") => "mm",
                ("shape", "SurfaceVolumeRatio") or ("shape2D", "PerimeterSurfaceRatio") => "/mm",
                ("shape" or "shape2D", var name)
                    when name.EndsWith("AxisLength", StringComparison.Ordinal) || name.Contains("Diameter", StringComparison.Ordinal) =>
                    "mm",
                ("firstorder", "Energy" or "Variance") => "{intensity}2",
                ("firstorder", "TotalEnergy") => "{intensity}2.mm3",
                ("firstorder", "Entropy" or "Uniformity" or "Skewness" or "Kurtosis") => "1",
                ("firstorder", _) => "{intensity}",
                _ => "1",
            };
    }

    private static IEnumerable<KeyValuePair<string, string>> Of<T>(string name, IReadOnlyList<FeatureDefinition<T>> features) =>
        features.Where(f => f.IbsiCode is not null).Select(f => KeyValuePair.Create($"{name}_{f.Name}", f.IbsiCode!));
}

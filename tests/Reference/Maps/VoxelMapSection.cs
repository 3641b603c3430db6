using Radiomics.Features.Extraction;
using Radiomics.Features.Maps;
using Radiomics.Imaging.Formats;

namespace Reference.Maps;

/// <summary>PyRadiomics' feature maps of breast1.</summary>
public sealed class VoxelMapSection : IConformanceSection
{
    private const double Closeness = 1e-6;

    private static readonly string[] Names =
    [
        "original_firstorder_Entropy",
        "original_firstorder_Mean",
        "original_glcm_Contrast",
        "original_glcm_Correlation",
        "original_glcm_JointEntropy",
        "original_gldm_DependenceVariance",
        "original_glrlm_RunEntropy",
        "original_glszm_ZonePercentage",
        "original_ngtdm_Coarseness",
    ];

    private static readonly (string Id, string Voxel)[] Kernels =
        [("r1", "{kernelRadius: 1, maskedKernel: true}"), ("r2_unmasked", "{kernelRadius: 2, maskedKernel: false, initValue: 0}")];

    /// <inheritdoc/>
    public int Order => 46;

    /// <inheritdoc/>
    public string Title => "Feature maps: PyRadiomics";

    /// <inheritdoc/>
    public string Introduction =>
        "Voxel by voxel, the grid included: absolute 1e-6, or relative where a value is more than 1. Not-a-number where PyRadiomics has "
            + "it.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases.</summary>
    public static IReadOnlyList<string> CaseIds { get; } = [.. Kernels.Select(k => k.Id)];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.SelectMany(Rows);

    /// <summary>A row for each map under one kernel.</summary>
    public static IEnumerable<ConformanceRow> Rows(string id)
    {
        var settings = ExtractionSettings.Parse($"{{setting: {{binWidth: 25}}, voxelSetting: {Kernels.Single(k => k.Id == id).Voxel}}}");
        var image = ImageFile.ReadVolume(SharedData.PathOf("data", "pyradiomics", "breast1_image.nrrd"));
        var mask = ImageFile.ReadMask(SharedData.PathOf("data", "pyradiomics", "breast1_label.nrrd"));
        var maps = new FeatureMapper(settings).Extract(image, mask).ToDictionary(m => m.Name);
        foreach (var name in Names)
        {
            var expected = ImageFile.ReadVolume(SharedData.PathOf("reference", "voxelmaps", $"{id}_{name}.nrrd"));
            var found = maps[name].ToVolume();
            if (expected.Size != found.Size || (expected.Geometry.Origin - found.Geometry.Origin).Length > 1e-6)
            {
                yield return new ConformanceRow(
                    $"{id} / {name}",
                    0,
                    (int)expected.Size.Count,
                    double.PositiveInfinity,
                    Closeness,
                    "of the value",
                    "another grid"
                );
                continue;
            }
            double[] e = expected.Read(expected.Geometry.Region).Values.ToArray(),
                f = found.Read(found.Geometry.Region).Values.ToArray();
            var errors = e.Zip(
                    f,
                    (x, y) =>
                        double.IsNaN(x) ? (double.IsNaN(y) ? 0 : double.PositiveInfinity)
                        : double.IsNaN(y) ? double.PositiveInfinity
                        : Math.Abs(x - y) / Math.Max(1, Math.Abs(x))
                )
                .ToList();
            yield return new ConformanceRow(
                $"{id} / {name}",
                errors.Count,
                errors.Count(x => x > Closeness),
                errors.Max(),
                Closeness,
                "of the value"
            );
        }
    }
}

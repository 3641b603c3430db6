using System.Globalization;
using Radiomics.Features.Extraction;
using Radiomics.Imaging.Formats;

namespace Reference.Features;

/// <summary>First order and shape of IBSI's digital phantom, read from its files: the features whose definitions PyRadiomics
/// shares.</summary>
public sealed class IbsiDigitalPhantomSection : IConformanceSection
{
    private const int VoxelCount = 74;

    // PyRadiomics' kurtosis is not the excess one: IBSI's + 3.
    private static readonly (string Tag, string Feature, double Difference)[] FirstOrder =
    [
        ("stat_mean", "Mean", 0),
        ("stat_var", "Variance", 0),
        ("stat_skew", "Skewness", 0),
        ("stat_kurt", "Kurtosis", 3),
        ("stat_median", "Median", 0),
        ("stat_min", "Minimum", 0),
        ("stat_p10", "10Percentile", 0),
        ("stat_p90", "90Percentile", 0),
        ("stat_max", "Maximum", 0),
        ("stat_iqr", "InterquartileRange", 0),
        ("stat_range", "Range", 0),
        ("stat_mad", "MeanAbsoluteDeviation", 0),
        ("stat_rmad", "RobustMeanAbsoluteDeviation", 0),
        ("stat_energy", "Energy", 0),
        ("stat_rms", "RootMeanSquared", 0),
        ("ih_entropy", "Entropy", 0),
        ("ih_uniformity", "Uniformity", 0),
    ];

    private static readonly (string Tag, string Feature, double Difference)[] Shape =
    [
        ("morph_volume", "MeshVolume", 0),
        ("morph_vol_approx", "VoxelVolume", 0),
        ("morph_area_mesh", "SurfaceArea", 0),
        ("morph_av", "SurfaceVolumeRatio", 0),
        ("morph_comp_1", "Compactness1", 0),
        ("morph_comp_2", "Compactness2", 0),
        ("morph_sph_dispr", "SphericalDisproportion", 0),
        ("morph_sphericity", "Sphericity", 0),
        ("morph_diam", "Maximum3DDiameter", 0),
        ("morph_pca_maj_axis", "MajorAxisLength", 0),
        ("morph_pca_min_axis", "MinorAxisLength", 0),
        ("morph_pca_least_axis", "LeastAxisLength", 0),
        ("morph_pca_elongation", "Elongation", 0),
        ("morph_pca_flatness", "Flatness", 0),
    ];

    /// <inheritdoc/>
    public int Order => 44;

    /// <inheritdoc/>
    public string Title => "First order and shape of IBSI's digital phantom";

    /// <inheritdoc/>
    public string Introduction =>
        "Within the tolerance that IBSI gives each value, or, where it gives none, half a unit of the third digit. Two conversions: "
            + "kurtosis is compared less 3, "
        + "since PyRadiomics' is not the excess, and axis lengths times sqrt(74/73), since PyRadiomics divides the covariance by the 74 "
            + "voxels and the consensus by one less. "
        + "IBSI's other features of these families have no counterpart in PyRadiomics.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases.</summary>
    public static IReadOnlyList<string> CaseIds { get; } = ["firstorder", "shape"];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var map = id == "shape" ? Shape : FirstOrder;
        var folder = SharedData.PathOf("data", "ibsi_1_digital_phantom", "nifti");
        var settings = ExtractionSettings.Parse(
            $"{{setting: {{binWidth: 1}}, featureClass: {{{id}: [{string.Join(", ", map.Select(m => m.Feature))}]}}}}"
        );
        var features = new FeatureExtractor(settings).Extract(
            ImageFile.ReadVolume(Path.Combine(folder, "image", "phantom.nii.gz")),
            ImageFile.ReadMask(Path.Combine(folder, "mask", "mask.nii.gz"))
        );
        var reference = File.ReadLines(SharedData.PathOf("reference", "ibsi_1", "dig_phantom.csv"))
            .Skip(1)
            .Select(line => line.Split(';'))
            .Where(parts => parts[0].Length > 0)
            .ToDictionary(
                parts => parts[2],
                parts =>
                    (
                        Value: double.Parse(parts[0], CultureInfo.InvariantCulture),
                        Tolerance: double.Parse(parts[1], CultureInfo.InvariantCulture)
                    )
            );
        var (outside, worst, note) = (0, 0.0, "");
        foreach (var (tag, feature, difference) in map)
        {
            var (expected, tolerance) = reference[tag];
            if (tolerance == 0)
                tolerance = 0.5 * Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(expected))) - 2);
            // PyRadiomics divides the covariance of the coordinates by the number of voxels, the consensus values by one less.
            var factor = feature.EndsWith("AxisLength", StringComparison.Ordinal) ? Math.Sqrt(VoxelCount / (VoxelCount - 1.0)) : 1;
            var error = Math.Abs(features[$"original_{id}_{feature}"] * factor - difference - expected) / tolerance;
            outside += error <= 1 + 1e-9 ? 0 : 1;
            if (error > worst)
                (worst, note) = (error, tag);
        }
        return new ConformanceRow(id, map.Length, outside, worst, 1, "tolerances of IBSI's value", note);
    }
}

using System.Globalization;
using System.Text.Json;
using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Perturbations;

namespace Reference.Perturbations;

/// <summary>STS_003's MR under MIRP's rotations, shifts, growth and shrinking: the IBSI features of the perturbed region.</summary>
public sealed class MirpPerturbations : IConformanceSection
{
    private static readonly string[] Families = ["morph", "stat", "cm", "rlm", "szm"];

    private static readonly ExtractionSettings Settings = new()
    {
        Ibsi = new IbsiSettings
        { Spacing = new Vector3D(2, 2, 2), Bins = IbsiBins.FixedNumber(32), Aggregations = [IbsiAggregation.Volume3DMerged] },
    };

    private static readonly Lazy<(Volume Image, Mask Mask)> Case = new(() =>
    {
        var folder = SharedData.PathOf("data", "ibsi_validation", "nifti", "STS_003");
        return (ImageFile.ReadVolume(Path.Combine(folder, "MR_T1_image.nii.gz")),
            ImageFile.ReadMask(Path.Combine(folder, "MR_T1_mask.nii.gz")));
    });

    public int Order => 34;

    public string Title => "Perturbations (MIRP)";

    public string Introduction =>
        "`reference/mirp/perturbed_sts_003_mr.json`: morphology, statistics, GLCM, GLRLM and GLSZM of the perturbed region. "
        + "Moran's I and Geary's C are left out: MIRP ran with "
        + "`no_approximation` off, which takes a random sample of the voxels for them. "
        + "It also draws the last voxels of a change of volume by a generator of its own: there only "
        + "the volume in voxels is compared.";

    public bool IsAvailable => SharedData.Exists;

    /// <summary>The perturbations.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["none", "rotate_5", "rotate_minus_13", "translate_0.25", "translate_0.5", "grow_2mm", "shrink_2mm", "grow_10_percent",
            "shrink_10_percent"];

    public IEnumerable<ConformanceRow> Rows() => Names.Select(Compare);

    /// <summary>Perturbs the region and compares its features.</summary>
    public static ConformanceRow Compare(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "mirp", "perturbed_sts_003_mr.json")));
        var expected = json.RootElement.GetProperty("variants").GetProperty(name).GetProperty("rows")[0];
        double Expected(string tag) => expected.GetProperty(tag).GetDouble();
        var drawn = name.EndsWith("percent", StringComparison.Ordinal);
        var size = Expected("image_mask_adapt_size");
        var plan = new PerturbationPlan
        {
            Rotations = [Expected("image_rotation_angle")],
            Translations = [Expected("image_translation_x")],
            Distances = [drawn ? 0 : size],
            VolumeChanges = [drawn ? size : 0],
        };
        var features = new FeatureExtractor(Settings).ExtractPerturbed(Case.Value.Image, Case.Value.Mask, plan)[0].Features;
        var (worst, outside, compared, note) = (0d, 0, 0, "");
        foreach (var property in expected.EnumerateObject())
        {
            var tag = property.Name.Replace("_d1_3d_v_mrg_fbn_n32", "_3D_comb", StringComparison.Ordinal)
                .Replace("_3d_v_mrg_fbn_n32", "_3D_comb", StringComparison.Ordinal).Replace("_3d_fbn_n32", "_3D", StringComparison.Ordinal);
            if (!Families.Contains(tag.Split('_')[0]) || tag is "morph_moran_i" or "morph_geary_c" || drawn && tag != "morph_vol_approx"
                || !features.TryGetValue(tag, out var actual))
                continue;
            compared++;
            var error = Math.Abs(actual - property.Value.GetDouble()) / Math.Abs(property.Value.GetDouble());
            if (!(error <= 1e-5))
            {
                outside++;
                note += string.Create(CultureInfo.InvariantCulture, $"{tag} is {actual:G8}, not {property.Value.GetDouble():G8}. ");
            }
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
        }
        return new ConformanceRow(name, compared, outside, worst, 1e-5, "relative", note);
    }
}

using System.Globalization;
using System.Text.Json;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Perturbations;
using Reference.Filters;

namespace Reference.Perturbations;

/// <summary>STS_003's MR under MIRP's rotations, shifts, growth and shrinking: volumes and intensity statistics of the perturbed region.</summary>
public sealed class MirpPerturbations : IConformanceSection
{
    private static readonly Lazy<(Volume Image, Mask Mask)> Case = new(() =>
    {
        var folder = SharedData.PathOf("data", "ibsi_validation", "nifti", "STS_003");
        return (ImageFile.ReadVolume(Path.Combine(folder, "MR_T1_image.nii.gz")), ImageFile.ReadMask(Path.Combine(folder, "MR_T1_mask.nii.gz")));
    });

    public int Order => 34;

    public string Title => "Perturbations (MIRP)";

    public string Introduction =>
        "`reference/mirp/perturbed_sts_003_mr.json`: voxel volume and 18 intensity statistics of the perturbed region. MIRP draws the last voxels of a change of volume "
        + "by a generator of its own: there only the volume is compared. MIRP holds intensities in single precision.";

    public bool IsAvailable => SharedData.Exists;

    /// <summary>The perturbations.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["none", "rotate_5", "rotate_minus_13", "translate_0.25", "translate_0.5", "grow_2mm", "shrink_2mm", "grow_10_percent", "shrink_10_percent"];

    public IEnumerable<ConformanceRow> Rows() => Names.Select(Compare);

    /// <summary>Perturbs the region and compares it.</summary>
    public static ConformanceRow Compare(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "mirp", "perturbed_sts_003_mr.json")));
        var expected = json.RootElement.GetProperty("variants").GetProperty(name).GetProperty("rows")[0];
        double Expected(string tag) => expected.GetProperty(tag).GetDouble();
        var perturbation = new Perturbation
        {
            Rotation = Expected("image_rotation_angle"),
            Translation = Expected("image_translation_x"),
            Distance = name.EndsWith("mm", StringComparison.Ordinal) ? Expected("image_mask_adapt_size") : 0,
            VolumeChange = name.EndsWith("percent", StringComparison.Ordinal) ? Expected("image_mask_adapt_size") : 0,
        };
        var (image, mask) = new PerturbedCase(Case.Value.Image, Case.Value.Mask) { Spacing = new Vector3D(2, 2, 2) }.Apply(perturbation);
        var values = image.Read(mask.BoundingBox).Values.ToArray();
        var statistics = Ibsi2Features.Statistics([.. values.Where((_, i) => mask.Inside.Span[i] != 0)]);
        var actual = new Dictionary<string, double> { ["morph_vol_approx"] = mask.VoxelCount * 8.0 };
        if (perturbation.VolumeChange == 0)
        {
            foreach (var (tag, value) in statistics)
                actual.Add(tag, value);
        }
        var (worst, outside, note) = (0d, 0, "");
        foreach (var (tag, value) in actual)
        {
            var error = Math.Abs(value - Expected(tag)) / Math.Abs(Expected(tag));
            if (!(error <= 1e-5))
            {
                outside++;
                note += string.Create(CultureInfo.InvariantCulture, $"{tag} is {value:G8}, not {Expected(tag):G8}. ");
            }
            worst = Math.Max(worst, error);
        }
        return new ConformanceRow(name, actual.Count, outside, worst, 1e-5, "relative", note);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Radiomics.Features.Extraction;
using Radiomics.Features.Ibsi;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Resampling;

namespace Reference.Ibsi;

/// <summary>MIRP's features of three clinical images under configurations like IBSI's.</summary>
public sealed partial class MirpSection : IConformanceSection
{
    private const double Closeness = 1e-5;

    // What MIRP does otherwise than the manual, or in fewer digits.
    private static readonly (string Cause, Func<string, bool> Concerns, double Within)[] Causes =
    [
        (
            "MIRP estimates Moran's I and Geary's C of regions of 1,000 voxels and more from random samples; ours sum over all pairs",
            tag => tag is "morph_moran_i" or "morph_geary_c",
            double.PositiveInfinity
        ),
        (
            "MIRP's mesh (Lewiner's marching cubes) cuts the few ambiguous faces otherwise than PyRadiomics' table, which ours follows",
            tag => tag.StartsWith("morph_", StringComparison.Ordinal),
            2e-3
        ),
        (
            "MIRP reckons in single precision: the deviation from 0 of a skewness or kurtosis that is nearly 0 has fewer digits",
            tag => tag is "stat_skew" or "stat_kurt" or "ih_skew",
            1e-4
        ),
        (
            "MIRP's intensity-volume histogram of a fixed bin size has ceil(range / size) + 1 levels, the last of them above every "
                + "intensity unless the size divides the range, and then the level at "
                + "exactly a tenth or a quarter of the range may fall below it by rounding: the fraction of volume is that of a level "
                    + "beside",
            tag => tag.StartsWith("ivh_v", StringComparison.Ordinal) || tag.StartsWith("ivh_diff_v", StringComparison.Ordinal),
            0.3
        ),
    ];

    /// <inheritdoc/>
    public int Order => 43;

    /// <inheritdoc/>
    public string Title => "IBSI 1: MIRP on clinical images";

    /// <inheritdoc/>
    public string Introduction =>
        "Every feature that MIRP 2.7 gave, relative 1e-5. MIRP takes an undiscretised intensity-volume histogram of PET as bins of 0.1 "
            + "and of MR as 1000 bins, as the manual advises for such "
        + "intensities, and so do we here. Differences whose cause is known are counted in the note and not as outside: "
        + string.Join("; ", Causes.Select((c, i) => $"({i + 1}) {c.Cause}")) + ".";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases.</summary>
    public static IReadOnlyList<string> CaseIds { get; } =
        [.. new[] { "sts_001_ct", "sts_002_pet", "sts_003_mr" }.SelectMany(image => "ABCDE".Select(c => $"{image}_{c}"))];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.AsParallel().AsOrdered().Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("reference", "mirp", $"{id}.json")));
        var root = document.RootElement;
        var settings = Settings(root.GetProperty("settings"), root.GetProperty("modality").GetString()!);
        var ours = new FeatureExtractor(new ExtractionSettings { Ibsi = settings, AdditionalInfo = false }).Extract(
            ImageFile.ReadVolume(SharedData.PathOf("data", root.GetProperty("image").GetString()!)),
            ImageFile.ReadMask(SharedData.PathOf("data", root.GetProperty("mask").GetString()!)));
        var (compared, outside, worst, explained, note) = (0, 0, 0.0, new int[Causes.Length], "");
        foreach (
            var feature in root.GetProperty("features").EnumerateObject().Where(f => !f.Name.StartsWith("image_", StringComparison.Ordinal))
        )
        {
            compared++;
            var tag = Tag(feature.Name);
            var expected = feature.Value.ValueKind == JsonValueKind.Number ? feature.Value.GetDouble() : double.NaN;
            var found = ours.TryGetValue(tag, out var value);
            var error = !found ? double.PositiveInfinity
                : double.IsNaN(expected) && double.IsNaN(value) ? 0
                : expected == 0 ? Math.Abs(value) : Math.Abs(value - expected) / Math.Abs(expected);
            if (error <= Closeness)
            {
                worst = Math.Max(worst, error);
                continue;
            }
            var cause = Array.FindIndex(Causes, c => c.Concerns(tag) && error <= c.Within);
            if (cause >= 0 && found)
            {
                explained[cause]++;
                continue;
            }
            outside++;
            worst = double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
            note += FormattableString.Invariant($"{tag}: {value:g8} for {expected:g8}; ");
        }
        note += string.Join(", ", explained.Select((n, i) => n > 0 ? $"{n} by ({i + 1})" : "").Where(t => t.Length > 0));
        return new ConformanceRow(id, compared, outside, worst, Closeness, "relative", note);
    }

    private static IbsiSettings Settings(JsonElement given, string modality)
    {
        double? Number(string name) => given.TryGetProperty(name, out var value) ? value.GetDouble() : null;
        IbsiBins? Bins(string prefix) => Number($"{prefix}_discretisation_bin_width") is { } width ? IbsiBins.FixedSize(width)
            : Number($"{prefix}_discretisation_n_bins") is { } number ? IbsiBins.FixedNumber((int)number) : null;
        var bySlice = given.GetProperty("by_slice").GetBoolean();
        return new IbsiSettings
        {
            Spacing = Number("new_spacing") is { } spacing ? new Vector3D(spacing, spacing, bySlice ? 0 : spacing) : null,
            Interpolator = Number("spline_order") == 3 ? Interpolator.BSpline : Interpolator.Linear,
            RoundIntensities = modality == "CT" && given.TryGetProperty("new_spacing", out _),
            ResegmentationRange = given.TryGetProperty("resegmentation_intensity_range", out var range)
                ? (range[0].GetDouble(), range[1].GetDouble())
                : null,
            OutlierSigma = Number("resegmentation_sigma"),
            Bins = Bins("base")!,
            IvhBins =
                Bins("ivh")
                ?? modality switch
                {
                    "CT" => IbsiBins.None,
                    "PT" or "PET" => IbsiBins.FixedSize(0.1),
                    _ => IbsiBins.FixedNumber(1000),
                },
            Aggregations = bySlice ? IbsiSettings.ConfigurationA.Aggregations : IbsiSettings.ConfigurationC.Aggregations,
        };
    }

    private static string Tag(string name)
    {
        var tag = Discretisation()
            .Replace(name, "")
            .Replace("_a0.0", "", StringComparison.Ordinal)
            .Replace("_d1_", "_", StringComparison.Ordinal);
        foreach (
            var (mirp, own) in new[]
            {
                ("_2d_avg", "_2D_avg"),
                ("_2d_s_mrg", "_2D_comb"),
                ("_2.5d_d_mrg", "_2_5D_avg"),
                ("_2.5d_v_mrg", "_2_5D_comb"),
                ("_3d_avg", "_3D_avg"),
                ("_3d_v_mrg", "_3D_comb"),
                ("_2.5d", "_2_5D"),
                ("_2d", "_2D"),
                ("_3d", "_3D"),
            }
        )
        {
            if (tag.EndsWith(mirp, StringComparison.Ordinal))
                return tag[..^mirp.Length] + own;
        }
        return tag;
    }

    [GeneratedRegex("_(fbs_w|fbn_n)[0-9.]+$")]
    private static partial Regex Discretisation();
}

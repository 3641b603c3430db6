using System.Globalization;
using Radiomics.Features;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Reference.Textures;

/// <summary>The textures of IBSI's digital phantom, averaged and merged over the 13 directions in 3D.</summary>
public sealed class IbsiDigitalPhantomSection : IConformanceSection
{
    // x fastest, then y, then z; 0 lies outside the region. Reference manual of IBSI 1, chapter 5.1.
    private static readonly int[] Phantom =
    [
        1, 4, 4, 1, 1, 1, 4, 6, 1, 1, 4, 1, 6, 4, 1, 4, 4, 6, 4, 1,
        1, 4, 4, 1, 1, 1, 1, 6, 1, 1, 0, 1, 3, 1, 1, 4, 4, 6, 1, 1,
        1, 4, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 6, 1, 1,
        1, 4, 4, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6, 1, 1,
    ];

    private static readonly (string Tag, string Feature)[] Glcm =
    [
        ("cm_joint_max", "MaximumProbability"),
        ("cm_joint_avg", "JointAverage"),
        ("cm_joint_var", "SumSquares"),
        ("cm_joint_entr", "JointEntropy"),
        ("cm_diff_avg", "DifferenceAverage"),
        ("cm_diff_var", "DifferenceVariance"),
        ("cm_diff_entr", "DifferenceEntropy"),
        ("cm_sum_avg", "SumAverage"),
        ("cm_sum_entr", "SumEntropy"),
        ("cm_energy", "JointEnergy"),
        ("cm_contrast", "Contrast"),
        ("cm_inv_diff", "Id"),
        ("cm_inv_diff_norm", "Idn"),
        ("cm_inv_diff_mom", "Idm"),
        ("cm_inv_diff_mom_norm", "Idmn"),
        ("cm_inv_var", "InverseVariance"),
        ("cm_corr", "Correlation"),
        ("cm_auto_corr", "Autocorrelation"),
        ("cm_clust_tend", "ClusterTendency"),
        ("cm_clust_shade", "ClusterShade"),
        ("cm_clust_prom", "ClusterProminence"),
        ("cm_info_corr1", "Imc1"),
        ("cm_info_corr2", "Imc2"),
    ];

    private static readonly (string Tag, string Feature)[] Glrlm =
    [
        ("rlm_sre", "ShortRunEmphasis"),
        ("rlm_lre", "LongRunEmphasis"),
        ("rlm_lgre", "LowGrayLevelRunEmphasis"),
        ("rlm_hgre", "HighGrayLevelRunEmphasis"),
        ("rlm_srlge", "ShortRunLowGrayLevelEmphasis"),
        ("rlm_srhge", "ShortRunHighGrayLevelEmphasis"),
        ("rlm_lrlge", "LongRunLowGrayLevelEmphasis"),
        ("rlm_lrhge", "LongRunHighGrayLevelEmphasis"),
        ("rlm_glnu", "GrayLevelNonUniformity"),
        ("rlm_glnu_norm", "GrayLevelNonUniformityNormalized"),
        ("rlm_rlnu", "RunLengthNonUniformity"),
        ("rlm_rlnu_norm", "RunLengthNonUniformityNormalized"),
        ("rlm_r_perc", "RunPercentage"),
        ("rlm_gl_var", "GrayLevelVariance"),
        ("rlm_rl_var", "RunVariance"),
        ("rlm_rl_entr", "RunEntropy"),
    ];

    private static readonly (string Tag, string Feature)[] Glszm =
    [
        ("szm_sze", "SmallAreaEmphasis"),
        ("szm_lze", "LargeAreaEmphasis"),
        ("szm_lgze", "LowGrayLevelZoneEmphasis"),
        ("szm_hgze", "HighGrayLevelZoneEmphasis"),
        ("szm_szlge", "SmallAreaLowGrayLevelEmphasis"),
        ("szm_szhge", "SmallAreaHighGrayLevelEmphasis"),
        ("szm_lzlge", "LargeAreaLowGrayLevelEmphasis"),
        ("szm_lzhge", "LargeAreaHighGrayLevelEmphasis"),
        ("szm_glnu", "GrayLevelNonUniformity"),
        ("szm_glnu_norm", "GrayLevelNonUniformityNormalized"),
        ("szm_zsnu", "SizeZoneNonUniformity"),
        ("szm_zsnu_norm", "SizeZoneNonUniformityNormalized"),
        ("szm_z_perc", "ZonePercentage"),
        ("szm_gl_var", "GrayLevelVariance"),
        ("szm_zs_var", "ZoneVariance"),
        ("szm_zs_entr", "ZoneEntropy"),
    ];

    private static readonly (string Tag, string Feature)[] Gldm =
    [
        ("ngl_lde", "SmallDependenceEmphasis"),
        ("ngl_hde", "LargeDependenceEmphasis"),
        ("ngl_lgce", "LowGrayLevelEmphasis"),
        ("ngl_hgce", "HighGrayLevelEmphasis"),
        ("ngl_ldlge", "SmallDependenceLowGrayLevelEmphasis"),
        ("ngl_ldhge", "SmallDependenceHighGrayLevelEmphasis"),
        ("ngl_hdlge", "LargeDependenceLowGrayLevelEmphasis"),
        ("ngl_hdhge", "LargeDependenceHighGrayLevelEmphasis"),
        ("ngl_glnu", "GrayLevelNonUniformity"),
        ("ngl_dcnu", "DependenceNonUniformity"),
        ("ngl_dcnu_norm", "DependenceNonUniformityNormalized"),
        ("ngl_gl_var", "GrayLevelVariance"),
        ("ngl_dc_var", "DependenceVariance"),
        ("ngl_dc_entr", "DependenceEntropy"),
    ];

    private static readonly (string Tag, string Feature)[] Ngtdm =
    [
        ("ngt_coarseness", "Coarseness"),
        ("ngt_contrast", "Contrast"),
        ("ngt_busyness", "Busyness"),
        ("ngt_complexity", "Complexity"),
        ("ngt_strength", "Strength"),
    ];

    /// <inheritdoc/>
    public int Order => 45;

    /// <inheritdoc/>
    public string Title => "Textures of IBSI's digital phantom";

    /// <inheritdoc/>
    public string Introduction =>
        "The features whose definitions PyRadiomics shares with IBSI, to the three digits that IBSI prints: half a unit of the third "
            + "digit is 1.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases.</summary>
    public static IReadOnlyList<string> CaseIds { get; } =
    ["glcm / 3D_avg", "glcm / 3D_comb", "glrlm / 3D_avg", "glrlm / 3D_comb", "glszm / 3D", "gldm / 3D", "ngtdm / 3D"];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var parts = id.Split(" / ");
        var settings = parts[1] == "3D_comb" ? new TextureSettings { WeightingNorm = WeightingNorm.NoWeighting } : TextureSettings.Default;
        var roi = GrayLevelRoi.FromLevels(new GridSize(5, 4, 4), Phantom, new Vector3D(2, 2, 2));
        return parts[0] switch
        {
            "glcm" => Compare(
                id,
                parts[1],
                Glcm,
                GlcmFeatures.All,
                values => GlcmFeatures.Extract(roi, settings, GlcmFeatures.All, values)
            ),
            "glrlm" => Compare(
                id,
                parts[1],
                Glrlm,
                GlrlmFeatures.All,
                values => GlrlmFeatures.Extract(roi, settings, GlrlmFeatures.All, values)
            ),
            "glszm" => Compare(
                id,
                parts[1],
                Glszm,
                GlszmFeatures.All,
                values => GlszmFeatures.Extract(roi, settings, GlszmFeatures.All, values)
            ),
            "gldm" => Compare(
                id,
                parts[1],
                Gldm,
                GldmFeatures.All,
                values => GldmFeatures.Extract(roi, settings, GldmFeatures.All, values)
            ),
            _ => Compare(id, parts[1], Ngtdm, NgtdmFeatures.All, values => NgtdmFeatures.Extract(roi, settings, NgtdmFeatures.All, values)),
        };
    }

    private static ConformanceRow Compare<T>(
        string id,
        string aggregation,
        (string Tag, string Feature)[] map,
        IReadOnlyList<FeatureDefinition<T>> features,
        Action<double[]> compute
    )
    {
        var values = new double[features.Count];
        compute(values);
        var reference = File.ReadLines(SharedData.PathOf("reference", "ibsi_1", "dig_phantom.csv"))
            .Skip(1)
            .Select(line => line.Split(';'))
            .Where(parts => parts[0].Length > 0)
            .ToDictionary(parts => parts[2], parts => double.Parse(parts[0], CultureInfo.InvariantCulture));
        var (outside, worst, note) = (0, 0.0, "");
        foreach (var (tag, feature) in map)
        {
            var expected = reference[$"{tag}_{aggregation}"];
            var half = 0.5 * Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(expected))) - 2);
            var index = features.Select((f, i) => (f.Name, i)).Single(f => f.Name == feature).i;
            var error = Math.Abs(values[index] - expected) / half;
            outside += error <= 1 + 1e-9 ? 0 : 1;
            if (error > worst)
                (worst, note) = (error, tag);
        }
        return new ConformanceRow(id, map.Length, outside, worst, 1, "half units of the third digit", note);
    }
}

using Survival.Models.CutPoints;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>
/// What the paper prints, and nothing else: Wang L, Yan D, Shen L, Xie Y, Yan S. <i>Prognostic Value of a CT Radiomics-Based
/// Nomogram for the Overall Survival of Patients with Nonmetastatic BCLC Stage C Hepatocellular Carcinoma after Stereotactic
/// Body Radiotherapy.</i> J Oncol 2023, doi:10.1155/2023/1554599.
/// </summary>
public static class PublishedModel
{
    /// <summary>The paper.</summary>
    public const string Citation =
        "Wang L, Yan D, Shen L, Xie Y, Yan S. Prognostic Value of a CT Radiomics-Based Nomogram for the Overall Survival of Patients "
        + "with Nonmetastatic BCLC Stage C Hepatocellular Carcinoma after Stereotactic Body Radiotherapy. J Oncol 2023. "
            + "doi:10.1155/2023/1554599";

    /// <summary>What every output of this model says.</summary>
    public const string Disclaimer =
        "For research use only. Not a medical device; not validated outside one centre; not for diagnosis or treatment decisions.";

    /// <summary>The Rad-score from which on a patient is of high risk (section 3.3).</summary>
    public const double CutOff = -0.03;

    internal const double NormalQuantile975 = 1.959963984540054;

    /// <summary>
    /// The seven features and weights (section 3.2, equation 1). The paper does not say so, but these are weights of z-scored
    /// features: Coarseness is of the order of 1e-3 for a tumour, so on its raw scale its term would vanish, while a sub-band's
    /// Median could swamp the rest, and the cut-off lies near 0. The means and standard deviations are not published, so the signature has
    /// no scaler.
    /// </summary>
    public static Signature Signature { get; } =
        new()
        {
            Name = "RadScore",
            Terms =
            [
                new("wavelet-LLH_firstorder_Skewness", 0.0303),
                new("wavelet-LHL_firstorder_Median", 0.0285),
                new("wavelet-LHH_firstorder_Skewness", -0.0806),
                new("wavelet-HLL_glcm_Correlation", -0.0236),
                new("wavelet-HLL_glcm_MaximumProbability", -0.0481),
                new("wavelet-HLL_gldm_SmallDependenceEmphasis", 0.1635),
                new("wavelet-LLL_ngtdm_Coarseness", -0.1299),
            ],
            CutPoint = CutOff,
            Rule = CutPointRule.AtOrAbove,
            NoScaler =
                "The means and standard deviations that standardise the Rad-score's features are not published: give your own, estimate "
                    + "them from your cohort, "
                + "or say explicitly that raw features are wanted.",
            ExtractionHint = "Extract with the HccSbrt preset (original and coif1 wavelet images, all default features).",
        };

    /// <summary>The names of the seven features.</summary>
    public static IReadOnlyList<string> Features { get; } = [.. Signature.Terms.Select(t => t.Feature)];

    /// <summary>The Rad-score, per unit.</summary>
    public static PublishedTerm RadScore { get; } = new("RadScore", "per unit", 10.88, 4.43, 26.75, true);

    /// <summary>The largest tumour above 5 cm, against 5 cm or less.</summary>
    public static PublishedTerm LargeTumour { get; } = new("TumourSize", "> 5 cm", 1.63, 1.01, 2.63, true);

    /// <summary>A biologically effective dose of 70 Gy or more, against less.</summary>
    public static PublishedTerm HighDose { get; } = new("Bed", ">= 70 Gy (alpha/beta 10)", 0.46, 0.30, 0.71, true);

    /// <summary>More than three tumours, against three or fewer: in the multivariable fit (p = 0.06) but not in the nomogram.</summary>
    public static PublishedTerm ManyTumours { get; } = new("TumourCount", "> 3", 1.53, 0.97, 2.39, false);

    /// <summary>Child-Pugh class B, against A.</summary>
    public static PublishedTerm ChildPughB { get; } = new("ChildPugh", "class B", 1.70, 1.09, 2.64, true);

    /// <summary>
    /// The multivariable model of Table 2. The nomogram's own four-variable fit is not published, so its four predictors take
    /// their coefficients from this five-variable one.
    /// </summary>
    public static IReadOnlyList<PublishedTerm> MultivariableTerms { get; } = [RadScore, LargeTumour, HighDose, ManyTumours, ChildPughB];

    /// <summary>What the paper leaves out or contradicts itself in, and what is used here.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "The baseline survival S0(t) and the nomogram's axes (Figure 5) are not published: absolute survival needs a baseline that the "
            + "caller names.",
        "The means and standard deviations that standardise the Rad-score's features are not published: they must be given or estimated "
            + "from the user's own cohort.",
        "The coefficients of the nomogram's own four-variable fit are not published; those of the five-variable model in Table 2 are used.",
        "The covariances of the coefficients are not published: intervals here assume that they are 0.",
        "The hazard ratio of the Rad-score is 10.88 in Table 2 and 10.6 in the discussion; 10.88 is used.",
        "Features were kept by an ICC threshold of 0.70 in section 2.4 and 0.75 in section 3.2; 0.75 is used.",
        "The signature's C-index in the validation set is 0.65 (0.54-0.77) in section 3.3 and 0.66 (0.55-0.77) in Table 3.",
        "The log-rank p value in the validation set is 0.03 in the abstract and 0.033 in section 3.3.",
        "The scanner is called 'LightSpeed RT 16 (Phillips Brilliance)', names of two makers; the PyRadiomics version and settings are "
            + "not given, defaults (bin width 25, no resampling) are assumed.",
        "Built and internally validated in one centre in China (137 patients); no external validation.",
    ];

    /// <summary>The model card as Markdown, for people: what the model is, for whom, on what it was built and what it must not be used for
    /// (Mitchell M et al., FAT* 2019, doi:10.1145/3287560.3287596).</summary>
    public static string ToMarkdown() => ModelCard.ToMarkdown();

    /// <summary>Writes the model card as JSON, for programs.</summary>
    /// <param name="stream">Where it goes; UTF-8. It stays open.</param>
    public static void WriteJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelCard.WriteJson(stream);
    }
}

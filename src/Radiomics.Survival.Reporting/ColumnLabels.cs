namespace Radiomics.Reporting;

/// <summary>What a column is called in print.</summary>
internal sealed class ColumnLabels(IReadOnlyDictionary<string, string> own)
{
    // The columns of the published study's factors, as the simulated cohort and docs/study.md name them.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["radscore"] = "Rad-score",
        ["size_gt5"] = "Largest tumour > 5 cm",
        ["tumour_cm"] = "Largest tumour, cm",
        ["bed_ge70"] = "BED ≥ 70 Gy",
        ["bed"] = "BED, Gy",
        ["dose_gy"] = "Dose, Gy",
        ["fractions"] = "Fractions",
        ["ntum_gt3"] = "Number of tumours > 3",
        ["n_tumours"] = "Number of tumours",
        ["ctp_b"] = "CTP class B",
        ["mvi"] = "Macrovascular invasion",
        ["ps2"] = "Performance status 2",
        ["n1"] = "N1",
        ["afp_gt20"] = "AFP > 20 ng/mL",
        ["afp"] = "AFP, ng/mL",
        ["hbsag_pos"] = "HBsAg positive",
        ["age"] = "Age, years",
        ["age_ge50"] = "Age ≥ 50 years",
        ["male"] = "Male sex",
        ["tace"] = "TACE",
        ["systemic"] = "Systemic therapy",
        ["event"] = "Death",
        ["time"] = "Follow-up",
        ["high_ge"] = "High-risk group",
        ["high"] = "High-risk group",
        ["signature"] = "Signature",
        ["clinical"] = "Clinical model",
        ["nomogram"] = "Nomogram",
    };

    public string Of(string name) => own.TryGetValue(name, out var given) || Known.TryGetValue(name, out given) ? given : name.Replace('_', ' ');
}

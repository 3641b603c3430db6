using Nomogram.HccSbrt;
using Radiomics.Studies;
using Survival.Models.CutPoints;

namespace Radiomics;

/// <summary>
/// The protocol of Wang et al., J Oncol 2023 (doi:10.1155/2023/1554599): overall survival at 6, 12 and 18 months after radiotherapy, its
/// thirteen clinical factors under
/// the names that docs/study.md lists, its rules, and its published model beside.
/// </summary>
public static class HccSbrtProtocol
{
    private static readonly (string Name, string Label, string Unit, string? StandIn)[] _candidates =
    [
        ("size_gt5", "Largest tumour > 5 cm", "", "tumour_cm"),
        ("bed_ge70", "BED ≥ 70 Gy", "", "bed"),
        ("ntum_gt3", "Number of tumours > 3", "", "n_tumours"),
        ("ctp_b", "CTP class B", "", null),
        ("mvi", "Macrovascular invasion", "", null),
        ("ps2", "Performance status 2", "", null),
        ("n1", "N1", "", null),
        ("afp_gt20", "AFP > 20 ng/mL", "", "afp"),
        ("hbsag_pos", "HBsAg positive", "", null),
        ("age", "Age", "years", "age_ge50"),
        ("male", "Male sex", "", null),
        ("tace", "TACE", "", null),
        ("systemic", "Systemic therapy", "", null),
    ];

    // Raw columns and what the dose is made of: named, and no factors beside their codings.
    private static readonly (string Name, string Label, string Unit)[] _others =
    [
        ("tumour_cm", "Largest tumour", "cm"),
        ("bed", "BED", "Gy"),
        ("n_tumours", "Number of tumours", ""),
        ("afp", "AFP", "ng/mL"),
        ("age_ge50", "Age ≥ 50 years", ""),
        ("dose_gy", "Dose", "Gy"),
        ("fractions", "Fractions", ""),
    ];

    /// <summary>The protocol.</summary>
    public static StudyProtocol Value { get; } = new()
    {
        Outcome = new StudyOutcome("death") { Adjective = "overall", Verb = "died" },
        TimeUnit = "months",
        Horizons = [6, 12, 18],
        TrainingShare = 95.0 / 137,
        Factors =
        [
            .. _candidates.Select(c => new StudyFactor(c.Name) { Label = c.Label, Unit = c.Unit, StandIn = c.StandIn, IsOptional = true }),
            .. _others.Select(o => new StudyFactor(o.Name) { Label = o.Label, Unit = o.Unit, IsCandidate = false }),
        ],
        GroupRule = PublishedModel.Signature.Rule,
        ScreenOtherColumns = true,
        ExternalModel = PublishedNomogram(),
    };

    /// <summary>
    /// Whether a table has the columns and features that this protocol, and no other, is about: all thirteen factors and the seven
    /// features.
    /// </summary>
    /// <param name="input">The study's input.</param>
    public static bool IsMeant(StudyInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _candidates.All(c => input.FactorColumns.Contains(c.Name, StringComparer.Ordinal))
            && PublishedModel.Signature.Terms.All(t => input.Features.ColumnNames.Contains(t.Feature, StringComparer.Ordinal));
    }

    private static ExternalModel PublishedNomogram() => new()
    {
        Name = "the published nomogram",
        Citation = PublishedModel.Citation,
        Signature = PublishedModel.Signature.Terms,
        CutPoint = PublishedModel.CutOff,
        GroupRule = PublishedModel.Signature.Rule,
        ScoreCoefficient = PublishedModel.RadScore.Coefficient,
        Predictors =
        [
            new("size_gt5", PublishedModel.LargeTumour.Coefficient) { NumberColumn = "tumour_cm", Threshold = 5 },
            new("bed_ge70", PublishedModel.HighDose.Coefficient) { NumberColumn = "bed", Threshold = 70, Rule = CutPointRule.AtOrAbove },
            new("ntum_gt3", PublishedModel.ManyTumours.Coefficient) { NumberColumn = "n_tumours", Threshold = 3 },
            new("ctp_b", PublishedModel.ChildPughB.Coefficient),
        ],
        Caveats = PublishedModel.Caveats,
        Characteristics = HccSbrtResults.Characteristics,
        Results = HccSbrtResults.Printed,
    };
}

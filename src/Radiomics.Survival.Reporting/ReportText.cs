using Radiomics.Studies;
using Survival.Models.CutPoints;

namespace Radiomics.Reporting;

/// <summary>Words that several parts of a report share.</summary>
internal static class ReportText
{
    public const string SimulatedMark = "SIMULATED cohort, no patients.";

    public const string Disclaimer = "For research use only. Not a medical device; not for diagnosis or treatment decisions.";

    public static string Set(string name) => name == StudySet.TrainingName ? "Training" : name == StudySet.ValidationName ? "Validation" : name;

    public static string Rule(CutPointRule rule) => rule == CutPointRule.Above ? "above the cut" : "at or above the cut";

    public static string Singular(string unit) => unit.EndsWith('s') ? unit[..^1] : unit;
}

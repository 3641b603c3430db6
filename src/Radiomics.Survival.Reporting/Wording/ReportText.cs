using Radiomics.Studies;
using Survival.Models.CutPoints;

namespace Radiomics.Reporting.Wording;

/// <summary>Words that several parts of a report share.</summary>
internal static class ReportText
{
    public const string SimulatedMark = "SIMULATED cohort, no patients.";

    public const string Disclaimer = "For research use only. Not a medical device; not for diagnosis or treatment decisions.";

    public static string Set(string name) =>
        name == StudySet.TrainingName ? "Training"
        : name == StudySet.ValidationName ? "Validation"
        : name;

    public static string Rule(CutPointRule rule) => rule == CutPointRule.Above ? "above the cut" : "at or above the cut";

    public static string Singular(string unit) => unit.EndsWith('s') ? unit[..^1] : unit;

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A quantity with its unit: <c>time, months</c>; without where there is none.</summary>
    public static string WithUnit(string quantity, string unit) => unit.Length == 0 ? quantity : $"{quantity}, {unit}";

    /// <summary>A time as an adjective: <c>12-month</c>, or <c>at 12</c> without a unit.</summary>
    public static string At(double time, string unit, string quantity) =>
        unit.Length == 0
            ? $"{Capital(quantity)} at {Drawing.NumberText.Short(time)}"
            : $"{Drawing.NumberText.Short(time)}-{Singular(unit)} {quantity}";
}

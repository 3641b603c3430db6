using Radiomics.Studies;
using Survival.Models.CutPoints;
using Survival.Models.Statistics;

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

    /// <summary>The form of an intraclass correlation in words, with McGraw and Wong's name.</summary>
    public static string Icc(IccOptions icc)
    {
        var size = icc.Average ? "k" : "1";
        var (effects, name) = icc.Form == IccForm.OneWay ? ("one-way random effects", $"ICC({size})")
            : icc.Form == IccForm.Agreement ? ("two-way random effects, absolute agreement", $"ICC(A,{size})")
            : ("two-way mixed effects, consistency", $"ICC(C,{size})");
        return $"intraclass correlation coefficient, {effects}, {(icc.Average ? "mean of raters" : "single rater")} "
            + $"({name})";
    }

    /// <summary>A group by its Rad-score. Not "risk": in new patients the hazard may go the other way.</summary>
    public static string Group(bool high) => high ? "High Rad-score" : "Low Rad-score";

    /// <summary>A number of things: <c>1 note</c>, <c>3 notes</c>.</summary>
    public static string Count(int count, string thing) => Invariant($"{count} {thing}{(count == 1 ? "" : "s")}");

    /// <summary>A number of events: <c>1 death</c>, <c>3 deaths</c>.</summary>
    public static string Events(int count, StudyOutcome outcome) => Invariant($"{count} {(count == 1 ? outcome.Name : outcome.Plural)}");

    /// <summary>What a step of a study is called in print.</summary>
    public static string Step(string step) =>
        step switch
        {
            StudyStep.Input => "Patients",
            StudyStep.Icc => "Reproducibility",
            StudyStep.Harmonise => "Harmonisation",
            StudyStep.Standardize => "Scaling",
            StudyStep.Lasso => "Signature",
            StudyStep.Spearman => "Redundancy",
            StudyStep.RadScore => "Rad-score",
            StudyStep.CutPoint => "Cut-off",
            StudyStep.Survival => "Survival by group",
            StudyStep.Cox => "Clinical factors",
            StudyStep.Models => "Final model",
            StudyStep.Concordance => "C-index",
            StudyStep.Accuracy => "Accuracy by time",
            StudyStep.Calibration => "Calibration",
            StudyStep.Decisions => "Decision curves",
            StudyStep.Baseline => "Characteristics",
            StudyStep.Competing => "Competing events",
            StudyStep.Pipeline => "Validation of the whole procedure",
            StudyStep.External => "External model",
            _ => Capital(step.Replace('_', ' ')),
        };

    public static string Rule(CutPointRule rule) => rule == CutPointRule.Above ? "above the cut" : "at or above the cut";

    /// <summary>What to say, with a blank before it, where the groups shown are not those whose statistic the search of the cut made
    /// the largest; empty where they are.</summary>
    public static string OtherGroups(StudyResult result) =>
        result.CutPoint is { Rule: CutPointRule.AtOrAbove } cut
            && cut.Counts.Training is var counts && counts.Above != counts.AtOrAbove
            && result.Survival.Training is { GroupsAbove.LogRank: { } above, GroupsAtOrAbove.LogRank: { } shown }
            ? $" The search compares scores above the cut with the others: log-rank chi-squared {NumberText.Fixed(above.ChiSquare, 2)} "
                + Invariant($"({counts.Above} patients above); shown are those at or above it: {NumberText.Fixed(shown.ChiSquare, 2)} ")
                + Invariant($"({counts.AtOrAbove}).")
            : "";

    /// <summary>What a p value of the groups is worth where their cut was searched: that of the training set is too small, for the cut is
    /// the one of all tried that tells its patients apart best.</summary>
    public static string? SearchedCut(StudyCutPoint? cut) =>
        SearchedP(cut) is { } p
            ? "the cut was searched on the training patients, whose log-rank p is therefore too small: the maximally selected statistic "
                + $"has {p} (Lausen and Schumacher 1994)"
            : null;

    /// <summary>The p value that takes the search of the cut into account.</summary>
    public static string? SearchedP(StudyCutPoint? cut) =>
        cut?.PValues.GetValueOrDefault(CutPointPValue.Lausen1994) is { } search ? NumberText.PEquals(search.PValue) : null;

    public static string Singular(string unit) => unit.EndsWith('s') ? unit[..^1] : unit;

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A quantity with its unit: <c>Time (months)</c>; without where there is none.</summary>
    public static string WithUnit(string quantity, string unit) => unit.Length == 0 ? quantity : $"{quantity} ({unit})";

    /// <summary>Labels after each other, parted by semicolons where one holds a comma itself.</summary>
    public static string List(IEnumerable<string> labels)
    {
        string[] all = [.. labels];
        return string.Join(Array.Exists(all, l => l.Contains(',', StringComparison.Ordinal)) ? "; " : ", ", all);
    }

    /// <summary>A time as an adjective: <c>12-month</c>, or <c>at 12</c> without a unit.</summary>
    public static string At(double time, string unit, string quantity) =>
        unit.Length == 0
            ? $"{Capital(quantity)} at {NumberText.Plain(time)}"
            : $"{NumberText.Plain(time)}-{Singular(unit)} {quantity}";
}

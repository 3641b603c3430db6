using Plain;
using Survival.Models.Prognosis;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>The scale of the features that go on.</summary>
internal static class ScaleStep
{
    /// <summary>The features that go on from the test of reproducibility.</summary>
    public static string[] Names(StudyWork work, StudyIcc? icc) =>
        [.. icc?.Kept ?? work.Input.RobustFeatures ?? work.Input.Features.ColumnNames];

    public static Outcome<Scaler> Make(StudyWork work, StudySet training, StudyIcc? icc)
    {
        var names = Names(work, icc);
        if (names.Length == 0)
            return Outcome<Scaler>.None("There is no feature to standardise.");
        var scales = ColumnScale.Estimate(work.Features.SelectColumns(names).SelectRows([.. training.Rows]));
        string[] constant = [.. scales.Where(s => s.IsConstant).Select(s => s.Name)];
        if (constant.Length > 0)
            work.Note(
                StudyStep.Standardize,
                $"{constant.Length} {(constant.Length == 1 ? "feature is" : "features are")} constant in the training set, left out: "
                    + $"{PlainWords.List(constant)}."
            );
        var kept = scales.Where(s => !s.IsConstant).ToList();
        return kept.Count == 0
            ? Outcome<Scaler>.None("Every feature is constant in the training set.")
            : Of(kept);
    }

    /// <summary>Scales of the training set.</summary>
    public static Scaler Of(IEnumerable<ColumnScale> scales) =>
        Scaler.Create(
            "the study's training set", scales.ToDictionary(s => s.Name, s => (s.Mean, s.StandardDeviation), StringComparer.Ordinal));
}

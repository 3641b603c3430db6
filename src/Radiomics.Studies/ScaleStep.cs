using Plain;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>The means and standard deviations (divisor n - 1) of features in the training set, which make z-scores of all rows.</summary>
/// <param name="Features">The features, in the input's order.</param>
/// <param name="Means">The mean of each.</param>
/// <param name="StandardDeviations">The standard deviation of each; positive.</param>
public sealed record FeatureScale(IReadOnlyList<string> Features, IReadOnlyList<double> Means, IReadOnlyList<double> StandardDeviations);

/// <summary>The scale of the features that go on.</summary>
internal static class ScaleStep
{
    /// <summary>The features that go on from the test of reproducibility.</summary>
    public static string[] Names(StudyWork work, StudyIcc? icc) =>
        [.. icc?.Kept ?? work.Input.RobustFeatures ?? work.Input.Features.ColumnNames];

    public static Outcome<FeatureScale> Make(StudyWork work, StudySet training, StudyIcc? icc)
    {
        var names = Names(work, icc);
        if (names.Length == 0)
            return Outcome<FeatureScale>.None("There is no feature to standardise.");
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
            ? Outcome<FeatureScale>.None("Every feature is constant in the training set.")
            : new FeatureScale(kept.ConvertAll(s => s.Name), kept.ConvertAll(s => s.Mean), kept.ConvertAll(s => s.StandardDeviation));
    }
}

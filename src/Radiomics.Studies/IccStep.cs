using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>Which features two readers agree on.</summary>
/// <param name="Subjects">The patients read twice, by their rows in the input.</param>
/// <param name="Features">The features, in the input's order.</param>
/// <param name="Results">The intraclass correlation of each.</param>
/// <param name="Kept">The features above the threshold, in the input's order.</param>
/// <param name="NotBelow070">How many have a value of 0.70 or more.</param>
/// <param name="LowerLimitAbove075">How many have a lower limit above 0.75.</param>
public sealed record StudyIcc(
    IReadOnlyList<int> Subjects,
    IReadOnlyList<string> Features,
    IReadOnlyList<IntraclassCorrelation> Results,
    IReadOnlyList<string> Kept,
    int NotBelow070,
    int LowerLimitAbove075
);

/// <summary>The agreement of two readers.</summary>
internal static class IccStep
{
    /// <summary>The agreement, in a sample of that of its patients: those of the training set as often as they are drawn, others
    /// once.</summary>
    public static Outcome<StudyIcc> Make(StudyWork work, (StudySet Training, StudySet Sample)? among = null)
    {
        if (work.Input.RobustFeatures is { } robust)
            return Outcome<StudyIcc>.None(
                Invariant($"No second reader: {robust.Count} of {work.Input.Features.ColumnCount} features hold under perturbations of ")
                    + Invariant($"images and ")
                    + $"regions and go on."
            );
        if (work.Input.SecondReader is not { } second)
            return Outcome<StudyIcc>.None("No second reader was given, so reproducibility was not tested: every feature goes on.");
        if (second.Rows.Count < 2)
            return Outcome<StudyIcc>.None(
                "The second reader read fewer than two patients, so reproducibility was not tested: every feature goes on."
            );
        var theirs = second.Features.ColumnNames.ToHashSet(StringComparer.Ordinal);
        string[] names = [.. work.Input.Features.ColumnNames.Where(theirs.Contains)];
        int[] places = among is { } a ? Places(second, a.Training, a.Sample) : [.. Enumerable.Range(0, second.Rows.Count)];
        int[] rows = [.. places.Select(k => second.Rows[k])];
        if (rows.Distinct().Count() < 2)
            return Outcome<StudyIcc>.None("Fewer than two patients of the sample were read twice: every feature goes on.");
        var results = work.Try(
            StudyStep.Icc,
            "Reproducibility was not tested",
            () =>
                IntraclassCorrelation.EstimateAll(
                    [work.Input.Features.SelectColumns(names).SelectRows(rows), second.Features.SelectColumns(names).SelectRows(places)],
                    work.Protocol.Icc
                )
        );
        if (results is null)
            return Outcome<StudyIcc>.None("");
        if (results.Count > 0 && results[0].Subjects < 10)
            work.Note(
                StudyStep.Icc,
                Invariant($"The second reader read {results[0].Subjects} patients only: limits of the intraclass correlations ")
                    + "are wide, and which "
                    + $"features hold says little of other patients. Some 30 are advised (Koo and Li 2016)."
            );
        string[] kept = [.. names.Where((_, j) => results[j].Value > work.Protocol.IccThreshold)];
        if (kept.Length == 0)
            work.Note(
                StudyStep.Icc,
                FormattableString.Invariant($"No feature has an intraclass correlation above {work.Protocol.IccThreshold}.")
            );
        return new StudyIcc(rows, names, results, kept, results.Count(r => r.Value >= 0.70), results.Count(r => r.Lower > 0.75));
    }

    private static int[] Places(SecondReader second, StudySet training, StudySet sample)
    {
        var (trained, drawn) = (training.Rows.ToHashSet(), sample.Rows.GroupBy(r => r).ToDictionary(g => g.Key, g => g.Count()));
        return
        [
            .. Enumerable.Range(0, second.Rows.Count).SelectMany(k => Enumerable.Repeat(
                k, trained.Contains(second.Rows[k]) ? drawn.GetValueOrDefault(second.Rows[k]) : 1)),
        ];
    }
}

using Columns;
using Plain;

namespace Radiomics.Studies;

public sealed partial class StudyInput
{
    /// <summary>Takes a cohort, such as one joined from several tables, for a study.</summary>
    /// <param name="cohort">The patients, with ids; without weights, strata, clusters and entry times.</param>
    /// <param name="isFeature">Which of its columns are features, by their names; they hold numbers. The others may be factors. What
    /// extraction writes beside features (<c>diagnostics_*</c>, <c>Image</c>, <c>Mask</c>, <c>Roi</c>, <c>Values</c>, <c>Label</c>,
    /// <c>Label_channel</c>) is not asked for and neither.</param>
    /// <returns>The input. A patient whose features are all missing is left out, and then a feature that is missing in some patient; both
    /// are told in <see cref="Notes"/>, as are the cohort's own notes.</returns>
    /// <exception cref="StudyInputException">The cohort has no ids, no column is a feature or all are incomplete, a feature's cell is no
    /// finite number, or the follow-up has more than times and events.</exception>
    public static StudyInput FromCohort(Cohort cohort, Func<string, bool> isFeature)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentNullException.ThrowIfNull(isFeature);
        if (cohort.Ids.Count == 0)
            throw new StudyInputException("The cohort has no ids. Name their column (CohortColumns.Id) when it is made.");
        if (cohort.Offset.Count > 0)
            throw new StudyInputException("A study takes no offset. Make the cohort without that column.");
        // What extraction writes beside the features, joined with them: neither features nor, unless the protocol names one, factors.
        string[] beside = [.. cohort.ColumnNames.Where(n => DiagnosticColumn.Is(n) || DiagnosticColumn.IsOrigin(n))];
        string[] names = [.. cohort.ColumnNames.Except(beside).Where(isFeature)];
        if (names.Length == 0)
            throw new StudyInputException($"None of the cohort's columns is a feature: {PlainWords.List(cohort.ColumnNames)}.");
        if (Array.Find(names, n => !cohort.Table.IsNumeric(n)) is { } text)
            throw new StudyInputException($"The feature '{text}' has cells that are no numbers.");
        // Of ids the screening tells what it does with them.
        List<string> notes = [.. cohort.Notes.Except(cohort.ColumnNames.Select(c => cohort.Table.IdsNote(c)).OfType<string>())];
        string[] origins = [.. beside.Where(DiagnosticColumn.IsOrigin)];
        if (origins.Length > 0)
            notes.Add($"{string.Join(", ", origins)}: such columns say what the features are of. They are neither features nor factors, "
                + "unless the protocol names one as a factor.");
        var kept = FeatureGaps.Known(cohort.Ids, names.Select(cohort.Numbers), notes.Add);
        cohort = kept.Length < cohort.Count ? cohort.Select(kept) : cohort;
        var features = FeatureGaps.Complete(
            cohort.Ids, names.Select(n => (n, cohort.Numbers(n))), "", i => $"The patient '{cohort.Ids[i]}'", notes.Add);
        return Create(
                cohort.Ids,
                cohort.FollowUp,
                features,
                cohort.Table,
                factorColumns:
                [
                    .. cohort.ColumnNames.Except(names).Except(beside).Except(StudyColumns.Dividing, StringComparer.OrdinalIgnoreCase),
                ])
            .With([], [.. notes.Distinct().Select(n => new StudyNote("input", n))], cohort.EventCoding.ToString());
    }
}

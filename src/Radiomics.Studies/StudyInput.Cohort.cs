using Plain;

namespace Radiomics.Studies;

public sealed partial class StudyInput
{
    /// <summary>Takes a cohort, such as one joined from several tables, for a study.</summary>
    /// <param name="cohort">The patients, with ids; without weights, strata, clusters and entry times.</param>
    /// <param name="isFeature">Which of its columns are features, by their names; they hold numbers. The others may be factors.</param>
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
        string[] names = [.. cohort.ColumnNames.Where(isFeature)];
        if (names.Length == 0)
            throw new StudyInputException($"None of the cohort's columns is a feature: {PlainWords.List(cohort.ColumnNames)}.");
        if (Array.Find(names, n => !cohort.Table.IsNumeric(n)) is { } text)
            throw new StudyInputException($"The feature '{text}' has cells that are no numbers.");
        // Of ids the screening tells what it does with them.
        List<string> notes = [.. cohort.Notes.Except(cohort.ColumnNames.Select(cohort.Table.IdsNote).OfType<string>())];
        double[][] values = [.. names.Select(cohort.Numbers)];
        int[] kept = [.. Enumerable.Range(0, cohort.Count).Where(i => values.Any(v => !double.IsNaN(v[i])))];
        if (kept.Length == 0)
            throw new StudyInputException("No patient has features.");
        if (kept.Length < cohort.Count)
        {
            var without = Enumerable.Range(0, cohort.Count).Except(kept).Select(i => cohort.Ids[i]);
            notes.Add(Invariant($"{cohort.Count - kept.Length} patients whose features are all missing, left out: ")
                + $"{PlainWords.List(without)}.");
            cohort = cohort.Select(kept);
            values = [.. names.Select(cohort.Numbers)];
        }
        string[] incomplete = [.. names.Where((_, j) => values[j].Any(double.IsNaN))];
        if (incomplete.Length > 0)
            notes.Add(Invariant($"{incomplete.Length} features missing in some patient, left out of all: ")
                + $"{PlainWords.List(incomplete)}.");
        if (incomplete.Length == names.Length)
            throw new StudyInputException("Every feature is missing in some patient. Leave out patients with missing features.");
        for (var j = 0; j < names.Length; j++)
        {
            if (Array.FindIndex(values[j], double.IsInfinity) is var at and >= 0)
                throw new StudyInputException($"The feature '{names[j]}' of the patient '{cohort.Ids[at]}' is infinite.");
        }
        return Create(
                cohort.Ids,
                DesignMatrix.FromColumns([.. names.Zip(values).Where(c => !incomplete.Contains(c.First))]),
                cohort.Table,
                cohort.FollowUp,
                factorColumns: [.. cohort.ColumnNames.Except(names).Except(StudyColumns.Dividing, StringComparer.OrdinalIgnoreCase)])
            .With([], [.. notes.Distinct().Select(n => new StudyNote("input", n))], cohort.EventCoding.ToString());
    }
}

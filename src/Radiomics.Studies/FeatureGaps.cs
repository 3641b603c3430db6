using Plain;

namespace Radiomics.Studies;

/// <summary>The rule of features that are missing, of files and of cohorts: patients without any are left out, then every feature that is
/// missing in some patient.</summary>
internal static class FeatureGaps
{
    /// <summary>A note of patients that are left out; <see langword="null"/> where there are none.</summary>
    public static string? LeftOut(IEnumerable<string> ids, string why)
    {
        var missing = ids.ToList();
        return missing.Count == 0
            ? null
            : $"{missing.Count} {(missing.Count == 1 ? "patient" : "patients")} {why}, left out: {PlainWords.List(missing)}.";
    }

    /// <summary>The places of the patients that have a feature.</summary>
    /// <param name="ids">The patients.</param>
    /// <param name="features">Their features, looked at one by one until each has one.</param>
    /// <param name="note">Takes what is told.</param>
    public static int[] Known(IReadOnlyList<string> ids, IEnumerable<double[]> features, Action<string> note)
    {
        var has = new bool[ids.Count];
        foreach (var column in features.TakeWhile(_ => !has.All(h => h)))
        {
            for (var i = 0; i < has.Length; i++)
                has[i] |= !double.IsNaN(column[i]);
        }
        if (LeftOut(ids.Where((_, i) => !has[i]), "whose features are all missing") is { } left)
            note(left);
        int[] kept = [.. Enumerable.Range(0, has.Length).Where(i => has[i])];
        return kept.Length > 0 ? kept : throw new StudyInputException("No patient has features.");
    }

    /// <summary>The features that every patient has.</summary>
    /// <param name="ids">The patients, as notes call them.</param>
    /// <param name="features">Their features, looked at one by one.</param>
    /// <param name="of">Where the features are from, such as <c> of 'features.csv'</c>; may be empty.</param>
    /// <param name="placeOf">Where a patient's features stand, for messages.</param>
    /// <param name="note">Takes what is told.</param>
    /// <exception cref="StudyInputException">A value is infinite, or every feature is missing in some patient.</exception>
    public static DesignMatrix Complete(
        IReadOnlyList<string> ids,
        IEnumerable<(string Name, double[] Values)> features,
        string of,
        Func<int, string> placeOf,
        Action<string> note)
    {
        var (values, incomplete, without) = (new List<(string, double[])>(), new List<string>(), new int[ids.Count]);
        foreach (var (name, column) in features)
        {
            if (column.Any(double.IsNaN))
            {
                incomplete.Add(name);
                for (var i = 0; i < column.Length; i++)
                    without[i] += double.IsNaN(column[i]) ? 1 : 0;
                continue;
            }
            if (Array.FindIndex(column, double.IsInfinity) is var at and >= 0)
                throw new StudyInputException(
                    $"{placeOf(at)}: column '{name}' is infinite; a feature must be finite. Leave the cell empty to leave the feature "
                        + "out.");
            values.Add((name, column));
        }
        if (incomplete.Count > 0)
        {
            var patients = Enumerable.Range(0, without.Length).Where(i => without[i] > 0).OrderByDescending(i => without[i])
                .Select(i => Invariant($"{ids[i]} ({without[i]})"));
            note(
                $"{incomplete.Count} {(incomplete.Count == 1 ? "feature" : "features")}{of} missing in some patient, left out of all: "
                    + $"{PlainWords.List(incomplete)}. Missing in {PlainWords.List(patients)}; "
                    + "without those patients the features would stay."
            );
        }
        return values.Count > 0
            ? DesignMatrix.FromColumns(values)
            : throw new StudyInputException($"Every feature{of} is missing in some patient. Leave out patients with missing features.");
    }
}

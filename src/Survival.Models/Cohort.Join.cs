using Suggestions;

namespace Survival.Models;

public sealed partial class Cohort
{
    private const int RowsShown = 10;

    /// <summary>
    /// The cohort with the columns of another table, its rows found by id: text compared exactly, so that "007" is not "7". Patients whom
    /// the other table does not
    /// have are left out, as are its rows of others; both are listed in <see cref="Unmatched"/> and counted in <see cref="Notes"/>.
    /// </summary>
    /// <param name="other">The other table.</param>
    /// <param name="id">Its column of ids, whatever it is called in this cohort's table.</param>
    /// <exception cref="ArgumentException">There is no such column, or this cohort has no ids.</exception>
    /// <exception cref="InvalidSurvivalDataException">
    /// A row of the other table has no id, two have the same, no id is in both, or a column is in both; the message names rows and says
    /// what to do.
    /// </exception>
    public Cohort Join(SurvivalTable other, string id)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Ids.Count == 0)
            throw new ArgumentException(
                $"The cohort of '{Table.Source}' has no ids, and rows are not joined by their position. Name its column of ids when it "
                + $"is read.", nameof(id));
        var theirIds = IdsOf(other, id);
        var place = theirIds.Select((t, i) => (t, i)).ToDictionary(p => p.t, p => p.i, StringComparer.Ordinal);
        int[] kept = [.. Enumerable.Range(0, Count).Where(i => place.ContainsKey(Ids[i]))];
        var ours = Ids.ToHashSet(StringComparer.Ordinal);
        List<(string Id, int Row)> here = [.. Enumerable.Range(0, Count).Where(i => !place.ContainsKey(Ids[i])).Select(i => (Ids[i], i))];
        List<(string Id, int Row)> there = [.. theirIds.Select((t, i) => (t, i)).Where(t => !ours.Contains(t.t))];
        var near = NearIds.Advice(here.Select(h => h.Id), there.Select(t => t.Id));
        if (kept.Length == 0)
        {
            throw new InvalidSurvivalDataException(
                $"No id of '{Table.Source}' is in column '{id}' of '{other.Source}'. {near ?? "Are they ids of the same patients?"}",
                    column: id);
        }
        var columns = other.Without(id);
        if (columns.ColumnNames.FirstOrDefault(Table.HasColumn) is { } twice)
            throw new InvalidSurvivalDataException(
                $"Both '{Table.Source}' and '{other.Source}' have a column '{twice}'. Rename or leave out one.", column: twice);
        var chosen = Select(kept);
        var joined = new Cohort(chosen.Table.With(columns.SelectRows([.. kept.Select(i => place[Ids[i]])])), chosen.FollowUp, EventCoding,
            chosen.Ids, _levels)
        {
            Offset = chosen.Offset,
            EventCells = chosen.EventCells,
            Taken = Taken,
            Rows = chosen.Rows,
            Notes = [.. Notes, .. other.Notes],
        };
        List<string> notes = [];
        if (here.Count > 0)
            notes.Add($"{Patients(here)} of '{Table.Source}' without a row in '{other.Source}', left out "
                + $"({List([.. here.Select(h => Table.PlaceOf(h.Row))])}).");
        if (there.Count > 0)
            notes.Add($"{Patients(there)} of '{other.Source}' without a row in '{Table.Source}', left out "
                + $"({List([.. there.Select(t => other.PlaceOf(t.Row))])}).");
        if (near is not null)
            notes.Add(near);
        return joined.Noted(
            Dropped,
            [.. Unmatched, .. here.Select(h => (h.Id, Table.Source, h.Row)), .. there.Select(
                t => (t.Id, other.Source, t.Row))],
            notes);
    }

    /// <summary>The ids of a table's rows: none empty, none twice.</summary>
    private static string[] IdsOf(SurvivalTable table, string id) => CohortIds(table, id, [.. Enumerable.Range(0, table.RowCount)]);

    private static string[] CohortIds(SurvivalTable table, string id, int[] rows, bool intervals = false)
    {
        var cells = table.Texts(id);
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (cells[row] is not { } text)
                throw new InvalidSurvivalDataException(
                    $"Column '{id}' of '{table.Source}' has no id in {table.PlaceOf(row)}. Give each patient one.", row, id);
            if (!first.TryAdd(text, row))
                throw new InvalidSurvivalDataException(
                    $"Column '{id}' of '{table.Source}' has the same id in {table.PlaceOf(first[text])} and {table.PlaceOf(row)}; one row "
                    + $"a patient is needed{(intervals ? ". Of rows that are intervals of a patient it is the cluster: name it as "
                        + "Cluster, not as Id" : "")}.", row, id);
        }
        return [.. rows.Select(r => cells[r]!)];
    }

    private static string Patients(List<(string Id, int Row)> ids) => $"{ids.Count} {(ids.Count == 1 ? "patient" : "patients")}";

    private static string List(List<string> rows) => string.Join(", ", rows.Take(RowsShown)) + (
        rows.Count > RowsShown ? Invariant($" and {rows.Count - RowsShown} more") : "");
}

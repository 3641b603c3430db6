using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plain;

namespace Survival.Models;

/// <summary>
/// Patients with their follow-up, their ids and the columns that may be covariates: what every verb of this library takes. Immutable.
/// Rows keep the order of the
/// table they came from; other tables are joined to it by id, never by position.
/// </summary>
[DebuggerDisplay("{Count} patients, {FollowUp.EventCount} events, {ColumnNames.Count} columns")]
public sealed partial class Cohort
{
    private const int Shown = 30;
    private const int LevelsShown = 6;
    private readonly Dictionary<string, IReadOnlyList<string>> _levels;

    private Cohort(SurvivalTable table, SurvivalData followUp, EventCoding coding, IReadOnlyList<string> ids, Dictionary<string,
        IReadOnlyList<string>> levels) =>
        (Table, FollowUp, EventCoding, Ids, _levels) = (table, followUp, coding, ids, levels);

    /// <summary>The number of patients.</summary>
    public int Count => FollowUp.Count;

    /// <summary>The patients' ids, unique; empty where the cohort was made without.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The follow-up.</summary>
    public SurvivalData FollowUp { get; }

    /// <summary>Which values were taken as the event and which as a censoring, with the rows of each that this cohort has.</summary>
    public EventCoding EventCoding { get; }

    /// <summary>The columns that may be covariates, a row a patient; cells may be missing. Neither the id nor the follow-up are among
    /// them.</summary>
    public SurvivalTable Table { get; }

    /// <summary>The names of the columns that may be covariates.</summary>
    public IReadOnlyList<string> ColumnNames => Table.ColumnNames;

    /// <summary>The offset of each patient: a known addition to the linear predictor; empty where no column was named.</summary>
    public IReadOnlyList<double> Offset { get; private init; } = [];

    /// <summary>The columns that were taken for something else than covariates; <see langword="null"/> where the cohort was made without
    /// a table.</summary>
    internal CohortColumns? Taken { get; private init; }

    /// <summary>How each patient's follow-up ended, in the cells of the event's column; empty where the cohort was made without.</summary>
    internal IReadOnlyList<string> EventCells { get; private init; } = [];

    /// <summary>The row of the table each patient came from, from 0.</summary>
    public IReadOnlyList<int> Rows { get; private init; } = [];

    /// <summary>The rows of the table, from 0, that were left out because a value is missing, and the columns in which it is.</summary>
    public IReadOnlyList<(int Row, IReadOnlyList<string> Columns)> Dropped { get; private init; } = [];

    /// <summary>Ids that a join left out because one of the tables does not have them: the id, the table that has it, and its row there,
    /// from 0.</summary>
    public IReadOnlyList<(string Id, string Source, int Row)> Unmatched { get; private init; } = [];

    /// <summary>What was assumed or left out when the cohort was made: the event's coding where it was assumed, decimal commas,
    /// encodings, rows dropped, ids unmatched.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Whether a column is used as a categorical variable: its cells are no numbers, or its levels were given.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public bool IsCategorical(string column) => !Table.IsNumeric(Present(column)) || _levels.ContainsKey(column);

    /// <summary>A column as numbers; NaN where a value is missing.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">A cell is no number.</exception>
    public double[] Numbers(string column) => Table.Numbers(Present(column));

    /// <summary>A column as text; <see langword="null"/> where a value is missing.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public IReadOnlyList<string?> Texts(string column) => Table.Texts(Present(column));

    /// <summary>The covariates as a design: numeric columns as they are, categorical ones an indicator column for each level but the
    /// first.</summary>
    /// <param name="columns">The columns, in this order; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">There is no such column, or one is named twice.</exception>
    /// <exception cref="InvalidSurvivalDataException">
    /// A value is missing (see <see cref="Complete"/>), a column mixes numbers and text, or a level is not among those given; the message
    /// names row and column.
    /// </exception>
    public DesignMatrix Covariates(IReadOnlyList<string>? columns = null) => Design(builder =>
    {
        foreach (var name in Distinct(columns ?? ColumnNames))
        {
            CheckComplete(name);
            if (!IsCategorical(name))
                builder.Numeric(name, Numbers(name));
            else
                builder.Categorical(name, CategoricalCells(name), _levels.GetValueOrDefault(name));
        }
    });

    /// <summary>The covariates in the coding of a model fitted before: its terms with their levels, so that new patients meet the same
    /// columns.</summary>
    /// <param name="terms">The model's terms.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or a level the model does not know.</exception>
    public DesignMatrix Covariates(IReadOnlyList<DesignTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Design(builder =>
        {
            foreach (var term in terms)
            {
                if (term.Kind == TermKind.Interaction)
                    builder.Interaction(term.Factors, [.. term.Factors.Select(Columns)]);
                else
                    Add(builder, term);
            }
        });
    }

    // A design knows its rows; the table knows in which line of its file each stands.
    private DesignMatrix Design(Action<DesignMatrixBuilder> fill)
    {
        var builder = new DesignMatrixBuilder(Count);
        try
        {
            fill(builder);
            return builder.Build();
        }
        catch (InvalidSurvivalDataException e)
            when (e.Row >= 0 && e.Message.StartsWith(RowPlace.Start(e.Row) + " of", StringComparison.Ordinal))
        {
            throw new InvalidSurvivalDataException(
                "R" + Table.PlaceOf(e.Row)[1..] + e.Message[RowPlace.Start(e.Row).Length..], e.Row, e.Column);
        }
    }

    /// <summary>The cohort with the levels of a categorical column given, the reference first. A column of numbers becomes
    /// categorical.</summary>
    /// <param name="column">The column.</param>
    /// <param name="levels">The levels, the reference first; none for those found, numbers in their order and then text by ordinal.</param>
    /// <exception cref="ArgumentException">There is no such column, or a level stands twice.</exception>
    /// <exception cref="InvalidSurvivalDataException">A cell is not among the levels; the message names its row.</exception>
    public Cohort WithLevels(string column, params IReadOnlyList<string> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        var cells = Texts(column);
        string[] all = levels.Count == 0 ? LevelsOf(cells) : [.. levels];
        if (all.Distinct(StringComparer.Ordinal).Count() != all.Length)
            throw new ArgumentException($"A level of '{column}' stands twice: {PlainWords.List(all)}.", nameof(levels));
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is { } cell && !all.Contains(cell, StringComparer.Ordinal))
                throw new InvalidSurvivalDataException(
                    $"Column '{column}' has '{cell}' in {Table.PlaceOf(i)}; the levels given are {PlainWords.List(all)}.", i, column);
        }
        return Copy(Table, FollowUp, Ids, new Dictionary<string, IReadOnlyList<string>>(
            _levels, StringComparer.Ordinal)
        { [column] = all });
    }

    /// <summary>The cohort without the patients that miss a value in one of the columns; they are listed in
    /// <see cref="Dropped"/>.</summary>
    /// <param name="columns">The columns; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">No patient is complete.</exception>
    public Cohort Complete(IReadOnlyList<string>? columns = null)
    {
        var needed = Distinct(columns ?? ColumnNames).Select(c => (Name: c, Column: Table.Column(Present(c)))).ToList();
        var (kept, dropped) = (new List<int>(), new List<(int Row, IReadOnlyList<string> Columns)>());
        for (var i = 0; i < Count; i++)
        {
            string[] absent = [.. needed.Where(c => c.Column.IsMissing(i)).Select(c => c.Name)];
            if (absent.Length == 0)
                kept.Add(i);
            else
                dropped.Add((Rows[i], absent));
        }
        if (kept.Count == 0)
            throw new InvalidSurvivalDataException(
                $"No patient of '{Table.Source}' is complete in {string.Join(", ", needed.Take(Shown).Select(c => c.Name))}.");
        if (dropped.Count == 0)
            return this;
        var chosen = Select([.. kept]);
        return chosen.Noted([.. Dropped, .. dropped], Unmatched,
            Invariant($"{dropped.Count} of {Count} patients with a missing value were left out."));
    }

    /// <summary>Some of the patients, in the order given.</summary>
    /// <param name="rows">Their places in this cohort, from 0; none twice where the cohort has ids.</param>
    /// <exception cref="ArgumentException">There are none, or one is taken twice of a cohort with ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Cohort Select(ReadOnlySpan<int> rows)
    {
        var taken = rows.ToArray();
        if (Ids.Count > 0 && taken.Distinct().Count() != taken.Length)
            throw new ArgumentException("A patient is taken twice; ids are unique. Resample the follow-up and the design instead.",
                nameof(rows));
        var followUp = FollowUp.Select(rows);
        string[] cells = EventCells.Count == 0 ? [] : [.. taken.Select(r => EventCells[r])];
        var coding = cells.Length == 0 ? EventCoding.Of(EventCoding.Column, followUp.Event) : EventCoding.Recounted(cells);
        return new Cohort(Table.SelectRows(rows), followUp, coding, Ids.Count == 0 ? [] : [.. taken.Select(r => Ids[r])], _levels)
        {
            Offset = Offset.Count == 0 ? [] : [.. taken.Select(r => Offset[r])],
            Taken = Taken,
            EventCells = cells,
            Rows = [.. taken.Select(r => Rows[r])],
            Dropped = Dropped,
            Unmatched = Unmatched,
            // A note of the coding counts the rows that remain, as the coding does.
            Notes = [.. Notes.Select(n => n == EventCoding.ToString() ? coding.ToString() : n)],
        };
    }

    /// <summary>The patients whose value in a column is the one given, as text.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">There is no such column, or no such patient.</exception>
    public Cohort Where(string column, string value)
    {
        var cells = Texts(column);
        int[] rows = [.. Enumerable.Range(0, Count).Where(i => cells[i] == value)];
        return rows.Length > 0 ? Select(rows) : throw new ArgumentException(
            $"No patient of '{Table.Source}' has '{value}' in column '{column}'.", nameof(value));
    }

    /// <summary>Patients, events, times, the coding of the event, and the columns.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        double[] times = [.. FollowUp.Time];
        var (least, most) = (times.Min(), times.Max());
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Cohort of {Count} patients with {FollowUp.EventCount} events, times {least:G6} to {most:G6} ({Table.Source})");
        text.AppendLine(CultureInfo.InvariantCulture, $"event {EventCoding}");
        foreach (var name in ColumnNames.Take(Shown))
        {
            var missing = Enumerable.Range(0, Count).Count(Table.Column(Present(name)).IsMissing);
            text.Append(CultureInfo.InvariantCulture, $"  {name}: {Kind(name)}");
            text.AppendLine(missing > 0 ? FormattableString.Invariant($", {missing} missing") : "");
        }
        if (ColumnNames.Count > Shown)
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {ColumnNames.Count - Shown} more columns");
        // Of an assumed coding there is a note, which stands above already.
        foreach (var note in Notes.Where(n => n != EventCoding.ToString()))
            text.AppendLine(CultureInfo.InvariantCulture, $"note: {note}");
        return text.ToString().TrimEnd();
    }

    /// <summary>A column by which patients are divided: the group of each, as a code from 0, and the groups' names.</summary>
    /// <param name="column">The column, complete.</param>
    internal (int[] Codes, IReadOnlyList<string> Names) Groups(string column)
    {
        CheckComplete(column);
        var cells = Texts(column);
        var names = _levels.GetValueOrDefault(column) is { } given ? [.. given.Where(l => cells.Contains(l))] : LevelsOf(cells);
        var place = names.Select((n, k) => (n, k)).ToDictionary(p => p.n, p => p.k, StringComparer.Ordinal);
        return ([.. cells.Select(c => place[c!])], names);
    }

    /// <summary>A numeric column that no patient misses: a marker, a prediction.</summary>
    internal double[] Marker(string column)
    {
        var values = Numbers(column);
        CheckComplete(column);
        return values;
    }

    /// <summary>The follow-up for a verb that takes no offset.</summary>
    /// <exception cref="InvalidSurvivalDataException">The cohort has an offset.</exception>
    internal SurvivalData WithoutOffset(string verb) => Offset.Count == 0
        ? FollowUp
        : throw new InvalidSurvivalDataException($"The cohort has an offset, which {verb} does not take. Make the cohort without one.");

    // Numbers in their order, texts by ordinal.
    internal static string[] LevelsOf(IReadOnlyList<string?> cells) => [.. cells.OfType<string>().Distinct(StringComparer.Ordinal)
        .OrderBy(c => TableColumn.TryParse(c, '.', false, out var v) ? v : double.PositiveInfinity).ThenBy(c => c, StringComparer.Ordinal)];

    private double[][] Columns(DesignTerm term)
    {
        var builder = new DesignMatrixBuilder(Count);
        Add(builder, term);
        var x = builder.Build();
        return [.. Enumerable.Range(0, x.ColumnCount).Select(j => x.Column(j).ToArray())];
    }

    private void Add(DesignMatrixBuilder builder, DesignTerm term)
    {
        CheckComplete(term.Name);
        if (term.IsCategorical)
            builder.Categorical(term.Name, [.. Texts(term.Name).Select(c => c!)], term.Levels);
        else if (term.IsCurved)
            builder.Curve(term, Numbers(term.Name));
        else
            builder.Numeric(term.Name, Numbers(term.Name));
    }

    // A column of the file that is no covariate is not denied.
    private string Present(string column) =>
        column is null || Table.HasColumn(column) || Taken?.RoleOf(column) is not { } role
            ? column!
            : throw new ArgumentException(
                $"Column '{column}' of '{Table.Source}' is {role} of this cohort, and so no covariate. Make the cohort without that to "
                    + "have it as one.",
                nameof(column));

    private string Kind(string name)
    {
        if (!IsCategorical(name))
        {
            double[] values = [.. Numbers(name).Where(v => !double.IsNaN(v))];
            return FormattableString.Invariant($"{values.Min():G6} to {values.Max():G6}");
        }
        var levels = _levels.GetValueOrDefault(name) ?? LevelsOf(Texts(name));
        return levels.Count == 0 ? "empty" : levels.Count > 2 * LevelsShown ? $"text, {levels.Count} values" : string.Join(
            ", ", levels.Take(LevelsShown)) + (levels.Count > LevelsShown ? ", ..." : "");
    }

    private IReadOnlyList<string> Distinct(IReadOnlyList<string> columns) =>
        columns.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new ArgumentException($"Column '{twice.Key}' is named twice.", nameof(columns))
            : columns;

    private void CheckComplete(string name)
    {
        var column = Table.Column(Present(name));
        var missing = Enumerable.Range(0, Count).Where(column.IsMissing).ToList();
        if (missing.Count == Count)
            throw new InvalidSurvivalDataException(
                $"Column '{name}' of '{Table.Source}' is empty in every row. Leave it out.", missing[0], name);
        if (missing.Count > 0)
        {
            throw new InvalidSurvivalDataException(
                Invariant($"Column '{name}' of '{Table.Source}' has no value for {missing.Count} of {Count} patients, the first in ")
                    + $"{Table.PlaceOf(missing[0])}. "
                    + $"Leave them out with Complete([\"{name}\"]) of the cohort, or fill the values in. A fit of a table by a formula "
                    + "leaves them out by its omitMissing; that of reading is of rows without time, event or id alone.",
                missing[0],
                name);
        }
    }

    // A column that is nearly all numbers is a column of numbers with a mistake in it, not a factor of as many levels.
    private string[] CategoricalCells(string name)
    {
        var column = Table.Column(Present(name));
        if (!_levels.ContainsKey(name) && Enumerable.Range(0, Count).Any(column.LooksNumeric))
        {
            var wrong = column.Numbers(out var row) is not null ? row : -1;
            var numbers = Enumerable.Range(0, Count).Count(column.LooksNumeric);
            if (numbers == Count)
                throw Table.NoNumber(name, wrong);
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"Column '{name}' of '{Table.Source}' has numbers for {numbers} of {Count} patients, but '{column.Texts[wrong]}' in "
                )
                    + $"{Table.PlaceOf(wrong)}. "
                    + $"Mend the cell (empty or NA where it is missing), or say that the column is categorical: WithLevels(\"{name}\").",
                wrong,
                name);
        }
        if (!_levels.ContainsKey(name) && ColumnNotes.WhyNoFactor(column.Texts) is { } why)
            throw new InvalidSurvivalDataException(
                $"Column '{name}' of '{Table.Source}' has {why}. If it is categorical, say so: WithLevels(\"{name}\").", column: name);
        return [.. column.Texts.Select(c => c!)];
    }

    private Cohort Copy(SurvivalTable table, SurvivalData followUp, IReadOnlyList<string> ids, Dictionary<string,
        IReadOnlyList<string>> levels) =>
        new(table, followUp, EventCoding, ids, levels)
        {
            Offset = Offset,
            EventCells = EventCells,
            Taken = Taken,
            Rows = Rows,
            Dropped = Dropped,
            Unmatched = Unmatched,
            Notes = Notes
        };

    private Cohort Noted(
        IReadOnlyList<(int Row, IReadOnlyList<string> Columns)> dropped, IReadOnlyList<(string Id, string Source, int Row)> unmatched,
        params IEnumerable<string> notes) =>
        new(Table, FollowUp, EventCoding, Ids, _levels)
        {
            Offset = Offset,
            EventCells = EventCells,
            Taken = Taken,
            Rows = Rows,
            Dropped = dropped,
            Unmatched = unmatched,
            Notes = [.. Notes, .. notes]
        };
}

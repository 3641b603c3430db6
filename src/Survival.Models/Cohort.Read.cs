namespace Survival.Models;

public sealed partial class Cohort
{
    /// <summary>Reads a cohort from a CSV file, plain or gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The column of the end of follow-up.</param>
    /// <param name="event">The column of how it ended.</param>
    /// <param name="id">The column of ids; <see langword="null"/> where there is none, and then nothing is joined.</param>
    /// <param name="eventValues">The values that are the event; <see langword="null"/> where they are 1 of 0/1, true, or 2 of R's 1/2
    /// (<see cref="EventCoding"/> says what was taken).</param>
    /// <param name="censoredValues">The values that are a censoring; needed where the column has more than one beside the event's.</param>
    /// <param name="omitMissing">Whether a row without time, event or id is left out; else it is refused.</param>
    /// <param name="options">How the file is read; separator, encoding and decimal mark are found by default.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="InvalidSurvivalDataException">The file is damaged, or a value is not allowed; the message names row, line and
    /// column and says what to do.</exception>
    public static Cohort ReadCsv(
        string path,
        string time,
        string @event,
        string? id = null,
        IReadOnlyList<string>? eventValues = null,
        IReadOnlyList<string>? censoredValues = null,
        bool omitMissing = false,
        SurvivalTableOptions? options = null) =>
        ReadCsv(path, new CohortColumns(
            time, @event)
        { Id = id, EventValues = eventValues, CensoredValues = censoredValues, OmitMissing = omitMissing }, options);

    /// <summary>Reads a cohort from a CSV file, with strata, weights, entry times and what else <see cref="CohortColumns"/>
    /// names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="options">How the file is read.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static Cohort ReadCsv(string path, CohortColumns columns, SurvivalTableOptions? options = null) => FromTable(
        SurvivalTable.ReadCsv(path, options), columns);

    /// <summary>Reads a cohort from a stream of CSV, plain or gzipped. The stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    public static Cohort ReadCsv(Stream stream, CohortColumns columns, string source = "the table", SurvivalTableOptions? options = null) =>
        FromTable(SurvivalTable.ReadCsv(stream, source, options), columns);

    /// <summary>Reads a cohort from a stream of CSV without holding a thread while it waits. The stream stays open.</summary>
    /// <param name="stream">The stream, which need not seek.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="source">What it is, for messages.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for the other overload.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<Cohort> ReadCsvAsync(
        Stream stream,
        CohortColumns columns,
        string source = "the table",
        SurvivalTableOptions? options = null,
        CancellationToken cancellationToken = default) =>
        FromTable(await SurvivalTable.ReadCsvAsync(stream, source, options, cancellationToken).ConfigureAwait(false), columns);

    /// <summary>Takes a cohort from a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing and that is refused, or a value is not allowed; the message
    /// names row and column.</exception>
    public static Cohort FromTable(SurvivalTable table, CohortColumns columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return new CohortReader(table, columns).Read();
    }

    /// <summary>Makes a cohort of arrays of the same rows.</summary>
    /// <param name="time">The end of follow-up; finite, not negative.</param>
    /// <param name="events">Whether it ended with the event.</param>
    /// <param name="columns">Name and values of each numeric column; NaN is missing.</param>
    /// <exception cref="ArgumentException">Arrays of different lengths, or no rows.</exception>
    /// <exception cref="InvalidSurvivalDataException">A time that is not allowed, or a name that is empty or stands twice.</exception>
    public static Cohort FromColumns(ReadOnlySpan<double> time, ReadOnlySpan<bool> events,
        params IReadOnlyList<(string Name, double[] Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return Create(SurvivalData.Create(time, events), SurvivalTable.FromColumns(columns));
    }

    /// <summary>Makes a cohort of follow-up and covariates of the same rows.</summary>
    /// <param name="followUp">The follow-up.</param>
    /// <param name="covariates">The covariates; a categorical one has its indicator columns, each then a column of its own.</param>
    /// <param name="ids">The patients' ids, unique; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, or an id that is empty or stands twice.</exception>
    public static Cohort Create(SurvivalData followUp, DesignMatrix covariates, IReadOnlyList<string>? ids = null)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        return Create(followUp, SurvivalTable.FromColumns(
            [.. covariates.ColumnNames.Select((n, j) => (n, covariates.Column(j).ToArray()))]), ids);
    }

    /// <summary>Makes a cohort of follow-up and a table of the same rows.</summary>
    /// <param name="followUp">The follow-up.</param>
    /// <param name="table">The columns; none missing where a table without columns is given.</param>
    /// <param name="ids">The patients' ids, unique; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, or an id that is empty or stands twice.</exception>
    public static Cohort Create(SurvivalData followUp, SurvivalTable table, IReadOnlyList<string>? ids = null)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        ArgumentNullException.ThrowIfNull(table);
        if (table.ColumnNames.Count > 0 && table.RowCount != followUp.Count)
            throw new ArgumentException(Invariant($"There are {followUp.Count} rows of follow-up but {table.RowCount} rows of columns."),
                nameof(table));
        if (ids is not null && ids.Count != followUp.Count)
            throw new ArgumentException($"There are {followUp.Count} rows of follow-up but {ids.Count} ids.", nameof(ids));
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < (ids?.Count ?? 0); i++)
        {
            if (string.IsNullOrEmpty(ids![i]))
                throw new ArgumentException(Invariant($"The id in {RowPlace.Of(i)} is empty."), nameof(ids));
            if (!places.TryAdd(ids[i], i))
                throw new ArgumentException(Invariant(
                    $"The ids in rows {places[ids[i]]} and {i} are the same; an id is one patient's."
                ), nameof(ids));
        }
        return new Cohort(table, followUp, EventCoding.Of("event", followUp.Event), [.. ids ?? []], new Dictionary<string,
            IReadOnlyList<string>>(StringComparer.Ordinal))
        {
            Rows = [.. Enumerable.Range(0, followUp.Count)],
            Notes = table.Notes,
        };
    }

    /// <summary>Takes a cohort from a table.</summary>
    private sealed class CohortReader(SurvivalTable table, CohortColumns columns)
    {
        public Cohort Read()
        {
            string[] needed = [.. columns.All];
            var cells = needed.ToDictionary(c => c, table.Column, StringComparer.Ordinal);
            var (rows, dropped) = (new List<int>(), new List<(int Row, IReadOnlyList<string> Columns)>());
            for (var i = 0; i < table.RowCount; i++)
            {
                string[] absent = [.. needed.Where(c => cells[c].IsMissing(i))];
                if (absent.Length == 0)
                    rows.Add(i);
                else if (columns.OmitMissing)
                    dropped.Add((i, absent));
                else
                    throw At(i, absent[0], "has no value. Fill it in, or have rows without one left out (omitMissing: true)");
            }
            if (rows.Count == 0)
                throw new InvalidSurvivalDataException($"No row of '{table.Source}' is complete in {string.Join(", ", needed)}.");

            int[] kept = [.. rows];
            string[] ids = columns.Id is null ? [] : CohortIds(table, columns.Id, kept, columns.Entry is not null);
            var time = Numbers(columns.Time, kept);
            var coding = EventCoding.Tell(columns.Event, Texts(columns.Event, kept), columns.EventValues, columns.CensoredValues, k =>
                table.PlaceOf(kept[k]), out var events);
            var entry = columns.Entry is null ? null : Numbers(columns.Entry, kept);
            var weight = columns.Weight is null ? null : Numbers(columns.Weight, kept);
            for (var k = 0; k < kept.Length; k++)
            {
                if (!(time[k] >= 0 && double.IsFinite(time[k])))
                    throw At(kept[k], columns.Time, FormattableString.Invariant($"is {time[k]}; a time must be finite and not negative"));
                if (entry is not null && !(double.IsFinite(entry[k]) && entry[k] < time[k]))
                    throw At(kept[k], columns.Entry!,
                        FormattableString.Invariant($"is {entry[k]}; an entry must be finite and before the end of follow-up ({time[k]})"));
                if (weight is not null && !(double.IsFinite(weight[k]) && weight[k] >= 0))
                    throw At(
                        kept[k],
                        columns.Weight!,
                        FormattableString.Invariant($"is {weight[k]}; a weight must be finite and not negative")
                    );
            }
            var (stratum, names) = Strata(kept);
            var followUp = SurvivalData.Create(time, events, entry, weight, stratum, columns.Cluster is null ? null
                : Codes(Texts(columns.Cluster, kept)).Codes);
            var notes = new List<string>(table.Notes);
            if (coding.IsAssumed)
                notes.Add(coding.ToString());
            if (dropped.Count > 0)
                notes.Add(Invariant($"{dropped.Count} of {table.RowCount} rows of '{table.Source}' without ")
                    + $"{string.Join(" or ", dropped.SelectMany(d => d.Columns).Distinct())} were left out.");
            var rest = table.SelectRows(kept).Without(needed);
            notes.AddRange(
                [.. ColumnNotes.Of(table, columns.Time, isTime: true), .. rest.ColumnNames.SelectMany(name => ColumnNotes.Of(rest, name))]);
            return new Cohort(rest, followUp.WithStratumNames(names), coding, ids,
                new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
            {
                Offset = columns.Offset is null ? [] : Numbers(columns.Offset, kept),
                EventCells = Texts(columns.Event, kept),
                Taken = columns,
                Rows = kept,
                Dropped = dropped,
                Notes = notes,
            };
        }

        private InvalidSurvivalDataException At(int row, string column, string what) =>
            new($"Column '{column}' of '{table.Source}' {what}: {table.PlaceOf(row)}.", row, column);

        private double[] Numbers(string column, int[] rows)
        {
            var all = table.Column(column).Numbers(out _);
            if (Array.FindIndex(rows, r => double.IsNaN(all[r])) is var wrong and >= 0)
                throw table.NoNumber(column, rows[wrong], mayBeLevels: false);
            return [.. rows.Select(r => all[r])];
        }

        private string[] Texts(string column, int[] rows)
        {
            var all = table.Texts(column);
            return [.. rows.Select(r => all[r]!)];
        }

        private (int[]? Codes, string[] Names) Strata(int[] rows)
        {
            if (columns.Strata.Count == 0)
                return (null, []);
            var texts = columns.Strata.Select(c => (Name: c, Cells: Texts(c, rows))).ToList();
            return Codes([.. Enumerable.Range(0, rows.Length).Select(k => string.Join(", ", texts.Select(t => $"{t.Name}={t.Cells[k]}")))]);
        }

        private static (int[] Codes, string[] Names) Codes(string[] cells)
        {
            var names = LevelsOf(cells);
            var place = names.Select((n, k) => (n, k)).ToDictionary(p => p.n, p => p.k, StringComparer.Ordinal);
            return ([.. cells.Select(c => place[c])], names);
        }
    }
}

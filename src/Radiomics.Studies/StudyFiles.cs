using System.Globalization;
using Columns;
using Plain;
using Suggestions;

namespace Radiomics.Studies;

/// <summary>Reads a study's files and joins them by id.</summary>
internal sealed class StudyFiles(StudyColumns columns)
{
    private readonly List<StudyNote> _notes = [];
    private IReadOnlyCollection<string>? _others;
    private int[]? _rowOf;

    private string FeaturesId => columns.FeaturesId ?? columns.Id;

    public StudyInput Read(string featuresPath, string clinicalPath, string? secondReaderPath)
    {
        var clinical = Table(clinicalPath);
        columns = columns with { Id = IdColumn.In(clinical.ColumnNames, columns.Id) };
        RefuseUnknown(clinical, clinicalPath);
        var clinicalRows = Rows(clinical, clinicalPath, columns.Id, "id");
        var (features, featureRows) = Features(featuresPath, clinicalRows.ContainsKey);
        var ids = clinical.Texts(columns.Id).OfType<string>().Where(featureRows.ContainsKey).ToList();
        // Patients would be lost for a zero in front; that the rest is what was meant is not guessed.
        if (NearIds.Advice(
            clinicalRows.Keys.Where(id => !featureRows.ContainsKey(id)), featureRows.Keys.Where(id => !clinicalRows.ContainsKey(id))
        ) is { } near)
            throw new StudyInputException(
                Invariant($"{clinicalRows.Count - ids.Count} of {clinicalRows.Count} patients of '{clinicalPath}' are not in ")
                    + $"'{featuresPath}'. {near}"
            );
        if (ids.Count == 0)
            throw new StudyInputException(
                $"No patient of '{clinicalPath}' (such as '{clinicalRows.Keys.First()}') is in '{featuresPath}' (such as "
                    + $"'{featureRows.Keys.First()}'). Are the columns '{columns.Id}' and '{FeaturesId}' the same ids?"
            );
        Missing(clinicalRows.Keys.Where(id => !featureRows.ContainsKey(id)), $"without features in '{Path.GetFileName(featuresPath)}'");
        var others = (_others ?? featureRows.Keys).Where(id => !clinicalRows.ContainsKey(id));
        Missing(others, $"without a row in '{Path.GetFileName(clinicalPath)}'");

        var names = FeatureNames(features, featuresPath);
        ids = WithFollowUp(clinical, clinicalPath, clinicalRows, ids);
        // Of a failed case nothing was extracted: it has an empty row.
        int[] rows = [.. ids.Select(id => featureRows[id])];
        int[] known = FeatureGaps.Known(ids, names.Select(n => Of(n, rows)), Note);
        (ids, rows) = ([.. known.Select(i => ids[i])], [.. known.Select(i => rows[i])]);
        int[] at = [.. ids.Select(id => clinicalRows[id])];
        var matrix = FeatureGaps.Complete(
            ids,
            names.Select(n => (n, Of(n, rows))),
            $" of '{Path.GetFileName(featuresPath)}'",
            i => $"'{featuresPath}', {PlaceOf(features, rows[i])}",
            Note);
        var chosen = clinical.SelectRows(at);
        var cohort = FollowUp(chosen, clinicalPath);
        // The table's own are told already; of ids the screening tells what it does with them.
        foreach (var note in cohort.Notes.Except(chosen.Notes).Except(chosen.ColumnNames.Select(c => chosen.IdsNote(c)).OfType<string>()))
            Note(note);
        var input = StudyInput.Create(
            ids,
            cohort.FollowUp,
            matrix,
            chosen,
            columns.Split is { } split ? Training(clinical, clinicalPath, split, at) : null,
            columns.Folds is { } folds ? Folds(clinical, clinicalPath, folds, at) : null,
            secondReaderPath is null ? null : Second(secondReaderPath, ids, matrix.ColumnNames),
            [.. clinical.ColumnNames.Where(IsFactor)]);
        var settings = features.HasColumn(FeatureSettings.Column)
            ? FeatureSettings.Of(rows.Select(r => features.Texts(FeatureSettings.Column)[r])) : "";
        if (settings is null)
            Note($"The patients' features were extracted under different settings ({FeatureSettings.Column}), so that what differs between "
                + "patients may be the settings. Extract them anew under one.");
        List<StudySource> sources =
        [
            StudySource.Of("features", featuresPath) with { FeatureSettings = settings ?? "" },
            StudySource.Of("clinical", clinicalPath),
        ];
        if (secondReaderPath is not null)
            sources.Add(StudySource.Of("second reader", secondReaderPath));
        var competing = string.Join(", ", columns.CompetingValues.Select(v => $"'{v}'"));
        var read = input.With(sources, _notes, cohort.EventCoding
            + (competing.Length == 0 ? "" : $"; of these {competing} had a competing event and count so where competing risks are told"));
        return competing.Length == 0
            ? read
            : read.WithCompeting([.. chosen.Texts(columns.Event).Select(c => columns.CompetingValues.Contains(c?.Trim()))]);

        double[] Of(string name, int[] places)
        {
            var all = features.Numbers(name);
            return Array.ConvertAll(places, p => all[p]);
        }
    }

    // Misspelt, the column that was to be kept out would be a factor without a word.
    private void RefuseUnknown(SurvivalTable clinical, string path)
    {
        if (columns.Ignored.FirstOrDefault(n => !clinical.ColumnNames.Contains(n, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw NoColumn(path, unknown, clinical.ColumnNames, "ignore");
    }

    // Of the event studied a competing event ends the follow-up, as a censoring does.
    private IReadOnlyList<string> Censorings(SurvivalTable table, string path)
    {
        if (columns.EventValues.Count == 0)
            throw new StudyInputException(
                $"'{path}': competing_value names {string.Join(", ", columns.CompetingValues)} as competing; name the event's value too "
                    + "(event_value), so that no coding is guessed.");
        string[] cells = [.. table.Texts(columns.Event).OfType<string>().Select(c => c.Trim()).Distinct(StringComparer.Ordinal)];
        if (columns.CompetingValues.FirstOrDefault(v => !cells.Contains(v)) is { } absent)
            throw new StudyInputException(
                $"'{path}': no patient has the competing value '{absent}' in '{columns.Event}'; there are {string.Join(", ", cells)}.");
        return EventCoding.Censorings(
            cells, columns.EventValues, columns.CompetingValues, columns.CensoredValues.Count > 0 ? columns.CensoredValues : null);
    }

    /// <summary>The follow-up with the coding of its events.</summary>
    private Cohort FollowUp(SurvivalTable table, string path)
    {
        try
        {
            return Cohort.FromTable(table, new CohortColumns(columns.Time, columns.Event)
            {
                Id = columns.Id,
                EventValues = columns.EventValues.Count > 0 ? columns.EventValues : null,
                CensoredValues = columns.CompetingValues.Count > 0 ? Censorings(table, path)
                    : columns.CensoredValues.Count > 0 ? columns.CensoredValues
                    : null,
            });
        }
        catch (InvalidSurvivalDataException e)
        {
            throw new StudyInputException(
                e.Message.Contains(Path.GetFileName(path), StringComparison.Ordinal) ? e.Message : $"'{path}': {e.Message}",
                e
            );
        }
    }

    // Of a table in Parquet only the rows of patients are read, and only columns that may be features: it may be a thousand times larger.
    private (SurvivalTable Table, Dictionary<string, int> Rows) Features(string path, Func<string, bool> isPatient)
    {
        if (!SurvivalTable.IsParquet(path))
        {
            var whole = Table(path);
            columns = columns with { FeaturesId = IdColumn.In(whole.ColumnNames, FeaturesId) };
            return (whole, Rows(whole, path, FeaturesId, "features_id"));
        }
        var found = new List<string>();
        // One column at least, so that what is missing can be said below.
        var names = SurvivalTable.ReadParquet(path, name =>
        {
            found.Add(name);
            return string.Equals(name, FeaturesId, StringComparison.OrdinalIgnoreCase) || found.Count == 1;
        });
        columns = columns with { FeaturesId = IdColumn.In(found, FeaturesId) };
        if (!found.Contains(FeaturesId))
            throw NoColumn(path, FeaturesId, found, "features_id");
        var all = Rows(names, path, FeaturesId, "features_id");
        var wanted = all.Where(r => isPatient(r.Key)).OrderBy(r => r.Value).ToList();
        if (wanted.Count == 0)
            return (names, all);
        _others = [.. all.Keys.Where(id => !isPatient(id))];
        _rowOf = [.. wanted.Select(r => r.Value)];
        var table = SurvivalTable.ReadParquet(
            path, name => name is FeatureSettings.Column || name == FeaturesId || !DiagnosticColumn.Is(name), _rowOf);
        TellOf(table, path);
        return (table, wanted.Select((r, i) => (r.Key, i)).ToDictionary(r => r.Key, r => r.i, StringComparer.Ordinal));
    }

    // Where a row of the features' table stands in their file.
    private string PlaceOf(SurvivalTable table, int row) => _rowOf is null ? table.PlaceOf(row) : Invariant($"row {_rowOf[row] + 1}");

    /// <summary>A table of CSV, or of Parquet where the file is called so.</summary>
    private SurvivalTable Table(string path)
    {
        var options = new SurvivalTableOptions { DecimalMark = columns.DecimalMark, IsMarkOfSeveralFiles = true };
        var table = SurvivalTable.ReadFile(path, options);
        TellOf(table, path);
        return table;
    }

    // Some notes name their file themselves.
    private void TellOf(SurvivalTable table, string path)
    {
        var name = $"'{Path.GetFileName(path)}'";
        foreach (var note in table.Notes)
            Note(note.Contains(name, StringComparison.Ordinal) ? note : $"{name}: {note}");
    }

    private void Note(string message) => _notes.Add(new StudyNote("input", message));

    private void Missing(IEnumerable<string> ids, string why)
    {
        if (FeatureGaps.LeftOut(ids, why) is { } note)
            Note(note);
    }

    private static IReadOnlyList<string?> Column(SurvivalTable table, string path, string column, string setting = "") =>
        table.ColumnNames.Contains(column, StringComparer.Ordinal)
            ? table.Texts(column)
            : throw NoColumn(path, column, table.ColumnNames, setting);

    private static StudyInputException NoColumn(string path, string column, IReadOnlyList<string> names, string setting) => new(
        $"'{path}' has no column '{column}'.{Nearest.Suggest(column, names)} It has: {SettingForms.Names(names)}. Name "
            + $"the right one{(setting.Length > 0 ? $" (the setting {setting})" : "")}."
    );

    private static Dictionary<string, int> Rows(SurvivalTable table, string path, string column, string setting)
    {
        var cells = Column(table, path, column, setting);
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is not { } id)
                throw new StudyInputException($"'{path}', {table.PlaceOf(i)}: there is no '{column}'. Give each patient an id.");
            if (!rows.TryAdd(id, i))
                throw new StudyInputException(
                    $"'{path}' has two rows of the patient '{id}' ({table.PlaceOf(rows[id])} and {table.PlaceOf(i)}); one row a patient is "
                        + "needed.");
        }
        return rows;
    }

    /// <summary>
    /// The columns of numbers. A column mixing numbers and text is a mistake in the file; one of text only is none of ours.
    /// </summary>
    private List<string> FeatureNames(SurvivalTable table, string path)
    {
        var (names, texts, origins, roles, ids) = (
            new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>());
        foreach (var name in table.ColumnNames.Where(n => n != FeaturesId && !DiagnosticColumn.Is(n)))
        {
            if (DiagnosticColumn.IsOrigin(name))
            {
                origins.Add(name);
                continue;
            }
            // A table with all in it may be given as both files.
            if (IsRole(name))
            {
                roles.Add(name);
                continue;
            }
            if (table.IsNumeric(name))
            {
                (table.IdsNote(name) is null ? names : ids).Add(name);
                continue;
            }
            if (table.MistakeIn(name, mayBeLevels: false) is { } mistake)
            {
                throw new StudyInputException(
                    table.CountNumbers(name) == table.Texts(name).Count(c => c is not null)
                        ? mistake.Message
                        : $"'{path}', {PlaceOf(table, mistake.Row)}: column '{name}' has '{table.Texts(name)[mistake.Row]}', which is no "
                            + "number, while others are. Mend the cell, or leave it empty.", mistake);
            }
            texts.Add(name);
        }
        Tell(texts, "holds no numbers and is", "hold no numbers and are");
        Tell(origins, "says what the features are of and is", "say what the features are of and are");
        Tell(roles, "has a part of its own in the study and is", "have a part of their own in the study and are");
        Tell(ids, "holds whole numbers that are all different, as ids do, and is",
            "hold whole numbers that are all different, as ids do, and are");
        return names.Count > 0
            ? names
            : throw new StudyInputException($"'{path}' has no column of numbers besides '{FeaturesId}'; a column a feature is needed.");

        void Tell(List<string> columns, string one, string several)
        {
            if (columns.Count > 0)
                Note(
                    Invariant($"{columns.Count} {(columns.Count == 1 ? "column" : "columns")} of '{Path.GetFileName(path)}' ")
                        + $"{(columns.Count == 1 ? one + " no feature" : several + " no features")}: {PlainWords.List(columns)}."
                );
        }
    }

    private bool IsRole(string column) =>
        column == columns.Id
        || column == columns.Time
        || column == columns.Event
        || column == columns.Split
        || column == columns.Folds
        || column == columns.Batch
        || columns.Ignored.Contains(column, StringComparer.OrdinalIgnoreCase);

    private List<string> WithFollowUp(SurvivalTable table, string path, Dictionary<string, int> rows, List<string> ids)
    {
        var (time, happened) = (Column(table, path, columns.Time, "time"), Column(table, path, columns.Event, "event"));
        var kept = ids.Where(id => time[rows[id]] is not null && happened[rows[id]] is not null).ToList();
        Missing(ids.Except(kept, StringComparer.Ordinal), $"without '{columns.Time}' or '{columns.Event}'");
        return kept.Count > 0
            ? kept
            : throw new StudyInputException($"No patient has a value in both '{columns.Time}' and '{columns.Event}' of '{path}'.");
    }

    private SecondReader Second(string path, List<string> ids, IReadOnlyList<string> names)
    {
        var table = Table(path);
        var id = IdColumn.In(table.ColumnNames, columns.SecondReaderId ?? FeaturesId);
        var rows = Rows(table, path, id, "second_reader_id");
        var place = ids.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i, StringComparer.Ordinal);
        var both = rows.Keys.Where(place.ContainsKey).OrderBy(id => place[id]).ToList();
        Missing(rows.Keys.Where(id => !place.ContainsKey(id)), $"of the second reader's '{Path.GetFileName(path)}' not in the cohort");
        if (both.Count < 2)
            throw new StudyInputException(
                $"'{path}' shares {both.Count} patients with the cohort; at least two are needed to measure agreement. Are its ids in "
                    + $"column '{id}' the same?"
            );
        var (values, absent) = (new List<(string, double[])>(), new List<string>());
        var theirs = table.ColumnNames.ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            double[] column = theirs.Contains(name) ? Pick(table.Numbers(name)) : [];
            if (column.Length == 0 || !column.All(double.IsFinite))
                absent.Add(name);
            else
                values.Add((name, column));
        }
        if (values.Count == 0)
            throw new StudyInputException($"'{path}' has none of the features; its columns are: {PlainWords.List(table.ColumnNames)}.");
        if (absent.Count > 0)
            Note(
                $"{absent.Count} {(absent.Count == 1 ? "feature" : "features")} missing in the second reader's "
                    + $"'{Path.GetFileName(path)}': no agreement is known, left out: {PlainWords.List(absent)}."
            );
        return new SecondReader([.. both.Select(id => place[id])], DesignMatrix.FromColumns(values));

        double[] Pick(double[] all) => [.. both.Select(id => all[rows[id]])];
    }

    private bool IsFactor(string column) =>
        !IsRole(column)
        && !DiagnosticColumn.Is(column)
        && !StudyColumns.Dividing.Contains(column, StringComparer.OrdinalIgnoreCase);

    private static bool[] Training(SurvivalTable table, string path, string column, int[] rows)
    {
        var cells = Column(table, path, column, "split");
        return
        [
            .. rows.Select(r =>
                SplitWords.Trains(cells[r])
                    ?? throw new StudyInputException(
                        $"'{path}', {table.PlaceOf(r)}: column '{column}' is '{cells[r]}'; train or validation was expected.")),
        ];
    }

    private static int[] Folds(SurvivalTable table, string path, string column, int[] rows)
    {
        var cells = Column(table, path, column, "folds");
        return
        [
            .. rows.Select(r =>
                cells[r] is null ? 0
                : double.TryParse(cells[r], NumberStyles.Float, CultureInfo.InvariantCulture, out var v)
                && v == Math.Floor(v)
                && Math.Abs(v) < 1e6
                    ? (int)v
                : throw new StudyInputException(
                    $"'{path}', {table.PlaceOf(r)}: column '{column}' is '{cells[r]}'; the number of a fold was expected."
                )
            ),
        ];
    }
}

using System.CommandLine;
using System.Text;
using System.Text.Json;
using Files;
using Plain;
using Radiomics.Reporting;
using Radiomics.Studies;
using Suggestions;
using Survival.Models;
using Survival.Models.Validation;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics validate MODEL COHORT</c>: a study's model on patients that it has not seen.</summary>
internal sealed class ValidateCommand
{
    private readonly Argument<string> _model = new("model") { Description = "The model.json that 'radiomics study' wrote." };
    private readonly Argument<string> _cohort = new("cohort")
    {
        Description = "A CSV (may be gzipped) or Parquet file with a row for each patient: follow-up and the model's predictors.",
    };
    private readonly Option<string?> _features = new("--features", "-f")
    {
        Description = "The patients' features, found by id, where they are not in the cohort's file: CSV (may be gzipped) or Parquet.",
        HelpName = "file",
    };
    private readonly Option<string> _id = Named("--id", "The column that names a patient.", "id");
    private readonly Option<string?> _featuresId = new("--features-id")
    {
        Description = "The column of --features that names a patient, where it is not called as in the cohort's file.",
        HelpName = "column",
    };
    private readonly Option<string> _time = Named("--time", "The end of follow-up, in the model's unit.", "time");
    private readonly Option<string> _event = Named("--event", "How it ended: 1 for the event, 0 for a censoring.", "event");
    private readonly Option<string[]> _eventValues = new("--event-value")
    {
        Description = "The cells that mean an event, where the coding is not 1 and 0. Several: with commas, or the flag again.",
        HelpName = "a,b,c",
    };
    private readonly Option<string[]> _censoredValues = new("--censored-value")
    {
        Description = "The cells that mean a censoring, where there is more than one besides the event's.",
        HelpName = "a,b,c",
    };
    private readonly Option<string[]> _competingValues = new("--competing-value")
    {
        Description = "The cells that mean a competing event, after which the event cannot happen; with --event-value.",
        HelpName = "a,b,c",
    };
    private readonly Option<string?> _at = new("--at")
    {
        Description = "The times of areas, Brier scores and calibration. Default: those of the model that the cohort reaches.",
        HelpName = "t,t,t",
    };
    private readonly Option<int> _groups = new Option<int>("--calibration-groups")
    {
        Description = "The groups of predicted survival in the calibration plot.",
        DefaultValueFactory = _ => ExternalValidationOptions.Default.Groups,
        HelpName = "n",
    }.Whole(least: 2);
    private readonly Option<string?> _file = new(SharedFlags.Output, SharedFlags.OutputAliases)
    {
        Description = "Where the results go besides the screen: .html (tables and calibration plots), .json or .csv.",
        HelpName = "file",
    };
    private readonly DecimalMarkOption _mark = new();
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private ValidateCommand(TextWriter output, TextWriter error) => (_output, _error) = (output, error);

    public static Command Create(TextWriter output, TextWriter error)
    {
        var own = new ValidateCommand(output, error);
        var command = new ToolCommand(
            "validate",
            "What a study's model is worth on a cohort that it has not seen: C-index, calibration slope and in the large, AUC and Brier "
                + "score by time, and what it would take to adapt it.",
            "radiomics validate study/model.json new-cohort.csv --features new-features.csv -o validation.html"
        )
        {
            own._model,
            own._cohort,
            own._features,
            own._id,
            own._featuresId,
            own._time,
            own._event,
            own._eventValues,
            own._censoredValues,
            own._competingValues,
            own._at,
            own._groups,
            own._mark,
            own._file,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(own._at) is { } at && NumberOptions.Times(at) is null)
                result.AddError($"--at '{at}': positive times, ascending, separated by commas were expected, such as 6,12,18.");
            if (List(result.GetValue(own._competingValues)) is not null && List(result.GetValue(own._eventValues)) is null)
                result.AddError("--competing-value: name the event's value too (--event-value), so that no coding is guessed.");
            if (result.GetValue(own._file) is { } file && Ending(file) is not (".html" or ".json" or ".csv"))
                result.AddError($"{file}: a file that ends in .html, .json or .csv was expected.");
        });
        command.SetAction((parsed, cancellationToken) => Task.FromResult(own.Run(parsed, cancellationToken)));
        return command;
    }

    private static Option<string> Named(string name, string description, string usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "column" };

    private static string Ending(string file) => Path.GetExtension(file).ToLowerInvariant();

    private static string[]? List(string[]? values) => values is { Length: > 0 }
        ? [.. values.SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
        : null;

    private static void Need(SurvivalTable table, string path, string[] columns, string flag)
    {
        if (Array.Find(columns, c => !table.HasColumn(c)) is { } missing)
            throw new InvalidDataException($"{path}: there is no column '{missing}'.{Nearest.Suggest(missing, table.ColumnNames)} Name the "
                + $"right one by {flag}. There are: {PlainWords.List(table.ColumnNames)}.");
    }

    // Of the event studied a competing event ends the follow-up, as a censoring does.
    private static IReadOnlyList<string> Censorings(
        SurvivalTable table, string path, string column, string[] events, string[] competing, string[]? censored)
    {
        string[] cells = [.. table.Texts(column).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (Array.Find(competing, v => !cells.Contains(v)) is { } absent)
            throw new InvalidDataException(
                $"{path}: no patient has the competing value '{absent}' in '{column}'; there are {PlainWords.List(cells)}.");
        if (Array.Find(competing, events.Contains) is { } both)
            throw new InvalidDataException($"'{both}' is named by --event-value and by --competing-value.");
        return EventCoding.Censorings(cells, events, competing, censored);
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        AtomicFile.RequireFolder(parsed.GetValue(_file));
        var model = ModelFile.Load(parsed.GetRequiredValue(_model));
        var path = parsed.GetRequiredValue(_cohort);
        var read = SurvivalTable.ReadFile(path, _mark.In(parsed));
        var patient = IdColumn.In(read.ColumnNames, parsed.GetRequiredValue(_id));
        string[] needed = [parsed.GetRequiredValue(_time), parsed.GetRequiredValue(_event),
            .. NamesPatients(parsed, read, patient) ? new[] { patient } : []];
        foreach (var (column, flag) in needed.Zip((string[])["--time", "--event", "--id"]))
            Need(read, path, [column], flag);
        var (events, competing) = (List(parsed.GetValue(_eventValues)), List(parsed.GetValue(_competingValues)) ?? []);
        var cohort = Cohort.FromTable(read, new CohortColumns(parsed.GetRequiredValue(_time), parsed.GetRequiredValue(_event))
        {
            Id = NamesPatients(parsed, read, patient) ? patient : null,
            EventValues = events,
            CensoredValues = competing.Length == 0 ? List(parsed.GetValue(_censoredValues))
                : Censorings(read, path, needed[1], events!, competing, List(parsed.GetValue(_censoredValues))),
        });
        var extracted = read;
        if (parsed.GetValue(_features) is { } features)
        {
            extracted = SurvivalTable.ReadFile(features, _mark.In(parsed));
            var id = IdColumn.In(extracted.ColumnNames, parsed.GetValue(_featuresId) ?? patient);
            Need(extracted, features, [id], "--features-id");
            cohort = cohort.Join(extracted, id);
        }
        ModelFile.TellSettings(model, extracted, _error);
        var validation = ExternalValidation.Estimate(
            model,
            cohort,
            new ExternalValidationOptions
            {
                Horizons = parsed.GetValue(_at) is { } at ? NumberOptions.Times(at) : null,
                Groups = parsed.GetValue(_groups),
                CompetingValues = competing,
                OmitMissing = true,
            },
            cancellationToken);
        // A simulated cohort comes with a file that says so (see simulate).
        var simulated = model.Description.IsSimulated
            || File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "simulation.json"));
        if (simulated)
            _error.WriteLine("SIMULATED cohort, no patients.");
        foreach (var note in cohort.Notes.Concat(validation.Notes))
            _error.WriteLine($"note: {note}");
        foreach (var caveat in model.Description.Caveats)
            _error.WriteLine($"caveat: {caveat}");
        var tables = ValidationReport.Tables(validation);
        foreach (var table in tables)
            Print(table);
        if (parsed.GetValue(_file) is { } file)
        {
            AtomicFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(Ending(file) switch
            {
                ".html" => ValidationReport.ToHtml(validation, simulated, Sources(parsed, path)),
                ".csv" => string.Join("\n", tables.Concat(Notes(validation)).Select(t => t.ToCsv())),
                _ => Json(validation, simulated),
            })));
            _error.WriteLine($"validation of {validation.LinearPredictors.Count} patients -> {file}");
        }
        _error.WriteLine(model.Description.Disclaimer);
        return ExitCode.Done;
    }

    // Ids that nobody asked for are taken where they can be: each patient has one of his own.
    private bool NamesPatients(ParseResult parsed, SurvivalTable table, string id)
    {
        if (parsed.GetValue(_features) is not null || parsed.GetResult(_id) is { Implicit: false })
            return true;
        return table.HasColumn(id) && table.Texts(id) is var ids && ids.Distinct(StringComparer.Ordinal).Count() == ids.Count
            && !ids.Contains(null);
    }

    private IReadOnlyList<StudySource> Sources(ParseResult parsed, string cohort) =>
    [
        StudySource.Of("model", parsed.GetRequiredValue(_model)),
        StudySource.Of("cohort", cohort),
        .. parsed.GetValue(_features) is { } features ? [StudySource.Of("features", features)] : Array.Empty<StudySource>(),
    ];

    private static ReportTable[] Notes(ExternalValidation v)
    {
        string[][] rows = [.. v.Notes.Concat(v.Model.Description.AllCaveats).Select(n => new[] { n })];
        return rows.Length == 0 ? [] : [new ReportTable("notes", "Notes", ["Note"], rows)];
    }

    // The first column to the left, the others to the right.
    private void Print(ReportTable table)
    {
        var rows = table.Rows.Prepend(table.Header).ToArray();
        int[] widths = [.. Enumerable.Range(0, table.Header.Count).Select(c => rows.Max(r => r[c].Length))];
        _output.WriteLine(table.Title);
        foreach (var row in rows)
            _output.WriteLine(("  " + string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c])
                : cell.PadLeft(widths[c])))).TrimEnd());
        _output.WriteLine();
    }

    private static string Json(ExternalValidation v, bool simulated)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("model", v.Model.Description.Name);
            json.WriteBoolean("simulated", simulated);
            json.WriteNumber("patients", v.LinearPredictors.Count);
            json.WriteNumber("events", v.EventCount);
            if (v.CompetingCount > 0)
                json.WriteNumber("competing_events", v.CompetingCount);
            json.WriteInterval("harrell_c", v.Concordance.Index, v.Concordance.Lower, v.Concordance.Upper);
            json.WriteInterval("uno_c", v.UnoConcordance.Index, v.UnoConcordance.Lower, v.UnoConcordance.Upper);
            json.WriteInterval("calibration_slope", v.Slope.Estimate, v.Slope.Lower, v.Slope.Upper);
            json.WriteFinite("observed_over_expected_events", v.ObservedOverExpectedEvents);
            json.WriteStartArray("times");
            foreach (var h in v.Horizons)
            {
                json.WriteStartObject();
                json.WriteNumber("time", h.Time);
                json.WriteInterval("auc", h.Auc.Auc, h.Auc.Lower, h.Auc.Upper);
                if (h.Brier is { } b)
                {
                    json.WriteInterval("brier", b.Brier, b.Lower, b.Upper);
                    json.WriteFinite("ipa", b.Ipa);
                }
                if (h.InTheLarge is { } o)
                    json.WriteInterval("observed_over_expected_risk", o.ObservedOverExpected, o.Lower, o.Upper);
                if (h.Curve is { } c)
                    json.WriteFinite("ici", c.Ici);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteTexts("notes", v.Notes);
            json.WriteTexts("caveats", v.Model.Description.AllCaveats);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Files;
using Nomogram.HccSbrt;
using Suggestions;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics predict</c>: the published nomogram or a study's model, for one patient or a table of them.</summary>
internal sealed class PredictCommand
{
    private const int LinesShown = 20;
    private readonly Option<double?> _score = new Option<double?>("--radscore")
    {
        Description = "The Rad-score, computed elsewhere on z-scored features.",
        HelpName = "score",
    }.Real();
    private readonly Option<string?> _features = new("--features", "-f")
    {
        Description =
            "A CSV or Parquet file with the features, as 'extract --preset hcc-sbrt' or 'cohort' writes it. With --patients: the patients' "
                + "features, found by id, where they are not in --patients.",
        HelpName = "file",
    };
    private readonly Option<string?> _id = new("--id")
    {
        Description = "Which patient of --features. With --patients: the column that names a patient; 'id' by default.",
        HelpName = "id",
    };
    private readonly Option<string?> _featuresId = new("--features-id")
    {
        Description = "With --patients: the column of --features that names a patient, where it is not called as in --patients.",
        HelpName = "column",
    };
    private readonly Option<string?> _scale = new("--standardisation", "--standardization")
    {
        Description = "A CSV file with the columns feature, mean and sd. The paper publishes none.",
        HelpName = "file",
    };
    private readonly Option<string?> _cohort = new("--standardise-on", "--standardize-on")
    {
        Description = "A CSV or Parquet file with a cohort's features, whose means and deviations are taken.",
        HelpName = "file",
    };
    private readonly Option<bool> _raw = new("--raw-features")
    {
        Description = "Score the features as they are. The published cut-off has no meaning then.",
    };
    private readonly Option<double?> _size = new Option<double?>("--size-cm")
    {
        Description = "The largest tumour's diameter in cm.",
        HelpName = "cm",
    }.Real();
    private readonly Option<double?> _bed = new Option<double?>("--bed")
    {
        Description = "The biologically effective dose in Gy (alpha/beta 10); or give --dose and --fractions.",
        HelpName = "Gy",
    }.Real();
    private readonly Option<double?> _dose = new Option<double?>("--dose")
    {
        Description = "The total dose in Gy.",
        HelpName = "Gy",
    }.Real();
    private readonly Option<int?> _fractions = new Option<int?>("--fractions")
    {
        Description = "The number of fractions.",
        HelpName = "n",
    }.Whole();
    private readonly Option<string?> _childPugh = new("--ctp")
    {
        Description = "The Child-Pugh class, A or B, or its points, 5 to 9.",
        HelpName = "class",
    };
    private readonly Option<int?> _count = new Option<int?>("--tumours")
    {
        Description = "The number of tumours, for the five-variable model of Table 2.",
        HelpName = "n",
    }.Whole();
    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description =
            $"For absolute survival: '{BaselineFile.Reconstructed}' from published summaries, a CSV file with the columns months and "
                + $"survival, or 'none' (the default: the paper publishes no baseline).",
        HelpName = $"file.csv|{BaselineFile.Reconstructed}|none",
    };
    private readonly Option<string?> _at = new("--at")
    {
        Description =
            "The times at which survival (of a model with competing events: risk) is told, in the model's unit. "
            + "Default: the model's own (6,12,18 months of the published one).",
        HelpName = "t,t,t",
    };
    private readonly Option<string?> _model = new("--model")
    {
        Description = "The model.json that 'radiomics study' wrote, instead of the published nomogram.",
        HelpName = "model.json",
    };
    private readonly Option<string?> _patients = new("--patients")
    {
        Description =
            $"A CSV (may be gzipped) or Parquet file with a row for each patient: the predictors of --model, or of the published nomogram "
                + $"{PublishedInputs.ColumnsText}.",
        HelpName = "file",
    };
    private readonly Option<string?> _file = new(SharedFlags.Output, SharedFlags.OutputAliases)
    {
        Description = "With --patients: where the predictions go, .csv or .json. Default: CSV on standard output.",
        HelpName = "file",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print the predictions as JSON." };
    private readonly DecimalMarkOption _mark = new();
    private readonly TextWriter _output;
    private readonly TextWriter _error;

    private PredictCommand(TextWriter output, TextWriter error) => (_output, _error) = (output, error);

    public static Command Create(TextWriter output, TextWriter error)
    {
        var own = new PredictCommand(output, error);
        var command = new ToolCommand(
            "predict",
            "Predicts with the published nomogram or with a study's model, for one patient or a table of them. For research use only.",
            "radiomics predict --radscore 0.12 --size-cm 6.5 --dose 48 --fractions 8 --ctp A --baseline reconstructed\n  radiomics "
                + "predict --model model.json --patients cohort.csv --features features.csv.gz -o predictions.csv"
        )
        {
            own._score,
            own._features,
            own._id,
            own._featuresId,
            own._scale,
            own._cohort,
            own._raw,
            own._size,
            own._bed,
            own._dose,
            own._fractions,
            own._childPugh,
            own._count,
            own._baseline,
            own._at,
            own._model,
            own._patients,
            own._mark,
            own._file,
            own._json,
        };
        command.Validators.Add(own.Check);
        command.SetAction(own.Run);
        return command;
    }

    private static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private void Check(CommandResult result)
    {
        // By presence, not by value: a number that cannot be read has a message of its own.
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        if (Has(_at) && NumberOptions.Times(result.GetValue(_at)) is null)
            result.AddError(
                $"--at '{result.GetValue(_at)}': positive times, ascending, separated by commas were expected, such as 6,12,18."
            );
        Option[] onePatient = [_score, _size, _bed, _dose, _fractions, _childPugh, _count];
        if (Has(_model))
        {
            if (!Has(_patients))
                result.AddError("--model needs --patients <file>.");
            foreach (var option in onePatient.Concat([_scale, _cohort, _raw, _baseline]).Where(Has))
                result.AddError($"{option.Name} is for the published nomogram, not for --model.");
        }
        var scales = new Option[] { _scale, _cohort, _raw }.Count(Has);
        if (scales > 1)
            result.AddError("Give one of --standardisation, --standardise-on and --raw-features.");
        if (Has(_patients))
        {
            foreach (var option in onePatient.Where(o => Has(o) && !Has(_model)))
                result.AddError($"{option.Name} is for one patient; with --patients it stands in the file.");
            if (result.GetValue(_file) is { } path && !IsJson(path) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                result.AddError($"The output '{path}' must end in .csv or .json.");
            if (Has(_featuresId) && !Has(_features))
                result.AddError("--features-id goes with --features.");
            if (Has(_json) && Has(_file))
                result.AddError("Give --json or --output, not both.");
            if (!Has(_model) && Has(_features) && scales == 0)
                AddScaleError(result);
            return;
        }
        if (Has(_model))
            return;
        if (Has(_file))
            result.AddError("--output goes with --patients.");
        if (Has(_featuresId))
            result.AddError("--features-id goes with --patients.");
        if (Has(_score) == Has(_features))
            result.AddError(
                "Give --radscore, or --features with a standardisation; or --patients with a table; or --model with --patients."
            );
        if (Has(_features) && scales == 0)
            AddScaleError(result);
        if (!Has(_size))
            result.AddError("--size-cm is missing.");
        if (!Has(_childPugh))
            result.AddError("--ctp is missing.");
        if (Has(_bed) ? Has(_dose) || Has(_fractions) : !Has(_dose) || !Has(_fractions))
            result.AddError("Give --bed, or --dose and --fractions.");
    }

    private static void AddScaleError(CommandResult result) =>
        result.AddError(
            "--features needs one of --standardisation, --standardise-on and --raw-features: the paper does not publish the means and "
                + "deviations of its cohort."
        );

    private int Run(ParseResult parsed)
    {
        AtomicFile.RequireFolder(parsed.GetValue(_file));
        var model = parsed.GetValue(_model) is { } path
            ? ModelFile.Load(path)
            : new HccSbrtNomogram(
                PublishedInputs.Scaler(
                    parsed.GetValue(_scale), parsed.GetValue(_cohort), parsed.GetValue(_raw), _mark.In(parsed)),
                Baselines(parsed.GetValue(_baseline), _mark.In(parsed))
            ).Model;
        var times = NumberOptions.Times(
            parsed.GetValue(_at) ?? string.Join(',', model.Horizons.Select(h => h.ToString("R", CultureInfo.InvariantCulture)))
        )!;
        if (parsed.GetValue(_patients) is { } patients)
            return Many(parsed, model, times, patients);
        One(parsed, model, times);
        return ExitCode.Done;
    }

    private static BaselineHazard[] Baselines(string? source, SurvivalTableOptions options) =>
        source is null or "none" ? [] : [BaselineFile.Read(source, options)];

    private void One(ParseResult parsed, PrognosticModel model, double[] times)
    {
        var size = TumourSize.FromCentimetres(parsed.GetValue(_size)!.Value);
        var text = parsed.GetValue(_childPugh)!;
        var childPugh = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var points)
            ? ChildPugh.FromPoints(points)
            : ChildPugh.Parse(text);
        var bed = parsed.GetValue(_bed) is { } gray
            ? Bed.FromGray(gray)
            : Bed.FromFractionation(parsed.GetValue(_dose)!.Value, parsed.GetValue(_fractions)!.Value);
        var patient = parsed.GetValue(_score) is { } score
            ? new HccSbrtPatient(score, size, childPugh, bed)
            : new HccSbrtPatient(PublishedInputs.Features(
                parsed.GetValue(_features)!, parsed.GetValue(_id), _mark.In(parsed)), size, childPugh, bed);
        patient = patient with { TumourCount = parsed.GetValue(_count) };
        var prediction = model.Predict(patient.Features, patient.ToClinical());
        if (!parsed.GetValue(_json))
        {
            _output.WriteLine(prediction.ToString(times));
            return;
        }
        JsonOutput.Write(_output, json => PredictionTables.WriteJson(json, prediction, times));
        if (PredictionTables.Beyond(prediction, times) is { } beyond)
            _error.WriteLine($"warning: {beyond}");
        foreach (var warning in prediction.Warnings)
            _error.WriteLine($"warning: {warning}");
        _error.WriteLine(model.Description.Disclaimer);
    }

    private int Many(ParseResult parsed, PrognosticModel model, double[] times, string patients)
    {
        var (id, options) = (parsed.GetValue(_id) ?? "id", _mark.In(parsed));
        var table = parsed.GetValue(_model) is null
            ? PublishedInputs.Patients(patients, options)
            : SurvivalTable.ReadFile(patients, options);
        var features = parsed.GetValue(_features) is { } path ? SurvivalTable.ReadFile(path, options) : null;
        id = IdColumn.In(table.ColumnNames, id);
        var featuresId = features is null ? parsed.GetValue(_featuresId)
            : IdColumn.In(features.ColumnNames, parsed.GetValue(_featuresId) ?? id);
        foreach (var note in table.Notes.Concat(features?.Notes ?? []))
            _error.WriteLine($"note: {FlagNames.In(note)}");
        ModelFile.TellSettings(model, features ?? table, _error);
        // As in 'cohort': one that fails stops no other.
        var failed = new Dictionary<int, PredictionRow>();
        var done = model.Predict(
            table, features, id, featuresId: featuresId, refused: (row, name, refusal) =>
                failed.Add(row, new PredictionRow(name, null, FlagNames.In(refusal.Message))));
        if (done.Count == 0)
            throw new InvalidDataException(failed[0].Failure + (failed.Count == 1 ? ""
                : Invariant($" None of the {failed.Count} patients can be predicted.")));
        var first = done[0];
        var rows = new List<PredictionRow>(table.RowCount);
        for (int i = 0, k = 0; i < table.RowCount; i++)
            rows.Add(failed.TryGetValue(i, out var failure) ? failure : new PredictionRow(done[k].Id, done[k++], ""));
        foreach (var caveat in model.Description.AllCaveats)
            _error.WriteLine($"caveat: {caveat}");
        if (PredictionTables.Beyond(first, times) is { } beyond)
            _error.WriteLine($"warning: {beyond}");
        Tell([.. rows.Where(r => r.Prediction is null).Select(r => $"failed: {r.Failure}")], "failed");
        Tell([.. rows.SelectMany(r => (r.Prediction?.Warnings ?? []).Select(w => $"warning: {r.Id}: {w}"))], "warning");
        var file = parsed.GetValue(_file);
        if (file is null)
        {
            if (parsed.GetValue(_json))
                JsonOutput.Write(_output, writer => PredictionTables.WriteJson(writer, model, rows, times));
            else
                PredictionTables.WriteCsv(_output, model, rows, times, id);
        }
        else
        {
            AtomicFile.Write(file, stream =>
            {
                if (IsJson(file))
                {
                    using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                    PredictionTables.WriteJson(writer, model, rows, times);
                    return;
                }
                using var text = new StreamWriter(stream, leaveOpen: true);
                PredictionTables.WriteCsv(text, model, rows, times, id);
            });
        }
        var summary = file is not null || failed.Count > 0
            ? Invariant($"{rows.Count - failed.Count} predictions{(failed.Count > 0 ? Invariant($", {failed.Count} failed") : "")}")
                + $"{(file is null ? "" : $" -> {file}")}. "
            : "";
        _error.WriteLine(summary + model.Description.Disclaimer);
        return failed.Count > 0 ? ExitCode.Refused : ExitCode.Done;
    }

    // A log that names every patient of a large table is no log; the table that is written has all in its own rows.
    private void Tell(List<string> lines, string kind)
    {
        foreach (var line in lines.Take(LinesShown))
            _error.WriteLine(line);
        if (lines.Count > LinesShown)
            _error.WriteLine(Invariant($"{kind}: {lines.Count - LinesShown} more; each stands in its patient's row of the predictions."));
    }
}

/// <summary>A row of a table of predictions.</summary>
/// <param name="Id">The patient.</param>
/// <param name="Prediction">The prediction; <see langword="null"/> where there is none.</param>
/// <param name="Failure">Why there is none; empty where there is one.</param>
internal sealed record PredictionRow(string Id, Prediction? Prediction, string Failure);

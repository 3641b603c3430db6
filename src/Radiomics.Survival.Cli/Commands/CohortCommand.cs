using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Plain;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics cohort MANIFEST.csv -o DIR</c>.</summary>
internal static class CohortCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var manifest = new Argument<string>("manifest")
        {
            Description =
                $"A CSV file (may be gzipped) with the columns {string.Join(", ", CohortManifest.Columns)}; 'id' and 'image' must be "
                    + $"there. Paths are relative to it.",
        };
        var folder = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description =
                "The folder for features.csv, features.parquet, failures.csv and the journal; that of an earlier run continues it.",
            HelpName = "folder",
            Required = true,
        };
        var parameters = ExtractionOptions.Parameters();
        var preset = ExtractionOptions.Preset();
        var overrides = ExtractionOptions.Overrides();
        var parallel = new Option<int>(SharedFlags.Parallel, SharedFlags.ParallelAliases)
        {
            Description = "How many cases may be worked on at a time. The tables do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            HelpName = "n",
        }.Whole(least: 1);
        var memory = new Option<int?>("--memory")
        {
            Description = "How much memory the images worked on at a time may take, in MB. Default: half of what there is.",
            HelpName = "MB",
        }.Whole(least: 1);
        var id = Id();
        var strict = new Option<bool>("--strict")
        {
            Description = "Refuse a manifest with columns that mean nothing here, instead of keeping them aside.",
        };
        var shard = new Option<string?>("--shard")
        {
            Description = "Work on one part of the cohort only, such as 3/64 (from 0/64 to 63/64); 'cohort merge' makes the tables.",
            HelpName = "i/n",
        };
        shard.Validators.Add(result =>
        {
            try
            {
                CohortShard.Parse(result.Tokens.Count == 1 ? result.Tokens[0].Value : "");
            }
            catch (FormatException e)
            {
                result.AddError($"--shard: {e.Message}");
            }
        });
        var content = new Option<bool>("--compare-content")
        {
            Description = "Tell changed files by what is in them too, not by length and time alone: for places whose times are not to be "
                + "trusted. Reads every file first.",
        };
        var limit = new Option<int?>("--case-limit")
        {
            Description = "Give a case up, as failed, that takes longer; it is tried again with more time alone. For jobs with a limit.",
            HelpName = "seconds",
        }.Whole(least: 1);
        var safe = SpreadsheetSafe();
        var json = new Option<bool>("--json") { Description = "Print what was done as JSON." };
        var command = new ToolCommand(
            "cohort",
            "Extracts the features of many cases, in parallel; a run that was stopped or killed is taken up where it was.",
            "radiomics cohort manifest.csv -o features --preset hcc-sbrt --parallel 4"
        )
        {
            manifest, folder, id, parameters, preset, overrides, parallel, memory, strict, shard, content, limit, safe, json,
        };
        ShardCommands.AddTo(command, output, error);
        command.Validators.Add(result => ExtractionOptions.Check(result, parameters, preset));
        command.SetAction(
            (parsed, cancellationToken) =>
                Task.Run(
                    () =>
                    {
                        var record = new RunRecord("cohort");
                        var options = new CohortOptions
                        {
                            Extraction = ExtractionOptions.Load(parsed, parameters, preset, overrides),
                            MaxDegreeOfParallelism = parsed.GetValue(parallel),
                            MemoryLimit = parsed.GetValue(memory) is { } megabytes ? (long)megabytes << 20 : null,
                            CompareContent = parsed.GetValue(content),
                            CaseTimeLimit = parsed.GetValue(limit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                            SpreadsheetSafe = parsed.GetValue(safe),
                            Logger = (error as Messages)?.Log,
                            Shard = parsed.GetValue(shard) is { } part ? CohortShard.Parse(part) : null,
                        };
                        var cases = CohortManifest.Read(
                            parsed.GetRequiredValue(manifest),
                            parsed.GetValue(strict),
                            parsed.GetRequiredValue(id)
                        );
                        record.Input("manifest", parsed.GetRequiredValue(manifest));
                        record.Input("parameters", parsed.GetValue(parameters));
                        record.Settings(options.Extraction, parsed.GetValue(preset), parsed.GetValue(overrides));
                        record.Setting("shard", options.Shard?.ToString());
                        return Run(
                            cases,
                            record,
                            parsed.GetRequiredValue(folder),
                            options,
                            parsed.GetValue(json),
                            output,
                            error,
                            cancellationToken
                        );
                    },
                    CancellationToken.None
                )
        );
        return command;
    }

    private static int Run(
        CohortManifest manifest,
        RunRecord record,
        string folder,
        CohortOptions options,
        bool json,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        if (manifest.OtherColumns.Count > 0)
            error.WriteLine(
                $"note: the {(manifest.OtherColumns.Count == 1 ? "column" : "columns")} {PlainWords.List(manifest.OtherColumns)} "
                    + $"{(manifest.OtherColumns.Count == 1 ? "goes" : "go")} into no table.");
        using var progress = new ProgressLine(error);
        CohortResult result;
        try
        {
            result = CohortExtraction.Extract(manifest, folder, options, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            progress.Clear();
            var stopped = Path.Combine(folder, RunRecord.FileName);
            // The next run takes over the cases that this one finished, and says then that it made them.
            if (options.Shard is null && File.Exists(Path.Combine(folder, CohortExtraction.JournalName)))
            {
                KeepEarlier(record, stopped, error);
                record.IsCancelled = true;
                record.Write(stopped);
            }
            error.WriteLine(
                $"Cancelled. The cases that are finished stay so; the same command goes on from there "
                    + $"({Path.Combine(folder, CohortExtraction.JournalName)})."
            );
            return ExitCode.Cancelled;
        }
        progress.Clear();
        Tell(result, json, output, error);
        record.Count("cases", result.Total);
        record.Count("computed", result.Computed.Count);
        record.Count("reused", result.Reused.Count);
        record.Count("failed", result.Failures.Count);
        record.Count("input_bytes", result.InputBytes);
        foreach (var file in result.Files)
            record.Output(Path.GetFileName(file), file);
        // Beside the journal, which tells each case's files.
        var provenance = Path.Combine(options.Shard is null ? folder : Path.GetDirectoryName(result.Files[0])!, RunRecord.FileName);
        if (result.Reused.Count > 0)
            KeepEarlier(record, provenance, error);
        record.Write(provenance);
        error.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{result.Computed.Count} of {result.Total} cases computed, {result.Reused.Count} taken over, {result.Failures.Count} "
                    + $"failed in {watch.Elapsed.TotalSeconds:0.0} s -> {folder}"
            )
        );
        // A shard that has ended has done its work: what waits for it, the merge, says what failed.
        return result.Failures.Count == 0 || options.Shard is not null ? ExitCode.Done : ExitCode.Refused;
    }

    private static void KeepEarlier(RunRecord record, string path, TextWriter error)
    {
        if (!record.KeepEarlier(path))
            error.WriteLine($"note: {path} is damaged; the new one does not tell by which runs the cases taken over were made.");
    }

    /// <summary>Which column of a manifest names a case.</summary>
    public static Option<string> Id()
    {
        var option = new Option<string>("--id")
        {
            Description = "The column of the manifest that names a case.",
            HelpName = "column",
            DefaultValueFactory = _ => "id",
        };
        option.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
                result.AddError("--id needs the name of a column.");
        });
        return option;
    }

    /// <summary>Whether cells that a spreadsheet would compute are kept from it.</summary>
    public static Option<bool> SpreadsheetSafe() => new("--spreadsheet-safe")
    {
        Description = "An apostrophe before texts in a CSV that a spreadsheet would compute (they begin with =, +, - or @); "
            + "--spreadsheet-safe=false for tables that programs alone read.",
        DefaultValueFactory = _ => true,
    };

    /// <summary>Says what a cohort came to.</summary>
    public static void Tell(CohortResult result, bool json, TextWriter output, TextWriter error)
    {
        foreach (var note in result.JournalNotes)
            error.WriteLine($"note: {note}");
        foreach (var (id, reason) in result.Outdated)
            error.WriteLine($"note: {id} was computed again: {reason}.");
        foreach (var (id, message) in result.Warnings)
            error.WriteLine($"warning: {id}: {message}");
        foreach (var failure in result.Failures)
            error.WriteLine(Invariant($"failed: {failure.Id} (row {failure.Row}): {failure.Message}"));
        if (json)
            WriteJson(output, result);
    }

    private static void WriteJson(TextWriter output, CohortResult result) => JsonOutput.Write(output, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("total", result.Total);
        json.WriteTexts("computed", result.Computed);
        json.WriteTexts("reused", result.Reused);
        Notes(json, "outdated", result.Outdated);
        json.WriteStartArray("failures");
        foreach (var failure in result.Failures)
        {
            json.WriteStartObject();
            json.WriteString("id", failure.Id);
            json.WriteNumber("row", failure.Row);
            json.WriteString("stage", failure.Stage.ToString());
            json.WriteString("message", failure.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Notes(json, "warnings", result.Warnings);
        json.WriteTexts("journal", result.JournalNotes);
        json.WriteTexts("files", result.Files);
        json.WriteEndObject();
    });

    private static void Notes(Utf8JsonWriter json, string name, IEnumerable<(string Id, string Message)> notes)
    {
        json.WriteStartArray(name);
        foreach (var (id, message) in notes)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("message", message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

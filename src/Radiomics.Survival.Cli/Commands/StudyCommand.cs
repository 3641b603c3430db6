using System.CommandLine;
using System.Diagnostics;
using Files;
using Radiomics.Reporting;
using Radiomics.Studies;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics study --features F --clinical C -o DIR</c>.</summary>
internal static class StudyCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var features = new Option<string>("--features", "-f")
        {
            Description = "The features: the id, then a column a feature. CSV (may be gzipped), Parquet, or a folder of Parquet files (the "
                + "parts of one table).",
            HelpName = "file",
            Required = true,
        };
        var clinical = new Option<string>("--clinical", "-c")
        {
            Description = "The clinical columns with the follow-up: CSV (may be gzipped) or Parquet. Its rows give the order.",
            HelpName = "file",
            Required = true,
        };
        var second = new Option<string?>("--second-reader")
        {
            Description = "The features of some patients from a second contour. Without, reproducibility is not tested.",
            HelpName = "file",
        };
        var robust = new Option<string?>("--robust-features")
        {
            Description =
                "In place of a second reader: the features that hold under perturbations, a line each (robust_features.txt of "
                    + "'robustness').",
            HelpName = "file",
        };
        var protocol = new ProtocolOptions();
        var folder = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "The folder for study.json, protocol.yaml, model.json, the tables and the report; made where it does not exist.",
            HelpName = "folder",
            Required = true,
        };
        var simulated = new Option<bool>("--simulated")
        {
            Description =
                "Says in everything written that the cohort is simulated. Set by itself where simulation.json lies beside the clinical "
                    + "file.",
        };
        var noReport = new Option<bool>("--no-report") { Description = "Leave out report.html, the figures and the tables folder." };
        var json = new Option<bool>("--json") { Description = "Print a summary as JSON on standard output." };
        var look = new ReportFlags();
        var command = new ToolCommand(
            "study",
            "The whole study in one call: ICC, LASSO signature, cut-point, survival by group, clinical model, nomogram, C-index, AUC, "
                + "calibration, decision curves, tables.",
            "radiomics study --features features.parquet --clinical cohort.csv --id id --time time --event event --outcome progression "
                + "--time-unit years --horizons 1,2,3 -o DIR"
        )
        {
            features,
            clinical,
            second,
            robust,
            folder,
            simulated,
            noReport,
            json,
        };
        protocol.AddTo(command);
        look.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(second) is not null && result.GetValue(robust) is not null)
                result.AddError("Give --second-reader or --robust-features, not both.");
        });
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var watch = Stopwatch.StartNew();
                using var progress = new ProgressLine(error);
                progress.Show("reading");
                var (featuresPath, clinicalPath) = (parsed.GetRequiredValue(features), parsed.GetRequiredValue(clinical));
                var chosen = protocol.Read(parsed);
                var record = new RunRecord("study");
                (string Role, string? Path)[] reads =
                    [("features", featuresPath), ("clinical", clinicalPath), ("second reader", parsed.GetValue(second)),
                        ("robust features", parsed.GetValue(robust))];
                foreach (var (_, read) in reads)
                {
                    if (read is not null && !File.Exists(read) && !Directory.Exists(read))
                        throw new FileNotFoundException($"{read}: there is no such file or folder.");
                }
                var input = StudyInput.Read(featuresPath, clinicalPath, chosen, parsed.GetValue(second));
                foreach (var (role, read) in reads)
                    record.Input(role, read, input.Sources.FirstOrDefault(s => s.Role == role)?.Sha256);
                if (!protocol.IsGiven(parsed) && HccSbrtProtocol.IsMeant(input))
                {
                    chosen = protocol.Over(HccSbrtProtocol.Value, parsed);
                    error.WriteLine(
                        $"note (protocol): the files have the columns and features of '{ProtocolOptions.HccSbrt}', so its protocol is "
                            + $"used; --protocol names another."
                    );
                }
                chosen = protocol.For(input, chosen, parsed);
                if (parsed.GetValue(robust) is { } list)
                    input = input.WithRobustFeatures([
                        .. PlainFile.ReadText(list).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0),
                    ]);
                // A simulated cohort comes with a file that says so (see simulate).
                if (
                    parsed.GetValue(simulated)
                    || File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(clinicalPath))!, "simulation.json"))
                )
                    input = input.AsSimulated();
                var study = Study.Run(input, chosen, -1, new Line(progress), cancellationToken);
                var before = Directory.Exists(parsed.GetRequiredValue(folder))
                    ? Directory.EnumerateFiles(parsed.GetRequiredValue(folder), "*", SearchOption.AllDirectories).Select(Path.GetFullPath)
                        .ToHashSet()
                    : [];
                // The report first, for it takes longest and may be cancelled: then nothing is written.
                progress.Show("drawing the report");
                var options = parsed.GetValue(noReport) ? null : look.Read(parsed, study, error);
                var report = options is null
                    ? null
                    : StudyReport.Write(study, parsed.GetRequiredValue(folder), options, cancellationToken);
                progress.Show("writing");
                var files = study.Save(
                    parsed.GetRequiredValue(folder), tables: options?.TableFormats.Contains(TableFormat.Csv) is not true);
                record.Input("protocol", Path.Combine(parsed.GetRequiredValue(folder), "protocol.yaml"));
                record.Count("patients", study.Input.Ids.Count);
                record.Count("notes", study.Notes.Count);
                record.Write(Path.Combine(parsed.GetRequiredValue(folder), RunRecord.FileName));
                progress.Clear();
                foreach (var note in study.Notes)
                    error.WriteLine($"note ({StepOf(note, study)}): {FlagNames.In(note.Message)}");
                if (parsed.GetValue(json))
                    output.WriteLine(study.ToJsonSummary().ToString());
                else
                    output.Write(study.ToString());
                if (report is not null)
                    error.WriteLine($"report: {report.Page}");
                foreach (var note in report?.Notes ?? [])
                    error.WriteLine($"note (report): {note}");
                if (report is null && before.Contains(Path.GetFullPath(Path.Combine(parsed.GetRequiredValue(folder), "report.html"))))
                    error.WriteLine("note (report): the report.html of an earlier run, its figures and its tables stand in this folder and "
                        + "are not of this run; --no-report left them. Remove them, or name another folder.");
                var written = files.Concat(report?.Files ?? []).Select(Path.GetFullPath).Distinct().ToArray();
                var replaced = written.Count(before.Contains);
                error.WriteLine(
                    FormattableString.Invariant(
                        $"{written.Length} files in {watch.Elapsed.TotalSeconds:0.0} s -> {parsed.GetRequiredValue(folder)}"
                    ) + (replaced > 0 ? FormattableString.Invariant($" ({replaced} of them replaced what was there)") : "")
                );
                return Task.FromResult(ExitCode.Done);
            }
        );
        return command;
    }

    // The step has the LASSO's name in study.json whatever selects; a reader is told what did.
    private static string StepOf(StudyNote note, StudyResult study) =>
        note.Step == StudyStep.Lasso && study.Protocol.Selector is { } selector ? selector.Name : note.Step;

    private sealed class Line(ProgressLine line) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) =>
            line.Show(value.Fraction is > 0 and < 1 ? FormattableString.Invariant($"{value.Step} {value.Fraction:P0}") : value.Step);
    }
}

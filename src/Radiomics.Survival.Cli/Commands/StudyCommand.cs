using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Radiomics.Reporting;
using Radiomics.Studies;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics study --features F --clinical C -o DIR</c>.</summary>
internal static class StudyCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var features = new Option<string>("--features", "-f") { Description = "The features: a CSV file (may be gzipped), the id, then a column a feature.", HelpName = "file", Required = true };
        var clinical = new Option<string>("--clinical", "-c") { Description = "The clinical columns with the follow-up: a CSV file (may be gzipped). Its rows give the order.", HelpName = "file", Required = true };
        var second = new Option<string?>("--second-reader") { Description = "The features of some patients from a second contour. Without, reproducibility is not tested.", HelpName = "file" };
        var id = Column("--id", "The patient, in all files.", "id");
        var time = Column("--time", "The end of follow-up.", "time");
        var happened = Column("--event", "Whether it ended with the event: 1 or 0.", "event");
        var eventValue = new Option<string?>("--event-value") { Description = "The cell that means an event, where the coding is not 1 and 0.", HelpName = "value" };
        var split = new Option<string?>("--split") { Description = "The set: train or validation. Without, the patients are split by the seed.", HelpName = "column" };
        var folds = new Option<string?>("--folds") { Description = "The fold of the cross-validation. Without, folds are drawn by the seed.", HelpName = "column" };
        var factors = new Option<string?>("--factors") { Description = "The clinical factors to screen, in this order. Default: the paper's, then every other column.", HelpName = "a,b,c" };
        var ignore = new Option<string?>("--ignore") { Description = "Columns that are no factors, besides reader2, set, split, fold and foldid.", HelpName = "a,b,c" };
        var horizons = new Option<string>("--horizons") { Description = "The times of the predictions, in the unit of the follow-up; calibration and decision curves take the middle one.", HelpName = "t,t,t", DefaultValueFactory = _ => "6,12,18" };
        var unit = new Option<string>("--time-unit") { Description = "The unit of the follow-up, for titles.", HelpName = "unit", DefaultValueFactory = _ => "months" };
        var seed = new Option<ulong>("--seed") { Description = "The seed of everything that is drawn.", HelpName = "n", DefaultValueFactory = _ => 1 };
        var bootstraps = new Option<int>("--bootstraps") { Description = "Resamples that correct the calibration for optimism; 0 for none.", HelpName = "n", DefaultValueFactory = _ => StudyOptions.Default.Bootstraps };
        var all = new Option<bool>("--train-on-all") { Description = "All patients train; there is no validation set." };
        var rule = new Option<string>("--lambda") { Description = "Which lambda gives the signature: min or 1se.", HelpName = "rule", DefaultValueFactory = _ => "min" };
        rule.AcceptOnlyFromAmong("min", "1se");
        var folder = new Option<string>("--output", "-o") { Description = "The folder for study.json, model.json, the tables and the report; made where it does not exist.", HelpName = "folder", Required = true };
        var simulated = new Option<bool>("--simulated") { Description = "Marks the report as that of a simulated cohort. Set by itself where simulation.json lies beside the clinical file." };
        var noReport = new Option<bool>("--no-report") { Description = "Leave out report.html, the figures and the tables folder." };
        var json = new Option<bool>("--json") { Description = "Print a summary as JSON on standard output." };
        var command = new ToolCommand("study", "The whole study in one call: ICC, LASSO signature, cut-point, survival by group, clinical model, nomogram, C-index, AUC, calibration, decision curves, tables.",
            "radiomics study --features features.csv.gz --clinical cohort.csv --second-reader features_reader2.csv --id id --time time --event event --split set --folds foldid -o DIR")
        {
            features, clinical, second, id, time, happened, eventValue, split, folds, factors, ignore, horizons, unit, seed, bootstraps, all, rule, folder, simulated, noReport, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(horizons) is { Implicit: false } && Times(result.GetValue(horizons)) is null)
                result.AddError($"--horizons '{result.GetValue(horizons)}': positive times, ascending, separated by commas were expected, such as 6,12,18.");
            if (result.GetValue(bootstraps) < 0)
                result.AddError("--bootstraps must be 0 or more.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            var watch = Stopwatch.StartNew();
            using var progress = new ProgressLine(error);
            progress.Show("reading");
            var columns = new StudyColumns
            {
                Id = parsed.GetValue(id)!,
                Time = parsed.GetValue(time)!,
                Event = parsed.GetValue(happened)!,
                EventValue = parsed.GetValue(eventValue),
                Split = parsed.GetValue(split),
                Folds = parsed.GetValue(folds),
            };
            if (parsed.GetValue(ignore) is { } ignored)
                columns = columns with { Ignored = [.. columns.Ignored, .. List(ignored)] };
            var options = StudyOptions.Default with
            {
                Factors = parsed.GetValue(factors) is { } named ? List(named) : null,
                Horizons = Times(parsed.GetValue(horizons))!,
                TimeUnit = parsed.GetValue(unit)!,
                Seed = parsed.GetValue(seed),
                Bootstraps = parsed.GetValue(bootstraps),
                TrainOnAll = parsed.GetValue(all),
                Lambda = parsed.GetValue(rule) == "1se" ? LambdaRule.OneStandardError : LambdaRule.Minimum,
            };
            var input = StudyInput.Read(parsed.GetRequiredValue(features), parsed.GetRequiredValue(clinical), columns, parsed.GetValue(second));
            var study = Study.Run(input, options, new Line(progress), cancellation);
            progress.Show("writing");
            var files = StudyFolder.Write(study, parsed.GetRequiredValue(folder)).ToList();
            progress.Show("drawing the report");
            // A simulated cohort comes with a file that says so (see simulate).
            var isSimulated = parsed.GetValue(simulated) || File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(parsed.GetRequiredValue(clinical)))!, "simulation.json"));
            var report = parsed.GetValue(noReport) ? null : StudyReport.Write(study, parsed.GetRequiredValue(folder), new ReportOptions { Simulated = isSimulated }, cancellation);
            progress.Clear();
            foreach (var note in study.Notes)
                error.WriteLine($"note ({note.Step}): {note.Message}");
            if (parsed.GetValue(json))
                output.WriteLine(StudySummary.ToNode(study).ToString());
            else
                Print(output, study);
            if (report is not null)
                error.WriteLine($"report: {report}");
            error.WriteLine(FormattableString.Invariant($"{files.Count} files in {watch.Elapsed.TotalSeconds:0.0} s -> {parsed.GetRequiredValue(folder)}"));
            return Task.FromResult(Application.Done);
        });
        return command;
    }

    private static Option<string> Column(string name, string description, string value) => new(name) { Description = description, HelpName = "column", DefaultValueFactory = _ => value };

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static double[]? Times(string? text)
    {
        var times = new List<double>();
        foreach (var part in List(text ?? ""))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var t) || !(t > 0) || !double.IsFinite(t) || (times.Count > 0 && t <= times[^1]))
                return null;
            times.Add(t);
        }
        return times.Count > 0 ? [.. times] : null;
    }

    private static void Print(TextWriter output, StudyResult study)
    {
        output.WriteLine($"patients       {study.Sets.Training.Rows.Count} training ({study.Sets.Training.FollowUp.EventCount} events), {study.Sets.Validation?.Rows.Count ?? 0} validation ({study.Sets.Validation?.FollowUp.EventCount ?? 0} events)");
        output.WriteLine($"features       {study.Input.Features.ColumnCount}, reproducible {study.Icc?.Kept.Count.ToString(CultureInfo.InvariantCulture) ?? "not tested"}, selected {study.Lasso?.Model.NonzeroCount ?? 0}");
        foreach (var name in study.Lasso?.Model.SelectedNames ?? [])
            output.WriteLine(FormattableString.Invariant($"  {study.Lasso!.Model.Coefficient(name),9:0.0000}  {name}"));
        if (study.CutPoint is { } cut)
            output.WriteLine(FormattableString.Invariant($"cut-point      {cut.Search.CutPoint:0.0000}"));
        foreach (var (set, survival) in study.Survival.All.Where(s => s.Value.Groups is not null))
            output.WriteLine(FormattableString.Invariant($"  log-rank p   {survival.Groups!.LogRank.PValue:0.0e+0} ({set})"));
        output.WriteLine($"clinical       {(study.Cox.Kept.Count == 0 ? "none" : string.Join(", ", study.Cox.Kept))}{(study.Cox.FallbackUsed ? " (fallback, see the notes)" : "")}");
        foreach (var row in StudyTables.Concordance(study).Skip(1))
            output.WriteLine($"C-index        {row[0],-10} {string.Join("   ", row.Skip(1).Where((_, j) => j % 2 == 0))}");
    }

    private sealed class Line(ProgressLine line) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => line.Show(value.Fraction is > 0 and < 1 ? FormattableString.Invariant($"{value.Step} {value.Fraction:P0}") : value.Step);
    }
}

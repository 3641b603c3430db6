using System.CommandLine;
using System.Globalization;
using Columns;
using Csv;
using Files;
using Plain;
using Suggestions;
using Survival.Models;
using Survival.Models.Agreement;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics test-retest FIRST.csv SECOND.csv</c>.</summary>
internal static class TestRetestCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var first = new Argument<string>("first")
        { Description = "The features of the first scans: a CSV (may be gzipped) or Parquet file with an id and a column a feature." };
        var second = new Argument<string>("second") { Description = "The features of the second scans; subjects are matched by id." };
        var id = new Option<string>("--id")
        { Description = "The column that names the subject.", HelpName = "column", DefaultValueFactory = _ => "id" };
        var secondId = new Option<string?>("--second-id")
        {
            Description = "The column that names the subject in the second file, where it is not called as in the first.",
            HelpName = "column",
        };
        var mark = new DecimalMarkOption();
        var level = new Option<double>("--level")
        { Description = "The level of the limits.", HelpName = "level", DefaultValueFactory = _ => 0.95 };
        var file = new Option<string?>(SharedFlags.Output, SharedFlags.OutputAliases)
        { Description = "Write the table as CSV into this file instead of printing it.", HelpName = "file" };
        var command = new ToolCommand("test-retest", "How well features of repeated scans agree: ICC(1,1), Lin's concordance correlation, "
                + "within-subject coefficient of variation, repeatability coefficient.",
            "radiomics test-retest scan1/features.csv scan2/features.csv -o repeatability.csv")
        {
            first, second, id, secondId, mark, level, file,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(level) is { Implicit: false } && result.GetValue(level) is not (> 0 and < 1))
                result.AddError("--level must be between 0 and 1.");
        });
        command.SetAction(parsed =>
        {
            var a = Read(parsed.GetRequiredValue(first), parsed.GetRequiredValue(id), "--id", mark.In(parsed));
            var b = Read(
                parsed.GetRequiredValue(second),
                parsed.GetValue(secondId) ?? parsed.GetRequiredValue(id),
                "--second-id",
                mark.In(parsed)
            );
            var (firstName, secondName) = (a.Id, b.Id);
            foreach (var note in a.Table.Notes.Concat(b.Table.Notes))
                error.WriteLine($"note: {FlagNames.In(note)}");
            string[] ids = [.. a.Rows.Keys.Where(b.Rows.ContainsKey)];
            if (ids.Length < 2)
                throw new InvalidDataException(
                    $"{ids.Length} subjects stand in both '{parsed.GetValue(first)}' (column '{firstName}', such as "
                        + $"'{a.Rows.Keys.FirstOrDefault()}') and '{parsed.GetValue(second)}' (column '{secondName}', such as "
                        + $"'{b.Rows.Keys.FirstOrDefault()}'); a comparison needs at least two."
                        + (NearIds.Advice(a.Rows.Keys, b.Rows.Keys) is { } near ? " " + near : ""));
            var alone = a.Rows.Count + b.Rows.Count - 2 * ids.Length;
            if (alone > 0)
                error.WriteLine(Invariant($"note: {alone} subjects stand in one file only and were left out."));
            if (Settings(a.Table) is var own && Settings(b.Table) is var other && own != other && own != "" && other != "")
                error.WriteLine($"note: the files were extracted under different settings ({FeatureSettings.Column}), so that the "
                    + "agreement is of these too.");
            var features = new List<(string Name, double[] First, double[] Second)>();
            var left = new List<string>();
            var shared = a.Table.ColumnNames.Where(n => n != firstName && n != secondName && b.Table.HasColumn(n) && IsFeature(n)).ToList();
            foreach (var (table, name) in shared.SelectMany(n => new[] { (a.Table, n), (b.Table, n) }))
            {
                if (table.MistakeIn(name) is { } mistake)
                    throw mistake;
            }
            var mixed = shared.Where(n => new[] { a.Table, b.Table }.Any(t => !t.IsNumeric(n) && t.CountNumbers(n) > 0)).ToList();
            if (mixed.Count > 0)
                error.WriteLine($"note: {mixed.Count} columns mix numbers and text, so they are no features: "
                    + $"{PlainWords.List(mixed)}.");
            foreach (var name in shared.Where(n => a.Table.IsNumeric(n) && b.Table.IsNumeric(n)))
            {
                double[] x = [.. ids.Select(i => a.Table.Numbers(name)[a.Rows[i]])],
                    y = [.. ids.Select(i => b.Table.Numbers(name)[b.Rows[i]])];
                if (x.Concat(y).All(double.IsFinite))
                    features.Add((name, x, y));
                else
                    left.Add(name);
            }
            if (left.Count > 0)
                error.WriteLine($"note: {left.Count} features are missing for some subject and were left out: "
                    + $"{PlainWords.List(left)}.");
            if (features.Count == 0)
                throw new InvalidDataException("No feature stands in both files with a number for every subject.");
            var result = TestRetest.Estimate(
                DesignMatrix.FromColumns([.. features.Select(f => (f.Name, f.First))]),
                    DesignMatrix.FromColumns([.. features.Select(f => (f.Name, f.Second))]), parsed.GetValue(level));
            if (parsed.GetValue(file) is { } path)
            {
                Write(path, result);
                error.WriteLine(Invariant($"{features.Count} features of {ids.Length} subjects -> {path}"));
            }
            else
                output.Write(result.ToString());
            return ExitCode.Done;
        });
        return command;
    }

    private static string? Settings(SurvivalTable table) =>
        table.HasColumn(FeatureSettings.Column) ? FeatureSettings.Of(table.Texts(FeatureSettings.Column)) : "";

    // What 'extract' and 'cohort' write beside the features: where they come from, and which region.
    private static bool IsFeature(string column) =>
        !DiagnosticColumn.Is(column) && !DiagnosticColumn.IsOrigin(column);

    private static (SurvivalTable Table, Dictionary<string, int> Rows, string Id) Read(
        string path, string id, string flag, SurvivalTableOptions options)
    {
        var table = SurvivalTable.ReadFile(path, options);
        id = IdColumn.In(table.ColumnNames, id);
        if (!table.HasColumn(id))
            throw new InvalidDataException($"{path}: there is no column '{id}'.{Nearest.Suggest(id, table.ColumnNames)} Name the one with "
                + $"the subjects by {flag}. There are: {string.Join(", ", table.ColumnNames.Take(10))}.");
        var (rows, texts) = (new Dictionary<string, int>(StringComparer.Ordinal), table.Texts(id));
        for (var i = 0; i < table.RowCount; i++)
        {
            if (texts[i] is not { Length: > 0 } text)
                throw new InvalidDataException($"{path}: {table.PlaceOf(i)} has no '{id}'.");
            if (!rows.TryAdd(text, i))
                throw new InvalidDataException(
                    $"{path}: {table.PlaceOf(rows[text])} and {table.PlaceOf(i)} have the same '{id}'; a file holds each subject once.");
        }
        return (table, rows, id);
    }

    private static void Write(string path, TestRetest result) => AtomicFile.Write(path, stream =>
    {
        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        CsvText.WriteLine(writer, ["feature", "icc", "icc_lower", "icc_upper", "ccc", "ccc_lower", "ccc_upper", "within_subject_sd",
            "within_subject_cv", "rc", "rc_lower", "rc_upper", "bias"]);
        foreach (var r in result.Results)
        {
            CsvText.WriteLine(writer, [r.Feature, .. new[]
            {
                r.Icc.Value, r.Icc.Lower, r.Icc.Upper, r.Ccc, r.CccLower, r.CccUpper, r.WithinSubjectSd, r.CoefficientOfVariation,
                    r.RepeatabilityCoefficient,
                r.RepeatabilityLower, r.RepeatabilityUpper, r.Bias,
            }.Select(Text)]);
        }
    });
}

using System.CommandLine;
using System.Globalization;
using Nomogram.HccSbrt;
using Radiomics.Survival.Reporting.Calculator;
using Radiomics.Survival.Studies;

namespace Radiomics.Survival.Cli.Commands;

/// <summary><c>radiomics calculator [--model model.json] -o page.html</c>.</summary>
internal static class CalculatorCommand
{
    private const string Reconstructed = "reconstructed";

    public static Command Create(TextWriter error)
    {
        var file = new Option<string>("--output", "-o") { Description = "The page to write.", HelpName = "page.html", Required = true };
        var model = new Option<string?>("--model") { Description = "The model.json that 'radiomics study' wrote. Default: the published HccSbrt nomogram.", HelpName = "model.json" };
        var baselines = new Option<string[]>("--baseline") { Description = $"For the published nomogram, which has none: a CSV file with the columns months and survival, or '{Reconstructed}' from published summaries. May be repeated.", HelpName = $"file.csv|{Reconstructed}" };
        var title = new Option<string?>("--title") { Description = "The page's title, with --model.", HelpName = "text" };
        var command = new Command("calculator", "Writes a nomogram as one HTML page that works without a server or network.\n\nExample: radiomics calculator --baseline reconstructed -o nomogram.html") { file, model, baselines, title };
        command.Validators.Add(result =>
        {
            if (result.GetValue(model) is not null && result.GetValue(baselines) is { Length: > 0 })
                result.AddError("--baseline is for the published nomogram; a model.json brings its own.");
            if (result.GetValue(model) is null && result.GetValue(title) is not null)
                result.AddError("--title goes with --model; the published nomogram keeps its own.");
        });
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var html = parsed.GetValue(model) is { } source
                ? CalculatorPage.Study(Load(source), Options(parsed.GetValue(title)))
                : CalculatorPage.Published([.. (parsed.GetValue(baselines) ?? []).Select(Baseline)]);
            OutputFile.Write(path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                writer.Write(html);
            });
            error.WriteLine($"{path}: open it in a browser. For research use only.");
            return Application.Done;
        });
        return command;
    }

    private static CalculatorOptions Options(string? title) => title is null ? new CalculatorOptions() : new CalculatorOptions { Title = title };

    private static StudyModel Load(string path) => File.Exists(path) ? StudyModel.Load(path) : throw new FileNotFoundException($"{path}: there is no such file.");

    private static BaselineSurvival Baseline(string source)
    {
        if (source == Reconstructed)
            return BaselineSurvival.Reconstruct();
        if (!File.Exists(source))
            throw new FileNotFoundException($"{source}: there is no such file. Give a CSV file with the columns months and survival, or '{Reconstructed}'.");
        var lines = File.ReadLines(source).Where(l => l.Trim().Length > 0).ToArray();
        var columns = lines.Length == 0 ? [] : lines[0].Split(',').Select(c => c.Trim().Trim('"')).ToList();
        var (months, survival) = (columns.IndexOf("months"), columns.IndexOf("survival"));
        if (months < 0 || survival < 0)
            throw new InvalidDataException($"{source}: the first line must name the columns months and survival; it is '{(lines.Length == 0 ? "" : lines[0])}'.");
        var (times, values) = (new double[lines.Length - 1], new double[lines.Length - 1]);
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (cells.Length != columns.Count || !Number(cells[months], out times[i - 1]) || !Number(cells[survival], out values[i - 1]))
                throw new InvalidDataException($"{source}: line {i + 1}, '{lines[i]}', does not hold a number of months and a survival.");
        }
        try
        {
            return BaselineSurvival.Supplied(Path.GetFileNameWithoutExtension(source), times, values);
        }
        catch (ArgumentException refusal)
        {
            throw new InvalidDataException($"{source}: {refusal.Message}", refusal);
        }
    }

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}

using System.CommandLine;
using Files;
using Radiomics.Reporting.Calculator;
using Radiomics.Studies;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics calculator [--model model.json] -o page.html</c>.</summary>
internal static class CalculatorCommand
{
    public static Command Create(TextWriter error)
    {
        var file = new Option<string>("--output", "-o") { Description = "The page to write.", HelpName = "page.html", Required = true };
        var model = new Option<string?>("--model") { Description = "The model.json that 'radiomics study' wrote. Default: the published HccSbrt nomogram.", HelpName = "model.json" };
        var baselines = new Option<string[]>("--baseline") { Description = $"For the published nomogram, which has none: a CSV file with the columns months and survival, or '{BaselineFile.Reconstructed}' from published summaries. May be repeated.", HelpName = $"file.csv|{BaselineFile.Reconstructed}" };
        var title = new Option<string?>("--title") { Description = "The page's title, with --model.", HelpName = "text" };
        var command = new ToolCommand("calculator", "Writes a nomogram as one HTML page that works without a server or network.", "radiomics calculator --baseline reconstructed -o nomogram.html") { file, model, baselines, title };
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
                : CalculatorPage.Published([.. (parsed.GetValue(baselines) ?? []).Select(BaselineFile.Read)]);
            AtomicFile.Write(path, stream =>
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
}

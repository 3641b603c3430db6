using System.CommandLine;
using Nomogram.HccSbrt;
using Radiomics.Reporting;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics calculator [--model model.json] -o page.html</c>.</summary>
internal static class CalculatorCommand
{
    public static Command Create(TextWriter error)
    {
        var file = new Option<string>(SharedFlags.Output, SharedFlags.OutputAliases)
        {
            Description = "The page to write.",
            HelpName = "page.html",
            Required = true,
        };
        var model = new Option<string?>("--model")
        {
            Description = "The model.json that 'radiomics study' wrote. Default: the published HccSbrt nomogram.",
            HelpName = "model.json",
        };
        var baselines = new Option<string[]>("--baseline")
        {
            Description =
                $"For the published nomogram, which has none: a CSV file with the columns months and survival, or "
                    + $"'{BaselineFile.Reconstructed}' from published summaries. May be repeated.",
            HelpName = $"file.csv|{BaselineFile.Reconstructed}",
        };
        var title = new Option<string?>("--title") { Description = "The page's title, with --model.", HelpName = "text" };
        var command = new ToolCommand(
            "calculator",
            "Writes a nomogram as one HTML page that works without a server or network.",
            "radiomics calculator --baseline reconstructed -o nomogram.html"
        )
        {
            file,
            model,
            baselines,
            title,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(model) is not null && result.GetValue(baselines) is { Length: > 0 })
                result.AddError("--baseline is for the published nomogram; a model.json brings its own.");
            if (result.GetValue(file) is { } page && Path.GetExtension(page).ToLowerInvariant() is not (".html" or ".htm"))
                result.AddError($"{page}: a file that ends in .html was expected; it is a page for a browser.");
            if (result.GetValue(title) is { } given && (result.GetValue(model) is null || string.IsNullOrWhiteSpace(given)))
                result.AddError("--title is a text, and goes with --model; the published nomogram keeps its own.");
        });
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            var shown = parsed.GetValue(model) is { } source
                ? Titled(ModelFile.Load(source), parsed.GetValue(title))
                : new HccSbrtNomogram(baselines: [.. (parsed.GetValue(baselines) ?? []).Select(b => BaselineFile.Read(b))]).Model;
            CalculatorPage.Write(shown, path);
            if (shown.Description.IsSimulated)
                error.WriteLine(shown.Description.AllCaveats[0]);
            error.WriteLine($"{path}: open it in a browser. For research use only.");
            return ExitCode.Done;
        });
        return command;
    }

    private static PrognosticModel Titled(PrognosticModel model, string? title) =>
        title is null ? model : model.With(model.Description with { Title = title });
}

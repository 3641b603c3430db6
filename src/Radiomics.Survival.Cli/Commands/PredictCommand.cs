using System.CommandLine;
using System.Globalization;

namespace Radiomics.Cli.Commands;

/// <summary><c>radiomics predict</c>: the published nomogram for one patient, or a study's model for a table of them.</summary>
internal static class PredictCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var score = new Option<double?>("--radscore") { Description = "The Rad-score, computed elsewhere on z-scored features.", HelpName = "score" };
        var features = new Option<string?>("--features", "-f") { Description = "A CSV file with the features, as 'extract --preset hcc-sbrt' or 'cohort' writes it. With --model: the patients' features, found by id, where they are not in --patients.", HelpName = "file" };
        var id = new Option<string?>("--id") { Description = "Which patient of --features. With --model: the column that names a patient; 'id' by default.", HelpName = "id" };
        var scale = new Option<string?>("--standardisation", "--standardization") { Description = "A CSV file with the columns feature, mean and sd. The paper publishes none.", HelpName = "file" };
        var cohort = new Option<string?>("--standardise-on", "--standardize-on") { Description = "A CSV file with a cohort's features, whose means and deviations are taken.", HelpName = "file" };
        var raw = new Option<bool>("--raw-features") { Description = "Score the features as they are. The published cut-off has no meaning then." };
        var size = new Option<double?>("--size-cm") { Description = "The largest tumour's diameter in cm.", HelpName = "cm" };
        var bed = new Option<double?>("--bed") { Description = "The biologically effective dose in Gy (alpha/beta 10); or give --dose and --fractions.", HelpName = "Gy" };
        var dose = new Option<double?>("--dose") { Description = "The total dose in Gy.", HelpName = "Gy" };
        var fractions = new Option<int?>("--fractions") { Description = "The number of fractions.", HelpName = "n" };
        var childPugh = new Option<string?>("--ctp") { Description = "The Child-Pugh class, A or B, or its points, 5 to 9.", HelpName = "class" };
        var count = new Option<int?>("--tumours") { Description = "The number of tumours, for the five-variable model of Table 2.", HelpName = "n" };
        var baseline = new Option<string?>("--baseline") { Description = $"For absolute survival: '{BaselineFile.Reconstructed}' from published summaries, a CSV file with the columns months and survival, or 'none' (the default: the paper publishes no baseline).", HelpName = $"file.csv|{BaselineFile.Reconstructed}|none" };
        var at = new Option<string>("--at") { Description = "The months at which survival is told, with --baseline.", HelpName = "t,t,t", DefaultValueFactory = _ => "6,12,18" };
        var model = new Option<string?>("--model") { Description = "The model.json that 'radiomics study' wrote, instead of the published nomogram.", HelpName = "model.json" };
        var patients = new Option<string?>("--patients") { Description = "With --model: a CSV file (may be gzipped) with a row for each patient.", HelpName = "file" };
        var file = new Option<string?>("--output", "-o") { Description = "With --model: where the predictions go, .csv or .json. Default: CSV on standard output.", HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Print the predictions as JSON." };
        Option[] published = [score, scale, cohort, raw, size, bed, dose, fractions, childPugh, count, baseline];
        var command = new ToolCommand(
            "predict",
            "Predicts with the published nomogram for one patient, or with a study's model for a table of patients. For research use only.",
            "radiomics predict --radscore 0.12 --size-cm 6.5 --dose 48 --fractions 8 --ctp A --baseline reconstructed\n  radiomics predict --model model.json --patients cohort.csv --features features.csv.gz -o predictions.csv")
        {
            score, features, id, scale, cohort, raw, size, bed, dose, fractions, childPugh, count, baseline, at, model, patients, file, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(at) is { Implicit: false } && Times(result.GetValue(at)) is null)
                result.AddError($"--at '{result.GetValue(at)}': positive months separated by commas were expected, such as 6,12,18.");
            if (result.GetValue(model) is not null)
            {
                if (result.GetValue(patients) is null)
                    result.AddError("--model needs --patients <file>.");
                foreach (var option in published.Where(o => result.GetResult(o) is { Implicit: false }))
                    result.AddError($"{option.Name} is for the published nomogram, not for --model.");
                if (result.GetValue(file) is { } path && !IsJson(path) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                    result.AddError($"The output '{path}' must end in .csv or .json.");
                if (result.GetValue(json) && result.GetValue(file) is not null)
                    result.AddError("Give --json or --output, not both.");
                return;
            }
            foreach (var option in new Option[] { patients, file }.Where(o => result.GetResult(o) is { Implicit: false }))
                result.AddError($"{option.Name} goes with --model.");
            if (result.GetValue(score) is null == result.GetValue(features) is null)
                result.AddError("Give --radscore, or --features with a standardisation; or --model with --patients.");
            if (result.GetValue(features) is not null && (result.GetValue(scale) is null ? 0 : 1) + (result.GetValue(cohort) is null ? 0 : 1) + (result.GetValue(raw) ? 1 : 0) != 1)
                result.AddError("--features needs one of --standardisation, --standardise-on and --raw-features: the paper does not publish the means and deviations of its cohort.");
            if (result.GetValue(size) is null)
                result.AddError("--size-cm is missing.");
            if (result.GetValue(childPugh) is null)
                result.AddError("--ctp is missing.");
            if (result.GetValue(bed) is not null ? result.GetValue(dose) is not null || result.GetValue(fractions) is not null : result.GetValue(dose) is null || result.GetValue(fractions) is null)
                result.AddError("Give --bed, or --dose and --fractions.");
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(model) is { } path)
            {
                ModelPrediction.Run(path, parsed.GetValue(patients)!, parsed.GetValue(features), parsed.GetValue(id) ?? "id", parsed.GetValue(file), parsed.GetValue(json), output, error);
                return Application.Done;
            }
            var request = new PublishedPrediction(
                parsed.GetValue(score), parsed.GetValue(features), parsed.GetValue(id), parsed.GetValue(scale), parsed.GetValue(cohort), parsed.GetValue(size)!.Value,
                parsed.GetValue(bed), parsed.GetValue(dose), parsed.GetValue(fractions), parsed.GetValue(childPugh)!, parsed.GetValue(count), parsed.GetValue(baseline), Times(parsed.GetValue(at))!);
            request.Run(parsed.GetValue(json), output, error);
            return Application.Done;
        });
        return command;
    }

    internal static bool IsJson(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    private static double[]? Times(string? text)
    {
        var times = new List<double>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) || !(time > 0) || !double.IsFinite(time))
                return null;
            times.Add(time);
        }
        return [.. times];
    }
}

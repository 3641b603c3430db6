using System.Globalization;
using System.Text.Json;
using Files;
using Radiomics.Features.Output;
using Radiomics.Studies;
using Survival.Models;

namespace Radiomics.Cli.Commands;

/// <summary>A study's model for a table of patients.</summary>
internal static class ModelPrediction
{
    public static void Run(string path, string patients, string? features, string id, string? file, bool json, TextWriter output, TextWriter error)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file.");
        var model = StudyModel.Load(path);
        var predictions = PatientPredictions.Predict(model, SurvivalTable.ReadCsv(patients), features is null ? null : SurvivalTable.ReadCsv(features), id);
        foreach (var (name, prediction) in predictions)
        {
            foreach (var warning in prediction.Warnings)
                error.WriteLine($"warning: {name}: {warning}");
        }
        if (file is null)
        {
            if (json)
                JsonOutput.Write(output, writer => WriteJson(writer, model, predictions));
            else
                WriteCsv(output, model, predictions, id);
            return;
        }
        AtomicFile.Write(file, stream =>
        {
            if (PredictCommand.IsJson(file))
            {
                using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                WriteJson(writer, model, predictions);
                return;
            }
            using var text = new StreamWriter(stream, leaveOpen: true);
            WriteCsv(text, model, predictions, id);
        });
        error.WriteLine($"{predictions.Count} predictions -> {file}. For research use only.");
    }

    private static void WriteCsv(TextWriter output, StudyModel model, IReadOnlyList<PatientPrediction> predictions, string id)
    {
        FeatureCsv.WriteLine(output,
        [
            id, "radscore", "high_risk", "linear_predictor", "relative_hazard", "total_points",
            .. model.Horizons.SelectMany(h => new[] { $"survival_{Text(h)}", $"survival_{Text(h)}_lower", $"survival_{Text(h)}_upper" }), $"median_{model.TimeUnit}", "warnings",
        ]);
        foreach (var (name, p) in predictions)
        {
            FeatureCsv.WriteLine(output,
            [
                name, Text(p.RadScore), p.HighRisk switch { true => "1", false => "0", _ => "" }, Text(p.LinearPredictor), Text(p.RelativeHazard), Text(p.TotalPoints),
                .. p.Survival.SelectMany(s => new[] { Text(s.Survival), Text(s.Lower), Text(s.Upper) }), Text(p.Median.Time), string.Join(" ", p.Warnings),
            ]);
        }
    }

    private static void WriteJson(Utf8JsonWriter json, StudyModel model, IReadOnlyList<PatientPrediction> predictions)
    {
        json.WriteStartObject();
        json.WriteString("model", model.Name);
        json.WriteString("time_unit", model.TimeUnit);
        json.WriteStartArray("predictions");
        foreach (var (name, p) in predictions)
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            Number(json, "radscore", p.RadScore);
            if (p.HighRisk is { } high)
                json.WriteBoolean("high_risk", high);
            else
                json.WriteNull("high_risk");
            Number(json, "linear_predictor", p.LinearPredictor);
            Number(json, "relative_hazard", p.RelativeHazard);
            Number(json, "total_points", p.TotalPoints);
            json.WriteStartArray("survival");
            for (var k = 0; k < p.Survival.Count; k++)
            {
                json.WriteStartObject();
                Number(json, "time", model.Horizons[k]);
                Number(json, "estimate", p.Survival[k].Survival);
                Number(json, "lower", p.Survival[k].Lower);
                Number(json, "upper", p.Survival[k].Upper);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("median");
            Number(json, "estimate", p.Median.Time);
            Number(json, "lower", p.Median.Lower);
            Number(json, "upper", p.Median.Upper);
            json.WriteEndObject();
            json.WriteStartArray("predictors");
            foreach (var part in p.Predictors)
            {
                json.WriteStartObject();
                json.WriteString("name", part.Name);
                json.WriteString("value", part.Value);
                Number(json, "effect", part.Effect);
                Number(json, "points", part.Points);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (var warning in p.Warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("note", "For research use only.");
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    // Undefined stays empty.
    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}

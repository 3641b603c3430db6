using System.Globalization;
using System.Text.Json;
using Csv;
using Survival.Models;
using Survival.Models.Prognosis;

namespace Radiomics.Cli.Commands;

/// <summary>Predictions as CSV and JSON, for one patient or many, whatever the model. Outcome, unit and times are the model's
/// words.</summary>
internal static class PredictionTables
{
    public static void WriteCsv(
        TextWriter output,
        PrognosticModel model,
        IReadOnlyList<PredictionRow> predictions,
        IReadOnlyList<double> times,
        string id
    )
    {
        var absolute = predictions.Any(p => p.Prediction?.Baseline is not null);
        string[] score = model.Signature?.Name.ToLowerInvariant() is { } scored ? [scored, "high_" + scored] : [];
        var unit = model.Description.Endpoint.TimeUnit;
        // Where events compete the model knows a risk, which has no median.
        var isIncidence = model.Description.Endpoint.IsIncidence;
        var (chance, hasMedian) = (isIncidence ? "risk" : "survival", absolute && !isIncidence);
        // A row may be read alone: what the model is not good for stands in each.
        var caveat = string.Join(" ", model.Description.AllCaveats);
        string[] caveats = caveat.Length > 0 ? ["caveats"] : [], said = caveat.Length > 0 ? [caveat] : [];
        CsvText.WriteLine(
            output,
            [
                id,
                .. score,
                "linear_predictor",
                "relative_hazard",
                "total_points",
                .. absolute
                    ? times.SelectMany(h => new[] { $"{chance}_{Text(h)}", $"{chance}_{Text(h)}_lower", $"{chance}_{Text(h)}_upper" })
                    : [],
                .. hasMedian ? [unit.Length > 0 ? $"median_{unit}" : "median"] : Array.Empty<string>(),
                "warnings",
                .. caveats,
            ]);
        // What stands for a patient without a prediction: the same cells, empty, and why.
        var empty = score.Length + 3 + (absolute ? 3 * times.Count : 0) + (hasMedian ? 1 : 0);
        foreach (var (name, prediction, failure) in predictions)
        {
            if (prediction is not { } p)
            {
                CsvText.WriteLine(output, [name, .. Enumerable.Repeat("", empty), failure, .. said]);
                continue;
            }
            CsvText.WriteLine(
                output,
                [
                    name,
                    .. model.Signature is null
                        ? Array.Empty<string>()
                        :
                        [
                            Text(p.Score ?? double.NaN),
                            p.IsHighScore switch
                            {
                                true => "1",
                                false => "0",
                                _ => "",
                            },
                        ],
                    Text(p.LinearPredictor),
                    Text(p.RelativeHazard.Estimate),
                    Text(p.TotalPoints),
                    .. absolute
                        ? times.Select(t => At(p, t)).SelectMany(s => new[] { Text(s.Estimate), Text(s.Lower), Text(s.Upper) })
                        : [],
                    .. hasMedian ? [Text(p.Median.Estimate)] : Array.Empty<string>(),
                    string.Join(" ", Warnings(p, times)),
                    .. said,
                ]);
        }
    }

    public static void WriteJson(
        Utf8JsonWriter json,
        PrognosticModel model,
        IReadOnlyList<PredictionRow> predictions,
        IReadOnlyList<double> times
    )
    {
        json.WriteStartObject();
        Head(json, model);
        json.WriteStartArray("predictions");
        foreach (var (name, prediction, failure) in predictions)
        {
            json.WriteStartObject();
            json.WriteString("id", name);
            if (prediction is null)
                json.WriteString("failure", failure);
            else
                Body(json, prediction, times);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteJson(Utf8JsonWriter json, Prediction prediction, IReadOnlyList<double> times)
    {
        json.WriteStartObject();
        Head(json, prediction.Model);
        Body(json, prediction, times);
        json.WriteTexts("assumptions", prediction.Assumptions);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, PrognosticModel model)
    {
        var words = model.Description;
        json.WriteString("model", words.Name);
        json.WriteString("title", words.Title);
        json.WriteString("citation", words.Citation);
        json.WriteBoolean("simulated", words.IsSimulated);
        json.WriteString("outcome", words.Endpoint.Event);
        json.WriteString("time_unit", words.Endpoint.TimeUnit);
        if (words.Endpoint.IsIncidence)
        {
            json.WriteString("predicted", words.Endpoint.Risk + " (cumulative incidence)");
            json.WriteString("competing", words.Endpoint.Competing);
        }
        json.WriteTexts("caveats", words.AllCaveats);
        json.WriteString("disclaimer", words.Disclaimer);
    }

    private static void Body(Utf8JsonWriter json, Prediction p, IReadOnlyList<double> times)
    {
        json.WriteFinite("score", p.Score ?? double.NaN);
        if (p.IsHighScore is { } high)
            json.WriteBoolean("high_score", high);
        else
            json.WriteNull("high_score");
        json.WriteStartArray("contributions");
        foreach (var part in p.Features)
        {
            json.WriteStartObject();
            json.WriteString("feature", part.Feature);
            json.WriteFinite("value", part.Value);
            json.WriteFinite("z_score", part.ZScore);
            json.WriteFinite("weight", part.Weight);
            json.WriteFinite("contribution", part.Contribution);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("predictors");
        foreach (var part in p.Predictors)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteString("value", part.Value);
            json.WriteFinite("effect", part.Effect);
            json.WriteFinite("hazard_ratio", part.HazardRatio);
            json.WriteFinite("points", part.Points);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteFinite("total_points", p.TotalPoints);
        json.WriteFinite("linear_predictor", p.LinearPredictor);
        json.WriteFinite("standard_error", p.StandardError);
        json.WriteInterval("relative_hazard", p.RelativeHazard);
        if (p.Baseline is { } baseline)
        {
            json.WriteStartObject("baseline");
            json.WriteString("name", baseline.Name);
            json.WriteString("kind", baseline.Kind.ToString());
            json.WriteEndObject();
            var isIncidence = p.Model.Description.Endpoint.IsIncidence;
            json.WriteStartArray(isIncidence ? "risk" : "survival");
            foreach (var time in times)
            {
                var at = At(p, time);
                json.WriteStartObject();
                json.WriteFinite("time", time);
                json.WriteFinite("estimate", at.Estimate);
                json.WriteFinite("lower", at.Lower);
                json.WriteFinite("upper", at.Upper);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (!isIncidence)
                json.WriteInterval("median", p.Median);
        }
        else
        {
            json.WriteNull("baseline");
        }
        json.WriteTexts("warnings", Warnings(p, times));
    }

    /// <summary>What to say where a time lies beyond the baseline, so that its cells are empty.</summary>
    public static string? Beyond(Prediction prediction, IReadOnlyList<double> times) =>
        prediction.Baseline is { } baseline && times.Any(t => !baseline.Reaches(t))
            ? Invariant($"the baseline ends at {baseline.LastTime}; nothing is known at {string.Join(", ", Late(baseline, times))}.")
            : null;

    private static IEnumerable<string> Late(BaselineHazard baseline, IReadOnlyList<double> times) =>
        times.Where(t => !baseline.Reaches(t)).Select(Text);

    private static IEnumerable<string> Warnings(Prediction p, IReadOnlyList<double> times) =>
        Beyond(p, times) is { } beyond ? [.. p.Warnings, beyond] : p.Warnings;

    // Beyond the baseline nothing is known.
    private static Interval At(Prediction p, double time) =>
        !p.Baseline!.Reaches(time) ? new Interval(double.NaN, double.NaN, double.NaN)
        : p.Model.Description.Endpoint.IsIncidence ? p.RiskAt(time)
        : p.SurvivalAt(time);

    // Undefined stays empty.
    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}

using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

public sealed partial class PrognosticModel
{
    /// <summary>The JSON form of a prognostic model. What is read is checked as what is made: a file holds no model that could not be
    /// made.</summary>
    private static class PrognosticModelJson
    {
        private const string Format = "Survival.Models.PrognosticModel";
        // 2 has interactions, natural splines and fractional polynomials, which a reader of 1 would leave out without a word.
        // 3 predicts the cumulative incidence among competing events, which a reader of 2 would call survival.
        private const int Version = 3;

        public static void Write(PrognosticModel model, Stream stream) => ModelJson.Write(stream, Format, VersionOf(model), json =>
        {
            var words = model.Description;
            // First, so that whoever opens the file sees it.
            json.WriteBoolean("simulated", words.IsSimulated);
            if (words.IsSimulated)
                json.WriteString("simulated_note", ModelDescription.SimulatedCaveat);
            json.WriteString("name", words.Name);
            json.WriteString("title", words.Title);
            json.WriteString("subtitle", words.Subtitle);
            json.WriteStartObject("outcome");
            json.WriteString("event", words.Endpoint.Event);
            json.WriteString("event_free", words.Endpoint.EventFree);
            json.WriteString("survival", words.Endpoint.Survival);
            json.WriteString("time_unit", words.Endpoint.TimeUnit);
            if (words.Endpoint.IsIncidence)
            {
                json.WriteString("competing", words.Endpoint.Competing);
                json.WriteString("predicted", words.Endpoint.Risk + " (cumulative incidence)");
            }
            json.WriteEndObject();
            json.WriteString("citation", words.Citation);
            json.WriteString("disclaimer", words.Disclaimer);
            json.WriteTexts("caveats", words.Caveats);
            json.WriteString("reference_text", words.Reference);
            json.WriteString("interval_note", words.IntervalNote);
            json.WriteString("no_baseline", words.NoBaseline);
            json.WriteStartObject("provenance");
            foreach (var (name, value) in words.Provenance)
                json.WriteString(name, value);
            json.WriteEndObject();
            json.WriteNumbers("horizons", [.. model.Horizons]);
            if (model.Signature is { } signature)
                SignatureJson.Write(json, signature);
            else
                json.WriteNull("signature");
            json.WriteStartArray("predictors");
            foreach (var predictor in model.Predictors)
                PredictorJson.Write(json, predictor);
            json.WriteEndArray();
            if (model.Interactions.Count > 0)
            {
                json.WriteStartArray("interactions");
                foreach (var interaction in model.Interactions)
                {
                    json.WriteStartObject();
                    json.WriteTexts("predictors", interaction.Predictors);
                    json.WriteTexts("columns", interaction.Columns);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteNumbers("reference", model._linear.Reference);
            json.WriteNumbers("linear_predictor_range", [model.LinearPredictorRange.Low, model.LinearPredictorRange.High]);
            if (model.Fit is { } fit)
            {
                json.WritePropertyName("cox");
                json.WriteRawValue(fit.ToJson());
            }
            else
            {
                json.WriteStartObject("columns");
                json.WriteTexts("names", model._linear.Names);
                json.WriteNumbers("coefficients", model._linear.Coefficients);
                json.WriteNumbers("covariance", model._linear.Covariance);
                if (Array.Exists(model._linear.Means, m => m != 0))
                    json.WriteNumbers("means", model._linear.Means);
                json.WriteEndObject();
            }
            json.WriteStartArray("baselines");
            foreach (var baseline in model.Baselines)
                BaselineJson.Write(json, baseline);
            json.WriteEndArray();
        });

        public static PrognosticModel Read(Stream stream) =>
            ModelJson.Read(
                stream,
                Format,
                Version,
                root =>
                {
                    var fit = root.Optional("cox") is { } cox ? CoxModel.FromJson(cox.GetRawText()) : null;
                    var description = Description(root);
                    var reference = root.ReadNumbers("reference");
                    LinearPart linear;
                    if (fit is not null)
                    {
                        linear = LinearPart.Of(fit, reference);
                    }
                    else
                    {
                        var columns = root.Member("columns");
                        var names = columns.ReadTexts("names");
                        linear = new LinearPart(
                            names,
                            columns.ReadNumbers("coefficients"),
                            columns.ReadNumbers("covariance"),
                            columns.Optional("means") is not null
                                ? columns.ReadNumbers("means", names.Length) : new double[names.Length],
                            reference
                        );
                    }
                    var range = root.ReadNumbers("linear_predictor_range", 2);
                    var model = new PrognosticModel(
                        description,
                        root.Optional("signature") is { } signature ? SignatureJson.Read(signature) : null,
                        [.. root.Items("predictors").Select(PredictorJson.Read)],
                        linear,
                        [.. root.Items("baselines").Select(b => BaselineJson.Read(b, fit, description.Endpoint.TimeUnit))],
                        root.ReadNumbers("horizons"),
                        (range[0], range[1]),
                        fit
                    )
                    {
                        Interactions = root.Optional("interactions") is null
                            ? []
                            :
                            [
                                .. root.Items("interactions").Select(i =>
                                    new PredictorInteraction(i.ReadTexts("predictors"), i.ReadTexts("columns"))),
                            ],
                    };
                    return model.Problem() is { } problem ? throw new FormatException(problem) : model;
                }
            );

        private static int VersionOf(PrognosticModel model) => model.Description.Endpoint.IsIncidence ? 3
            : model.Interactions.Count > 0
            || model.Predictors.Any(p => p.Kind is PredictorKind.NaturalSpline or PredictorKind.FractionalPolynomial) ? 2 : 1;

        private static ModelDescription Description(JsonElement root)
        {
            var outcome = root.Member("outcome");
            var provenance = new Dictionary<string, string>(StringComparer.Ordinal);
            if (root.Member("provenance") is { ValueKind: JsonValueKind.Object } given)
            {
                foreach (var member in given.EnumerateObject())
                    provenance[member.Name] = given.ReadText(member.Name);
            }
            return new ModelDescription
            {
                Name = root.ReadText("name"),
                Title = root.ReadText("title"),
                Subtitle = root.ReadText("subtitle"),
                Endpoint = new Endpoint
                {
                    Event = outcome.ReadText("event"),
                    EventFree = outcome.ReadText("event_free"),
                    Survival = outcome.ReadText("survival"),
                    TimeUnit = outcome.ReadText("time_unit"),
                    Competing = outcome.Optional("competing") is not null ? outcome.ReadText("competing") : "",
                },
                Citation = root.ReadText("citation"),
                Disclaimer = root.ReadText("disclaimer"),
                Caveats = root.ReadTexts("caveats"),
                Reference = root.ReadText("reference_text"),
                IntervalNote = root.ReadText("interval_note"),
                NoBaseline = root.ReadText("no_baseline"),
                Provenance = provenance,
                IsSimulated = root.ReadFlag("simulated"),
            };
        }
    }
}

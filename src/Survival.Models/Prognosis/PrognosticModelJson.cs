using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
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
        private const int Version = 2;

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
                WriteSignature(json, signature);
            else
                json.WriteNull("signature");
            json.WriteStartArray("predictors");
            foreach (var predictor in model.Predictors)
                WritePredictor(json, predictor);
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
                json.WriteEndObject();
            }
            json.WriteStartArray("baselines");
            foreach (var baseline in model.Baselines)
                WriteBaseline(json, baseline);
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
                            new double[names.Length],
                            reference
                        );
                    }
                    var range = root.ReadNumbers("linear_predictor_range", 2);
                    var model = new PrognosticModel(
                        description,
                        root.Optional("signature") is { } signature ? ReadSignature(signature) : null,
                        [.. root.Items("predictors").Select(ReadPredictor)],
                        linear,
                        [.. root.Items("baselines").Select(b => ReadBaseline(b, fit, description.Endpoint.TimeUnit))],
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

        private static int VersionOf(PrognosticModel model) => model.Interactions.Count > 0
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

        private static void WriteSignature(Utf8JsonWriter json, Signature signature)
        {
            json.WriteStartObject("signature");
            json.WriteString("name", signature.Name);
            json.WriteStartArray("terms");
            foreach (var (feature, weight) in signature.Terms)
            {
                json.WriteStartObject();
                json.WriteString("feature", feature);
                json.WriteNumberValue("weight", weight);
                if (signature.Scaler is { IsRaw: false } scaler)
                {
                    json.WriteNumberValue("mean", scaler.MeanOf(feature));
                    json.WriteNumberValue("sd", scaler.StandardDeviationOf(feature));
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("scaler", signature.Scaler is null ? null : signature.Scaler.IsRaw ? "raw" : "z-score");
            json.WriteString("scaler_source", signature.Scaler?.Source);
            if (signature.Batches is { } batches)
                WriteBatches(json, signature, batches);
            json.WriteString("no_scaler", signature.NoScaler);
            json.WriteString("extraction_hint", signature.ExtractionHint);
            if (signature.CutPoint is { } cut)
                json.WriteNumberValue("cutpoint", cut);
            else
                json.WriteNull("cutpoint");
            json.WriteString("high_risk", signature.Rule == CutPointRule.AtOrAbove ? ">=" : ">");
            json.WriteEndObject();
        }

        private static void WriteBatches(Utf8JsonWriter json, Signature signature, BatchScalers batches)
        {
            json.WriteStartObject("batches");
            json.WriteString("column", batches.Column);
            json.WriteStartArray("scalers");
            foreach (var batch in batches.Batches)
            {
                json.WriteStartObject();
                json.WriteString("batch", batch);
                json.WriteString("source", batches[batch].Source);
                json.WriteNumbers("mean", [.. signature.Terms.Select(t => batches[batch].MeanOf(t.Feature))]);
                json.WriteNumbers("sd", [.. signature.Terms.Select(t => batches[batch].StandardDeviationOf(t.Feature))]);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        private static BatchScalers ReadBatches(JsonElement json, List<SignatureTerm> terms)
        {
            var scalers = new List<(string, Scaler)>();
            foreach (var item in json.Items("scalers"))
            {
                var (batch, source) = (item.ReadText("batch"), item.ReadText("source"));
                var (means, deviations) = (item.ReadNumbers("mean", terms.Count), item.ReadNumbers("sd", terms.Count));
                if (!means.All(double.IsFinite) || !deviations.All(sd => sd > 0 && double.IsFinite(sd)))
                    throw new FormatException($"A mean of the batch '{batch}' is not finite, or a standard deviation not positive.");
                if (string.IsNullOrWhiteSpace(source) || scalers.Exists(s => s.Item1 == batch))
                    throw new FormatException($"The batch '{batch}' stands twice, or its 'source' is empty.");
                scalers.Add(
                    (
                        batch,
                        Scaler.Create(
                            source,
                            terms
                                .Select((t, k) => (t.Feature, (means[k], deviations[k])))
                                .ToDictionary(p => p.Feature, p => p.Item2, StringComparer.Ordinal)
                        )
                    )
                );
            }
            var column = json.ReadText("column");
            return scalers.Count > 0 && !string.IsNullOrWhiteSpace(column)
                ? BatchScalers.Create(column, scalers)
                : throw new FormatException("'batches' needs a column and at least one batch.");
        }

        private static Signature ReadSignature(JsonElement json)
        {
            var terms = new List<SignatureTerm>();
            var scales = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
            var scaler = json.Optional("scaler") is null ? null : json.ReadText("scaler");
            if (scaler is not (null or "raw" or "z-score"))
                throw new FormatException($"'scaler' is '{scaler}'; z-score, raw or null was expected.");
            foreach (var term in json.Items("terms"))
            {
                var feature = term.ReadText("feature");
                terms.Add(new SignatureTerm(feature, term.ReadFinite("weight")));
                if (scaler != "z-score")
                    continue;
                var (mean, sd) = (term.ReadFinite("mean"), term.ReadFinite("sd"));
                if (!(sd > 0))
                    throw new FormatException($"The standard deviation of '{feature}' is not positive.");
                scales[feature] = (mean, sd);
            }
            var source = scaler is null ? null : json.ReadText("scaler_source");
            if (scaler == "z-score" && string.IsNullOrWhiteSpace(source))
                throw new FormatException("'scaler_source' is empty.");
            var rule = json.ReadText("high_risk");
            return new Signature
            {
                Name = json.ReadText("name"),
                Terms = terms,
                Scaler = scaler switch { null => null, "raw" => Scaler.Raw, _ => Scaler.Create(source!, scales) },
                Batches = json.Optional("batches") is { } batches ? ReadBatches(batches, terms) : null,
                NoScaler = json.ReadText("no_scaler"),
                ExtractionHint = json.ReadText("extraction_hint"),
                CutPoint = json.Optional("cutpoint") is null ? null : json.ReadFinite("cutpoint"),
                Rule = rule switch
                {
                    ">=" => CutPointRule.AtOrAbove,
                    ">" => CutPointRule.Above,
                    _ => throw new FormatException($"'high_risk' is '{rule}'; >= or > was expected."),
                },
            };
        }

        private static void WritePredictor(Utf8JsonWriter json, Predictor p)
        {
            json.WriteStartObject();
            json.WriteString("name", p.Name);
            json.WriteString("kind", p.Kind.ToString());
            json.WriteTexts("columns", p.Columns);
            json.WriteString("label", p.Label);
            json.WriteString("unit", p.Unit);
            json.WriteString("hint", p.Hint);
            if (p.Kind == PredictorKind.Levels)
            {
                json.WriteTexts("levels", p.Levels);
            }
            else
            {
                json.WriteNumberValue("low", p.Low);
                json.WriteNumberValue("high", p.High);
            }
            if (p.Kind == PredictorKind.Discrete)
                json.WriteNumbers("values", [.. p.Values]);
            if (p.Kind is PredictorKind.Spline or PredictorKind.NaturalSpline)
                json.WriteNumbers("knots", [.. p.Knots]);
            if (p.Kind == PredictorKind.FractionalPolynomial)
            {
                json.WriteNumbers("powers", [.. p.Powers]);
                json.WriteNumberValue("shift", p.Shift);
                json.WriteNumberValue("scale", p.Scale);
            }
            if (p.Kind == PredictorKind.Threshold)
            {
                json.WriteNumberValue("threshold", p.Threshold);
                json.WriteBoolean("threshold_included", p.IsThresholdIncluded);
            }
            json.WriteTexts("level_labels", p.LevelLabels);
            WriteRange(json, "allowed", p.Allowed);
            WriteRange(json, "usual", p.Usual);
            json.WriteString("unusual_warning", p.UnusualWarning);
            json.WriteString("not_given", p.NotGiven);
            json.WriteString("given_warning", p.GivenWarning);
            json.WriteBoolean("on_nomogram", p.IsOnNomogram);
            if (p.Course is { } course)
            {
                json.WriteStartObject("course");
                json.WriteNumberValue("alpha_beta", course.AlphaBeta);
                WriteRange(json, "dose", course.Dose);
                WriteRange(json, "fractions", course.Fractions);
                WriteRange(json, "usual_dose", course.UsualDose);
                WriteRange(json, "usual_fractions", course.UsualFractions);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }

        private static Predictor ReadPredictor(JsonElement json)
        {
            var (name, kind, columns) = (json.ReadText("name"), json.ReadName<PredictorKind>("kind"), json.ReadTexts("columns"));
            double Low() => json.ReadFinite("low");
            double High() => json.ReadFinite("high");
            var bare = kind switch
            {
                PredictorKind.Levels => Predictor.Categorical(name, json.ReadTexts("levels"), columns),
                PredictorKind.Discrete => Predictor.Discrete(name, json.ReadNumbers("values")) with { Columns = columns },
                PredictorKind.Threshold => Predictor.AtThreshold(
                    name,
                    columns.Length == 1 ? columns[0] : throw new FormatException($"'{name}' needs one column."),
                    json.ReadFinite("threshold"),
                    json.ReadFlag("threshold_included"),
                    Low(),
                    High()
                ),
                PredictorKind.Spline => Predictor.Spline(name, columns, json.ReadNumbers("knots"), Low(), High()),
                PredictorKind.NaturalSpline => Predictor.NaturalSpline(name, columns, json.ReadNumbers("knots"), Low(), High()),
                PredictorKind.FractionalPolynomial => Predictor.FractionalPolynomial(
                    name, columns, json.ReadNumbers("powers"), json.ReadFinite("shift"), json.ReadFinite("scale"), Low(), High()),
                _ => Predictor.Continuous(name, Low(), High()) with { Columns = columns },
            };
            return bare with
            {
                Label = json.ReadText("label"),
                Unit = json.ReadText("unit"),
                Hint = json.ReadText("hint"),
                LevelLabels = json.ReadTexts("level_labels"),
                Allowed = ReadRange(json, "allowed"),
                Usual = ReadRange(json, "usual"),
                UnusualWarning = json.ReadText("unusual_warning"),
                NotGiven = json.Optional("not_given") is null ? null : json.ReadText("not_given"),
                GivenWarning = json.ReadText("given_warning"),
                IsOnNomogram = json.ReadFlag("on_nomogram"),
                Course = json.Optional("course") is not { } course
                    ? null
                    : new FractionatedDose(
                        course.ReadFinite("alpha_beta"),
                        Range(course, "dose"),
                        Range(course, "fractions"),
                        Range(course, "usual_dose"),
                        Range(course, "usual_fractions")
                    ),
            };
        }

        private static void WriteRange(Utf8JsonWriter json, string name, InputRange? range)
        {
            if (range is null)
            {
                json.WriteNull(name);
                return;
            }
            json.WriteStartObject(name);
            json.WriteNumberValue("low", range.Low);
            json.WriteNumberValue("high", range.High);
            json.WriteBoolean("low_excluded", range.LowExcluded);
            json.WriteBoolean("whole", range.IsWhole);
            json.WriteEndObject();
        }

        private static InputRange Range(JsonElement json, string name) =>
            ReadRange(json, name) ?? throw new FormatException($"'{name}' is missing.");

        private static InputRange? ReadRange(JsonElement json, string name)
        {
            if (json.Optional(name) is not { } range)
                return null;
            var (low, high) = (range.ReadFinite("low"), range.ReadFinite("high"));
            return low <= high
                ? new InputRange(low, high, range.ReadFlag("low_excluded"), range.ReadFlag("whole"))
                : throw new FormatException($"'{name}' must rise.");
        }

        private static void WriteBaseline(Utf8JsonWriter json, BaselineHazard baseline)
        {
            json.WriteStartObject();
            json.WriteString("name", baseline.Name);
            json.WriteString("kind", baseline.Kind.ToString());
            if (baseline.Source is { } source)
            {
                // Its numbers stand in the fit.
                json.WriteNumber("stratum", source.Stratum);
            }
            else
            {
                json.WriteString("form", baseline.Form.ToString());
                json.WriteNumbers("times", [.. baseline.Times]);
                json.WriteNumbers("cumulative_hazards", [.. baseline.CumulativeHazards]);
                json.WriteNumberValue("last_time", baseline.LastTime);
                json.WriteNumberValue("shape", baseline.Shape);
                json.WriteTexts("assumptions", baseline.Assumptions);
            }
            json.WriteEndObject();
        }

        private static BaselineHazard ReadBaseline(JsonElement json, CoxModel? fit, string timeUnit)
        {
            var kind = json.ReadName<BaselineKind>("kind");
            if (json.Optional("stratum") is not null)
            {
                var stratum = json.ReadCount("stratum");
                var source =
                    fit?.Baselines.FirstOrDefault(b => b.Stratum == stratum)
                    ?? throw new FormatException(Invariant($"The fit has no stratum {stratum}."));
                return BaselineHazard.Of(fit, source, timeUnit);
            }
            var times = json.ReadNumbers("times");
            return new BaselineHazard(
                json.ReadText("name"),
                kind,
                json.ReadTexts("assumptions"),
                json.ReadName<BaselineForm>("form"),
                times,
                json.ReadNumbers("cumulative_hazards", times.Length),
                json.ReadFinite("last_time"),
                json.ReadFinite("shape")
            );
        }
    }
}

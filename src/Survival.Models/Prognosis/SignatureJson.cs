using System.Text.Json;
using Survival.Models.CutPoints;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

/// <summary>The JSON form of a signature with its scaler.</summary>
internal static class SignatureJson
{
    public static void Write(Utf8JsonWriter json, Signature signature)
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

    public static Signature Read(JsonElement json)
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
}

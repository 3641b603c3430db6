using System.Text.Json;
using Survival.Models.Cox;
using Survival.Models.Persistence;

namespace Survival.Models.Prognosis;

/// <summary>The JSON form of a baseline; of one of a fit, its stratum alone.</summary>
internal static class BaselineJson
{
    public static void Write(Utf8JsonWriter json, BaselineHazard baseline)
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
            if (baseline.IsOfIncidence is true)
                json.WriteBoolean("incidence", true);
            if (baseline.IsAtMeans)
                json.WriteBoolean("at_means", true);
            if (baseline.Variances.Length > 0)
            {
                json.WriteNumbers("hazard_variances", baseline.Variances);
                json.WriteNumbers("gradients", baseline.Gradients);
            }
        }
        json.WriteEndObject();
    }

    public static BaselineHazard Read(JsonElement json, CoxModel? fit, string timeUnit)
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
        )
        {
            IsOfIncidence = json.Optional("incidence") is not null ? json.ReadFlag("incidence")
                : kind is BaselineKind.Supplied or BaselineKind.Reconstructed ? null : false,
            IsAtMeans = json.Optional("at_means") is not null && json.ReadFlag("at_means"),
            Variances = json.Optional("hazard_variances") is not null ? json.ReadNumbers("hazard_variances", times.Length) : [],
            Gradients = json.Optional("gradients") is not null ? json.ReadNumbers("gradients") : [],
        };
    }
}

using System.Text.Json.Nodes;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>A study in short, for a terminal or a program that needs the main numbers only.</summary>
public static class StudySummary
{
    /// <summary>The sizes, the signature, the cut-point, the log-rank p values, the clinical factors, the concordance and the areas, with the notes.</summary>
    /// <param name="result">The study.</param>
    public static JsonObject ToNode(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["patients"] = Members(result.Sets.All.Select(s => (s.Set, (JsonNode?)new JsonObject { ["n"] = s.Value.Rows.Count, ["events"] = s.Value.FollowUp.EventCount }))),
            ["features"] = result.Input.Features.ColumnCount,
            ["features_kept"] = result.Icc?.Kept.Count,
            ["signature"] = Members((result.Model?.Signature ?? []).Select(t => (t.Feature, N(t.Weight)))),
            ["lambda"] = result.Lasso?.Model.Lambda,
            ["cutpoint"] = result.CutPoint?.Search.CutPoint,
            ["logrank_p"] = Members(result.Survival.All.Select(s => (s.Set, N(s.Value.Groups?.LogRank.PValue)))),
            ["clinical_factors"] = Texts(result.Cox.Kept),
            ["fallback_used"] = result.Cox.FallbackUsed,
            ["c_index"] = Members((result.Concordance?.All ?? []).Select(s => (s.Set, (JsonNode?)Members(s.Value.Models.Select(m => (m.Model, N(m.Harrell.Index))))))),
            ["auc"] = Members((result.Accuracy?.All ?? []).Select(s => (s.Set, (JsonNode?)Members(s.Value.Models.Where(m => m.Roc is not null).Select(m =>
                (m.Model, (JsonNode?)Members(m.Roc!.At.Select(a => (FormattableString.Invariant($"t{a.Time}"), N(a.Auc)))))))))),
            ["notes"] = new JsonArray([.. result.Notes.Select(n => new JsonObject { ["step"] = n.Step, ["message"] = n.Message })]),
        };
    }
}

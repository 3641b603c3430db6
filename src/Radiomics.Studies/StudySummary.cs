using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>A study in short, for a terminal or a program that needs the main numbers only.</summary>
internal static class StudySummary
{
    /// <summary>
    /// The sizes, the signature, the cut-point, the log-rank p values, the clinical factors, the concordance and the areas, with the notes.
    /// </summary>
    /// <param name="result">The study.</param>
    public static JsonObject ToNode(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["patients"] = Members(
                result.Sets.All.Select(s =>
                    (s.Set, (JsonNode?)new JsonObject { ["n"] = s.Value.Rows.Count, ["events"] = s.Value.FollowUp.EventCount })
                )
            ),
            ["features"] = result.Input.Features.ColumnCount,
            ["features_kept"] = result.Icc?.Kept.Count,
            ["signature"] = Members((result.Model?.Signature?.Terms ?? []).Select(t => (t.Feature, N(t.Weight)))),
            ["lambda"] = result.Lasso?.Model.Lambda,
            ["cutpoint"] = result.CutPoint?.Search.CutPoint,
            ["logrank_p"] = Members(result.Survival.All.Select(s => (s.Set, N(s.Value.Groups?.LogRank.PValue)))),
            ["clinical_factors"] = Texts(result.Cox.Kept),
            ["fallback_used"] = result.Cox.FallbackUsed,
            ["c_index"] = Members(
                (result.Concordance?.All ?? []).Select(s =>
                    (s.Set, (JsonNode?)Members(s.Value.Models.Select(m => (m.Model, N(m.Harrell.Index)))))
                )
            ),
            ["auc"] = Members(
                (result.Accuracy?.All ?? []).Select(s =>
                    (
                        s.Set,
                        (JsonNode?)Members(
                            s.Value.Models.Where(m => m.Score is not null)
                                .Select(m =>
                                    (
                                        m.Model,
                                        (JsonNode?)Members(m.Score!.At.Select(a => (FormattableString.Invariant($"t{a.Time}"), N(a.Auc))))
                                    )
                                )
                        )
                    )
                )
            ),
            ["notes"] = new JsonArray([.. result.Notes.Select(n => new JsonObject { ["step"] = n.Step, ["message"] = n.Message })]),
        };
    }

    /// <summary>The main numbers as lines of text.</summary>
    /// <param name="result">The study.</param>
    public static string ToText(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (training, validation, protocol) = (result.Sets.Training, result.Sets.Validation, result.Protocol);
        var text = new StringBuilder();
        void Line(string name, string value) => text.Append(name.PadRight(15)).Append(value).Append('\n');
        if (result.IsSimulated)
            text.Append(StudyFolder.SimulatedMark).Append('\n');
        Line(
            "outcome",
            NumberText.WithUnit(
                $"{protocol.Outcome.Name}, {result.Endpoint.Predicted} at {string.Join(", ", protocol.Horizons.Select(NumberText.Plain))}",
                protocol.TimeUnit)
        );
        if (result.Input.EventCoding.Length > 0)
            Line("event coding", result.Input.EventCoding);
        Line(
            "patients",
            Invariant($"{training.Rows.Count} training ({training.FollowUp.EventCount} events), {validation?.Rows.Count ?? 0} validation ")
                + Invariant($"({validation?.FollowUp.EventCount ?? 0} events)")
        );
        Line(
            "features",
            Invariant($"{result.Input.Features.ColumnCount}, reproducible ")
                + $"{result.Icc?.Kept.Count.ToString(CultureInfo.InvariantCulture) ?? "not tested"}, selected "
                    + Invariant($"{result.Signature.Count}")
        );
        foreach (var (name, weight) in result.Signature)
            text.Append(CultureInfo.InvariantCulture, $"  {NumberText.Short(weight),10}  {name}\n");
        if (result.CutPoint is { } cut)
            Line("cut-point", FormattableString.Invariant($"{cut.Search.CutPoint:0.0000}"));
        foreach (var (set, survival) in result.Survival.All.Where(s => s.Value.Groups is not null))
            Line("  log-rank p", $"{NumberText.P(survival.Groups!.LogRank.PValue)} ({set})");
        Line(
            "clinical",
            $"{(result.Cox.Kept.Count == 0 ? "none" : string.Join(", ", result.Cox.Kept))}"
                + $"{(result.Cox.FallbackUsed ? " (fallback, see the notes)" : "")}"
        );
        foreach (var row in StudyTables.Concordance(result).Skip(1))
            Line("C-index", $"{row[0],-14} {string.Join("   ", row.Skip(1).Where((_, j) => j % 2 == 0))}");
        return text.ToString();
    }
}

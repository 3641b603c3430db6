using System.Text.Json.Nodes;
using Survival.Models.CutPoints;
using Survival.Models.Discrimination;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

internal static partial class StudyJson
{
    private static JsonObject Competing(StudyResult result, BySet<SetCompeting> competing) => new()
    {
        ["options"] = new JsonObject
        {
            ["incidence"] = "Aalen-Johansen, log(-log) limits",
            ["groups_used"] = result.Protocol.GroupRule == CutPointRule.AtOrAbove ? ">=" : ">",
            ["subdistribution"] = "Fine-Gray (crr), covariates of the final model, training set: the study's model (model.json)",
            ["predicted"] = "risk = 1 - exp(-H0(t) exp(lp)), the cumulative incidence; H0 where all covariates are 0",
            ["accuracy"] =
                "AUC and Brier score by inverse probability of censoring, patients with a competing event are controls (riskRegression); "
                    + "auc: of the Fine-Gray lp, auc_cox: of the Cox models' lp; observed risk: Aalen-Johansen; net benefit "
                    + "with that of those above each threshold, carried on where their follow-up ends",
        },
        ["values"] = new JsonObject
        {
            ["sets"] = Members(competing.All.Select(s => (s.Set, (JsonNode?)Competing(s.Value)))),
            ["fine_gray"] = result.FineGray is { } fit
                ? new JsonObject
                {
                    ["coef"] = Members(fit.ColumnNames.Select((n, j) => (n, N(fit.Coefficients[j])))),
                    ["se"] = Members(fit.ColumnNames.Select((n, j) => (n, N(fit.StandardErrors[j])))),
                    ["events"] = fit.EventCount,
                    ["competing"] = fit.CompetingCount,
                    ["baseline_lp0"] = new JsonObject
                    {
                        ["times"] = Numbers(fit.Baseline().Time),
                        ["cumhaz"] = Numbers(fit.Baseline().CumulativeHazard),
                    },
                }
                : null,
            ["nomogram"] = result.Model?.Nomogram is { } nomogram
                ? new JsonObject
                {
                    ["sc"] = N(nomogram.PointsPerUnit),
                    ["info_intercept"] = N(nomogram.LinearPredictorAtZero),
                    ["axes"] = Axes(nomogram),
                    ["fun_axes"] = Members(nomogram.Functions.Select(f => (f.Name, (JsonNode?)new JsonObject
                    {
                        ["risk"] = Numbers(f.Ticks.Select(t => t.Value)),
                        ["total_points"] = Numbers(f.Ticks.Select(t => t.Points)),
                    }))),
                }
                : null,
        },
    };

    private static JsonObject Competing(SetCompeting set) => new()
    {
        ["events"] = set.Events,
        ["competing"] = set.Competing,
        ["incidence"] = new JsonArray(
        [
            .. set.Incidence.Select(i => (JsonNode?)new JsonObject
            {
                ["group"] = i.Group,
                ["time"] = N(i.Time),
                ["incidence"] = N(i.Incidence),
                ["lower"] = N(i.Lower),
                ["upper"] = N(i.Upper),
                ["competing"] = N(i.Competing),
            }),
        ]),
        ["gray_chisq"] = N(set.Gray?.Statistic),
        ["gray_p"] = N(set.Gray?.PValue),
        ["auc"] = Areas(set.Auc),
        ["auc_cox"] = Members(set.CoxAuc.Select(m => (m.Model, (JsonNode?)Areas(m.At)))),
        ["performance"] = new JsonArray(
        [
            .. set.Performance.Select(p => (JsonNode?)new JsonObject
            {
                ["time"] = N(p.Time),
                ["brier"] = N(p.Brier.Brier),
                ["brier_se"] = N(p.Brier.StandardError),
                ["brier_null"] = N(p.Brier.Null),
                ["ipa"] = N(p.Brier.Ipa),
                ["observed_risk"] = N(p.InTheLarge.ObservedRisk),
                ["mean_predicted_risk"] = N(p.InTheLarge.MeanPredictedRisk),
                ["observed_over_expected"] = N(p.InTheLarge.ObservedOverExpected),
                ["lower"] = N(p.InTheLarge.Lower),
                ["upper"] = N(p.InTheLarge.Upper),
                ["groups"] = new JsonObject
                {
                    ["n"] = Counts(p.Groups.Groups.Select(g => g.Count)),
                    ["mean_predicted_risk"] = Numbers(p.Groups.Groups.Select(g => g.MeanPredicted)),
                    ["incidence"] = Numbers(p.Groups.Groups.Select(g => g.Observed)),
                    ["lower"] = Numbers(p.Groups.Groups.Select(g => g.Lower)),
                    ["upper"] = Numbers(p.Groups.Groups.Select(g => g.Upper)),
                },
                ["net_benefit"] = Members(
                    p.Decisions.Strategies.Select(s => (s.Name, (JsonNode?)Numbers(s.Points.Select(q => q.NetBenefit))))),
            }),
        ]),
    };

    private static JsonArray Areas(IReadOnlyList<TimeAuc> areas) => new(
    [
        .. areas.Select(a => (JsonNode?)new JsonObject
        {
            ["time"] = N(a.Time),
            ["auc"] = N(a.Auc),
            ["se"] = N(a.StandardError),
            ["lower"] = N(a.Lower),
            ["upper"] = N(a.Upper),
        }),
    ]);
}

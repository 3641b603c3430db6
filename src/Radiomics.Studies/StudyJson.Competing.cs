using System.Text.Json.Nodes;
using Survival.Models.CutPoints;
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
            ["subdistribution"] = "Fine-Gray, covariates of the final model, training set",
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
        ["auc"] = new JsonArray(
        [
            .. set.Auc.Select(a => (JsonNode?)new JsonObject
            {
                ["time"] = N(a.Time),
                ["auc"] = N(a.Auc),
                ["se"] = N(a.StandardError),
                ["lower"] = N(a.Lower),
                ["upper"] = N(a.Upper),
            }),
        ]),
    };
}

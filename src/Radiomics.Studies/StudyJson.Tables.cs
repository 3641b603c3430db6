using System.Text.Json.Nodes;
using Survival.Models.CutPoints;
using Survival.Models.Statistics;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>Table 1 and the external model.</summary>
internal static partial class StudyJson
{
    private static JsonObject Baseline(StudyResult result)
    {
        var values = new JsonObject
        {
            ["categorical"] = Members(result.Baseline.Categorical.Select(c => (c.Name, (JsonNode?)Categorical(c)))),
            ["numeric"] = Members(result.Baseline.Numeric.Select(n => (n.Name, (JsonNode?)Numeric(n)))),
        };
        if (result.Baseline.External.Count > 0)
            values["published_counts"] = Members(result.Baseline.External.Select(p => (p.Test.Name, (JsonNode?)PublishedRow(p))));
        return Step(
            new JsonObject
            {
                ["table"] = "rows: the levels in order; columns: training, validation",
                ["chisq_yates"] = "chi-square, with continuity correction in a 2 x 2 table",
                ["chisq"] = "without correction",
                ["fisher"] = "two-sided",
                ["numeric"] = "Wilcoxon rank sum (normal approximation) of training vs validation, t tests",
            },
            values);
    }

    private static JsonObject PublishedRow((ExternalCharacteristic Printed, CategoricalComparison Test, bool Reproduced) row)
    {
        var node = Categorical(row.Test);
        node["p_printed"] = row.Printed.PValue;
        node["reproduced"] = row.Reproduced;
        if (row.Printed.Remark.Length > 0)
            node["remark"] = row.Printed.Remark;
        return node;
    }

    private static JsonObject Categorical(CategoricalComparison c)
    {
        JsonObject Test(TestResult test) => new() { ["x2"] = N(test.Statistic), ["p"] = N(test.PValue) };
        var fisher = new JsonObject { ["p"] = N(c.FisherPValue) };
        if (c.Fisher is { } f)
        {
            fisher["odds_ratio"] = N(f.OddsRatio);
            fisher["lower"] = N(f.Lower);
            fisher["upper"] = N(f.Upper);
        }
        return new JsonObject
        {
            ["levels"] = Texts(c.Levels),
            ["table"] = Matrix(null, null, c.Counts.Select(r => r.Select(v => (double)v))),
            ["chisq_yates"] = Test(c.ChiSquare),
            ["chisq"] = Test(c.ChiSquarePlain),
            ["fisher"] = fisher,
            ["min_expected"] = N(c.SmallestExpected),
        };
    }

    private static JsonObject Numeric(NumericComparison n)
    {
        JsonObject Summary(NumericSummary s) => new()
        {
            ["mean"] = N(s.Mean),
            ["sd"] = N(s.StandardDeviation),
            ["min"] = N(s.Minimum),
            ["q1"] = N(s.LowerQuartile),
            ["median"] = N(s.Median),
            ["q3"] = N(s.UpperQuartile),
            ["max"] = N(s.Maximum),
            ["n"] = s.Count,
        };
        JsonObject T(TestResult t) => new() { ["t"] = N(t.Statistic), ["df"] = N(t.DegreesOfFreedom ?? double.NaN), ["p"] = N(t.PValue) };
        return new JsonObject
        {
            ["train"] = Summary(n.Training),
            ["validation"] = n.Validation is { } v ? Summary(v) : null,
            ["wilcoxon"] = new JsonObject
            {
                ["W"] = N(n.Ranks.Statistic),
                ["p_continuity"] = N(n.Ranks.PValue),
                ["p_plain"] = N(n.RanksPlain.PValue),
            },
            ["welch"] = T(n.Welch),
            ["student"] = T(n.Student),
        };
    }

    private static JsonObject External(StudyResult result, ExternalModel model)
    {
        var options = new JsonObject
        {
            ["model"] = model.Name,
            ["citation"] = model.Citation,
            ["score"] = "the external model's weights on z-scores (training mean, n-1 sd)",
            ["group"] = FormattableString.Invariant(
                $"high: score {(model.GroupRule == CutPointRule.AtOrAbove ? ">=" : ">")} {model.CutPoint}"
            ),
            ["lp5"] =
                "the external model's log hazard ratios "
                    + $"({string.Join(", ", [ModelStep.ScoreName, .. model.Predictors.Select(p => p.Column)])})",
            ["baseline"] = "Breslow cumulative hazard with lp5 as offset, training rows, at lp5 = 0",
        };
        if (result.External is not { } external)
            return Step(options, null);
        var sets = external.Sets.All.Select(s => (s.Set, (JsonNode?)new JsonObject
        {
            ["n_high"] = s.Value.High,
            ["logrank"] = s.Value.Groups is null ? null : LogRank(s.Value.Groups),
            ["c_score"] = N(s.Value.Score?.Index),
            ["c_score_se"] = N(s.Value.Score?.StandardError),
            ["c_lp5"] = N(s.Value.LinearPredictor?.Index),
            ["c_lp5_se"] = N(s.Value.LinearPredictor?.StandardError),
        }));
        return Step(options, new JsonObject
        {
            ["feature"] = Texts(external.Scale.Features),
            ["mean"] = Numbers(external.Scale.Features.Select(external.Scale.MeanOf)),
            ["sd"] = Numbers(external.Scale.Features.Select(external.Scale.StandardDeviationOf)),
            ["score"] = Numbers(external.Score),
            ["high"] = Flags(external.High),
            ["lp5"] = external.LinearPredictor.Count == 0 ? null : Numbers(external.LinearPredictor),
            ["sets"] = Members(sets),
            ["recalibrated_cumhaz"] = external.Hazards.Count == 0 ? null : new JsonObject
            {
                ["times"] = Numbers(external.Hazards.Select(h => h.Time)),
                ["breslow_offset"] = Numbers(external.Hazards.Select(h => h.CumulativeHazard)),
            },
        });
    }
}

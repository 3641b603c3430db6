using System.Text.Json.Nodes;
using Nomogram.HccSbrt;
using Survival.Models;
using Survival.Models.Statistics;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>Table 1 and the published signature.</summary>
public static partial class StudyJson
{
    private static JsonObject Baseline(StudyResult result) => Step(
        new JsonObject
        {
            ["table"] = "rows: the levels in order (published: the order printed); columns: training, validation",
            ["chisq_yates"] = "chi-square, with continuity correction in a 2 x 2 table",
            ["chisq"] = "without correction",
            ["fisher"] = "two-sided",
            ["numeric"] = "Wilcoxon rank sum (normal approximation) of training vs validation, t tests",
        },
        new JsonObject
        {
            ["categorical"] = Members(result.Baseline.Categorical.Select(c => (c.Name, (JsonNode?)Categorical(c)))),
            ["numeric"] = Members(result.Baseline.Numeric.Select(n => (n.Name, (JsonNode?)Numeric(n)))),
            ["published_counts"] = Members(result.Baseline.Published.Select(p => (p.Test.Name, (JsonNode?)PublishedRow(p)))),
        });

    private static JsonObject PublishedRow(PublishedCharacteristic row)
    {
        var node = Categorical(row.Test);
        node["p_printed"] = row.PrintedPValue;
        node["reproduced"] = row.Reproduced;
        if (row.Remark.Length > 0)
            node["remark"] = row.Remark;
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
            ["wilcoxon"] = new JsonObject { ["W"] = N(n.Ranks.Statistic), ["p_continuity"] = N(n.Ranks.PValue), ["p_plain"] = N(n.RanksPlain.PValue) },
            ["welch"] = T(n.Welch),
            ["student"] = T(n.Student),
        };
    }

    private static JsonObject Published(StudyResult result)
    {
        var options = new JsonObject
        {
            ["score"] = "published weights on z-scores (training mean, n-1 sd)",
            ["group"] = FormattableString.Invariant($"high: score >= {PublishedModel.CutOff}"),
            ["lp5"] = "five-variable Table 2 log hazard ratios (Rad-score, size, BED, number, CTP)",
            ["baseline"] = "Breslow cumulative hazard with lp5 as offset, training rows, at lp5 = 0",
        };
        if (result.Published is not { } published)
            return Step(options, null);
        var names = PublishedModel.RadScoreTerms.Select(t => t.Feature).ToList();
        var sets = published.Sets.All.Select(s =>
        {
            var rows = s.Set == StudySet.TrainingName ? result.Sets.Training : result.Sets.Validation!;
            return (s.Set, (JsonNode?)new JsonObject
            {
                ["n_high"] = rows.Take(published.High).Count(h => h),
                ["logrank"] = s.Value.Groups is null ? null : LogRank(s.Value.Groups),
                ["c_score"] = N(s.Value.Score?.Index),
                ["c_score_se"] = N(s.Value.Score?.StandardError),
                ["c_lp5"] = N(s.Value.LinearPredictor?.Index),
                ["c_lp5_se"] = N(s.Value.LinearPredictor?.StandardError),
            });
        });
        double[] times = [.. result.Options.Horizons.Where(h => published.Baseline is { } b && h <= b.LastTime)];
        return Step(options, new JsonObject
        {
            ["feature"] = Texts(names),
            ["mean"] = Numbers(names.Select(published.Standardization.MeanOf)),
            ["sd"] = Numbers(names.Select(published.Standardization.StandardDeviationOf)),
            ["score"] = Numbers(published.Score),
            ["high"] = Flags(published.High),
            ["lp5"] = published.LinearPredictor.Count == 0 ? null : Numbers(published.LinearPredictor),
            ["sets"] = Members(sets),
            ["recalibrated_cumhaz"] = published.Baseline is null ? null : new JsonObject { ["times"] = Numbers(times), ["breslow_offset"] = Numbers(times.Select(published.Baseline.CumulativeHazard)) },
        });
    }
}

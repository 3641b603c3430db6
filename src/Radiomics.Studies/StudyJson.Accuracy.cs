using System.Text.Json.Nodes;
using Survival.Models.Discrimination;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>How well the models predict.</summary>
internal static partial class StudyJson
{
    private static JsonObject Concordance(StudyResult result) =>
        Step(
            new JsonObject
            {
                ["markers"] = "linear predictor of the training-set model; larger = shorter survival",
                ["se"] = "infinitesimal jackknife, Harrell's weights",
                ["ci"] = "c +- 1.959963984540054 se (no transformation)",
                ["comparison"] =
                    "survival_joint: normal test on the difference with the joint jackknife covariance; compareC: U-statistic variance; "
                        + "survcomp_cindex_comp_one_sided: dependent t test, first greater than second, pairs tied in the marker left "
                            + "out; hmisc_rcorrp: the share of pairs in which each is the more concordant",
                ["uno"] = FormattableString.Invariant($"Uno's weights, up to {result.Protocol.Horizons[^1]}"),
            },
            result.Concordance is null
                ? null
                : Members(result.Concordance.All.Select(s => (s.Set, (JsonNode?)SetConcordance(result, s.Value))))
        );

    private static JsonObject SetConcordance(StudyResult result, SetConcordance set) =>
        new()
        {
            ["models"] = Members(
                set.Models.Select(m =>
                    (
                        m.Model,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["c"] = N(m.Harrell.Index),
                                ["se"] = N(m.Harrell.StandardError),
                                ["lower"] = N(m.Harrell.Lower),
                                ["upper"] = N(m.Harrell.Upper),
                                ["count"] = new JsonObject
                                {
                                    ["concordant"] = N(m.Harrell.Pairs.Concordant),
                                    ["discordant"] = N(m.Harrell.Pairs.Discordant),
                                    ["tied.x"] = N(m.Harrell.Pairs.TiedMarker),
                                    ["tied.y"] = N(m.Harrell.Pairs.TiedTime),
                                    ["tied.xy"] = N(m.Harrell.Pairs.TiedBoth),
                                },
                                ["dxy"] = N(m.Harrell.SomersD),
                                [FormattableString.Invariant($"uno_tau{result.Protocol.Horizons[^1]}")] = m.Uno is null
                                    ? null
                                    : new JsonObject { ["c"] = N(m.Uno.Index), ["se"] = N(m.Uno.StandardError) },
                            }
                    )
                )
            ),
            ["comparisons"] = Members(set.Comparisons.Select(c => ($"{c.First}_vs_{c.Second}", (JsonNode?)Comparison(c, set.Patients)))),
        };

    private static JsonObject Comparison(ConcordancePair pair, StudySet patients)
    {
        var joint = pair.Difference;
        var covariance = pair.Joint.Covariance;
        var comparison = new JsonObject
        {
            ["difference"] = N(joint.Estimate),
            ["survival_joint"] = new JsonObject
            {
                ["se"] = N(joint.StandardError),
                ["z"] = N(joint.Test.Statistic),
                ["p"] = N(joint.PValue),
                ["cov_matrix"] = Matrix(
                    null,
                    null,
                    [
                        [covariance[0, 0], covariance[0, 1]],
                        [covariance[1, 0], covariance[1, 1]],
                    ]
                ),
            },
            ["compareC"] = pair.Kang is not { } kang
                ? null
                : new JsonObject
                {
                    ["diff"] = N(kang.Estimate),
                    ["var"] = N(kang.StandardError * kang.StandardError),
                    ["z"] = N(kang.Test.Statistic),
                    ["p"] = N(kang.PValue),
                },
            ["survcomp_cindex_comp_one_sided"] = pair.Noether is not { } noether
                ? null
                : new JsonObject
                {
                    ["p"] = N(noether.PValue),
                    ["survcomp_c1"] = N(pair.FirstNoether?.Estimate),
                    ["survcomp_c2"] = N(pair.SecondNoether?.Estimate),
                },
            ["survcomp_se"] = Numbers([pair.FirstNoether?.StandardError ?? double.NaN, pair.SecondNoether?.StandardError ?? double.NaN]),
        };
        // Hmisc counts each pair twice, and pairs of which censoring hides the order as uncertain.
        var (first, second) = (pair.Joint.Results[0], pair.Joint.Results[1]);
        comparison["hmisc_rcorrp"] = pair.MoreConcordant is not { } more
            ? null
            : new JsonObject
            {
                ["Dxy"] = N(more.SomersD),
                ["S.D."] = N(more.StandardError),
                ["x1 more concordant"] = N(more.FirstMoreConcordant),
                ["x2 more concordant"] = N(more.SecondMoreConcordant),
                ["n"] = patients.Rows.Count,
                ["missing"] = 0,
                ["uncensored"] = patients.FollowUp.EventCount,
                ["Relevant Pairs"] = N(2 * first.Pairs.Comparable),
                ["Uncertain"] = N(2 * pair.UncertainPairs),
                ["C X1"] = N(first.Index),
                ["C X2"] = N(second.Index),
                ["Dxy X1"] = N(first.SomersD),
                ["Dxy X2"] = N(second.SomersD),
            };
        return comparison;
    }

    private static JsonObject Accuracy(StudyResult result) =>
        Step(
            new JsonObject
            {
                ["timeROC"] =
                    "inverse probability of censoring weights, marginal; cases T < t with event, controls T > t, nobody with T = t; rows "
                        + "in file order",
                ["score"] = "the same weights with cases T <= t",
                ["ci"] = "AUC +- 1.959963984540054 se",
                ["comparison"] = "normal test on the difference of the influence functions",
                ["weights"] = "reverse Kaplan-Meier of the set itself",
                ["undefined"] = "null at a time without cases or controls; the reason is among the notes",
            },
            result.Accuracy is null ? null : Members(result.Accuracy.All.Select(s => (s.Set, (JsonNode?)SetAccuracy(result, s.Value))))
        );

    private static JsonObject SetAccuracy(StudyResult result, SetAccuracy accuracy)
    {
        var times = result.Models!.Horizons;
        var named = accuracy.Models;
        JsonObject Comparison(IReadOnlyList<(double Time, TestedEstimate Difference)> all)
        {
            var differences = all.ToDictionary(d => d.Time, d => d.Difference);
            double[] At(Func<TestedEstimate, double> value) =>
                [.. times.Select(t => differences.TryGetValue(t, out var d) ? value(d) : double.NaN)];
            return new JsonObject { ["p"] = Numbers(At(d => d.PValue)), ["se_difference"] = Numbers(At(d => d.StandardError)) };
        }
        return new JsonObject
        {
            ["subjects_with_time_equal_to_t"] = Counts(accuracy.AtHorizons),
            ["timeROC"] = Members(named.Select(m => (m.Model, m.Roc is null ? null : (JsonNode?)Roc(m.Roc, times)))),
            ["comparisons"] = Members(accuracy.Comparisons.Select(p => ($"{p.First}_vs_{p.Second}", (JsonNode?)Comparison(p.Differences)))),
            ["score_auc"] = ScoreAuc(named, times),
            ["score_auc_contrasts"] = Contrasts(accuracy, times),
            ["score_brier"] = Brier(accuracy, times),
        };
    }

    private static JsonObject Roc(TimeDependentRoc roc, IReadOnlyList<double> times)
    {
        var at = roc.At.Select((a, k) => (a, k)).ToDictionary(p => p.a.Time);
        double[] Of(Func<TimeAuc, double> value) => [.. times.Select(t => at.TryGetValue(t, out var p) ? value(p.a) : double.NaN)];
        // Distinct markers are the same at every time, and so are the numbers of points.
        var points = roc.Curve(0).Count;
        JsonObject Rates(string? rows, Func<RocPoint, double> rate)
        {
            var matrix = Matrix(
                null,
                null,
                Enumerable
                    .Range(0, points)
                    .Select(i => times.Select(t => at.TryGetValue(t, out var p) ? rate(roc.Curve(p.k)[i]) : double.NaN))
            );
            if (rows is not null)
                matrix["rows"] = rows;
            return matrix;
        }
        return new JsonObject
        {
            ["auc"] = Numbers(Of(a => a.Auc)),
            ["se"] = Numbers(Of(a => a.StandardError)),
            ["lower"] = Numbers(Of(a => a.Lower)),
            ["upper"] = Numbers(Of(a => a.Upper)),
            ["stats"] = Matrix(
                null,
                ["Cases", "survivor at t", "Censored at t"],
                times.Select(t =>
                    at.TryGetValue(t, out var p)
                        ? new double[] { p.a.Cases, p.a.Controls, p.a.Undetermined }
                        : [double.NaN, double.NaN, double.NaN]
                )
            ),
            ["curve"] = new JsonObject
            {
                ["rows"] = "row 0 = (0,0); row i: positive = marker >= i-th largest distinct value; columns = times",
                ["tp"] = Rates(null, p => p.TruePositiveRate),
                ["fp"] = Rates(null, p => p.FalsePositiveRate),
            },
        };
    }

    private static JsonObject ScoreAuc(IReadOnlyList<ModelAccuracy> models, IReadOnlyList<double> times)
    {
        var rows = models
            .SelectMany(m =>
                times.Select(t => (m.Model, Time: t, At: m.Score?.At.Where(a => a.Time == t).Select(a => (TimeAuc?)a).FirstOrDefault()))
            )
            .ToList();
        return new JsonObject
        {
            ["model"] = Texts(rows.Select(r => r.Model)),
            ["times"] = Numbers(rows.Select(r => r.Time)),
            ["AUC"] = new JsonArray([.. rows.Select(r => N(r.At?.Auc))]),
            ["se"] = new JsonArray([.. rows.Select(r => N(r.At?.StandardError))]),
            ["lower"] = new JsonArray([.. rows.Select(r => N(r.At?.Lower))]),
            ["upper"] = new JsonArray([.. rows.Select(r => N(r.At?.Upper))]),
        };
    }

    private static JsonObject Contrasts(SetAccuracy accuracy, IReadOnlyList<double> times)
    {
        var rows = (
            from t in times
            from p in accuracy.ScoreComparisons
            select (
                Time: t,
                Reference: p.Second,
                Model: p.First,
                D: p.Differences.Where(d => d.Time == t).Select(d => (TestedEstimate?)d.Difference).FirstOrDefault()
            )
        ).ToList();
        return new JsonObject
        {
            ["times"] = Numbers(rows.Select(r => r.Time)),
            ["model"] = Texts(rows.Select(r => r.Model)),
            ["reference"] = Texts(rows.Select(r => r.Reference)),
            ["delta.AUC"] = new JsonArray([.. rows.Select(r => N(r.D?.Estimate))]),
            ["se"] = new JsonArray([.. rows.Select(r => N(r.D?.StandardError))]),
            ["lower"] = new JsonArray([.. rows.Select(r => N(r.D?.Lower))]),
            ["upper"] = new JsonArray([.. rows.Select(r => N(r.D?.Upper))]),
            ["p"] = new JsonArray([.. rows.Select(r => N(r.D?.PValue))]),
        };
    }

    private static JsonObject Brier(SetAccuracy accuracy, IReadOnlyList<double> times)
    {
        (string Name, BrierScore? Score)[] scores =
        [
            ("Null model", accuracy.NullBrier),
            .. accuracy.Models.Select(m => (m.Model, m.Brier)),
        ];
        var rows = scores
            .SelectMany(s =>
                times.Select(t => (s.Name, Time: t, At: s.Score?.At.Where(a => a.Time == t).Select(a => (BrierAt?)a).FirstOrDefault()))
            )
            .ToList();
        return new JsonObject
        {
            ["model"] = Texts(rows.Select(r => r.Name)),
            ["times"] = Numbers(rows.Select(r => r.Time)),
            ["Brier"] = new JsonArray([.. rows.Select(r => N(r.At?.Brier))]),
            ["se"] = new JsonArray([.. rows.Select(r => N(r.At?.StandardError))]),
            ["lower"] = new JsonArray([.. rows.Select(r => N(r.At?.Lower))]),
            ["upper"] = new JsonArray([.. rows.Select(r => N(r.At?.Upper))]),
            ["IPA"] = new JsonArray([.. rows.Select(r => N(r.At?.Ipa))]),
        };
    }
}

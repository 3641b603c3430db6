using System.Text.Json.Nodes;
using Survival.Models.Calibration;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>How well the models predict.</summary>
public static partial class StudyJson
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
                ["z"] = N(joint.Statistic),
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
                    ["z"] = N(kang.Statistic),
                    ["p"] = N(kang.PValue),
                },
            ["survcomp_cindex_comp_one_sided"] = pair.Noether is not { } noether
                ? null
                : new JsonObject
                {
                    ["p"] = N(noether.PValue),
                    ["survcomp_c1"] = N(pair.FirstNoether?.Index),
                    ["survcomp_c2"] = N(pair.SecondNoether?.Index),
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
        JsonObject Comparison(AccuracyPair pair)
        {
            var differences = pair.Differences.ToDictionary(d => d.Time);
            double[] At(Func<TimeDifference, double> value) =>
                [.. times.Select(t => differences.TryGetValue(t, out var d) ? value(d) : double.NaN)];
            return new JsonObject { ["p"] = Numbers(At(d => d.PValue)), ["se_difference"] = Numbers(At(d => d.StandardError)) };
        }
        return new JsonObject
        {
            ["subjects_with_time_equal_to_t"] = Counts(accuracy.AtHorizons),
            ["timeROC"] = Members(named.Select(m => (m.Model, m.Roc is null ? null : (JsonNode?)Roc(m.Roc, times)))),
            ["comparisons"] = Members(accuracy.Comparisons.Select(p => ($"{p.First}_vs_{p.Second}", (JsonNode?)Comparison(p)))),
            ["score_auc"] = ScoreAuc(named, times),
            ["score_auc_contrasts"] = Contrasts(accuracy, times),
            ["score_brier"] = Brier(accuracy, times),
        };
    }

    private static JsonObject Roc(TimeDependentAuc roc, IReadOnlyList<double> times)
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
                D: p.Differences.Where(d => d.Time == t).Select(d => (TimeDifference?)d).FirstOrDefault()
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

    private static JsonObject Calibration(StudyResult result)
    {
        var options = new JsonObject
        {
            ["u"] = N(result.Protocol.CalibrationHorizon),
            ["predicted"] = "S(u) of the training-set model",
            ["groups"] =
                Invariant(
                    $"groupkm: {result.Protocol.CalibrationGroups} groups of the predictions of the set itself, intervals [a,b), last "
                )
                    + $"closed; Kaplan-Meier at u; se_log_km = Greenwood se of log S",
            ["training_tertiles"] = "type-7 quantiles of the training predictions of the final model, [a,b)",
            ["slope"] = "Cox model of follow-up on lp, Efron; 1 on the training set",
            ["austin"] = "ICI etc.: restricted cubic spline (3 knots at the .1/.5/.9 type-7 quantiles) of log(-log S), Cox Efron",
            ["bootstrap"] =
                Invariant($"{result.Protocol.Bootstraps} resamples, seed {result.Protocol.Seed}; the fit of the coefficients is ")
                    + "repeated in each, "
                    + $"the selection of features and factors is not",
        };
        if (result.Calibration is not { } calibration || result.Models is not { } models)
            return Step(options, null);
        return Step(
            options,
            new JsonObject
            {
                ["training_tertile_cuts"] = Numbers(calibration.TrainingCuts),
                ["sets"] = Members(
                    calibration.All.Select(s =>
                        (s.Set, (JsonNode?)Members(s.Value.Select(m => (m.Model, (JsonNode?)ModelCalibration(models, m)))))
                    )
                ),
                ["bootstrap"] = Members(
                    calibration.Training.Where(m => m.Bootstrap is not null).Select(m => (m.Model, (JsonNode?)Bootstrap(m.Bootstrap!)))
                ),
            }
        );
    }

    private static JsonObject ModelCalibration(StudyModels models, ModelCalibration m)
    {
        return new JsonObject
        {
            ["groupkm"] = m.Groups is not { } g
                ? null
                : new JsonObject
                {
                    ["group"] = Counts(g.GroupOfRow.Select(v => v + 1)),
                    ["mean_predicted"] = Numbers(g.Groups.Select(v => v.MeanPredicted)),
                    ["n"] = Counts(g.Groups.Select(v => v.Count)),
                    ["events"] = Counts(g.Groups.Select(v => v.Events)),
                    ["km"] = Numbers(g.Groups.Select(v => v.Observed)),
                    ["se_log_km"] = Numbers(g.Groups.Select(v => v.StandardErrorOfLog)),
                    ["lower"] = Numbers(g.Groups.Select(v => v.Lower)),
                    ["upper"] = Numbers(g.Groups.Select(v => v.Upper)),
                },
            ["training_tertile_group"] = m.Model != models.Final.Name ? null : Counts(m.TrainingGroups.Select(g => g + 1)),
            ["slope"] = N(m.Slope?.Slope),
            ["slope_se"] = N(m.Slope?.StandardError),
            ["slope_test_1_p"] = N(m.Slope?.PValueOfOne),
            ["observed_survival_km"] = N(1 - m.InTheLarge?.ObservedRisk),
            ["mean_predicted_survival"] = N(1 - m.InTheLarge?.MeanPredictedRisk),
            ["observed_over_expected_risk"] = N(m.InTheLarge?.ObservedOverExpected),
            ["austin"] = m.Smooth is not { } s
                ? null
                : new JsonObject
                {
                    ["knots"] = Numbers(s.Knots),
                    ["spline_coef"] = Numbers(s.Coefficients),
                    ["h0"] = N(s.HazardAtZero),
                    ["ICI"] = N(s.Ici),
                    ["E50"] = N(s.E50),
                    ["E90"] = N(s.E90),
                    ["Emax"] = N(s.EMax),
                },
        };
    }

    private static JsonObject Bootstrap(ModelValidation validation) =>
        new()
        {
            ["indices"] = Members(
                validation.Indices.Select(i =>
                    (
                        i.Key,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["original"] = N(i.Value.Original),
                                ["training"] = N(i.Value.Training),
                                ["test"] = N(i.Value.Test),
                                ["optimism"] = N(i.Value.Optimism),
                                ["corrected"] = N(i.Value.Corrected),
                                ["resamples"] = i.Value.Resamples,
                            }
                    )
                )
            ),
            ["groups"] = new JsonObject
            {
                ["mean_predicted"] = Numbers(validation.Groups.Select(g => g.MeanPredicted)),
                ["km"] = Numbers(validation.Groups.Select(g => g.Observed)),
                ["km_corrected"] = Numbers(validation.CorrectedObserved),
                ["n"] = Counts(validation.Groups.Select(g => g.Count)),
            },
        };

    private static JsonObject Decisions(StudyResult result)
    {
        var values = new JsonObject { ["thresholds"] = Numbers(result.Protocol.DecisionThresholds) };
        foreach (var (set, curves) in result.Decisions?.All ?? [])
        {
            values[set] = Members(curves.Curve.Strategies.Select(s => (s.Name, (JsonNode?)Strategy(curves, s))));
        }
        return Step(
            new JsonObject
            {
                ["call"] = FormattableString.Invariant($"decision curves of the risk by {result.Protocol.CalibrationHorizon}"),
                ["risks"] = "1 - S of the training-set models; positive: risk >= threshold",
                ["net_benefit_km_extended"] =
                    "as net_benefit, but the Kaplan-Meier of the positives keeps its last value when their follow-up ends before the "
                        + "horizon (net_benefit is null there)",
            },
            result.Decisions is null ? null : values
        );
    }

    private static JsonObject Strategy(SetDecisions curves, DecisionStrategy strategy)
    {
        var isModel = strategy.Name is not ("all" or "none");
        return new JsonObject
        {
            ["pos_rate"] = N(curves.Curve.EventRate),
            ["n_positive"] = isModel ? Counts(curves.Positives[strategy.Name]) : null,
            ["tp_rate"] = Numbers(strategy.Points.Select(p => p.TruePositiveRate)),
            ["fp_rate"] = Numbers(strategy.Points.Select(p => p.FalsePositiveRate)),
            ["net_benefit"] = Numbers(strategy.Points.Select(p => p.NetBenefit)),
            ["net_intervention_avoided"] = Numbers(strategy.Points.Select(p => p.InterventionsAvoided)),
            ["net_benefit_km_extended"] = isModel ? Numbers(curves.Extended[strategy.Name].Points.Select(p => p.NetBenefit)) : null,
        };
    }
}

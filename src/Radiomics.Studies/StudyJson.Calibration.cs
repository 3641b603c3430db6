using System.Text.Json.Nodes;
using Survival.Models.Calibration;
using Survival.Models.DecisionCurves;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>Calibration and decision curves.</summary>
internal static partial class StudyJson
{
    private static JsonObject Calibration(StudyResult result)
    {
        var options = new JsonObject
        {
            ["u"] = N(result.Protocol.CalibrationHorizon),
            ["predicted"] = "S(u) of the training-set model",
            ["groups"] =
                Invariant($"groupkm: {result.Protocol.CalibrationGroups} groups of the predictions of the set itself, intervals [a,b), ")
                    + Invariant($"last ")
                    + $"closed; Kaplan-Meier at u; se_log_km = Greenwood se of log S",
            ["training_tertiles"] = "type-7 quantiles of the training predictions of the final model, [a,b)",
            ["slope"] = "Cox model of follow-up on lp, Efron; 1 on the training set",
            ["austin"] = "ICI etc.: restricted cubic spline (3 knots at the .1/.5/.9 type-7 quantiles) of log(-log S), Cox Efron",
            ["bootstrap"] =
                Invariant($"{result.Protocol.Bootstraps} resamples, seed {result.Protocol.Seed}; the fit of the coefficients is ")
                    + Invariant($"repeated in each, ")
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
                ["horizons"] = new JsonArray([
                    .. calibration
                        .Horizons.Where(h => h.Time != result.Protocol.CalibrationHorizon)
                        .Select(h => (JsonNode?)HorizonCalibration(models, h)),
                ]),
            }
        );
    }

    private static JsonObject HorizonCalibration(
        StudyModels models, (double Time, BySet<IReadOnlyList<ModelCalibration>> Sets) horizon) =>
        new()
        {
            ["u"] = N(horizon.Time),
            ["sets"] = Members(
                horizon.Sets.All.Select(s =>
                    (s.Set, (JsonNode?)Members(s.Value.Select(m => (m.Model, (JsonNode?)ModelCalibration(models, m)))))
                )
            ),
            ["bootstrap"] = Members(
                horizon.Sets.Training.Where(m => m.Bootstrap is not null).Select(m => (m.Model, (JsonNode?)Bootstrap(m.Bootstrap!)))
            ),
        };

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
            ["training_tertile_group"] = m.Model != models.Final.Name || m.TrainingGroups.Count == 0 ? null
                : Counts(m.TrainingGroups.Select(g => g + 1)),
            ["slope"] = N(m.Slope?.Estimate),
            ["slope_se"] = N(m.Slope?.StandardError),
            ["slope_test_1_p"] = N(m.Slope?.PValue),
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
        values["horizons"] = new JsonArray([
            .. result.DecisionsAtHorizons.Where(h => h.Time != result.Protocol.CalibrationHorizon).Select(h => (JsonNode?)new JsonObject
            {
                ["u"] = N(h.Time),
                ["sets"] = Members(h.Sets.All.Select(s =>
                    (s.Set, (JsonNode?)Members(s.Value.Curve.Strategies.Select(c => (c.Name, (JsonNode?)Strategy(s.Value, c)))))
                )),
            }),
        ]);
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

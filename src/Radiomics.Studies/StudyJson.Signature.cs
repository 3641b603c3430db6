using System.Globalization;
using System.Text.Json.Nodes;
using Survival.Models.CutPoints;
using Survival.Models.Penalised;
using Survival.Models.Statistics;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>The steps from the features to the risk groups.</summary>
internal static partial class StudyJson
{
    private static JsonObject Icc(StudyResult result)
    {
        if (result.Icc is not { } icc)
            return Step([], null);
        var r = icc.Results;
        return Step(
            new JsonObject
            {
                ["form"] = r.Count > 0 ? r[0].Name : null,
                ["threshold"] = FormattableString.Invariant($"kept if value > {result.Protocol.IccThreshold} (strict), point estimate"),
                ["subjects"] = Texts(Ids(result, icc.Subjects)),
            },
            new JsonObject
            {
                ["table"] = new JsonObject
                {
                    ["feature"] = Texts(icc.Features),
                    ["value"] = Numbers(r.Select(x => x.Value)),
                    ["lower"] = Numbers(r.Select(x => x.Lower)),
                    ["upper"] = Numbers(r.Select(x => x.Upper)),
                    ["F"] = Numbers(r.Select(x => x.F)),
                    ["df1"] = Numbers(r.Select(x => x.Df1)),
                    ["df2"] = Numbers(r.Select(x => x.Df2)),
                    ["p"] = Numbers(r.Select(x => x.PValue)),
                },
                ["n_kept"] = icc.Kept.Count,
                ["kept"] = Texts(icc.Kept),
                ["n_not_below_0.70"] = icc.NotBelow070,
                ["n_lower_limit_above_0.75"] = icc.LowerLimitAbove075,
            });
    }

    private static JsonObject Harmonise(StudyResult result)
    {
        var combat = result.Protocol.Harmonisation;
        var options = new JsonObject
        {
            ["call"] = $"ComBat ({(combat.IsParametric ? "parametric" : "empirical priors")}, "
                + $"{(combat.MeanOnly ? "means only" : "means and variances")}, "
                    + $"{(combat.ReferenceBatch is { } batch ? $"reference batch '{batch}', " : "")}no covariates), "
                        + "fitted to the training rows and applied to all rows",
            ["column"] = result.Protocol.Columns.Batch,
        };
        if (result.Harmonisation is not { } harmonised)
            return Step(options, null);
        var model = harmonised.Model;
        return Step(
            options,
            new JsonObject
            {
                ["batches"] = Texts(model.Batches),
                ["training"] = Counts(harmonised.Training),
                ["features"] = Texts(model.FeatureNames),
                ["unchanged"] = Texts(model.Unchanged),
                ["shift"] = Members(
                    model.Batches.Select(b => (b, (JsonNode?)Numbers(model.FeatureNames.Select(f => model.Effect(b, f).Shift))))
                ),
                ["variance"] = Members(
                    model.Batches.Select(b => (b, (JsonNode?)Numbers(model.FeatureNames.Select(f => model.Effect(b, f).Variance))))
                ),
            }
        );
    }

    private static JsonObject Standardize(StudyResult result) =>
        Step(
            new JsonObject { ["set"] = "training rows only, applied to all rows", ["sd"] = "sample sd, divisor n - 1" },
            result.Scale is not { } scale
                ? null
                : new JsonObject
                {
                    ["feature"] = Texts(scale.Features),
                    ["mean"] = Numbers(scale.Features.Select(scale.MeanOf)),
                    ["sd"] = Numbers(scale.Features.Select(scale.StandardDeviationOf)),
                }
        );

    private static JsonObject Lasso(StudyResult result)
    {
        // Another selector's signature stands under "selection".
        if (result.Selection is not null)
            return Step([], null);
        var options = new JsonObject
        {
            ["call"] =
                "Cox LASSO of the z-scored training features; columns re-scaled to divisor-n sd 1, coefficients on the z-score scale; "
                    + "cross-validated by the grouped partial-likelihood deviance",
            ["ties"] = "Breslow",
            ["lambda"] = string.Create(CultureInfo.InvariantCulture,
                $"lambda_k = lambda_max * {result.Protocol.LambdaMinimumRatio}^(k/{result.Protocol.LambdaCount - 1}), k = "
                    + $"0..{(result.Lasso?.Cv.Lambdas.Count ?? result.Protocol.LambdasFitted) - 1}; the same in every fold"
            ),
            ["solver"] = "to the optimum: KKT violations below 1e-13, relative to lambda",
            ["used_downstream"] = result.Protocol.Lambda == LambdaRule.Minimum ? "exact.coef_min" : "exact.coef_1se",
        };
        if (result.Lasso is not { } lasso)
            return Step(options, null);
        var cv = lasso.Cv;
        var training = result.Sets.Training.FollowUp;
        var folds = lasso.Folds;
        var path = cv.Path;
        int[] ever = [.. Enumerable.Range(0, path.Count).SelectMany(k => path.At(k).Indices.ToArray()).Distinct().Order()];
        var dense = Enumerable.Range(0, path.Count).Select(k => path.At(k).ToDense()).ToArray();
        // The reference counts folds from 1; ids that were given keep their own order.
        return Step(options, new JsonObject
        {
            ["n"] = training.Count,
            ["p"] = path.ColumnNames.Count,
            ["events"] = training.EventCount,
            ["foldid"] = Counts(folds.FoldOfRow.ToArray().Select(f => f + 1)),
            ["fold_events"] = Counts(lasso.FoldEvents),
            ["lambda_max"] = cv.Lambdas[0],
            ["exact"] = new JsonObject
            {
                ["kkt_max_relative"] = N(path.Violations.Max()),
                ["lambda"] = Numbers(cv.Lambdas),
                ["df"] = Counts(path.NonzeroCounts),
                ["dev_ratio"] = Numbers(path.DevianceRatios),
                ["null_deviance"] = path.NullDeviance,
                ["cvm"] = Numbers(cv.MeanScores),
                ["cvsd"] = Numbers(cv.StandardErrors),
                ["fold_deviance"] = Matrix(null, null, Enumerable.Range(0, cv.FoldCount).Select(f => cv.FoldScores(f).ToArray())),
                ["index_min_zero_based"] = cv.IndexMin,
                ["index_1se_zero_based"] = cv.Index1Se,
                ["lambda_min"] = cv.LambdaMin,
                ["log_lambda_min"] = Math.Log(cv.LambdaMin),
                ["lambda_1se"] = cv.Lambda1Se,
                ["coef_min"] = Coefficients(cv.Minimum),
                ["coef_1se"] = Coefficients(cv.OneStandardError),
                ["coef_path"] = new JsonObject
                {
                    ["features"] = Texts(ever.Select(j => path.ColumnNames[j])),
                    ["rows_are_features_columns_are_lambda"] = Matrix(null, null, ever.Select(j => dense.Select(d => d[j]))),
                },
            },
        });
    }

    private static JsonObject Coefficients(CoxNetModel model) => new()
    {
        ["feature"] = Texts(model.SelectedNames),
        ["feature_index_zero_based"] = Counts(model.Indices.ToArray()),
        ["value"] = Numbers(model.Values),
    };

    private static JsonObject Spearman(StudyResult result)
    {
        var options = new JsonObject { ["rows"] = "training set", ["p"] = "t approximation, n - 2 df; diagonal null" };
        if (result.Redundancy is not { } matrix)
            return Step(options, null);
        var all = Enumerable.Range(0, matrix.Names.Count).ToArray();
        JsonObject Of(Func<Correlation, double> value) =>
            Matrix(matrix.Names, matrix.Names, all.Select(i => all.Select(j => value(matrix[i, j]))));
        return Step(
            options,
            new JsonObject
            {
                ["rho"] = Of(c => c.Coefficient),
                ["p"] = Of(c => c.Test.PValue),
                ["max_abs_off_diagonal"] = N(matrix.Largest),
                [FormattableString.Invariant($"n_pairs_at_or_above_{result.Protocol.SpearmanLimit}")] =
                    matrix.CountAtOrAbove(result.Protocol.SpearmanLimit),
            }
        );
    }

    private static JsonObject RadScore(StudyResult result) => Step(
        new JsonObject { ["formula"] = "sum over selected of coefficient * z; no intercept" },
        result.RadScore is not { } score ? null : new JsonObject
        {
            ["id"] = Texts(result.Input.Ids),
            ["set"] = Texts(Enumerable.Range(0, score.Count).Select(i => SetName(result, i))),
            ["radscore"] = Numbers(score),
        });

    private static JsonObject CutPoint(StudyResult result)
    {
        var options = new JsonObject
        {
            ["call"] = FormattableString.Invariant(
                $"maximally selected log-rank statistic, least share of a group {result.Protocol.MinimumGroupShare}, training set"
            ),
            ["rule"] =
                "high: radscore > cut (survminer). high_ge: radscore >= cut; they differ only for patients exactly at the cut, which is "
                    + "an observed training value",
            ["groups_used"] = result.Protocol.GroupRule == CutPointRule.AtOrAbove ? "high_ge" : "high",
        };
        if (result.CutPoint is not { } cut)
            return Step(options, null);
        var s = cut.Search;
        JsonObject BySets(Func<GroupCounts, int> count) => Members(cut.Counts.All.Select(set => (set.Set, (JsonNode?)N(count(set.Value)))));
        return Step(options, new JsonObject
        {
            ["cutpoint"] = s.CutPoint,
            ["statistic"] = s.Statistic,
            ["candidate_cuts"] = Numbers(s.Cuts),
            ["candidate_stats"] = Numbers(s.Statistics),
            ["logrank_scores_training"] = Numbers(s.Scores),
            ["p_values"] = Members(cut.PValues.Select(p => (PValueName(p.Key), (JsonNode?)new JsonObject
            {
                ["statistic"] = N(p.Value.Statistic),
                ["p"] = N(p.Value.PValue),
                ["cut"] = N(p.Value.CutPoint),
            }))),
            ["high"] = Flags(cut.HighAbove),
            ["high_ge"] = Flags(cut.HighAtOrAbove),
            ["n_high"] = BySets(c => c.Above),
            ["n_high_ge"] = BySets(c => c.AtOrAbove),
            ["n_differ_between_rules"] = BySets(c => c.AtOrAbove - c.Above),
        });
    }

    private static string PValueName(CutPointPValue method) => method switch
    {
        CutPointPValue.Lausen1992 => "Lau92",
        CutPointPValue.Lausen1994 => "Lau94",
        CutPointPValue.HothornLausen => "HL",
        _ => "exactGauss",
    };
}

using System.Globalization;
using System.Text.Json.Nodes;
using Survival.Models.Cox;
using Survival.Models.CutPoints;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>Survival by group and the Cox models.</summary>
internal static partial class StudyJson
{
    private static JsonObject Survival(StudyResult result) =>
        Step(
            new JsonObject
            {
                ["km"] =
                    "Kaplan-Meier, 95 % limits on the log scale; se_surv = se(S) (Greenwood); rmean restricted to the longest time of "
                        + "that curve",
                ["logrank"] = "rho = 0, two groups",
                ["at_times"] = Numbers(result.Protocol.Horizons),
                ["groups"] = "low, high, logrank, risk_table: high = radscore > cut; those with rule_ge: high = radscore >= cut",
                ["groups_used"] = result.CutPoint?.Rule == CutPointRule.Above ? "without rule_ge" : "rule_ge",
            },
            Members(result.Survival.All.Select(s => (s.Set, (JsonNode?)SetSurvival(s.Value))))
        );

    private static JsonObject SetSurvival(SetSurvival set)
    {
        var (above, ge) = (set.GroupsAbove, set.GroupsAtOrAbove);
        return new JsonObject
        {
            ["overall"] = Curve(set.Overall),
            ["low"] = above is null ? null : Curve(above.Low),
            ["high"] = above is null ? null : Curve(above.High),
            ["reverse_km_median_follow_up"] = N(set.MedianFollowUp),
            ["logrank"] = above is null ? null : LogRank(above),
            ["logrank_rule_ge"] = ge is null ? null : LogRank(ge),
            ["risk_table"] = above is null ? null : RiskTable(set, above),
            ["low_rule_ge"] = ge is null ? null : Curve(ge.Low),
            ["high_rule_ge"] = ge is null ? null : Curve(ge.High),
            ["risk_table_rule_ge"] = ge is null ? null : RiskTable(set, ge),
        };
    }

    private static JsonObject Curve(CurveSummary summary)
    {
        // Beyond a curve's last follow-up its last value holds, as summary(extend = TRUE) in R: n_risk is 0 there.
        var (curve, quartiles, mean, at) = (summary.Curve, summary.Quartiles, summary.Mean, summary.AtHorizons);
        return new JsonObject
        {
            ["curve"] = new JsonObject
            {
                ["time"] = Numbers(curve.Time),
                ["n_risk"] = Numbers(curve.AtRisk),
                ["n_event"] = Numbers(curve.Events),
                ["n_censor"] = Numbers(curve.Censored),
                ["surv"] = Numbers(curve.Survival),
                ["se_surv"] = Errors(curve.StandardError),
                ["lower"] = Numbers(curve.Lower),
                ["upper"] = Numbers(curve.Upper),
                ["cumhaz"] = Numbers(curve.CumulativeHazard),
            },
            ["median"] = N(summary.Median.Estimate),
            ["median_lower"] = N(summary.Median.Lower),
            ["median_upper"] = N(summary.Median.Upper),
            ["quartiles"] = new JsonObject
            {
                ["q"] = Numbers(quartiles.Select(q => q.Estimate)),
                ["lower"] = Numbers(quartiles.Select(q => q.Lower)),
                ["upper"] = Numbers(quartiles.Select(q => q.Upper)),
            },
            ["rmean"] = N(mean.Mean),
            ["se_rmean"] = N(mean.StandardError),
            ["at_times"] = new JsonObject
            {
                ["time"] = Numbers(at.Select(a => a.Time)),
                ["n_risk"] = Numbers(at.Select(a => a.AtRisk)),
                ["surv"] = Numbers(at.Select(a => a.Estimate)),
                ["se_surv"] = Errors(at.Select(a => a.StandardError)),
                ["lower"] = Numbers(at.Select(a => a.Lower)),
                ["upper"] = Numbers(at.Select(a => a.Upper)),
            },
        };
    }

    // Greenwood's formula is 0 times infinity where nobody survives: R writes NaN there, not NA.
    private static JsonArray Errors(IEnumerable<double> values) =>
        [.. values.Select(v => double.IsNaN(v) ? JsonValue.Create("NaN") : N(v))];

    private static JsonObject LogRank(GroupSurvival groups)
    {
        var test = groups.LogRank;
        var cox = groups.Cox?.Table()[0];
        return new JsonObject
        {
            ["n"] = Numbers(test.Counts),
            ["observed"] = Numbers(test.Observed),
            ["expected"] = Numbers(test.Expected),
            ["variance"] = N(test.Variance[0, 0]),
            ["chisq"] = N(test.ChiSquare),
            ["df"] = (int)test.Test.DegreesOfFreedom!.Value,
            ["p"] = N(test.PValue),
            ["peto_rho1_chisq"] = N(groups.Peto.ChiSquare),
            ["peto_rho1_p"] = N(groups.Peto.PValue),
            ["cox_efron"] = cox is null ? null : new JsonObject
            {
                ["coef"] = N(cox.Coefficient),
                ["se"] = N(cox.StandardError),
                ["hr"] = N(cox.HazardRatio),
                ["lower"] = N(cox.Lower),
                ["upper"] = N(cox.Upper),
                ["wald_p"] = N(cox.PValue),
            },
        };
    }

    private static JsonObject RiskTable(SetSurvival set, GroupSurvival groups) =>
        new() { ["time"] = Numbers(set.RiskTimes), ["low"] = Numbers(groups.Low.AtRisk), ["high"] = Numbers(groups.High.AtRisk) };

    private static JsonObject Cox(StudyResult result)
    {
        var cox = result.Cox;
        return Step(
            new JsonObject
            {
                ["ties"] = "efron",
                ["ci"] = "Wald, 95 %",
                ["p"] = "Wald",
                ["screening"] = string.Create(CultureInfo.InvariantCulture,
                    $"a clinical factor passes univariable if p < {result.Protocol.Alpha} (of all its levels together); the passing ones "
                        + $"and radscore enter the multivariable model; clinical factors with p < {result.Protocol.Alpha} there are kept "
                            + $"for the nomogram. fallback_used: none is, so those that passed are kept or, where none passed, the one "
                                + $"with the smallest p"
                ),
                ["rows"] = "training set, patients with a value of every variable of the model",
                ["wald"] = "test is rounded to two decimals, as R's summary gives it; statistic is not",
            },
            new JsonObject
            {
                ["univariable"] = Members(cox.Univariable.Select(u => (u.Name, u.Model is null ? null : (JsonNode?)Model(u.Model)))),
                ["passed_univariable"] = Texts(cox.Passed),
                ["multivariable_clinical_only"] = cox.MultivariableClinical is { } clinical ? Model(clinical) : null,
                ["multivariable_with_radscore"] = cox.Multivariable is { } all ? Model(all) : null,
                ["kept_for_nomogram"] = Texts(cox.Kept),
                ["fallback_used"] = cox.FallbackUsed,
                ["multivariable_with_radscore_breslow"] = cox.MultivariableBreslow is { } breslow ? Model(breslow) : null,
            });
    }

    private static JsonObject Model(CoxModel model)
    {
        var table = model.Table();
        var p = table.Count;
        var covariance = model.Covariance.ToArray();
        JsonObject Test(TestResult test) =>
            new()
            {
                ["test"] = N(test.Statistic),
                ["df"] = (int)test.DegreesOfFreedom!.Value,
                ["pvalue"] = N(test.PValue),
            };
        var wald = Test(model.WaldTest);
        wald["test"] = N(Math.Round(model.WaldTest.Statistic, 2, MidpointRounding.ToEven));
        wald["statistic"] = N(model.WaldTest.Statistic);
        return new JsonObject
        {
            ["variables"] = Texts(model.ColumnNames),
            ["n"] = model.RowCount,
            ["events"] = model.EventCount,
            ["coef"] = Numbers(table.Select(c => c.Coefficient)),
            ["se"] = Numbers(table.Select(c => c.StandardError)),
            ["z"] = Numbers(table.Select(c => c.Test.Statistic)),
            ["p"] = Numbers(table.Select(c => c.PValue)),
            ["hr"] = Numbers(table.Select(c => c.HazardRatio)),
            ["lower"] = Numbers(table.Select(c => c.Lower)),
            ["upper"] = Numbers(table.Select(c => c.Upper)),
            ["vcov"] = Matrix(null, null, Enumerable.Range(0, p).Select(i => covariance.Skip(i * p).Take(p))),
            ["loglik_null"] = N(model.LogLikelihoodNull),
            ["loglik"] = N(model.LogLikelihood),
            ["likelihood_ratio"] = Test(model.LikelihoodRatioTest),
            ["score"] = Test(model.ScoreTest),
            ["wald"] = wald,
            ["aic"] = N(model.Aic),
        };
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Survival.Models.Prognosis;
using static Radiomics.Studies.JsonParts;

namespace Radiomics.Studies;

/// <summary>The models and the nomogram.</summary>
internal static partial class StudyJson
{
    private static JsonObject Models(StudyResult result)
    {
        var options = new JsonObject
        {
            ["models"] =
                "signature: radscore; clinical: kept clinical factors; nomogram: radscore + kept clinical factors; all Cox with Efron's "
                    + "ties on the training set",
            ["baseline"] = "baseline_lp0: all covariates 0 (uncentred), Efron type; breslow: Breslow's hazard with the same coefficients",
            ["predicted"] = "S(t) = exp(-H0(t) exp(lp)), lp uncentred",
            ["points"] =
                "rms::nomogram (nint 10, maxscale 100); total points of a patient = (lp_centred - info_intercept) * sc, lp_centred = lp "
                    + "- center, center = sum(coef * training mean)",
            ["times"] = Numbers(result.Models?.Horizons ?? result.Protocol.Horizons),
        };
        if (result.Models is not { } models)
            return Step(options, null);
        var times = models.Horizons;
        string[] columns = [.. times.Select(t => FormattableString.Invariant($"t{t}"))];
        var linear = new JsonObject { ["id"] = Texts(result.Input.Ids) };
        foreach (var fit in models.Fits)
            linear[fit.Name] = Numbers(fit.LinearPredictor);
        var values = new JsonObject
        {
            ["models"] = Members(models.Fits.Select(f => (f.Name, (JsonNode?)Model(f.Model)))),
            ["final"] = models.Final.Name,
            ["baseline_lp0"] = Members(models.Fits.Select(f => (f.Name, (JsonNode?)BaselineAtZero(f, times)))),
            ["baseline_curve_nomogram"] = new JsonObject
            {
                ["time"] = Numbers(models.Baseline.Select(b => b.Time)),
                ["cumhaz_efron"] = Numbers(models.Baseline.Select(b => b.CumulativeHazard)),
            },
            ["linear_predictor"] = linear,
            ["predicted_survival"] = Members(
                models.Fits.Select(f =>
                    (
                        f.Name,
                        (JsonNode?)Matrix(
                            null,
                            columns,
                            Enumerable.Range(0, result.Input.Ids.Count).Select(i => f.Survival.Select(s => s[i]))
                        )
                    )
                )
            ),
            ["rms"] = models.Nomogram is null ? null : Rms(result, models),
            ["ph_test_nomogram"] = models.ProportionalHazards is not { } ph
                ? null
                : new JsonObject
                {
                    ["rows"] = Texts([.. ph.Terms.Select(t => t.Name), "GLOBAL"]),
                    ["chisq"] = Numbers([.. ph.Terms.Select(t => t.Test.Statistic), ph.Global.Statistic]),
                    ["df"] = Counts([
                        .. ph.Terms.Select(t => (int)t.Test.DegreesOfFreedom!.Value),
                        (int)ph.Global.DegreesOfFreedom!.Value,
                    ]),
                    ["p"] = Numbers([.. ph.Terms.Select(t => t.Test.PValue), ph.Global.PValue]),
                },
        };
        // One less the cause-specific hazard's is nobody's chance.
        if (result.Input.Competing is not null)
        {
            values.Remove("predicted_survival");
            options.Remove("predicted");
        }
        return Step(options, values);
    }

    private static JsonObject BaselineAtZero(StudyModelFit fit, IReadOnlyList<double> times)
    {
        var (efron, breslow) = (fit.Hazards, fit.BreslowHazards);
        return new JsonObject
        {
            ["times"] = Numbers(times),
            ["cumhaz_efron"] = Numbers(efron),
            ["surv_efron"] = Numbers(efron.Select(h => Math.Exp(-h))),
            ["cumhaz_breslow"] = Numbers(breslow),
            ["surv_breslow"] = Numbers(breslow.Select(h => Math.Exp(-h))),
        };
    }

    private static JsonObject Rms(StudyResult result, StudyModels models)
    {
        var (nomogram, final) = (models.Nomogram!, models.Final);
        var (n, events, df, explained) = (final.Model.RowCount, final.Model.EventCount, final.Model.DegreesOfFreedom, models.FitIndices);
        // Gini's mean difference of the linear predictor, which the bootstrap measures of the model itself, too.
        var g = result.Calibration?.Training.FirstOrDefault(c => c.Model == final.Name)?.Bootstrap?.Indices["g"].Original ?? double.NaN;
        return new JsonObject
        {
            ["coef"] = Members(final.Model.ColumnNames.Select((n, j) => (n, N(final.Model.Coefficients[j])))),
            ["center"] = N(models.Centre),
            ["stats"] = new JsonObject
            {
                ["Obs"] = final.Model.RowCount,
                ["Events"] = final.Model.EventCount,
                ["Model L.R."] = N(final.Model.LikelihoodRatioTest.Statistic),
                ["d.f."] = final.Model.DegreesOfFreedom,
                ["P"] = N(final.Model.LikelihoodRatioTest.PValue),
                ["Score"] = N(final.Model.ScoreTest.Statistic),
                ["Score P"] = N(final.Model.ScoreTest.PValue),
                ["R2"] = N(explained.R2),
                [Invariant($"R2({n})")] = N(explained.R2ByRows),
                [Invariant($"R2({df},{n})")] = N(explained.AdjustedR2ByRows),
                [Invariant($"R2({events})")] = N(explained.R2ByEvents),
                [Invariant($"R2({df},{events})")] = N(explained.AdjustedR2ByEvents),
                ["Dxy"] = N(result.Concordance?.Training.Models.FirstOrDefault(m => m.Model == final.Name)?.Harrell.SomersD),
                ["g"] = N(g),
                ["gr"] = N(Math.Exp(g)),
            },
            ["baseline_surv_centred"] = new JsonObject { ["times"] = Numbers(models.Horizons), ["surv"] = Numbers(models.CentredSurvival) },
            ["sc"] = N(nomogram.PointsPerUnit),
            ["info_intercept"] = N(nomogram.LinearPredictorAtZero),
            ["axes"] = Axes(nomogram),
            ["total_points_axis"] = Numbers(nomogram.TotalPointsTicks),
            ["lp_axis"] = new JsonObject
            {
                ["lp"] = Numbers(nomogram.LinearPredictor.Ticks.Select(t => t.Value)),
                ["total_points"] = Numbers(nomogram.LinearPredictor.Ticks.Select(t => t.Points)),
            },
            ["fun_at"] = Numbers(NomogramFunction.SurvivalTicks),
            ["fun_axes"] = Members(
                nomogram.Functions.Select(f =>
                    (
                        f.Name,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["survival"] = Numbers(f.Ticks.Select(t => t.Value)),
                                ["total_points"] = Numbers(f.Ticks.Select(t => t.Points)),
                            }
                    )
                )
            ),
            ["total_points"] = Numbers(models.TotalPoints),
        };
    }

    private static JsonArray Axes(CoxNomogram nomogram) => new JsonArray([
        .. nomogram.Axes.Select(a => new JsonObject
        {
            ["variable"] = a.Name,
            ["values"] = a.Ticks.All(t => double.TryParse(t.Label, CultureInfo.InvariantCulture, out _))
                ? Numbers(a.Ticks.Select(t => t.Value))
                : Texts(a.Ticks.Select(t => t.Label)),
            ["xbeta"] = Numbers(a.Ticks.Select(t => t.Effect)),
            ["points"] = Numbers(a.Ticks.Select(t => t.Points)),
        }),
    ]);
}

using System.Text.Json;
using Survival.Models;
using Survival.Models.DecisionCurves;
using Survival.Models.Discrimination;

namespace Reference.Survival;

/// <summary>Discrimination, Brier score and decision curves of the simulated study against R.</summary>
public sealed class StudyAccuracySection : IConformanceSection
{
    private static readonly string[] Models = ["signature", "clinical", "nomogram"];

    /// <inheritdoc/>
    public int Order => 74;

    /// <inheritdoc/>
    public string Title => "Accuracy of the study's models";

    /// <inheritdoc/>
    public string Introduction =>
        "Concordance and its four comparisons, time-dependent AUC, Brier score and decision curves of the three models of the simulated "
            + "study, in both sets, against R.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The parts.</summary>
    public static IReadOnlyList<string> CaseIds =>
        SharedData.Exists
            ?
            [
                .. from step in new[] { "concordance", "time_auc", "dca" }
                from set in new[] { "train", "validation" }
                select $"{step} / {set}",
            ]
            : [""];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One part.</summary>
    public static ConformanceRow Row(string id)
    {
        var (step, set) = (id.Split(" / ")[0], id.Split(" / ")[1]);
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json")));
        var steps = document.RootElement.GetProperty("steps");
        var values = steps.GetProperty(step).GetProperty("values");
        var cohort = DataTable.Read(SharedData.PathOf("reference", "study", "cohort.csv"));
        var sets = cohort.Texts("set");
        var rows = Enumerable.Range(0, cohort.RowCount).Where(i => sets[i] == set).ToArray();
        double[] Pick(double[] all) => [.. rows.Select(i => all[i])];
        var data = SurvivalData.Create(Pick(cohort.Numbers("time")), [.. Pick(cohort.Numbers("event")).Select(v => v == 1)]);
        var fitted = steps.GetProperty("nomogram").GetProperty("values");
        double[] Lp(string model) => Pick(fitted.GetProperty("linear_predictor").Numbers(model));
        double[][] Survival(string model) => [.. Columns(fitted.GetProperty("predicted_survival").GetProperty(model)).Select(Pick)];
        var result = new Comparison(id);
        if (step == "concordance")
            Concordances(result, values.GetProperty(set), data, Lp);
        else if (step == "time_auc")
            Accuracy(result, values.GetProperty(set), data, Lp, Survival);
        else
            Decisions(result, values, set, data, Survival);
        return result.ToRow();
    }

    private static IEnumerable<double[]> Columns(JsonElement table)
    {
        if (!table.TryGetProperty("data", out _))
            return table.EnumerateObject().Select(c => c.Value.Numbers());
        var rows = table.Matrix();
        return Enumerable.Range(0, rows[0].Length).Select(j => rows.Select(r => r[j]).ToArray());
    }

    private static void Concordances(Comparison result, JsonElement values, SurvivalData data, Func<string, double[]> lp)
    {
        foreach (var model in Models)
        {
            var expected = values.GetProperty("models").GetProperty(model);
            var ours = Concordance.Estimate(data, lp(model));
            result.Add(model + " c", expected.Number("c"), ours.Index);
            result.Add(model + " se", expected.Number("se"), ours.StandardError);
            result.Add(model + " lower", expected.Number("lower"), ours.Lower);
            result.Add(model + " upper", expected.Number("upper"), ours.Upper);
            result.Add(model + " dxy", expected.Number("dxy"), ours.SomersD);
            var uno = Concordance.Estimate(data, lp(model), ConcordanceOptions.Uno(18));
            result.Add(model + " uno", expected.GetProperty("uno_tau18").Number("c"), uno.Index);
            result.Add(model + " uno se", expected.GetProperty("uno_tau18").Number("se"), uno.StandardError);
        }
        foreach (var pair in values.GetProperty("comparisons").EnumerateObject())
        {
            var (a, b) = (pair.Name.Split("_vs_")[0], pair.Name.Split("_vs_")[1]);
            var joint = Concordance.Compare(data, [(a, lp(a)), (b, lp(b))]).Difference(0, 1);
            result.Add(pair.Name, pair.Value.Number("difference"), joint.Estimate);
            result.Add(pair.Name + " se", pair.Value.GetProperty("survival_joint").Number("se"), joint.StandardError);
            result.Add(pair.Name + " z", pair.Value.GetProperty("survival_joint").Number("z"), joint.Test.Statistic);
            result.Add(pair.Name + " p", pair.Value.GetProperty("survival_joint").Number("p"), joint.PValue);
            ConcordanceSection.CompareKang(result, pair.Value.GetProperty("compareC"), Concordance.CompareKang(data, lp(a), lp(b)));
            var noether = Concordance.CompareNoether(data, lp(a), lp(b));
            result.Add(pair.Name + " survcomp p", pair.Value.GetProperty("survcomp_cindex_comp_one_sided").Number("p"), noether.PValue);
            var se = pair.Value.Numbers("survcomp_se");
            result.Add(
                pair.Name + " survcomp se",
                se,
                [Concordance.Noether(data, lp(a)).StandardError, Concordance.Noether(data, lp(b)).StandardError]
            );
            ConcordanceSection.CompareMoreConcordant(
                result,
                pair.Value.GetProperty("hmisc_rcorrp"),
                Concordance.MoreConcordant(data, lp(a), lp(b))
            );
        }
    }

    private static void Accuracy(
        Comparison result,
        JsonElement values,
        SurvivalData data,
        Func<string, double[]> lp,
        Func<string, double[][]> survival
    )
    {
        double[] times = [6, 12, 18];
        var auc = Models.ToDictionary(m => m, m => TimeDependentRoc.Ipcw(data, lp(m), times));
        var score = Models.ToDictionary(m => m, m => TimeDependentRoc.Ipcw(data, lp(m), times, IpcwConvention.RiskRegression));
        foreach (var model in Models)
        {
            var expected = values.GetProperty("timeROC").GetProperty(model);
            result.Add(model + " auc", expected.Numbers("auc"), [.. auc[model].At.Select(a => a.Auc)]);
            result.Add(model + " se", expected.Numbers("se"), [.. auc[model].At.Select(a => a.StandardError)]);
        }
        foreach (var pair in values.GetProperty("comparisons").EnumerateObject())
        {
            var d = auc[pair.Name.Split("_vs_")[0]].Compare(auc[pair.Name.Split("_vs_")[1]]);
            result.Add(pair.Name + " p", pair.Value.Numbers("p"), [.. d.Select(x => x.Difference.PValue)]);
            result.Add(pair.Name + " se", pair.Value.Numbers("se_difference"), [.. d.Select(x => x.Difference.StandardError)]);
        }
        var a = values.GetProperty("score_auc");
        for (var i = 0; i < a.Texts("model").Length; i++)
        {
            var ours = score[a.Texts("model")[i]].At[Array.IndexOf(times, a.Numbers("times")[i])];
            result.Add($"Score auc {i}", a.Numbers("AUC")[i], ours.Auc);
            result.Add($"Score se {i}", a.Numbers("se")[i], ours.StandardError);
        }
        var c = values.GetProperty("score_auc_contrasts");
        TimeAucSection.AddContrasts(
            result,
            "auc",
            c,
            "delta.AUC",
            Enumerable
                .Range(0, c.Texts("model").Length)
                .Select(i =>
                    score[c.Texts("model")[i]].Compare(score[c.Texts("reference")[i]])[Array.IndexOf(times, c.Numbers("times")[i])]
                )
        );
        var brier = Models.ToDictionary(
            m => m,
            m => BrierScore.Ipcw(data, [.. survival(m).Select(s => s.Select(v => 1 - v).ToArray())], times)
        );
        brier["Null model"] = BrierScore.Null(data, times);
        var b = values.GetProperty("score_brier");
        for (var i = 0; i < b.Texts("model").Length; i++)
            TimeAucSection.AddBrier(result, b, i, brier[b.Texts("model")[i]].At[Array.IndexOf(times, b.Numbers("times")[i])]);
        if (!values.Has("score_brier_contrasts"))
            return;
        var bc = values.GetProperty("score_brier_contrasts");
        TimeAucSection.AddContrasts(
            result,
            "brier",
            bc,
            "delta.Brier",
            Enumerable
                .Range(0, bc.Texts("model").Length)
                .Select(i =>
                    brier[bc.Texts("model")[i]].Compare(brier[bc.Texts("reference")[i]])[Array.IndexOf(times, bc.Numbers("times")[i])]
                )
        );
    }

    private static void Decisions(Comparison result, JsonElement values, string set, SurvivalData data, Func<string, double[][]> survival)
    {
        var thresholds = values.Numbers("thresholds");
        var risks = Models.Select(m => (m, survival(m)[1].Select(v => 1 - v).ToArray())).ToArray();
        foreach (var extended in new[] { false, true })
        {
            var curve = DecisionCurve.Survival(
                data,
                12,
                risks,
                new DecisionCurveOptions { Thresholds = thresholds, ExtendKaplanMeier = extended }
            );
            foreach (var strategy in curve.Strategies)
            {
                var expected = values.GetProperty(set).GetProperty(strategy.Name);
                if (extended)
                {
                    if (expected.Has("net_benefit_km_extended"))
                        result.Add(
                            strategy.Name + " extended",
                            expected.Numbers("net_benefit_km_extended"),
                            [.. strategy.Points.Select(p => p.NetBenefit)]
                        );
                    continue;
                }
                DecisionCurveSection.Add(result, strategy, expected);
            }
        }
    }
}

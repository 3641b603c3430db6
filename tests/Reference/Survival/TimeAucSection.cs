using System.Text.Json;
using Survival.Models;
using Survival.Models.Discrimination;

namespace Reference.Survival;

/// <summary>Time-dependent ROC, AUC and Brier score against R's timeROC, survivalROC and riskRegression.</summary>
public sealed class TimeAucSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 71;

    /// <inheritdoc/>
    public string Title => "Time-dependent ROC and Brier score";

    /// <inheritdoc/>
    public string Introduction =>
        "AUC with standard error, curves and comparisons against `timeROC`, AUC, Brier score, IPA and contrasts against "
            + "`riskRegression::Score`, curves and AUC against `survivalROC`, to 8 significant digits.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases: all but competing risks, which are not covered.</summary>
    public static IReadOnlyList<string> CaseIds => [.. SurvivalReference.CaseIds("time_auc").Where(id => id != "pbc_competing")];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("time_auc", id);
        // Influences that should be 0 are rounding errors of about 1e-15 in R.
        var result = new Comparison(id, floor: 1e-6);
        var data = CaseMarkers.Data(@case);
        var marker = CaseMarkers.Marker(@case.Table, @case.Options.GetProperty("marker"));
        var marker2 = @case.Options.Has("marker2") ? CaseMarkers.Marker(@case.Table, @case.Options.GetProperty("marker2")) : null;
        var times = @case.Options.Numbers("times");
        CompareTimeRoc(result, @case.Values.GetProperty("timeROC"), data, marker, marker2, times);
        for (var k = 0; k < times.Length; k++)
            CompareSurvivalRoc(result, @case.Values.GetProperty("survivalROC").GetProperty("t" + times[k]), data, marker, times[k]);
        if (@case.Values.Has("riskRegression_Score"))
            CompareScore(result, @case, data, marker, marker2, times);
        return result.ToRow();
    }

    private static void CompareTimeRoc(
        Comparison result,
        JsonElement expected,
        SurvivalData data,
        double[] marker,
        double[]? marker2,
        double[] times
    )
    {
        var ours = TimeDependentRoc.Ipcw(data, marker, times);
        var stats = expected.GetProperty("stats").Matrix();
        var (influence, curve) = (expected.GetProperty("iid_first10").Matrix(), expected.GetProperty("curve"));
        var byTime = Enumerable.Range(0, data.Count).OrderBy(i => data.Time[i]).ToArray();
        var (tp, fp, rows) = (curve.GetProperty("tp").Matrix(), curve.GetProperty("fp").Matrix(), curve.Numbers("row_index"));
        for (var k = 0; k < times.Length; k++)
        {
            var (at, t) = (ours.At[k], $"timeROC {times[k]}");
            result.Add(t + " auc", expected.Numbers("auc")[k], at.Auc);
            result.Add(t + " se", expected.Numbers("se")[k], at.StandardError);
            result.Add(t + " lower", expected.Numbers("lower95")[k], at.Lower);
            result.Add(t + " upper", expected.Numbers("upper95")[k], at.Upper);
            result.Add(t + " incidence", expected.Numbers("cumulative_incidence")[k], at.EventProbability);
            result.Add(t + " stats", stats[k], [at.Cases, at.Controls, at.Undetermined]);
            for (var i = 0; i < 10; i++)
                result.Add($"{t} iid {i}", influence[i][k], ours.Influence(k).Span[byTime[i]]);
            for (var i = 0; i < rows.Length; i++)
            {
                result.Add($"{t} tp {i}", tp[i][k], ours.Curve(k)[(int)rows[i]].TruePositiveRate);
                result.Add($"{t} fp {i}", fp[i][k], ours.Curve(k)[(int)rows[i]].FalsePositiveRate);
            }
        }
        if (marker2 is null || !expected.Has("second"))
            return;
        var (second, ours2) = (expected.GetProperty("second"), TimeDependentRoc.Ipcw(data, marker2, times));
        var differences = ours.Compare(ours2);
        for (var k = 0; k < times.Length; k++)
        {
            result.Add($"timeROC second {times[k]} auc", second.Numbers("auc")[k], ours2.At[k].Auc);
            result.Add($"timeROC second {times[k]} se", second.Numbers("se")[k], ours2.At[k].StandardError);
            result.Add($"timeROC compare {times[k]} p", second.Numbers("compare_p")[k], differences[k].Difference.PValue);
            result.Add($"timeROC compare {times[k]} se", second.Numbers("se_diff")[k], differences[k].Difference.StandardError);
        }
    }

    private static void CompareSurvivalRoc(Comparison result, JsonElement expected, SurvivalData data, double[] marker, double time)
    {
        foreach (var method in new[] { "km", "nne" })
        {
            if (!expected.Has(method))
                continue;
            var values = expected.GetProperty(method);
            var ours =
                method == "km"
                    ? TimeDependentRoc.KaplanMeier(data, marker, time)
                    : TimeDependentRoc.NearestNeighbour(data, marker, time, values.Number("span"));
            var what = $"{method} {time}";
            result.Add(what + " auc", values.Number("auc"), ours.Auc);
            result.Add(what + " survival", values.Number("survival"), ours.Survival);
            var rows = values.Numbers("row_index");
            for (var i = 0; i < rows.Length; i++)
            {
                var point = ours.Points[(int)rows[i]];
                result.Add($"{what} tp {i}", values.Numbers("tp")[i], point.TruePositiveRate);
                result.Add($"{what} fp {i}", values.Numbers("fp")[i], point.FalsePositiveRate);
                if (values.Has("cut"))
                    result.Add($"{what} cut {i}", values.Numbers("cut")[i], point.Threshold);
            }
            result.Add(what + " youden cut", values.GetProperty("youden").Number("cut"), ours.Youden.Threshold);
            result.Add(what + " youden tp", values.GetProperty("youden").Number("tp"), ours.Youden.TruePositiveRate);
            result.Add(what + " youden fp", values.GetProperty("youden").Number("fp"), ours.Youden.FalsePositiveRate);
        }
    }

    private static void CompareScore(
        Comparison result,
        SurvivalCase @case,
        SurvivalData data,
        double[] marker,
        double[]? marker2,
        double[] times
    )
    {
        var score = @case.Values.GetProperty("riskRegression_Score");
        var models = new Dictionary<string, TimeDependentRoc>
        {
            ["m1"] = TimeDependentRoc.Ipcw(data, marker, times, IpcwConvention.RiskRegression),
        };
        if (marker2 is not null)
            models["m2"] = TimeDependentRoc.Ipcw(data, marker2, times, IpcwConvention.RiskRegression);
        var auc = score.GetProperty("auc");
        var (names, at) = (auc.Texts("model"), auc.Numbers("times"));
        for (var i = 0; i < names.Length; i++)
        {
            var ours = models[names[i]].At[Array.IndexOf(times, at[i])];
            result.Add($"Score {names[i]} {at[i]} auc", auc.Numbers("AUC")[i], ours.Auc);
            result.Add($"Score {names[i]} {at[i]} se", auc.Numbers("se")[i], ours.StandardError);
            result.Add($"Score {names[i]} {at[i]} lower", auc.Numbers("lower")[i], ours.Lower);
            result.Add($"Score {names[i]} {at[i]} upper", auc.Numbers("upper")[i], ours.Upper);
        }
        if (score.Has("auc_contrasts"))
        {
            var c = score.GetProperty("auc_contrasts");
            var ours = models["m2"].Compare(models["m1"]);
            AddContrasts(
                result,
                "auc",
                c,
                "delta.AUC",
                Enumerable.Range(0, c.Numbers("times").Length).Select(i => ours[Array.IndexOf(times, c.Numbers("times")[i])])
            );
        }
        var brier = score.GetProperty("brier");
        var none = BrierScore.Null(data, times);
        for (var i = 0; i < brier.Texts("model").Length; i++)
        {
            if (brier.Texts("model")[i] == "Null model")
                AddBrier(result, brier, i, none.At[Array.IndexOf(times, brier.Numbers("times")[i])]);
        }
        if (!score.Has("ibs"))
            return;
        var ibs = score.GetProperty("ibs");
        var rows = Enumerable.Range(0, ibs.Texts("model").Length).Where(i => ibs.Texts("model")[i] == "Null model").ToArray();
        var grid = BrierScore.Null(data, rows.Select(i => ibs.Numbers("times")[i]).ToArray());
        for (var k = 0; k < rows.Length; k++)
        {
            result.Add($"IBS null {k} Brier", ibs.Numbers("Brier")[rows[k]], grid.At[k].Brier);
            result.Add($"IBS null {k}", ibs.Numbers("IBS")[rows[k]], grid.IntegratedAsRiskRegression()[k]);
        }
    }

    internal static void AddBrier(Comparison result, JsonElement brier, int i, BrierAt ours)
    {
        var what = $"Score {brier.Texts("model")[i]} {ours.Time}";
        result.Add(what + " Brier", brier.Numbers("Brier")[i], ours.Brier);
        result.Add(what + " se", brier.Numbers("se")[i], ours.StandardError);
        result.Add(what + " lower", brier.Numbers("lower")[i], ours.Lower);
        result.Add(what + " upper", brier.Numbers("upper")[i], ours.Upper);
        result.Add(what + " IPA", brier.Numbers("IPA")[i], ours.Ipa);
    }

    internal static void AddContrasts(
        Comparison result, string name, JsonElement expected, string delta,
        IEnumerable<(double Time, TestedEstimate Difference)> ours)
    {
        var i = 0;
        foreach (var (_, d) in ours)
        {
            result.Add($"{name} contrast {i} delta", expected.Numbers(delta)[i], d.Estimate);
            result.Add($"{name} contrast {i} se", expected.Numbers("se")[i], d.StandardError);
            result.Add($"{name} contrast {i} lower", expected.Numbers("lower")[i], d.Lower);
            result.Add($"{name} contrast {i} upper", expected.Numbers("upper")[i], d.Upper);
            result.Add($"{name} contrast {i} p", expected.Numbers("p")[i], d.PValue);
            i++;
        }
    }
}

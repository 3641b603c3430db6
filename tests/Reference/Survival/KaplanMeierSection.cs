using System.Text.Json;
using Survival.Models;
using Survival.Models.NonParametric;
using Survival.Models.Statistics;

namespace Reference.Survival;

/// <summary>Survival curves against R's <c>survfit</c> and <c>survRM2</c>.</summary>
public sealed class KaplanMeierSection : IConformanceSection
{
    /// <inheritdoc/>
    public int Order => 60;

    /// <inheritdoc/>
    public string Title => "Survival curves";

    /// <inheritdoc/>
    public string Introduction =>
        "Every time of every curve with its standard error and limits, quantiles and restricted means against R (`survfit`, `survRM2`), "
            + "to 8 significant digits.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => SurvivalReference.CaseIds("km").Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var @case = SurvivalReference.Case("km", id);
        var result = new Comparison(id);
        if (id.StartsWith("rmst2", StringComparison.Ordinal))
            CompareMeans(result, @case);
        else
            CompareCurves(result, @case);
        return result.ToRow();
    }

    private static void CompareCurves(Comparison result, SurvivalCase @case)
    {
        var (options, table, values) = (@case.Options, @case.Table, @case.Values);
        var data = SurvivalData.Create(
            table.Numbers(options.GetProperty("time").GetString()!),
            EventsOf(table, options.GetProperty("status").GetString()!),
            options.Has("start") ? table.Numbers(options.GetProperty("start").GetString()!) : null,
            options.Has("weights") ? table.Numbers(options.GetProperty("weights").GetString()!) : null
        );
        var by = options.Has("by") ? options.GetProperty("by").GetString()! : null;
        var (codes, levels) = by is null ? (new int[data.Count], ["all"]) : table.Codes(by);
        var curves = KaplanMeier.Fit(
            data,
            codes,
            new KaplanMeierOptions
            {
                Confidence = options.GetProperty("conf_type").GetString() switch
                {
                    "plain" => ConfidenceKind.Plain,
                    "log" => ConfidenceKind.Log,
                    "log-log" => ConfidenceKind.LogLog,
                    "logit" => ConfidenceKind.Logit,
                    _ => ConfidenceKind.Arcsine,
                },
                ConfidenceLevel = options.Number("conf_int"),
                Estimator =
                    options.Number("stype") == 1 ? SurvivalEstimator.KaplanMeier
                    : options.Number("ctype") == 1 ? SurvivalEstimator.NelsonAalen
                    : SurvivalEstimator.FlemingHarrington,
                Robust = options.Has("robust") ? options.GetProperty("robust").GetBoolean() : null,
            }
        );
        foreach (var curve in curves)
        {
            var name = by is null ? "all" : $"{by}={levels[curve.Group]}";
            var expected = values.GetProperty("curves").GetProperty(name);
            result.Add(name + " time", expected.Numbers("time"), curve.Time);
            result.Add(name + " n_risk", expected.Numbers("n_risk"), curve.AtRisk);
            result.Add(name + " n_event", expected.Numbers("n_event"), curve.Events);
            result.Add(name + " n_censor", expected.Numbers("n_censor"), curve.Censored);
            result.Add(name + " surv", expected.Numbers("surv"), curve.Survival);
            result.Add(name + " se", expected.Numbers("se_surv"), curve.StandardError);
            result.Add(name + " lower", expected.Numbers("lower"), curve.Lower);
            result.Add(name + " upper", expected.Numbers("upper"), curve.Upper);
            result.Add(name + " cumhaz", expected.Numbers("cumhaz"), curve.CumulativeHazard);
            result.Add(name + " std_chaz", expected.Numbers("std_chaz"), curve.CumulativeHazardStandardError);
            CompareQuantiles(result, name, values.GetProperty("quantiles"), curve);
            if (options.Has("rmean_tau"))
            {
                var row = Array.IndexOf(values.GetProperty("table").Texts("rows"), name);
                var tau = options.Number("rmean_tau");
                if (tau > curve.Time[^1])
                    continue;
                var mean = curve.RestrictedMean(tau);
                result.Add(name + " rmean", values.GetProperty("table").MatrixColumn("rmean")[row], mean.Mean);
                result.Add(name + " rmean se", values.GetProperty("table").MatrixColumn("se(rmean)")[row], mean.StandardError);
            }
        }
        if (values.Has("at_times"))
            CompareTimes(result, values.GetProperty("at_times"), curves, by is null ? _ => "all" : c => $"{by}={levels[c.Group]}");
    }

    private static void CompareQuantiles(Comparison result, string name, JsonElement expected, SurvivalCurve curve)
    {
        var probabilities = expected.Numbers("probs");
        var row = Array.IndexOf(expected.GetProperty("quantile").Texts("rows"), name);
        for (var i = 0; i < probabilities.Length; i++)
        {
            var ours = curve.Quantile(probabilities[i]);
            result.Add($"{name} quantile {probabilities[i]}", expected.GetProperty("quantile").Matrix()[row][i], ours.Estimate);
            result.Add($"{name} quantile lower {probabilities[i]}", expected.GetProperty("lower").Matrix()[row][i], ours.Lower);
            result.Add($"{name} quantile upper {probabilities[i]}", expected.GetProperty("upper").Matrix()[row][i], ours.Upper);
        }
    }

    private static void CompareTimes(
        Comparison result,
        JsonElement expected,
        IReadOnlyList<SurvivalCurve> curves,
        Func<SurvivalCurve, string> nameOf
    )
    {
        var (strata, times) = (expected.Texts("stratum"), expected.Numbers("time"));
        for (var i = 0; i < times.Length; i++)
        {
            var ours = curves.Single(c => nameOf(c) == strata[i]).At(times[i]);
            result.Add($"at {times[i]} n_risk", expected.Numbers("n_risk")[i], ours.AtRisk);
            result.Add($"at {times[i]} surv", expected.Numbers("surv")[i], ours.Estimate);
            result.Add($"at {times[i]} se", expected.Numbers("se")[i], ours.StandardError);
            result.Add($"at {times[i]} lower", expected.Numbers("lower")[i], ours.Lower);
            result.Add($"at {times[i]} upper", expected.Numbers("upper")[i], ours.Upper);
        }
    }

    private static void CompareMeans(Comparison result, SurvivalCase @case)
    {
        var (options, table) = (@case.Options, @case.Table);
        var data = SurvivalData.Create(
            table.Numbers(options.GetProperty("time").GetString()!),
            EventsOf(table, options.GetProperty("status").GetString()!)
        );
        var curves = KaplanMeier.Fit(data, [.. table.Numbers(options.GetProperty("arm01").GetString()!).Select(v => (int)v)]);
        for (var arm = 0; arm < 2; arm++)
        {
            var ours = curves[arm].RestrictedMean(options.Number("tau"));
            var expected = @case.Values.GetProperty($"arm{arm}").Matrix();
            result.Add($"arm {arm} RMST", expected[0][0], ours.Mean);
            result.Add($"arm {arm} se", expected[0][1], ours.StandardError);
            result.Add($"arm {arm} RMTL", expected[1][0], ours.Lost);
        }
        var compared = RestrictedMeanComparison.Compare(curves[1], curves[0], options.Number("tau"));
        var contrasts = @case.Values.GetProperty("contrast").Matrix();
        foreach (
            var (row, contrast) in (ReadOnlySpan<(int, GroupDifference)>)
                [(0, compared.Difference), (1, compared.Ratio), (2, compared.LostRatio)]
        )
            result.Add($"contrast {row}", contrasts[row], [contrast.Estimate, contrast.Lower, contrast.Upper, contrast.Test.PValue]);
    }

    // R takes the larger of two codes as the event.
    private static bool[] EventsOf(DataTable table, string column)
    {
        var values = table.Numbers(column);
        var dead = values.Max() > 1 ? 2 : 1;
        return [.. values.Select(v => v == dead)];
    }
}

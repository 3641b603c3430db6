using System.Text.Json;
using Survival.Models;
using Survival.Models.Calibration;

namespace Reference.Survival;

/// <summary>Calibration and its bootstrap correction against R's rms and Austin's indices.</summary>
public sealed class CalibrationSection : IConformanceSection
{
    private const string External = "external_rotterdam_to_gbsg";

    /// <inheritdoc/>
    public int Order => 72;

    /// <inheritdoc/>
    public string Title => "Calibration";

    /// <inheritdoc/>
    public string Introduction =>
        "Groups, smooth curve (ICI, E50, E90, Emax), slope, observed over expected, `rms::validate` and `rms::calibrate` with R's own "
            + "resamples, to 8 significant digits: refits stopped where `rms` stops them (1e-4) against its tables, refits at the "
                + "optimum against the reference's own. `hare` curves are no target.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The cases, those of the study last.</summary>
    public static IReadOnlyList<string> CaseIds =>
        SharedData.Exists
            ?
            [
                .. SurvivalReference.CaseIds("calibration"),
                .. from set in new[] { "train", "validation" }
                from m in new[] { "signature", "clinical", "nomogram" }
                select $"study / {set} / {m}",
            ]
            : [""];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(Row);

    /// <summary>One case.</summary>
    public static ConformanceRow Row(string id)
    {
        var result = new Comparison(id);
        if (id.StartsWith("study", StringComparison.Ordinal))
            Study(result, id.Split(" / "));
        else if (id == External)
            Rotterdam(result, SurvivalReference.Case("calibration", id));
        else
            Internal(result, SurvivalReference.Case("calibration", id));
        return result.ToRow();
    }

    private static void Internal(Comparison result, SurvivalCase @case)
    {
        var (data, values, u) = (CaseMarkers.Data(@case), @case.Values, @case.Options.Number("u"));
        var predicted = values.Numbers("predicted_surv");
        Groups(
            result,
            "g",
            SurvivalCalibration.ByGroups(data, predicted, u, CalibrationCuts.OfCount((int)values.GetProperty("groupkm_g").Number("g"))),
            values.GetProperty("groupkm_g")
        );
        Groups(
            result,
            "m",
            SurvivalCalibration.ByGroups(data, predicted, u, CalibrationCuts.OfSize((int)values.GetProperty("groupkm_m").Number("m"))),
            values.GetProperty("groupkm_m")
        );
        Austin(result, SurvivalCalibration.Smooth(data, predicted, u), values.GetProperty("austin_ici"));
        var weak = values.GetProperty("weak");
        var slope = SurvivalCalibration.Slope(data, values.Numbers("lp_centered"));
        result.Add("slope", weak.Number("calibration_slope"), slope.Estimate);
        result.Add("slope se", weak.Number("se"), slope.StandardError);
        Large(result, SurvivalCalibration.InTheLarge(data, predicted, u), weak);

        var columns = @case.Options.Texts("covariates");
        var x = DesignMatrix.FromColumns([.. columns.Select(c => (c, @case.Table.Numbers(c)))]);
        var resamples = SurvivalReference.BootstrapRows(@case.Option("boot_indices")!);
        var m = (int)@case.Options.Number("m");
        var exact = ModelValidation.Bootstrap(
            data,
            x,
            u,
            resamples,
            new ModelValidationOptions { GroupSize = m, MaxDegreeOfParallelism = -1 }
        );
        var loose = ModelValidation.Bootstrap(
            data,
            x,
            u,
            resamples,
            new ModelValidationOptions
            {
                GroupSize = m,
                Tolerance = 1e-4,
                MaxDegreeOfParallelism = -1,
            }
        );
        var boot = values.GetProperty("calibrate_boot_km");
        result.Add("cuts", boot.Numbers("cuts"), loose.Cuts.Values);
        result.Add("optimism, exact", boot.Numbers("manual_mean_optimism"), [.. exact.GroupDifferences.Select(d => d.Optimism)]);
        var table = boot.GetProperty("rms");
        void Column(string name, Func<int, double> ours) =>
            result.Add("calibrate " + name, table.MatrixColumn(name), [.. Enumerable.Range(0, loose.Groups.Count).Select(ours)]);
        Column("index.orig", k => loose.GroupDifferences[k].Original);
        Column("training", k => loose.GroupDifferences[k].Training);
        Column("test", k => loose.GroupDifferences[k].Test);
        Column("mean.optimism", k => loose.GroupDifferences[k].Optimism);
        Column("mean.corrected", k => loose.GroupDifferences[k].Corrected);
        Column("n", k => loose.GroupDifferences[k].Resamples);
        Column("mean.predicted", k => loose.Groups[k].MeanPredicted);
        Column("KM", k => loose.Groups[k].Observed);
        Column("KM.corrected", k => loose.CorrectedObserved[k]);
        Column("std.err", k => loose.Groups[k].StandardErrorOfLog);
        var validate = values.GetProperty("validate_boot");
        var (rows, names) = (validate.GetProperty("rms").Matrix(), validate.GetProperty("rms").Texts("rows"));
        for (var k = 0; k < names.Length; k++)
        {
            var ours = loose.Indices[names[k]];
            result.Add(
                "validate " + names[k],
                rows[k],
                [ours.Original, ours.Training, ours.Test, ours.Optimism, ours.Corrected, ours.Resamples]
            );
        }
        var manual = validate.GetProperty("manual");
        result.Add("validate exact Dxy training", manual.Number("dxy_training"), exact.Indices["Dxy"].Training);
        result.Add("validate exact Dxy test", manual.Number("dxy_test"), exact.Indices["Dxy"].Test);
        result.Add("validate exact Dxy corrected", manual.Number("dxy_corrected"), exact.Indices["Dxy"].Corrected);
        result.Add("validate exact slope", manual.Number("slope_test"), exact.Indices["Slope"].Test);
    }

    private static void Rotterdam(Comparison result, SurvivalCase @case)
    {
        var (values, table) = (@case.Values, @case.Table);
        var data = SurvivalData.Create(table.Numbers("rfstime"), table.Flags("status"));
        var coefficients = values.GetProperty("train_coef");
        var lp = new double[table.RowCount];
        foreach (var c in coefficients.EnumerateObject())
        {
            var x = table.Numbers(c.Name);
            for (var i = 0; i < lp.Length; i++)
                lp[i] += c.Value.GetDouble() * x[i];
        }
        double[] survival = [.. lp.Select(v => Math.Exp(-values.Number("H0_u_uncentered") * Math.Exp(v)))];
        var slope = SurvivalCalibration.Slope(data, lp);
        result.Add("slope", values.Number("calibration_slope"), slope.Estimate);
        result.Add("slope se", values.Number("slope_se"), slope.StandardError);
        Large(result, SurvivalCalibration.InTheLarge(data, survival, 1461), values);
        Table(
            result,
            "g5",
            SurvivalCalibration.ByGroups(data, survival, 1461, CalibrationCuts.OfCount(5)),
            values.GetProperty("groupkm_g5")
        );
    }

    private static void Study(Comparison result, string[] id)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json")));
        var steps = document.RootElement.GetProperty("steps");
        var expected = steps.GetProperty("calibration").GetProperty("values").GetProperty("sets").GetProperty(id[1]).GetProperty(id[2]);
        var cohort = DataTable.Read(SharedData.PathOf("reference", "study", "cohort.csv"));
        var sets = cohort.Texts("set");
        int[] rows = [.. Enumerable.Range(0, cohort.RowCount).Where(i => sets[i] == id[1])];
        double[] Pick(double[] all) => [.. rows.Select(i => all[i])];
        var data = SurvivalData.Create(Pick(cohort.Numbers("time")), [.. Pick(cohort.Numbers("event")).Select(v => v == 1)]);
        var fitted = steps.GetProperty("nomogram").GetProperty("values");
        var survival = Pick([.. fitted.GetProperty("predicted_survival").GetProperty(id[2]).Matrix().Select(r => r[1])]);
        var ours = SurvivalCalibration.ByGroups(data, survival, 12, CalibrationCuts.OfCount(3));
        var groups = expected.GetProperty("groupkm");
        result.Add("group", groups.Numbers("group"), [.. ours.GroupOfRow.Select(g => g + 1.0)]);
        result.Add("predicted", groups.Numbers("mean_predicted"), [.. ours.Groups.Select(g => g.MeanPredicted)]);
        result.Add("km", groups.Numbers("km"), [.. ours.Groups.Select(g => g.Observed)]);
        result.Add("se", groups.Numbers("se_log_km"), [.. ours.Groups.Select(g => g.StandardErrorOfLog)]);
        result.Add("lower", groups.Numbers("lower"), [.. ours.Groups.Select(g => g.Lower)]);
        result.Add("upper", groups.Numbers("upper"), [.. ours.Groups.Select(g => g.Upper)]);
        var slope = SurvivalCalibration.Slope(data, Pick(fitted.GetProperty("linear_predictor").Numbers(id[2])));
        result.Add("slope", expected.Number("slope"), slope.Estimate);
        result.Add("slope se", expected.Number("slope_se"), slope.StandardError);
        result.Add("slope p", expected.Number("slope_test_1_p"), slope.PValue);
        var large = SurvivalCalibration.InTheLarge(data, survival, 12);
        result.Add("observed", expected.Number("observed_survival_km"), 1 - large.ObservedRisk);
        result.Add("expected", expected.Number("mean_predicted_survival"), 1 - large.MeanPredictedRisk);
        result.Add("O/E", expected.Number("observed_over_expected_risk"), large.ObservedOverExpected);
        Austin(result, SurvivalCalibration.Smooth(data, survival, 12), expected.GetProperty("austin"));
    }

    private static void Groups(Comparison result, string name, GroupedCalibration ours, JsonElement expected)
    {
        Table(result, name, ours, expected.GetProperty("table"));
        result.Add(name + " group", expected.Numbers("group_of_row"), [.. ours.GroupOfRow.Select(g => g + 1.0)]);
        if (!expected.Has("ci_lower"))
            return;
        result.Add(name + " lower", expected.Numbers("ci_lower"), [.. ours.Groups.Select(g => g.Lower)]);
        result.Add(name + " upper", expected.Numbers("ci_upper"), [.. ours.Groups.Select(g => g.Upper)]);
    }

    private static void Table(Comparison result, string name, GroupedCalibration ours, JsonElement expected)
    {
        result.Add(name + " x", expected.MatrixColumn("x"), [.. ours.Groups.Select(g => g.MeanPredicted)]);
        result.Add(name + " n", expected.MatrixColumn("n"), [.. ours.Groups.Select(g => (double)g.Count)]);
        result.Add(name + " events", expected.MatrixColumn("events"), [.. ours.Groups.Select(g => (double)g.Events)]);
        result.Add(name + " KM", expected.MatrixColumn("KM"), [.. ours.Groups.Select(g => g.Observed)]);
        result.Add(name + " std.err", expected.MatrixColumn("std.err"), [.. ours.Groups.Select(g => g.StandardErrorOfLog)]);
    }

    private static void Austin(Comparison result, SmoothCalibration ours, JsonElement expected)
    {
        result.Add("knots", expected.Numbers("knots"), ours.Knots);
        result.Add("spline", expected.Numbers("spline_coef"), ours.Coefficients);
        if (expected.Has("smoothed_risk"))
            result.Add("smoothed", expected.Numbers("smoothed_risk"), ours.ObservedRisk);
        result.Add("ICI", expected.Number("ICI"), ours.Ici);
        result.Add("E50", expected.Number("E50"), ours.E50);
        result.Add("E90", expected.Number("E90"), ours.E90);
        result.Add("Emax", expected.Number("Emax"), ours.EMax);
    }

    private static void Large(Comparison result, InTheLarge ours, JsonElement expected)
    {
        result.Add("observed risk", expected.Number("observed_risk"), ours.ObservedRisk);
        result.Add("mean predicted risk", expected.Number("mean_predicted_risk"), ours.MeanPredictedRisk);
        result.Add("O/E", expected.Number("O_over_E"), ours.ObservedOverExpected);
    }
}

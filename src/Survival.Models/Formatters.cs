using Notebooks;
using Survival.Models.Cox;
using Survival.Models.Discrimination;
using Survival.Models.NonParametric;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;

namespace Survival.Models;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    private const int MostRows = 12;

    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value switch
    {
        CoxModel model => Show(model),
        SurvivalCurve curve => Show(curve),
        LogRankResult test => Show(test),
        ConcordanceResult concordance => Show(concordance),
        CoxNomogram nomogram => Show(nomogram),
        CoxNetCvResult cv => Show(cv),
        Prediction prediction => Show(prediction),
        _ => null,
    })];

    private static string Show(Prediction prediction)
    {
        var words = prediction.Model.Description.Endpoint;
        var group = prediction.IsHighRisk switch { true => "High risk", false => "Low risk", _ => "Prediction" };
        var table = new HtmlTable(
            (prediction.IsSimulated ? "SIMULATED COHORT: " : "") + group + (double.IsNaN(prediction.TotalPoints) ? "" : FormattableString.Invariant($", {prediction.TotalPoints:0.0} points")),
            "predictor", "value", "points", "hazard ratio");
        foreach (var p in prediction.Predictors)
            table.Row(p.Label, p.Value, p.Points, p.HazardRatio);
        var hazard = prediction.RelativeHazard;
        table.Row("together", "", prediction.TotalPoints, hazard.Estimate);
        table.Note(FormattableString.Invariant($"Relative hazard {hazard.Estimate:0.00} (95 % {hazard.Lower:0.00} to {hazard.Upper:0.00}), {prediction.Model.Description.Reference}."));
        if (prediction.Baseline is { } baseline)
        {
            foreach (var (time, survival) in prediction.Survival)
                table.Note(FormattableString.Invariant($"{words.Survival} at {words.Time(time)}: {100 * survival.Estimate:0.0} % ({100 * survival.Lower:0.0} to {100 * survival.Upper:0.0} %)."));
            table.Note($"Baseline: {baseline.Name}. {string.Join(' ', baseline.Assumptions)}");
        }
        else
        {
            table.Note($"No {words.Survival}: {prediction.Model.Description.NoBaseline}");
        }
        foreach (var warning in prediction.Warnings)
            table.Note(warning);
        return table.Note(prediction.Model.Description.Disclaimer).ToString();
    }

    private static string Show(CoxModel model)
    {
        var table = new HtmlTable(FormattableString.Invariant($"Cox model, {model.RowCount} rows, {model.EventCount} events"), "", "coefficient", "hazard ratio", "lower 95 %", "upper 95 %", model.IsRobust ? "robust SE" : "SE", "z", "p");
        foreach (var c in model.Table())
            table.Row(c.Name, c.Coefficient, c.HazardRatio, c.Lower, c.Upper, c.StandardError, c.Z, HtmlTable.P(c.PValue));
        var test = model.LikelihoodRatioTest;
        return table.Note(FormattableString.Invariant($"{model.Ties} ties; likelihood ratio {test.Statistic:G6} on {test.DegreesOfFreedom} df, p {HtmlTable.P(test.PValue)}; AIC {model.Aic:G6}")).ToString();
    }

    private static string Show(SurvivalCurve curve)
    {
        var median = curve.Median;
        var table = new HtmlTable(FormattableString.Invariant($"Survival curve, {curve.RowCount} rows, {curve.EventTotal:G6} events"), "time", "at risk", "events", "survival", "lower", "upper");
        // Of a long curve, evenly spread rows and the last.
        var (n, shown) = (curve.Time.Count, Math.Min(MostRows, curve.Time.Count));
        for (var k = 0; k < shown; k++)
        {
            var i = shown == 1 ? 0 : (int)((long)k * (n - 1) / (shown - 1));
            table.Row(curve.Time[i], curve.AtRisk[i], curve.Events[i], curve.Survival[i], curve.Lower[i], curve.Upper[i]);
        }
        if (shown < n)
            table.Note(FormattableString.Invariant($"{shown} of {n} times."));
        return table.Note(double.IsNaN(median.Time) ? "Median not reached." : FormattableString.Invariant($"Median {median.Time:G6} ({HtmlTable.Text(median.Lower)} to {(double.IsNaN(median.Upper) ? "not reached" : HtmlTable.Text(median.Upper))}).")).ToString();
    }

    private static string Show(LogRankResult test)
    {
        var table = new HtmlTable("Log-rank test", "group", "n", "observed", "expected");
        for (var g = 0; g < test.Groups.Count; g++)
            table.Row(test.Groups[g], test.Counts[g], test.Observed[g], test.Expected[g]);
        return table.Note(FormattableString.Invariant($"chi-square {test.ChiSquare:G6} on {test.Test.DegreesOfFreedom} df, p {HtmlTable.P(test.PValue)}")).ToString();
    }

    private static string Show(ConcordanceResult c) => new HtmlTable("Concordance", "C-index", "SE", "lower", "upper")
        .Row(c.Index, c.StandardError, c.Lower, c.Upper)
        .Note(FormattableString.Invariant($"{100 * c.ConfidenceLevel:0.##} % interval"))
        .ToString();

    private static string Show(CoxNomogram nomogram)
    {
        var table = new HtmlTable("Nomogram", "variable", "value", "points");
        foreach (var axis in nomogram.Axes)
        {
            foreach (var tick in axis.Ticks)
                table.Row(axis.Name, tick.Label, tick.Points);
        }
        foreach (var function in nomogram.Functions)
        {
            foreach (var tick in function.Ticks)
                table.Row(function.Name, tick.Label, tick.Points);
        }
        return table.Note("Points of a variable; of what is read off, total points.").ToString();
    }

    private static string Show(CoxNetCvResult cv)
    {
        var table = new HtmlTable("Cross-validated penalised Cox model", "", "lambda", "log lambda", cv.Measure.ToString(), "SE", "columns");
        foreach (var (name, index, model) in ((string, int, CoxNetModel)[])[("minimum", cv.IndexMin, cv.ModelMin), ("1 SE", cv.Index1Se, cv.Model1Se)])
            table.Row(name, cv.Lambdas[index], Math.Log(cv.Lambdas[index]), cv.MeanScores[index], cv.StandardErrors[index], model.NonzeroCount);
        foreach (var (name, value) in cv.ModelMin.SelectedNames.Zip(cv.ModelMin.Values.ToArray()).Take(30))
            table.Note(FormattableString.Invariant($"{name}: {value:G6}"));
        return table.ToString();
    }
}

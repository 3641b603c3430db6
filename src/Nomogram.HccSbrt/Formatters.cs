using Notebooks;

namespace Nomogram.HccSbrt;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value is HccSbrtPrediction prediction ? Show(prediction) : null)];

    private static string Show(HccSbrtPrediction prediction)
    {
        var table = new HtmlTable(FormattableString.Invariant($"{prediction.RiskGroup} risk, {prediction.TotalPoints:0.0} points"), "predictor", "value", "points", "hazard ratio");
        foreach (var p in prediction.Predictors)
            table.Row(p.Name, p.Value, p.Points, Math.Exp(p.LinearPredictor));
        var hazard = prediction.RelativeHazard;
        table.Row("together", "", prediction.TotalPoints, hazard.Estimate);
        table.Note(FormattableString.Invariant($"Relative hazard {hazard.Estimate:0.00} (95 % {hazard.Lower:0.00} to {hazard.Upper:0.00})."));
        if (prediction.Baseline is { } baseline)
        {
            foreach (var months in (double[])[6, 12, 18])
            {
                if (months > baseline.LastTime)
                    continue;
                var survival = prediction.SurvivalAt(months);
                table.Note(FormattableString.Invariant($"Survival at {months} months: {100 * survival.Estimate:0.0} % ({100 * survival.Lower:0.0} to {100 * survival.Upper:0.0} %)."));
            }
            table.Note($"Baseline: {baseline.Name}. {string.Join(' ', baseline.Assumptions)}");
        }
        else
        {
            table.Note("No absolute survival: no baseline was named.");
        }
        foreach (var warning in prediction.Warnings)
            table.Note(warning);
        return table.Note(PublishedModel.Disclaimer).ToString();
    }
}

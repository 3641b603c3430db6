using System.Globalization;
using Notebooks;

namespace Survival.Models.Prognosis;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value switch
    {
        Prediction prediction => Show(prediction),
        CoxNomogram coxNomogram => Show(coxNomogram),
        _ => null,
    })];

    private static string Show(Prediction prediction)
    {
        var words = prediction.Model.Description.Endpoint;
        // The group is the score's, not the hazard's: with the other predictors the hazard may fall.
        var group = prediction.IsHighScore is { } high
            ? $"{(high ? "High" : "Low")} {prediction.Model.Predictors.First(p => p.Name == prediction.Model.Signature!.Name).Label}"
            : "Prediction";
        var table = new HtmlTable(
            (prediction.IsSimulated ? "SIMULATED COHORT: " : "")
                + group
                + (double.IsNaN(prediction.TotalPoints) ? "" : FormattableString.Invariant($", {prediction.TotalPoints:0.0} points")),
            "predictor",
            "value",
            "points",
            "hazard ratio"
        );
        foreach (var p in prediction.Predictors)
            table.Row(p.Label, p.Value, p.Points, p.HazardRatio);
        var hazard = prediction.RelativeHazard;
        table.Row("together", "", prediction.TotalPoints, hazard.Estimate);
        table.Note(
            string.Create(CultureInfo.InvariantCulture,
                $"Relative hazard {hazard.Estimate:0.00} (95% {hazard.Lower:0.00} to {hazard.Upper:0.00}), "
                    + $"{prediction.Model.Description.Reference}."
            )
        );
        if (prediction.Baseline is { } baseline)
        {
            foreach (var (time, chance) in words.IsIncidence ? prediction.Risks : prediction.Survival)
                table.Note(
                    string.Create(CultureInfo.InvariantCulture,
                        $"{words.Predicted} at {words.Time(time)}: {100 * chance.Estimate:0.0}% ({100 * chance.Lower:0.0} to "
                            + $"{100 * chance.Upper:0.0}%)."
                    )
                );
            if (words.IsIncidence)
                table.Note(words.IncidenceNote);
            table.Note($"Baseline: {baseline.Name}. {string.Join(' ', baseline.Assumptions)}");
        }
        else
        {
            table.Note($"No {words.Predicted}: {prediction.Model.Description.NoBaseline}");
        }
        foreach (var warning in prediction.Warnings)
            table.Note(warning);
        return table.Note(prediction.Model.Description.Disclaimer).ToString();
    }

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
                table.Row(nomogram.WordsOf(function.Name), tick.Label, tick.Points);
        }
        return table.Note("Points of a variable; of what is read off, total points.").ToString();
    }
}

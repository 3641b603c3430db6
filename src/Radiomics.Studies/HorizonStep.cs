using System.Globalization;
using Survival.Models.NonParametric;

namespace Radiomics.Studies;

/// <summary>
/// The times of the predictions: those given, looked at beside the follow-up, or round ones near the quartiles of the events.
/// </summary>
internal static class HorizonStep
{
    private const double TooEarly = 0.1;
    private static readonly string[] Units = ["days", "weeks", "months", "years"];

    // A unit in the name of the time's column that is not the protocol's.
    private static string? OtherUnit(StudyProtocol protocol)
    {
        var words = string.Concat(protocol.Columns.Time.Select(c => char.IsLetter(c) ? char.ToLowerInvariant(c) : ' ')).Split(' ');
        bool Says(string unit) => words.Contains(unit) || words.Contains(unit[..^1]);
        var own = protocol.TimeUnit.ToLowerInvariant();
        return Units.Contains(own) && !Says(own) ? Units.FirstOrDefault(Says) : null;
    }

    public static StudyProtocol Settle(StudyWork work, StudyProtocol protocol, StudySet training)
    {
        var horizons = protocol.Horizons;
        var last = training.FollowUp.Time.ToArray().Max();
        double[] events = [.. training.FollowUp.Time.ToArray().Where((_, i) => training.FollowUp.Event[i]).Order()];
        if (horizons.Count == 0)
        {
            horizons =
            [
                .. new[] { 0.25, 0.5, 0.75 }
                    .Select(q => Round(events[(int)(q * (events.Length - 1))]))
                    .Where(t => t > 0 && t <= last)
                    .Distinct(),
            ];
            if (horizons.Count == 0)
                throw new StudyInputException("No horizon can be chosen: all training events are at time 0. Give horizons.");
            work.Note(
                StudyStep.Input,
                $"No horizons were given: {Times(horizons)} {protocol.TimeUnit}".TrimEnd()
                    + ", round times near the quartiles of the training events."
            );
        }
        if (OtherUnit(protocol) is { } unit && work.Input.Clinical.HasColumn(protocol.Columns.Time))
            work.Note(
                StudyStep.Input,
                $"The column '{protocol.Columns.Time}' speaks of {unit}, and the unit of time is {protocol.TimeUnit}: which holds?");
        double[] within = [.. horizons.Where(h => h <= last)];
        if (within.Length == 0)
            throw new StudyInputException(
                string.Create(CultureInfo.InvariantCulture,
                    $"The training follow-up ends at {last}, before the first horizon, {horizons[0]}. Give horizons in the unit of the "
                        + $"follow-up."
                )
            );
        if (within.Length < horizons.Count)
            work.Note(
                StudyStep.Input,
                $"The training follow-up ends at {protocol.Time(last)}: nothing is predicted at {Times(horizons.Where(h => h > last))}. "
                    + $"Give other horizons."
            );
        // Follow-up in days with horizons in months: hardly an event has happened by the last of them.
        var median = KaplanMeier.Fit(training.FollowUp).Median.Estimate;
        var typical = double.IsNaN(median) ? last : median;
        if (horizons[^1] < TooEarly * typical)
        {
            var by = events.Count(t => t <= horizons[^1]);
            work.Note(
                StudyStep.Input,
                string.Create(CultureInfo.InvariantCulture,
                    $"The last horizon, {protocol.Time(horizons[^1])}, is early: by then {by} of {events.Length} training events have "
                        + $"happened, and the {(double.IsNaN(median) ? "follow-up ends at" : "median is")} {typical}. Are the horizons "
                            + $"in the unit of the follow-up?"
                )
            );
        }
        return protocol with { Horizons = horizons, CalibrationHorizon = protocol.CalibrationHorizon ?? within[within.Length / 2] };
    }

    private static string Times(IEnumerable<double> times) => string.Join(", ", times.Select(NumberText.Plain));

    /// <summary>The time itself where it is small in digits, else to one or two: 1, 2, 3, 5 and so on of each power of ten.</summary>
    private static double Round(double time)
    {
        if (!(time > 0))
            return 0;
        var power = Math.Pow(10, Math.Floor(Math.Log10(time)));
        double[] steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
        var nearest = steps.MinBy(s => Math.Abs((s * power) - time));
        // Powers of ten below 1 are divided by, so that the number is the one that its digits say.
        return power >= 1 ? nearest * power : nearest / Math.Round(1 / power);
    }
}

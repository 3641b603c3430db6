using Survival.Models.Calibration;
using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

public static partial class CompetingRisksAccuracy
{
    /// <summary>Observed over expected risk at a time: Aalen and Johansen's incidence over the mean prediction, with limits on the log
    /// scale
    /// by Aalen's variance.</summary>
    /// <param name="data">The follow-up; without weights, strata and entry times.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time for each row, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for <see cref="Brier(CompetingRisksData, int, ReadOnlySpan{double}, double,
    /// double)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    public static InTheLarge InTheLarge(
        CompetingRisksData data, int cause, ReadOnlySpan<double> risk, double time, double confidenceLevel = 0.95)
    {
        CheckRisks(risk, nameof(risk));
        Weights(data, cause, risk, time, nameof(risk));
        var incidence = CumulativeIncidence.ForCause(data, cause, NonParametric.ConfidenceKind.LogLog, confidenceLevel).At(time);
        var expected = risk.ToArray().Average();
        var ratio = incidence.Estimate / expected;
        var half = Confidence.Critical(confidenceLevel) * incidence.StandardError / incidence.Estimate;
        return new InTheLarge(incidence.Estimate, expected, ratio, ratio * Math.Exp(-half), ratio * Math.Exp(half));
    }

    /// <summary>Calibration at a time in groups of rising predicted risk, cut as those of predicted survival are: the mean prediction
    /// beside
    /// Aalen and Johansen's incidence.</summary>
    /// <param name="data">The follow-up; without weights, strata and entry times.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time for each row, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="cuts">How rows are put into groups; a group without rows, or not followed to the time, has NaN.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for <see cref="Brier(CompetingRisksData, int, ReadOnlySpan{double}, double,
    /// double)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    public static GroupedCalibration ByGroups(
        CompetingRisksData data, int cause, ReadOnlySpan<double> risk, double time, CalibrationCuts cuts, double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        CheckRisks(risk, nameof(risk));
        Weights(data, cause, risk, time, nameof(risk));
        var predicted = risk.ToArray();
        var (group, count) = cuts.Assign(predicted);
        var rows = new List<CalibrationGroup>();
        for (var g = 0; g < count; g++)
        {
            int[] own = [.. Enumerable.Range(0, group.Length).Where(i => group[i] == g)];
            if (own.Length == 0)
            {
                rows.Add(new CalibrationGroup(0, 0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN));
                continue;
            }
            // NaN beyond their follow-up, where nothing is known of those who were censored then.
            var at = CumulativeIncidence.Of(data, own, cause, NonParametric.ConfidenceKind.LogLog, confidenceLevel).At(time);
            rows.Add(new CalibrationGroup(
                own.Length, own.Count(i => data.Cause[i] == cause), own.Average(i => predicted[i]), at.Estimate,
                at.StandardError / at.Estimate, at.Lower, at.Upper));
        }
        return new GroupedCalibration(time, rows, group);
    }
}

using Survival.Models.Calibration;
using Survival.Models.Discrimination;
using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

/// <summary>The Brier score of predicted incidences of a cause at a time.</summary>
/// <param name="Time">The time.</param>
/// <param name="Brier">The score; 0 at best.</param>
/// <param name="Null">The score of Aalen and Johansen's incidence, the same for all rows.</param>
public sealed record IncidenceBrier(double Time, double Brier, double Null)
{
    /// <summary>The index of prediction accuracy: how much smaller the score is than without a model, 1 - Brier / Null.</summary>
    public double Ipa => 1 - (Brier / Null);

    /// <summary>What is suspect in the predictions: risks that look like chances to be free of the cause; <see langword="null"/> where
    /// nothing is.</summary>
    public string? Warning { get; init; }

    /// <summary>The standard error of the score, from the influence function, the estimation of the censoring distribution
    /// included.</summary>
    public double StandardError { get; init; } = double.NaN;

    /// <summary>The lower end of the score's confidence interval; not below 0.</summary>
    public double Lower { get; init; } = double.NaN;

    /// <summary>The upper end of the score's confidence interval; not above 1.</summary>
    public double Upper { get; init; } = double.NaN;

    /// <summary>The score with its limits, the index and, if there is one, the warning.</summary>
    public override string ToString() =>
        Invariant($"Brier score at {Time:G6}: {Brier:0.0000} ({Lower:0.0000} to {Upper:0.0000}), IPA {Ipa:0.0000}")
        + (Warning is null ? "" : "\nwarning: " + Warning);
}

/// <summary>
/// How well predicted risks of a cause hold: AUC, Brier score, calibration and decision curves where other causes compete. Weights are the
/// inverse
/// probability of censoring (marginal Kaplan-Meier). Cases have had the cause by a time; all others whose state is known then are controls,
/// those with a competing event among them: R's <c>riskRegression::Score</c> (P. Blanche and others, Stat. Med. 2013,
/// doi:10.1002/sim.5958).
/// </summary>
public static partial class CompetingRisksAccuracy
{
    /// <summary>The area under the ROC curve at a time, with its standard error and limits by the influence function, the estimation of the
    /// censoring distribution included: the chance that a case has the larger risk than a control; ties count half.</summary>
    /// <param name="data">The follow-up; without weights, strata and entry times.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <returns>The area; its controls are those followed beyond the time and those whom a competing event took by then, its event
    /// probability the weighted share of cases.</returns>
    /// <exception cref="ArgumentException">Not as many values as rows, or follow-up with weights, strata or entry times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up, or a level outside (0, 1).</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is not finite, or there is no case or no control at the time.</exception>
    public static TimeAuc Auc(
        CompetingRisksData data, int cause, ReadOnlySpan<double> marker, double time, double confidenceLevel = 0.95)
    {
        var z = Confidence.Critical(confidenceLevel);
        var weights = Weights(data, cause, marker, time, nameof(marker));
        var (n, cases, controls) = (data.Count, weights.Case, weights.Control);
        var rank = new int[n];
        var ranks = StableOrder.Rank(marker, rank);
        // Of each row by its value: the weight of controls below it and of cases above it, ties half.
        var (controlsAt, casesAt, below, above) = (new double[ranks], new double[ranks], new double[ranks], new double[ranks]);
        for (var i = 0; i < n; i++)
        {
            controlsAt[rank[i]] += controls[i];
            casesAt[rank[i]] += cases[i];
        }
        var (allControls, allCases) = (0.0, 0.0);
        for (var r = 0; r < ranks; r++)
        {
            below[r] = allControls + (controlsAt[r] / 2);
            allControls += controlsAt[r];
        }
        for (var r = ranks - 1; r >= 0; r--)
        {
            above[r] = allCases + (casesAt[r] / 2);
            allCases += casesAt[r];
        }
        if (!(allCases > 0 && allControls > 0))
        {
            throw new InvalidSurvivalDataException(
                Invariant($"At time {time} there is no {(allCases > 0 ? "control" : Invariant($"row with cause {cause}"))}, so no ")
                    + "area is defined. Take another time.");
        }
        var sum = 0.0;
        for (var i = 0; i < n; i++)
            sum += cases[i] * below[rank[i]];
        var auc = sum / (allCases * allControls);
        var influence = new double[n];
        for (var i = 0; i < n; i++)
        {
            influence[i] = (cases[i] * n / allCases * ((below[rank[i]] / allControls) - auc))
                + (controls[i] * n / allControls * ((above[rank[i]] / allCases) - auc));
        }
        var se = weights.StandardError(influence);
        var (isCase, isControl) = (cases.Count(w => w > 0), controls.Count(w => w > 0));
        return new TimeAuc(
            time, auc, se, Math.Max(0, auc - (z * se)), Math.Min(1, auc + (z * se)), isCase, isControl, n - isCase - isControl,
            allCases / n);
    }

    /// <summary>The Brier score at a time: the mean squared difference of the risk and what happened.</summary>
    /// <param name="data">The follow-up; without weights, strata and entry times.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk of the cause by the time for each row, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="confidenceLevel">The level of the limits, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Not as many risks as rows, a risk outside [0, 1], or follow-up with weights, strata or entry
    /// times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    public static IncidenceBrier Brier(
        CompetingRisksData data, int cause, ReadOnlySpan<double> risk, double time, double confidenceLevel = 0.95)
    {
        var z = Confidence.Critical(confidenceLevel);
        CheckRisks(risk, nameof(risk));
        var weights = Weights(data, cause, risk, time, nameof(risk));
        var given = risk.ToArray();
        var incidence = CumulativeIncidence.ForCause(data, cause).At(time).Estimate;
        double[] Terms(Func<int, double> predicted) => [.. given.Select((_, i) =>
            (weights.Case[i] * (1 - predicted(i)) * (1 - predicted(i))) + (weights.Control[i] * predicted(i) * predicted(i)))];
        double Score(Func<int, double> predicted) => Terms(predicted).Sum() / given.Length;
        var (score, none) = (Score(i => given[i]), Score(_ => incidence));
        var se = weights.StandardError(Terms(i => given[i]));
        return new IncidenceBrier(time, score, none)
        {
            StandardError = se,
            Lower = Math.Max(0, score - (z * se)),
            Upper = Math.Min(1, score + (z * se)),
            Warning = score > none && Score(i => 1 - given[i]) < none
                ? "The risks are worse than the same incidence for all, and one less each of them is better: they look like chances to be "
                    + "free of the cause."
                : null,
        };
    }

    /// <summary>Calibration in groups of rising risk: the mean prediction beside Aalen and Johansen's estimate.</summary>
    /// <param name="data">The follow-up; without weights, strata and entry times.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk for each row, between 0 and 1.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="groups">The number of groups, of sizes as even as ties allow; at least 1.</param>
    /// <exception cref="ArgumentException">As for <see cref="Brier"/>, or no groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up.</exception>
    public static IReadOnlyList<CalibrationGroup> Calibration(
        CompetingRisksData data,
        int cause,
        ReadOnlySpan<double> risk,
        double time,
        int groups = 10
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        CheckRisks(risk, nameof(risk));
        Weights(data, cause, risk, time, nameof(risk));
        var values = risk.ToArray();
        // Cut at R's quantiles of type 7, intervals closed above.
        double[] cuts = [.. Enumerable.Range(1, groups - 1).Select(g => SampleQuantile.Of(values, g / (double)groups)).Distinct()];
        var points = new List<CalibrationGroup>();
        foreach (
            var rows in Enumerable
                .Range(0, values.Length)
                .GroupBy(i => cuts.Count(c => values[i] > c))
                .OrderBy(g => g.Key)
                .Select(g => g.ToArray())
        )
        {
            var at = CumulativeIncidence.Of(data, rows, cause, NonParametric.ConfidenceKind.LogLog, 0.95).At(time);
            points.Add(new CalibrationGroup(
                rows.Length, rows.Count(i => data.Cause[i] == cause), rows.Average(i => values[i]), at.Estimate,
                at.StandardError / at.Estimate, at.Lower, at.Upper));
        }
        var warning = Brier(data, cause, risk, time).Warning;
        return new ResultList<CalibrationGroup>(
            points, g => RecordText.Table(g) + (warning is null ? "" : "\nwarning: " + warning));
    }

    /// <summary>
    /// The net benefit of treating those with at least a threshold's risk of the cause by a time: the incidence among them, estimated by
    /// Aalen and
    /// Johansen, times their share, less the rest of their share times the threshold's odds (Vickers and others 2008,
    /// doi:10.1186/1472-6947-8-53).
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata and entry times.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="risk">The predicted risk for each row, between 0 and 1; all 1 for treating all.</param>
    /// <param name="time">The time; within follow-up.</param>
    /// <param name="thresholds">Thresholds, in (0, 1).</param>
    /// <returns>The net benefit at each threshold.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Brier"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time outside follow-up or a threshold outside (0, 1).</exception>
    public static double[] NetBenefit(
        CompetingRisksData data,
        int cause,
        ReadOnlySpan<double> risk,
        double time,
        params ReadOnlySpan<double> thresholds
    )
    {
        CheckRisks(risk, nameof(risk));
        Weights(data, cause, risk, time, nameof(risk));
        var (values, result) = (risk.ToArray(), new double[thresholds.Length]);
        for (var k = 0; k < thresholds.Length; k++)
        {
            var threshold = thresholds[k];
            if (!(threshold is > 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(thresholds), threshold, "A threshold lies in (0, 1).");
            int[] treated = [.. Enumerable.Range(0, values.Length).Where(i => values[i] >= threshold)];
            if (treated.Length == 0)
                continue;
            var share = treated.Length / (double)values.Length;
            var incidence = CumulativeIncidence.Of(data, treated, cause, NonParametric.ConfidenceKind.LogLog, 0.95).At(time).Estimate;
            result[k] = share * (incidence - ((1 - incidence) * threshold / (1 - threshold)));
        }
        return result;
    }

    private static IncidenceWeights Weights(
        CompetingRisksData data,
        int cause,
        ReadOnlySpan<double> marker,
        double time,
        string name
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Require(cause);
        if (!data.IsPlain)
            throw new ArgumentException(
                "Accuracy under competing risks takes follow-up without weights, strata, clusters and entry times.",
                nameof(data)
            );
        if (marker.Length != data.Count)
            throw new ArgumentException($"There are {data.Count} rows but {marker.Length} values.", name);
        for (var i = 0; i < marker.Length; i++)
        {
            if (!double.IsFinite(marker[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"The value in {RowPlace.Of(i)} is {marker[i]}; it must be finite."), i, name);
        }
        var censoring = new CensoringWeights(data.AnyEvent);
        if (!(time > 0 && censoring.Covers(time)))
            throw new ArgumentOutOfRangeException(
                nameof(time),
                time,
                Invariant($"The time lies outside follow-up: it must be above 0 and at most {censoring.Time[^1]}.")
            );
        return new IncidenceWeights(data, cause, censoring, time);
    }

    private static void CheckRisks(ReadOnlySpan<double> risk, string name)
    {
        foreach (var r in risk)
        {
            if (!(r is >= 0 and <= 1))
                throw new ArgumentException(Invariant($"A risk is {r}; it must lie between 0 and 1."), name);
        }
    }
}

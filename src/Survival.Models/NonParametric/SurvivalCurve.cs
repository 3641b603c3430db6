using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Notebooks;
using Survival.Models.Numerics;

namespace Survival.Models.NonParametric;

/// <summary>One group's survival curve: a row for each distinct time at which follow-up of the group ends.</summary>
[TypeFormatterSource(typeof(Formatters))]
[DebuggerDisplay("Survival curve, {RowCount} rows, {EventTotal} events")]
public sealed partial class SurvivalCurve
{
    internal SurvivalCurve(int group, int rows, CurvePoints points, KaplanMeierOptions options)
    {
        (Group, RowCount, Points, Options) = (group, rows, points, options);
        var n = points.Time.Count;
        var (lower, upper) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
            (lower[i], upper[i]) = ConfidenceLimits.Of(points.Survival[i], points.LogStandardError[i], options);
        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The group's code; 0 where there is one group.</summary>
    public int Group { get; }

    /// <summary>The number of rows of data in the group.</summary>
    public int RowCount { get; }

    /// <summary>The distinct times, increasing. Times that differ by rounding only (relatively below 1.5e-8) are one.</summary>
    public IReadOnlyList<double> Time => Points.Time;

    /// <summary>The weight at risk just before each time.</summary>
    public IReadOnlyList<double> AtRisk => Points.AtRisk;

    /// <summary>The weight of the events at each time.</summary>
    public IReadOnlyList<double> Events => Points.Events;

    /// <summary>The weight censored at each time.</summary>
    public IReadOnlyList<double> Censored => Points.Censored;

    /// <summary>Survival from each time on; in [0, 1].</summary>
    public IReadOnlyList<double> Survival => Points.Survival;

    /// <summary>The standard error of <see cref="Survival"/>; NaN where survival is 0.</summary>
    public IReadOnlyList<double> StandardError => Points.StandardError;

    /// <summary>The cumulative hazard up to and including each time.</summary>
    public IReadOnlyList<double> CumulativeHazard => Points.CumulativeHazard;

    /// <summary>The standard error of <see cref="CumulativeHazard"/>.</summary>
    public IReadOnlyList<double> CumulativeHazardStandardError => Points.HazardStandardError;

    /// <summary>The lower confidence limit of survival; NaN where it is undefined.</summary>
    public IReadOnlyList<double> Lower { get; }

    /// <summary>The upper confidence limit of survival; NaN where it is undefined.</summary>
    public IReadOnlyList<double> Upper { get; }

    /// <summary>The total weight of the events.</summary>
    public double EventTotal => Points.Events.Sum();

    /// <summary>The median survival with its limits.</summary>
    public Interval Median => Quantile(0.5);

    internal CurvePoints Points { get; }

    internal KaplanMeierOptions Options { get; }

    /// <summary>The robust variance of a restricted mean, from the area after each time up to the horizon; null where errors are
    /// Greenwood's.</summary>
    internal Func<double[], double>? MeanVariance { get; init; }

    /// <summary>Whether the curve is a model's, which has no variance of a restricted mean.</summary>
    internal bool IsOfModel { get; init; }

    /// <summary>Whether there is no other group, so that in print none is named.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>Survival at a time: that of the last row at or before it, 1 before the first. Beyond the end of follow-up the curve keeps
    /// its last value, as R's <c>summary(fit, times, extend = TRUE)</c> does: nothing is known there, and nobody is at risk
    /// (<see cref="EstimateAtTime.AtRisk"/> is 0).</summary>
    /// <param name="time">The time; not NaN.</param>
    public EstimateAtTime At(double time)
    {
        if (double.IsNaN(time))
            throw new ArgumentOutOfRangeException(nameof(time), time, "A time is a number.");
        var next = TimeFix.CountUpTo(CollectionsMarshal.AsSpan(Points.Time), time, Points.Slack);
        var risk = next > 0 && Time[next - 1] >= time - Points.Slack ? AtRisk[next - 1] : next < Time.Count ? AtRisk[next] : 0;
        return next == 0
            ? new EstimateAtTime(time, risk, 1, 0, 1, 1)
            : new EstimateAtTime(time, risk, Survival[next - 1], StandardError[next - 1], Lower[next - 1], Upper[next - 1]);
    }

    /// <summary>The time by which a share of the group has had the event; where the curve is flat exactly there, the middle of the flat
    /// part, as R.</summary>
    /// <param name="probability">The share, in (0, 1); 0.5 for the median.</param>
    /// <returns>The time and its limits from where the confidence bands cross; NaN where a curve does not come down so far.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in (0, 1).</exception>
    public Interval Quantile(double probability)
    {
        if (!(probability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A share lies in (0, 1).");
        return new Interval(Crossing(Survival, probability), Crossing(Lower, probability), Crossing(Upper, probability));
    }

    /// <summary>The mean survival time up to a horizon: the area under the curve.</summary>
    /// <param name="horizon">The horizon; positive, at most the last time of the group (after it the curve is not known, unless it has come
    /// down to 0).</param>
    /// <remarks>Variance: the sum over event times of (area from there to the horizon)^2 d / (n (n - d)). Klein JP, Moeschberger ML,
    /// Survival Analysis, 2nd ed., eq. 4.5.1-2. Where the curve's errors are robust, the infinitesimal jackknife of the area, added up in
    /// clusters: R's <c>summary(survfit(), rmean =)</c> has the first formula there, too, which is not of weights of sampling. Of a Cox
    /// model's curve the error is not known (NaN).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The horizon is not positive or past the last time; the message says the
    /// range.</exception>
    public RestrictedMean RestrictedMean(double horizon)
    {
        if (!(horizon > 0 && double.IsFinite(horizon)) || (horizon > Time[^1] + Points.Slack && Survival[^1] > 0))
        {
            var last = FormattableString.Invariant($"{Time[^1]}, where survival is {Survival[^1]:G4}");
            throw new ArgumentOutOfRangeException(
                nameof(horizon), horizon, $"The horizon must be above 0 and at most the last time of the group, {last}.");
        }
        var (area, greenwood, lost, areas) = (0.0, 0.0, false, new double[Time.Count]);
        var (end, i) = (horizon, Time.Count - 1);
        while (i >= 0 && Time[i] >= horizon)
            i--;
        for (; i >= 0; i--)
        {
            areas[i] = area += (end - Time[i]) * Survival[i];
            lost |= Survival[i] < 1;
            end = Time[i];
            if (Events[i] > 0 && AtRisk[i] > Events[i])
                greenwood += area * area * Events[i] / (AtRisk[i] * (AtRisk[i] - Events[i]));
        }
        var variance = IsOfModel ? double.NaN : MeanVariance?.Invoke(areas) ?? greenwood;
        // Where nothing is lost, not even rounding is.
        return new RestrictedMean(horizon, lost ? area + end : horizon, Math.Sqrt(variance));
    }

    // R's rule with its tolerance: the middle of the times at which 1 - S reaches p - and p + tolerance.
    private double Crossing(IReadOnlyList<double> survival, double p)
    {
        const double Tolerance = 1.4901161193847656e-08;
        var (first, second, last) = (-1, -1, -1);
        var reached = double.NegativeInfinity;
        for (var i = 0; i < survival.Count; i++)
        {
            var y = 1 - survival[i];
            if (double.IsNaN(y) || y == reached)
                continue;
            (reached, last) = (y, i);
            if (first < 0 && y + Tolerance >= p)
                first = i;
            if (second < 0 && y - Tolerance >= p)
                second = i;
        }
        if (first < 0)
            return double.NaN;
        if (Math.Abs(reached - p) < Tolerance)
            return 0.5 * (Time[first] + Time[^1]);
        return second < 0 || last < 0 ? double.NaN : 0.5 * (Time[first] + Time[second]);
    }

    /// <summary>As R's <c>print(survfit)</c>: the number of rows and events, and the median with its limits.</summary>
    public override string ToString() => Print([this]);

    /// <summary>The same of several groups: a line each.</summary>
    internal static string Print(IReadOnlyList<SurvivalCurve> curves)
    {
        var level = curves[0].Options.ConfidenceLevel.ToString(".####", CultureInfo.InvariantCulture);
        var table = new TextTable("", "n", "events", "median", level + "LCL", level + "UCL");
        foreach (var curve in curves)
        {
            var median = curve.Median;
            table.Row(
                curve.Name.Length > 0 ? curve.Name : curve.IsAlone ? "" : Invariant($"group={curve.Group}"),
                TextTable.Count(curve.RowCount), TextTable.Count(curve.EventTotal), TextTable.Number(median.Estimate),
                TextTable.Number(median.Lower), TextTable.Number(median.Upper));
        }
        return table.ToString().TrimEnd();
    }

    /// <summary>As R's <c>summary(survfit, times)</c>: a line for each time; NA where survivors were not followed so long, whose lines R
    /// leaves out.</summary>
    /// <param name="times">The times; empty for those with events.</param>
    public string ToTable(params ReadOnlySpan<double> times)
    {
        var table = new TextTable("time", "n.risk", "n.event", "survival", "std.err", "lower", "upper");
        double[] at = times.IsEmpty ? [.. Time.Where((_, i) => Events[i] > 0)] : times.ToArray();
        var before = double.NegativeInfinity;
        foreach (var t in at)
        {
            var (point, events) = (At(t), 0.0);
            if (Time.Count > 0 && t > Time[^1] + Points.Slack && Survival[^1] > 0)
                point = point with { Estimate = double.NaN, StandardError = double.NaN, Lower = double.NaN, Upper = double.NaN };
            for (var i = 0; i < Time.Count; i++)
                events += Time[i] > before + Points.Slack && Time[i] <= t + Points.Slack ? Events[i] : 0;
            before = t;
            table.Row(
                TextTable.Number(t), TextTable.Count(point.AtRisk), TextTable.Count(events), TextTable.Number(point.Estimate),
                    TextTable.Number(point.StandardError),
                TextTable.Number(point.Lower), TextTable.Number(point.Upper));
        }
        return table.ToString().TrimEnd();
    }
}

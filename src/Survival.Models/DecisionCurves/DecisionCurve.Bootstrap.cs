using Survival.Models.Numerics;

namespace Survival.Models.DecisionCurves;

public sealed partial class DecisionCurve
{
    /// <summary>
    /// Percentile bootstrap intervals of the net benefit of each strategy: rows are resampled, the models' risks stay as they are.
    /// The result does not depend on the number of threads.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="time">The time; positive, within follow-up.</param>
    /// <param name="models">Each model's name and predicted risk of the event by the time.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">As for <see cref="Survival"/>.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1; their ends are type-7 quantiles.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>By strategy, an interval for each threshold; NaN where fewer than two resamples gave a value (a resample's follow-up may
    /// end before the time).</returns>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Survival"/>, or a row that there is not, or a level outside (0,
    /// 1).</exception>
    /// <exception cref="ArgumentException">As for <see cref="Survival"/>, or no resamples.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<DecisionInterval>> BootstrapIntervals(
        SurvivalData data,
        double time,
        IReadOnlyList<(string Name, double[] Risk)> models,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options = null,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        var (whole, curves) = Curves(data, time, models, resamples, options, confidenceLevel, maxDegreeOfParallelism, cancellationToken);
        var result = new Dictionary<string, IReadOnlyList<DecisionInterval>>();
        for (var s = 0; s < whole.Strategies.Count; s++)
        {
            var points = whole.Strategies[s].Points;
            var intervals = new DecisionInterval[points.Count];
            for (var k = 0; k < intervals.Length; k++)
            {
                intervals[k] = Interval(
                    points[k].Threshold, points[k].NetBenefit, curves.Select(c => c.Strategies[s].Points[k].NetBenefit), confidenceLevel);
            }
            result.Add(whole.Strategies[s].Name, new ResultList<DecisionInterval>(intervals, RecordText.Table));
        }
        return new ResultsByName<IReadOnlyList<DecisionInterval>>(result);
    }

    /// <summary>The difference of the net benefits of two strategies with its percentile limits: both are measured on the same
    /// resamples.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="time">The time.</param>
    /// <param name="models">Name and predicted risk of each model.</param>
    /// <param name="first">The strategy that is to be better: a model, <c>all</c> or <c>none</c>.</param>
    /// <param name="second">The strategy that it is compared with.</param>
    /// <param name="resamples">The rows of each resample, from 0.</param>
    /// <param name="options">Thresholds and harms.</param>
    /// <param name="confidenceLevel">The level of the limits, inside (0, 1).</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no such strategy, or as for the curves.</exception>
    public static IReadOnlyList<DecisionInterval> Compare(
        SurvivalData data,
        double time,
        IReadOnlyList<(string Name, double[] Risk)> models,
        string first,
        string second,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options = null,
        double confidenceLevel = 0.95,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default)
    {
        var (whole, curves) = Curves(data, time, models, resamples, options, confidenceLevel, maxDegreeOfParallelism, cancellationToken);
        var (a, b) = (whole[first].Points, whole[second].Points);
        return new ResultList<DecisionInterval>(
        [
            .. Enumerable.Range(0, a.Count).Select(k => Interval(
                a[k].Threshold, a[k].NetBenefit - b[k].NetBenefit,
                curves.Select(c => c[first].Points[k].NetBenefit - c[second].Points[k].NetBenefit), confidenceLevel)),
        ], RecordText.Table);
    }

    private static DecisionInterval Interval(double threshold, double estimate, IEnumerable<double> sample, double confidenceLevel)
    {
        double[] values = [.. sample.Where(double.IsFinite).Order()];
        var tail = (1 - confidenceLevel) / 2;
        return values.Length < 2
            ? new DecisionInterval(threshold, estimate, double.NaN, double.NaN, values.Length)
            : new DecisionInterval(
                threshold, estimate, SampleQuantile.OfSorted(values, tail), SampleQuantile.OfSorted(values, 1 - tail), values.Length);
    }

    private static (DecisionCurve Whole, DecisionCurve[] Resampled) Curves(
        SurvivalData data,
        double time,
        IReadOnlyList<(string Name, double[] Risk)> models,
        IReadOnlyList<int[]> resamples,
        DecisionCurveOptions? options,
        double confidenceLevel,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resamples);
        Discrimination.Markers.CheckLevel(confidenceLevel);
        if (resamples.Count == 0)
            throw new ArgumentException("There are no resamples.", nameof(resamples));
        var whole = Survival(data, time, models, options);
        foreach (var row in resamples.SelectMany(r => r))
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)data.Count, nameof(resamples));
        var curves = new DecisionCurve?[resamples.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism, CancellationToken = cancellationToken };
        InParallel.For(resamples.Count, parallel, b =>
        {
            var rows = resamples[b];
            // A resample that nobody is followed up in until the time says nothing about it.
            if (rows.Max(i => data.Time[i]) < time - data.TimeSlack)
                return;
            var resampled = data.Select(rows);
            curves[b] = Curve(resampled, time, [.. models.Select(m => (m.Name, rows.Select(i => m.Risk[i]).ToArray()))], options);
        });
        return (whole, [.. curves.OfType<DecisionCurve>()]);
    }
}

using Survival.Models.Cox;
using Survival.Models.Discrimination;

namespace Survival.Models.Adjustment;

/// <summary>The time-dependent area under the ROC curve where censoring depends on covariates.</summary>
public static partial class AdjustedAuc
{
    /// <summary>
    /// The cumulative/dynamic area where censoring depends on covariates: weights are the inverse of each patient's chance of staying
    /// uncensored by a Cox model of the censoring, as <c>riskRegression::Score(cens.model = "cox")</c>. Cases have their event by the time.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="times">The times; each after an event and before the end of the longest follow-up.</param>
    /// <param name="censoring">The covariates of the censoring.</param>
    /// <returns>The area at each time. It has no standard error here; resample for limits.</returns>
    /// <exception cref="ArgumentException">No times, another number of rows, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Nobody has the event by a time, or nobody is followed beyond it.</exception>
    /// <exception cref="SurvivalModelException">A marker is not finite, or the model of the censoring cannot be fitted.</exception>
    public static double[] Estimate(SurvivalData data, ReadOnlySpan<double> marker, ReadOnlySpan<double> times, DesignMatrix censoring)
    {
        Markers.Check(data, marker, nameof(marker));
        Markers.RequirePlain(data, nameof(AdjustedAuc));
        ArgumentNullException.ThrowIfNull(censoring);
        if (times.IsEmpty)
            throw new ArgumentException("There are no times.", nameof(times));
        var (n, values) = (data.Count, marker.ToArray());
        // A censoring is the event of this model; of one time events leave first.
        var fit = CoxModel.Fit(
            SurvivalData.Create(data.Time, Array.ConvertAll(data.Event.ToArray(), e => !e)), censoring,
            new CoxOptions { Ties = TieMethod.Efron });
        double[] risk = [.. fit.LinearPredictor(censoring).Select(Math.Exp)];
        var baseline = fit.Baseline();
        double Before(double t)
        {
            var hazard = 0.0;
            for (var k = 0; k < baseline.Time.Length && baseline.Time[k] < t - data.TimeSlack; k++)
                hazard = baseline.CumulativeHazard[k];
            return hazard;
        }
        var areas = new double[times.Length];
        for (var k = 0; k < areas.Length; k++)
        {
            var t = times[k];
            int[] cases = [.. Enumerable.Range(0, n).Where(i => data.Event[i] && data.Time[i] <= t + data.TimeSlack)];
            int[] controls = [.. Enumerable.Range(0, n).Where(i => data.Time[i] > t + data.TimeSlack)];
            if (cases.Length == 0 || controls.Length == 0)
                throw new ArgumentOutOfRangeException(
                    nameof(times), t, Invariant($"By {t} there are {cases.Length} events, and {controls.Length} are followed beyond it."));
            var at = baseline.HazardAt(t);
            double[] caseWeight = [.. cases.Select(i => Math.Exp(Before(data.Time[i]) * risk[i]))];
            double[] controlWeight = [.. controls.Select(i => Math.Exp(at * risk[i]))];
            var sum = 0.0;
            for (var a = 0; a < cases.Length; a++)
            {
                for (var b = 0; b < controls.Length; b++)
                {
                    var (x, y) = (values[cases[a]], values[controls[b]]);
                    sum += caseWeight[a] * controlWeight[b] * (x > y ? 1 : x == y ? 0.5 : 0);
                }
            }
            areas[k] = sum / (caseWeight.Sum() * controlWeight.Sum());
        }
        return areas;
    }
}

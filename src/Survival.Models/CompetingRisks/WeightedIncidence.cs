using Survival.Models.Discrimination;

namespace Survival.Models.CompetingRisks;

/// <summary>
/// Aalen and Johansen's estimate of weighted or clustered rows, with the variance of the infinitesimal jackknife: the sum of squares of
/// what each row, by its weight, or each cluster adds to the estimate. R's <c>survfit</c> of several states.
/// </summary>
/// <param name="data">The follow-up; with weights or clusters.</param>
/// <param name="rows">The rows that count, by time.</param>
/// <param name="cause">The cause.</param>
internal sealed class WeightedIncidence(CompetingRisksData data, int[] rows, int cause)
{
    private readonly double[] _ofSurvival = new double[rows.Length];
    private readonly double[] _ofIncidence = new double[rows.Length];
    private readonly double[] _added = new double[rows.Length];
    private readonly int[] _cluster = data.AnyEvent.Cluster.IsEmpty ? [] : [.. rows.Select(i => data.AnyEvent.Cluster[i])];

    /// <summary>The event times with the weight at risk, the estimate and its variance after each.</summary>
    public IEnumerable<(double Time, double AtRisk, double Estimate, double Variance)> Steps()
    {
        var (survival, incidence) = (1.0, 0.0);
        for (int i = 0, end; i < rows.Length; i = end)
        {
            var t = data.AnyEvent.Time[rows[i]];
            var (own, all) = (0.0, 0.0);
            for (end = i; end < rows.Length && data.AnyEvent.Time[rows[end]] == t; end++)
            {
                own += data.Cause[rows[end]] == cause ? Weight(end) : 0;
                all += data.Cause[rows[end]] != 0 ? Weight(end) : 0;
            }
            if (all == 0)
                continue;
            var atRisk = 0.0;
            for (var k = i; k < rows.Length; k++)
                atRisk += IsIn(k, t) ? Weight(k) : 0;
            Influence(i, end, t, survival, (own / atRisk, all / atRisk), atRisk);
            incidence += survival * own / atRisk;
            survival *= 1 - (all / atRisk);
            for (var k = 0; k < rows.Length; k++)
                _added[k] = Weight(k) * _ofIncidence[k];
            yield return (t, atRisk, incidence, Clusters.Sum(_added, _cluster).Sum(v => v * v));
        }
    }

    // The derivatives of survival and incidence by the weight of each row, carried over one event time.
    private void Influence(int first, int end, double time, double survival, (double Own, double All) hazard, double atRisk)
    {
        for (var k = 0; k < rows.Length; k++)
        {
            var (own, all) = (0.0, 0.0);
            if (k >= first && IsIn(k, time))
            {
                var happened = k < end ? data.Cause[rows[k]] : 0;
                own = ((happened == cause ? 1 : 0) - hazard.Own) / atRisk;
                all = ((happened != 0 ? 1 : 0) - hazard.All) / atRisk;
            }
            _ofIncidence[k] += (_ofSurvival[k] * hazard.Own) + (survival * own);
            _ofSurvival[k] = (_ofSurvival[k] * (1 - hazard.All)) - (survival * all);
        }
    }

    private bool IsIn(int k, double time) => data.AnyEvent.Entry.IsEmpty || data.AnyEvent.Entry[rows[k]] < time;

    private double Weight(int k) => data.AnyEvent.Weight.IsEmpty ? 1 : data.AnyEvent.Weight[rows[k]];
}

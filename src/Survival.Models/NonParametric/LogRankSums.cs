using Survival.Models.RiskSets;

namespace Survival.Models.NonParametric;

/// <summary>Observed and expected events of groups and the covariance of their difference, over the strata.</summary>
internal sealed class LogRankSums
{
    private readonly SortedFollowUp _data;
    private readonly int[] _group;
    private readonly int _groups;
    private readonly (double Rho, double Gamma)[] _weights; // the first is the test's; products with the others give covariances
    private readonly double[] _influence; // by position and group; empty where no robust variance is asked for

    public LogRankSums(SortedFollowUp data, int[] group, int groups, (double Rho, double Gamma)[] weights, bool robust)
    {
        (_data, _group, _groups, _weights) = (data, group, groups, weights);
        Scores = new double[weights.Length];
        Covariances = new double[weights.Length, weights.Length];
        (Observed, Expected) = (new double[groups, data.StratumCount], new double[groups, data.StratumCount]);
        Variance = new double[groups, groups];
        _influence = new double[robust ? data.RowCount * groups : 0];
    }

    /// <summary>The (weighted) events observed, groups by strata.</summary>
    public double[,] Observed { get; }

    /// <summary>The (weighted) events expected, groups by strata.</summary>
    public double[,] Expected { get; }

    /// <summary>The hypergeometric covariance of observed less expected, of whole weights as repeated rows.</summary>
    public double[,] Variance { get; }

    /// <summary>The weighted observed less expected events of the first group, by weight.</summary>
    public double[] Scores { get; }

    /// <summary>The covariances of <see cref="Scores"/>.</summary>
    public double[,] Covariances { get; }

    public void AddStratum(int s)
    {
        var data = _data;
        var (begin, end) = (data.StratumStart[s], data.StratumStart[s + 1]);
        var (risk, deaths, survival, entered) = (new double[_groups], new double[_groups], new ProductLimit(), begin);
        var paths = _influence.Length > 0 ? new Paths(this) : null;
        for (var i = begin; i < end && data.Entry is null; i++)
            Enter(i, risk, paths);
        foreach (var t in new RiskCounts(data, s))
        {
            for (; data.Entry is not null && entered < end && data.Entry[data.EntryOrder![entered]] < t.Time; entered++)
                Enter(data.EntryOrder[entered], risk, paths);
            var n = risk.Sum();
            if (t.Deaths > 0)
            {
                Array.Clear(deaths);
                for (var i = t.First; i < t.FirstCensored; i++)
                    deaths[_group[i]] += data.WeightAt(i);
                var weights = Array.ConvertAll(_weights, w => Weight(survival.Survival, w.Rho, w.Gamma));
                var weight = weights[0];
                survival.Step(n, t.Deaths);
                AddTime(s, weight, t.Deaths, n, deaths, risk);
                if (weights.Length > 1)
                    AddScores(weights, t.Deaths, n, deaths[0], risk[0]);
                paths?.Advance(weight, t, n, risk);
            }
            for (var i = t.First; i < t.End; i++)
            {
                risk[_group[i]] -= data.WeightAt(i);
                paths?.Leave(i);
            }
            // Rounding of what has left may not be taken for somebody.
            for (var a = 0; a < _groups; a++)
                risk[a] = risk[a] <= 1e-12 * n ? 0 : risk[a];
        }
    }

    /// <summary>The sum over clusters (rows, where there are none) of the squares of their influence (Lin and Wei 1989).</summary>
    public double[,] RobustVariance(SurvivalData data)
    {
        var sums = new Dictionary<int, double[]>();
        for (var i = 0; i < _data.RowCount; i++)
        {
            var key = data.Cluster.IsEmpty ? i : data.Cluster[_data.Order[i]];
            if (!sums.TryGetValue(key, out var sum))
                sums[key] = sum = new double[_groups];
            for (var a = 0; a < _groups; a++)
                sum[a] += _influence[(i * _groups) + a];
        }
        var variance = new double[_groups, _groups];
        foreach (var sum in sums.Values)
        {
            for (var a = 0; a < _groups; a++)
            {
                for (var b = 0; b < _groups; b++)
                    variance[a, b] += sum[a] * sum[b];
            }
        }
        return variance;
    }

    private void Enter(int position, double[] risk, Paths? paths)
    {
        risk[_group[position]] += _data.WeightAt(position);
        paths?.Enter(position);
    }

    private static double Weight(double survival, double rho, double gamma) =>
        (rho == 0 ? 1 : Math.Pow(survival, rho)) * (gamma == 0 ? 1 : Math.Pow(1 - survival, gamma));

    private void AddScores(double[] weights, double deaths, double n, double firstDeaths, double firstRisk)
    {
        var variance = n - deaths <= 1e-12 * n ? 0 : deaths * firstRisk * (n - deaths) * (n - firstRisk) / (n * n * (n - 1));
        for (var a = 0; a < weights.Length; a++)
        {
            Scores[a] += weights[a] * (firstDeaths - (deaths * firstRisk / n));
            for (var b = 0; b < weights.Length; b++)
                Covariances[a, b] += weights[a] * weights[b] * variance;
        }
    }

    private void AddTime(int stratum, double weight, double deaths, double n, double[] groupDeaths, double[] groupRisk)
    {
        for (var a = 0; a < _groups; a++)
        {
            Observed[a, stratum] += weight * groupDeaths[a];
            Expected[a, stratum] += weight * deaths * groupRisk[a] / n;
            if (n - deaths <= 1e-12 * n)
                continue;
            // Of rows that stand for many, or for a part of one, n - 1 has no meaning; the robust variance takes the place of this one.
            var factor = weight * weight * deaths * groupRisk[a] * (n - deaths) / (n * (_influence.Length > 0 ? n : n - 1));
            Variance[a, a] += factor;
            for (var b = 0; b < _groups; b++)
                Variance[a, b] -= factor * groupRisk[b] / n;
        }
    }

    /// <summary>
    /// What a row adds to the score of each group: w times the integral over its time at risk of weight (own group - share of the group at
    /// risk) dM. Kept as
    /// the integral so far, from which that at entry is taken off.
    /// </summary>
    private sealed class Paths(LogRankSums owner)
    {
        private readonly double[] _compensator = new double[owner._groups];
        private double _hazard;

        public void Enter(int position) => Add(position, 1);

        public void Leave(int position) => Add(position, -1);

        public void Advance(double weight, in RiskCount time, double n, double[] risk)
        {
            for (var i = time.First; i < time.FirstCensored; i++)
            {
                for (var a = 0; a < owner._groups; a++)
                    owner._influence[(i * owner._groups) + a] += owner._data.WeightAt(i) * weight * (
                        (owner._group[i] == a ? 1 : 0) - (risk[a] / n));
            }
            var step = weight * time.Deaths / n;
            _hazard += step;
            for (var a = 0; a < owner._groups; a++)
                _compensator[a] += step * risk[a] / n;
        }

        private void Add(int position, int sign)
        {
            for (var a = 0; a < owner._groups; a++)
            {
                var own = owner._group[position] == a ? _hazard : 0;
                owner._influence[(position * owner._groups) + a] += sign * owner._data.WeightAt(position) * (own - _compensator[a]);
            }
        }
    }
}

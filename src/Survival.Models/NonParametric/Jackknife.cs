using Survival.Models.RiskSets;

namespace Survival.Models.NonParametric;

/// <summary>
/// The infinitesimal jackknife variance of a sum over event times, in one sweep: the sum over clusters of (sum of weight times
/// influence)^2.
/// A row's influence is the growth of a common sum A while it is at risk, less a jump where it dies, so a cluster's part is
/// a A - b with a its weight at risk; the sums of a^2, ab and b^2 are kept as rows enter and leave.
/// </summary>
internal sealed class Jackknife
{
    private readonly SurvivalData _data;
    private readonly Dictionary<int, (double A, double B)> _clusters = [];
    private double _aa;
    private double _ab;
    private double _bb;
    private double _sum;
    private double _jump;

    public Jackknife(SurvivalData data, int rows)
    {
        _data = data;
        _clusters.EnsureCapacity(rows);
    }

    public double Variance => double.IsInfinity(_sum) ? double.PositiveInfinity : Math.Max(0, _aa * _sum * _sum - 2 * _ab * _sum + _bb);

    public void Enter(int row) => Change(row, Weight(row), Weight(row) * _sum);

    public void Step(double growth, double jump) => (_sum, _jump) = (_sum + growth, jump);

    public void Leave(int row, bool died) => Change(row, -Weight(row), -Weight(row) * (_sum - (died ? _jump : 0)));

    private double Weight(int row) => _data.Weight.IsEmpty ? 1 : _data.Weight[row];

    private void Change(int row, double a, double b)
    {
        if (double.IsInfinity(_sum))
            return;
        var key = _data.Cluster.IsEmpty ? row : _data.Cluster[row];
        var (oldA, oldB) = _clusters.GetValueOrDefault(key);
        var (newA, newB) = (oldA + a, oldB + b);
        _clusters[key] = (newA, newB);
        _aa += newA * newA - oldA * oldA;
        _ab += newA * newB - oldA * oldB;
        _bb += newB * newB - oldB * oldB;
    }
}

/// <summary>The jackknives of a curve's logarithm and of its hazard, as rows of a stratum enter and leave.</summary>
internal sealed class Jackknives
{
    private readonly SurvivalData _data;
    private readonly SortedFollowUp _sorted;
    private readonly Jackknife _survival;
    private readonly Jackknife _hazard;
    private readonly int _end;
    private int _entered;

    public Jackknives(SurvivalData data, SortedFollowUp sorted, int begin, int end)
    {
        (_data, _sorted, _entered, _end) = (data, sorted, begin, end);
        (_survival, _hazard) = (new Jackknife(data, end - begin), new Jackknife(data, end - begin));
    }

    public double LogSurvivalVariance => _survival.Variance;

    public double HazardVariance => _hazard.Variance;

    /// <summary>Lets those in whose entry lies before a time; all at the first where there are no entries.</summary>
    public void Enter(double time)
    {
        for (; _entered < _end && (_sorted.Entry is null || _sorted.Entry[_sorted.EntryOrder![_entered]] < time); _entered++)
        {
            var row = _sorted.Order[_sorted.Entry is null ? _entered : _sorted.EntryOrder![_entered]];
            _survival.Enter(row);
            _hazard.Enter(row);
        }
    }

    public void Step(double logGrowth, double logJump, double growth, double jump)
    {
        _survival.Step(logGrowth, double.IsInfinity(logGrowth) ? double.PositiveInfinity : logJump);
        _hazard.Step(growth, jump);
    }

    public void Leave(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            var row = _sorted.Order[i];
            _survival.Leave(row, _data.Event[row]);
            _hazard.Leave(row, _data.Event[row]);
        }
    }
}

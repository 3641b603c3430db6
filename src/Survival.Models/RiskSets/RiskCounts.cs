namespace Survival.Models.RiskSets;

/// <summary>One distinct time of a stratum.</summary>
/// <param name="Time">The time.</param>
/// <param name="First">The first position of that time.</param>
/// <param name="FirstCensored">The first position without an event that counts.</param>
/// <param name="End">The position after the last.</param>
/// <param name="AtRisk">The weight at risk just before it.</param>
/// <param name="Deaths">The weight of its events.</param>
/// <param name="Censored">The weight of the others.</param>
internal readonly record struct RiskCount(double Time, int First, int FirstCensored, int End, double AtRisk, double Deaths, double Censored)
{
    /// <summary>How many events there are.</summary>
    public int DeathRows => FirstCensored - First;
}

/// <summary>
/// Goes over the distinct times of a stratum in ascending order with the weight at risk, dying and leaving at each: what every estimate
/// without
/// covariates is made of. Weights by position may be given in place of the data's own, such as 0 and 1 for some of the rows.
/// </summary>
internal ref struct RiskCounts
{
    private readonly SortedFollowUp _data;
    private readonly ReadOnlySpan<double> _weight;
    private readonly int _end;
    private int _position;
    private int _entered;
    private double _atRisk;

    public RiskCounts(SortedFollowUp data, int stratum, ReadOnlySpan<double> weight)
    {
        _data = data;
        _weight = weight;
        (_position, _end) = (data.StratumStart[stratum], data.StratumStart[stratum + 1]);
        _entered = _position;
        for (var i = _position; i < _end && data.Entry is null; i++)
            _atRisk += Weight(i);
    }

    /// <summary>Counts with the data's own weights.</summary>
    public RiskCounts(SortedFollowUp data, int stratum = 0)
        : this(data, stratum, data.Weight)
    {
    }

    public readonly RiskCounts GetEnumerator() => this;

    public RiskCount Current { get; private set; }

    public bool MoveNext()
    {
        if (_position == _end)
            return false;
        var (first, time) = (_position, _data.Time[_position]);
        if (_data.Entry is { } entry)
        {
            for (; _entered < _end && entry[_data.EntryOrder![_entered]] < time; _entered++)
                _atRisk += Weight(_data.EntryOrder[_entered]);
        }
        double deaths = 0, censored = 0;
        for (; _position < _end && _data.Time[_position] == time && _data.IsEvent[_position]; _position++)
            deaths += Weight(_position);
        var firstCensored = _position;
        for (; _position < _end && _data.Time[_position] == time; _position++)
            censored += Weight(_position);
        Current = new RiskCount(time, first, firstCensored, _position, _atRisk, deaths, censored);
        _atRisk -= deaths + censored;
        return true;
    }

    private readonly double Weight(int position) => _weight.IsEmpty ? 1 : _weight[position];
}

/// <summary>Kaplan and Meier's product over times, with Greenwood's sum for the variance of its logarithm.</summary>
internal struct ProductLimit()
{
    /// <summary>The product so far.</summary>
    public double Survival { get; private set; } = 1;

    /// <summary>The variance of its logarithm; infinite once it is 0.</summary>
    public double LogVariance { get; private set; }

    /// <summary>Takes the events of a time from those at risk. What rounding leaves over of the last of them is nothing.</summary>
    public void Step(double atRisk, double events)
    {
        if (!(events > 0))
            return;
        var after = atRisk - events;
        if (after <= 1e-12 * atRisk)
        {
            (Survival, LogVariance) = (0, double.PositiveInfinity);
            return;
        }
        Survival *= after / atRisk;
        LogVariance += events / (atRisk * after);
    }

    /// <summary>The survival of a stratum at a time, by weights in place of the data's own where they are given.</summary>
    public static ProductLimit At(SortedFollowUp data, int stratum, ReadOnlySpan<double> weight, double time)
    {
        var result = new ProductLimit();
        foreach (var t in new RiskCounts(data, stratum, weight))
        {
            if (t.Time > time + data.Slack)
                break;
            result.Step(t.AtRisk, t.Deaths);
        }
        return result;
    }
}

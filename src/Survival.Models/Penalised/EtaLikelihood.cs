namespace Survival.Models.Penalised;

/// <summary>
/// The partial log-likelihood of Cox's model (Cox, J. R. Stat. Soc. B 34, 1972) as a function of the linear predictor, for
/// weights that add up to 1, with ties after Breslow (Biometrics 30, 1974) or Efron (J. Am. Stat. Assoc. 72, 1977):
/// value, gradient and the product of its curvature with a vector, each in O(n).
/// </summary>
internal sealed class EtaLikelihood
{
    private readonly CoxRiskSets _sets;
    private readonly bool _efron;
    private readonly double[] _rate;        // a: sum of D/S over the tied terms of a group
    private readonly double[] _eventRate;   // what an event of the group has less of it (Efron)
    private readonly double[] _cumulative;

    public EtaLikelihood(CoxRiskSets sets, bool efron)
    {
        (_sets, _efron) = (sets, efron);
        Risk = new double[sets.RowCount];
        Residual = new double[sets.RowCount];
        Hazard = new double[sets.RowCount];
        (_rate, _eventRate) = (new double[sets.GroupCount], new double[sets.GroupCount]);
        _cumulative = new double[sets.GroupCount + 1];
        (S2, S2F, S2FF) = (new double[sets.GroupCount], new double[sets.GroupCount], new double[sets.GroupCount]);
    }

    /// <summary>Weight times exp(linear predictor - the stratum's largest) at each place.</summary>
    public double[] Risk { get; }

    /// <summary>The derivative of the log-likelihood by the linear predictor at each place: weighted martingale residuals.</summary>
    public double[] Residual { get; }

    /// <summary>The cumulated hazard of each place, on the scale of <see cref="Risk"/>.</summary>
    public double[] Hazard { get; }

    /// <summary>The sums of D/S^2, of it times f, and of it times f^2, over the tied terms of a group (f = 0 with Breslow's ties).</summary>
    public double[] S2 { get; }

    /// <inheritdoc cref="S2"/>
    public double[] S2F { get; }

    /// <inheritdoc cref="S2"/>
    public double[] S2FF { get; }

    /// <summary>The hazard of a group, on the scale of <see cref="Risk"/>.</summary>
    public double Rate(int group) => _rate[group];

    /// <summary>Sets everything to a linear predictor and returns the log-likelihood; negative infinity where a risk set has underflowed.</summary>
    public double Evaluate(ReadOnlySpan<double> eta)
    {
        var sets = _sets;
        double value = 0;
        for (var s = 0; s + 1 < sets.StratumGroup.Length; s++)
        {
            var (first, last) = (sets.StratumGroup[s], sets.StratumGroup[s + 1]);
            value += Stratum(eta, first, last);
        }
        return double.IsNaN(value) ? double.NegativeInfinity : value;
    }

    private double Stratum(ReadOnlySpan<double> eta, int first, int last)
    {
        var sets = _sets;
        var (begin, end) = (sets.GroupStart[first], sets.GroupStart[last]);
        var highest = double.NegativeInfinity;
        for (var i = begin; i < end; i++)
            highest = Math.Max(highest, eta[i]);
        for (var i = begin; i < end; i++)
            Risk[i] = sets.Weight[i] * Math.Exp(eta[i] - highest);
        double value = 0, atRisk = 0;
        var left = 0;
        for (var g = first; g < last; g++)
        {
            double events = 0;
            for (var i = sets.GroupStart[g]; i < sets.GroupStart[g + 1]; i++)
            {
                atRisk += Risk[i];
                if (sets.Event[i])
                {
                    events += Risk[i];
                    value += sets.Weight[i] * (eta[i] - highest);
                }
            }
            if (sets.LeaveRows is not null)
            {
                for (var k = sets.LeaveStart![g]; k < sets.LeaveStart[g + 1]; k++)
                {
                    atRisk -= Risk[sets.LeaveRows[k]];
                    left++;
                }
                if (left == sets.GroupStart[g + 1] - begin)
                    atRisk = 0; // nobody is left: forget what rounding left over
            }
            value -= Group(g, atRisk, events);
        }
        // Each row's cumulated hazard: from the earliest time of the stratum up to its own.
        _cumulative[last] = 0;
        double sum = 0;
        for (var g = last - 1; g >= first; g--)
        {
            sum += _rate[g];
            _cumulative[g] = sum;
            for (var i = sets.GroupStart[g]; i < sets.GroupStart[g + 1]; i++)
            {
                var hazard = sum - (sets.Event[i] ? _eventRate[g] : 0);
                Hazard[i] = hazard;
            }
        }
        for (var i = begin; i < end; i++)
        {
            if (sets.EntryGroup is not null && sets.EntryGroup[i] < last)
                Hazard[i] -= _cumulative[sets.EntryGroup[i]];
            Residual[i] = (sets.Event[i] ? sets.Weight[i] : 0) - (Risk[i] * Hazard[i]);
        }
        return value;
    }

    /// <summary>What a group's events take off the log-likelihood; sets the group's sums.</summary>
    private double Group(int g, double atRisk, double events)
    {
        var d = _sets.EventWeight[g];
        (_rate[g], _eventRate[g], S2[g], S2F[g], S2FF[g]) = (0, 0, 0, 0, 0);
        if (d == 0)
            return 0;
        if (!(atRisk > 0))
            return double.NaN;
        var m = _efron ? _sets.EventRows[g] : 1;
        if (m == 1)
        {
            _rate[g] = d / atRisk;
            S2[g] = d / atRisk / atRisk;
            return d * Math.Log(atRisk);
        }
        double loss = 0;
        for (var l = 0; l < m; l++)
        {
            var f = (double)l / m;
            var denominator = atRisk - (f * events);
            if (!(denominator > 0))
                return double.NaN;
            var rate = d / m / denominator;
            loss += d / m * Math.Log(denominator);
            _rate[g] += rate;
            _eventRate[g] += f * rate;
            S2[g] += rate / denominator;
            S2F[g] += f * rate / denominator;
            S2FF[g] += f * f * rate / denominator;
        }
        return loss;
    }

    /// <summary>The log-likelihood on the scale of the weights as given.</summary>
    public double OnGivenScale(double value) => (value * _sets.TotalWeight) - (_sets.TotalEventWeight * Math.Log(_sets.TotalWeight));

    /// <summary>The log-likelihood of the saturated model on the scale of the weights as given: each tied group has a risk set of its own events only.</summary>
    public double Saturated()
    {
        double sum = 0;
        for (var g = 0; g < _sets.GroupCount; g++)
        {
            var d = _sets.RawEventWeight[g];
            if (d == 0)
                continue;
            sum -= d * Math.Log(d);
            var m = _sets.EventRows[g];
            for (var l = 1; _efron && l < m; l++)
                sum -= d / m * Math.Log(1 - ((double)l / m));
        }
        return sum;
    }
}

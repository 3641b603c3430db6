namespace Survival.Models.Penalised;

/// <summary>The curvature of the negative log-likelihood at one linear predictor, kept while the fit moves on. Its product with a vector takes O(n).</summary>
internal sealed class CoxCurvature(CoxRiskSets sets)
{
    private readonly double[] _risk = new double[sets.RowCount];
    private readonly double[] _diagonal = new double[sets.RowCount];
    private readonly double[] _s2 = new double[sets.GroupCount];
    private readonly double[] _s2f = new double[sets.GroupCount];
    private readonly double[] _s2ff = new double[sets.GroupCount];
    private readonly double[] _all = new double[sets.GroupCount];
    private readonly double[] _events = new double[sets.GroupCount];
    private readonly double[] _cumulative = new double[sets.GroupCount + 1];

    /// <summary>Takes the curvature at the point where the objective stands.</summary>
    public void Take(EtaLikelihood at)
    {
        at.Risk.CopyTo(_risk, 0);
        for (var i = 0; i < _risk.Length; i++)
            _diagonal[i] = at.Risk[i] * at.Hazard[i];
        at.S2.CopyTo(_s2, 0);
        at.S2F.CopyTo(_s2f, 0);
        at.S2FF.CopyTo(_s2ff, 0);
    }

    /// <summary>result = curvature times v.</summary>
    public void Multiply(ReadOnlySpan<double> v, Span<double> result)
    {
        for (var s = 0; s + 1 < sets.StratumGroup.Length; s++)
        {
            var (first, last) = (sets.StratumGroup[s], sets.StratumGroup[s + 1]);
            double atRisk = 0;
            for (var g = first; g < last; g++)
            {
                double events = 0;
                for (var i = sets.GroupStart[g]; i < sets.GroupStart[g + 1]; i++)
                {
                    var term = _risk[i] * v[i];
                    atRisk += term;
                    if (sets.Event[i])
                        events += term;
                }
                if (sets.LeaveRows is not null)
                {
                    for (var k = sets.LeaveStart![g]; k < sets.LeaveStart[g + 1]; k++)
                        atRisk -= _risk[sets.LeaveRows[k]] * v[sets.LeaveRows[k]];
                }
                (_all[g], _events[g]) = (atRisk, events);
            }
            _cumulative[last] = 0;
            double sum = 0;
            for (var g = last - 1; g >= first; g--)
            {
                sum += (_s2[g] * _all[g]) - (_s2f[g] * _events[g]);
                _cumulative[g] = sum;
                var less = (_s2f[g] * _all[g]) - (_s2ff[g] * _events[g]);
                for (var i = sets.GroupStart[g]; i < sets.GroupStart[g + 1]; i++)
                    result[i] = (_diagonal[i] * v[i]) - (_risk[i] * (sum - (sets.Event[i] ? less : 0)));
            }
            if (sets.EntryGroup is null)
                continue;
            for (var i = sets.GroupStart[first]; i < sets.GroupStart[last]; i++)
            {
                if (sets.EntryGroup[i] < last)
                    result[i] += _risk[i] * _cumulative[sets.EntryGroup[i]];
            }
        }
    }
}

namespace Survival.Models.Calibration;

/// <summary>Kaplan-Meier survival at a time in each of several groups, in one pass over sorted follow-up.</summary>
internal sealed class GroupSurvival
{
    // R's groupkm reads the curve at u + 1e-6.
    private const double Slack = 1e-6;
    private readonly int[] _order;
    private readonly double[] _time;
    private readonly bool[] _event;

    public GroupSurvival(double[] time, bool[] events) => (_time, _event, _order) = (time, events, Discrimination.RiskSets.Order(time, events));

    /// <summary>Survival, the standard error of its logarithm, and the longest follow-up, of each group.</summary>
    public (double[] Survival, double[] LogError, double[] Last) At(ReadOnlySpan<int> group, int groups, double time)
    {
        var (survival, variance, last, atRisk, dead) = (new double[groups], new double[groups], new double[groups], new int[groups], new int[groups]);
        Array.Fill(survival, 1);
        foreach (var g in group)
            atRisk[g]++;
        for (var start = 0; start < _order.Length;)
        {
            var (end, t) = (start, _time[_order[start]]);
            for (; end < _order.Length && _time[_order[end]] == t; end++)
            {
                var g = group[_order[end]];
                last[g] = t;
                if (_event[_order[end]])
                    dead[g]++;
            }
            for (var k = start; k < end && t <= time + Slack; k++)
            {
                var g = group[_order[k]];
                if (dead[g] == 0)
                    continue;
                survival[g] *= 1 - (dead[g] / (double)atRisk[g]);
                variance[g] += dead[g] / (atRisk[g] * (double)(atRisk[g] - dead[g]));
                dead[g] = 0;
            }
            for (var k = start; k < end; k++)
                (atRisk[group[_order[k]]], dead[group[_order[k]]]) = (atRisk[group[_order[k]]] - 1, 0);
            start = end;
        }
        return (survival, [.. variance.Select(Math.Sqrt)], last);
    }

    /// <summary>The groups' observed against predicted survival.</summary>
    public CalibrationGroup[] Compare(ReadOnlySpan<double> predicted, int[] group, int groups, double time, double z)
    {
        var (survival, error, last) = At(group, groups, time);
        var (count, events, sum) = (new int[groups], new int[groups], new double[groups]);
        for (var i = 0; i < group.Length; i++)
        {
            count[group[i]]++;
            events[group[i]] += _event[i] ? 1 : 0;
            sum[group[i]] += predicted[i];
        }
        var result = new CalibrationGroup[groups];
        for (var g = 0; g < groups; g++)
        {
            var known = count[g] >= 2 && (time <= last[g] + Slack || !(survival[g] > 0));
            var (s, e) = known ? (survival[g], error[g]) : (double.NaN, double.NaN);
            result[g] = new CalibrationGroup(count[g], events[g], sum[g] / count[g], s, e, s == 0 ? 0 : s * Math.Exp(-z * e), s == 0 ? 0 : Math.Min(1, s * Math.Exp(z * e)));
        }
        return result;
    }
}

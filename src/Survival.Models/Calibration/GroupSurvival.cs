using Survival.Models.RiskSets;

namespace Survival.Models.Calibration;

/// <summary>Kaplan-Meier survival at a time in each of several groups.</summary>
internal sealed class GroupSurvival(SurvivalData data)
{
    /// <summary>Survival, the standard error of its logarithm, and the longest follow-up, of each group; 1, 0 and 0 in an empty
    /// one.</summary>
    public (double[] Survival, double[] LogError, double[] Last) At(ReadOnlySpan<int> group, int groups, double time)
    {
        var (survival, error, last) = (new double[groups], new double[groups], new double[groups]);
        Array.Fill(survival, 1);
        var sorted = SortedFollowUp.Of(data, group);
        for (var s = 0; s < sorted.StratumCount; s++)
        {
            var (g, curve) = (sorted.StratumCode[s], ProductLimit.At(sorted, s, default, time));
            (survival[g], error[g], last[g]) = (curve.Survival, Math.Sqrt(curve.LogVariance), sorted.Time[sorted.StratumStart[s + 1] - 1]);
        }
        return (survival, error, last);
    }

    /// <summary>The groups' observed against predicted survival.</summary>
    public CalibrationGroup[] Compare(ReadOnlySpan<double> predicted, int[] group, int groups, double time, double z)
    {
        var (survival, error, last) = At(group, groups, time);
        var (count, events, sum) = (new int[groups], new int[groups], new double[groups]);
        for (var i = 0; i < group.Length; i++)
        {
            count[group[i]]++;
            events[group[i]] += data.Event[i] ? 1 : 0;
            sum[group[i]] += predicted[i];
        }
        var result = new CalibrationGroup[groups];
        for (var g = 0; g < groups; g++)
        {
            var known = count[g] >= 2 && (time <= last[g] + data.TimeSlack || !(survival[g] > 0));
            var (s, e) = known ? (survival[g], error[g]) : (double.NaN, double.NaN);
            // Of a survival of 0 Greenwood's error is infinite, and R's survfit has no limits: (0, 0) would say that it is certain.
            var (lower, upper) = s == 0 ? (double.NaN, double.NaN) : (s * Math.Exp(-z * e), Math.Min(1, s * Math.Exp(z * e)));
            result[g] = new CalibrationGroup(count[g], events[g], sum[g] / count[g], s, e, lower, upper);
        }
        return result;
    }
}

using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

/// <summary>
/// Time-dependent ROC curves of a marker at several times, and the areas below them with their uncertainty: cases have had the event by a
/// time t, controls are still free of it (cumulative / dynamic).
/// Follow-up is right-censored with one kind of event; competing risks are not covered.
/// </summary>
public sealed partial class TimeDependentRoc
{
    /// <summary>
    /// ROC curves weighted by the inverse probability of censoring (marginal Kaplan-Meier weights), with standard errors by the
    /// influence function: Blanche, Dartigues and Jacqmin-Gadda 2013 (doi:10.1002/sim.5958). R's <c>timeROC</c> and
    /// <c>riskRegression::Score</c>
    /// are matched by <paramref name="convention"/>. O(n log n + n per time), where those are cubic and quadratic.
    /// </summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="times">The times; each after an event and before the end of the longest follow-up.</param>
    /// <param name="convention">What happens at ties of the time.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time outside the data's range (the message says the range) or a level outside (0,
    /// 1).</exception>
    /// <exception cref="ArgumentException">No times, a marker of another length, or follow-up with weights, strata, clusters or entry
    /// times.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, or there are no events.</exception>
    public static TimeDependentRoc Ipcw(
        SurvivalData data,
        ReadOnlySpan<double> marker,
        ReadOnlySpan<double> times,
        IpcwConvention convention = IpcwConvention.TimeRoc,
        double confidenceLevel = 0.95)
    {
        return Ipcw(data, marker, times, convention, confidenceLevel, null);
    }

    /// <summary>ROC curves weighted by the censoring of other patients, such as the training set's, which is taken as known in the limits;
    /// a case has its event by the time (<see cref="IpcwConvention.RiskRegression"/>).</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="marker">A finite value for each row; larger means higher risk.</param>
    /// <param name="times">The times; each within both follow-ups.</param>
    /// <param name="censoringFrom">The follow-up whose censoring gives the weights.</param>
    /// <param name="confidenceLevel">The level of the intervals, between 0 and 1.</param>
    /// <exception cref="ArgumentException">As for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A marker is not finite, there are no events, or the other follow-up ends before a
    /// time.</exception>
    public static TimeDependentRoc Ipcw(
        SurvivalData data, ReadOnlySpan<double> marker, ReadOnlySpan<double> times, SurvivalData censoringFrom,
        double confidenceLevel = 0.95)
    {
        ArgumentNullException.ThrowIfNull(censoringFrom);
        return Ipcw(data, marker, times, IpcwConvention.RiskRegression, confidenceLevel, censoringFrom);
    }

    private static TimeDependentRoc Ipcw(
        SurvivalData data, ReadOnlySpan<double> marker, ReadOnlySpan<double> times, IpcwConvention convention, double confidenceLevel,
        SurvivalData? from)
    {
        Markers.Check(data, marker, nameof(marker));
        Markers.RequirePlain(data, nameof(Ipcw));
        Markers.CheckLevel(confidenceLevel);
        if (times.IsEmpty)
            throw new ArgumentException("There are no times.", nameof(times));
        var weights = new CensoringWeights(data, from);
        var n = data.Count;
        var byRow = new int[n];
        var ranks = StableOrder.Rank(marker, byRow);
        var (rank, value) = (new int[n], new double[ranks]);
        for (var k = 0; k < n; k++)
        {
            rank[k] = byRow[weights.Order[k]];
            value[rank[k]] = marker[weights.Order[k]];
        }
        var (at, influence, curves) = (new TimeAuc[times.Length], new double[times.Length][], new RocPoint[times.Length][]);
        var z = Tails.NormalQuantile((1 + confidenceLevel) / 2);
        for (var k = 0; k < times.Length; k++)
            (at[k], influence[k], curves[k]) = EstimateAt(weights, rank, value, times[k], convention, z);
        return new TimeDependentRoc(at, influence, curves, confidenceLevel);
    }

    private static (TimeAuc At, double[] Influence, RocPoint[] Curve) EstimateAt(
        CensoringWeights weights, int[] rank, double[] value, double t, IpcwConvention convention, double z)
    {
        var n = rank.Length;
        weights.CheckReach(t);
        var upTo = weights.CountUpTo(t);
        var (caseWeight, caseAt, controlsAt) = (new double[n], new double[value.Length], new int[value.Length]);
        var (cases, sum, controls) = (0, 0.0, n - upTo);
        for (var k = 0; k < upTo; k++)
        {
            if (!weights.Event[k] || (convention == IpcwConvention.TimeRoc && weights.IsAt(k, t)))
                continue;
            cases++;
            sum += caseWeight[k] = 1 / weights.Before[k];
            caseAt[rank[k]] += caseWeight[k];
        }
        for (var k = upTo; k < n; k++)
            controlsAt[rank[k]]++;
        if (cases == 0 || controls == 0)
            throw Markers.OutOfRange(weights, t, convention);

        // below[r]: controls with a smaller marker, ties half; above[r]: the weight of cases with a larger one, ties half.
        var (below, above, curve) = (new double[value.Length], new double[value.Length], new RocPoint[value.Length + 1]);
        var (controlsBelow, casesAbove, controlsAbove) = (0, 0.0, 0);
        for (var r = 0; r < value.Length; r++)
        {
            below[r] = controlsBelow + (controlsAt[r] / 2.0);
            controlsBelow += controlsAt[r];
        }
        curve[0] = new RocPoint(double.PositiveInfinity, 0, 0);
        for (var r = value.Length - 1; r >= 0; r--)
        {
            above[r] = casesAbove + (caseAt[r] / 2);
            casesAbove += caseAt[r];
            controlsAbove += controlsAt[r];
            curve[value.Length - r] = new RocPoint(value[r], controlsAbove / (double)controls, casesAbove / sum);
        }
        var auc = 0.0;
        for (var k = 0; k < upTo; k++)
            auc += caseWeight[k] * below[rank[k]];
        auc /= sum * controls;

        // The control weights 1/G(t) cancel, so only the cases' weights carry the uncertainty of G.
        var (influence, early) = (new double[n], new double[n]);
        for (var k = 0; k < upTo; k++)
        {
            influence[k] = caseWeight[k] * ((below[rank[k]] / controls) - auc) * n / sum;
            early[k] = influence[k] / n;
        }
        for (var k = upTo; k < n; k++)
            influence[k] = n / (double)controls * ((above[rank[k]] / sum) - auc);
        weights.AddTo(early, 0, upTo, convention == IpcwConvention.TimeRoc, influence);
        var se = InfluenceFunction.StandardError(influence);
        var (lower, upper) = (Math.Max(0, auc - (z * se)), Math.Min(1, auc + (z * se)));
        var byRow = new double[n];
        for (var k = 0; k < n; k++)
            byRow[weights.Order[k]] = influence[k];
        return (new TimeAuc(t, auc, se, lower, upper, cases, controls, n - cases - controls, sum / n), byRow, curve);
    }
}

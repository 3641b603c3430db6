using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Discrimination;

/// <summary>
/// The chance of staying uncensored, by the reverse Kaplan-Meier estimate in which deaths leave before censorings of the same
/// time, and its part in the influence function of anything weighted by its inverse. Rows are in the stable order of time.
/// </summary>
internal sealed class CensoringWeights
{
    private readonly StepCurve _uncensored;
    private readonly StepCurve _survival;
    private readonly double _slack;
    private readonly bool _isKnown;

    /// <summary>The weights of some data, by their own censoring or that of others.</summary>
    /// <param name="data">The data.</param>
    /// <param name="from">Whose censoring; it is then taken as known, so that its estimation adds nothing to an influence.</param>
    public CensoringWeights(SurvivalData data, SurvivalData? from = null)
    {
        var n = data.Count;
        Sorted = SortedFollowUp.Of(data);
        (Order, _slack, _isKnown) = (data.TimeOrder, data.TimeSlack, from is not null);
        (_survival, _uncensored) = (
            SurvivalFunction.KaplanMeier(Sorted), SurvivalFunction.Uncensored(from is null ? Sorted : SortedFollowUp.Of(from)));
        (Time, Event, Before, GroupStart) = (new double[n], new bool[n], new double[n], new int[n]);
        for (int k = 0, step = -1; k < n; k++)
        {
            (Time[k], Event[k]) = (data.Time[Order[k]], data.Event[Order[k]]);
            var isNew = k == 0 || Time[k] != Time[k - 1];
            step += isNew ? 1 : 0;
            Before[k] = from is null ? _uncensored.BeforeIndex(step) : _uncensored.Before(Time[k]);
            GroupStart[k] = isNew ? k : GroupStart[k - 1];
        }
    }

    /// <summary>The follow-up, events first within a time.</summary>
    public SortedFollowUp Sorted { get; }

    /// <summary>The row at each place.</summary>
    public int[] Order { get; }

    /// <summary>The times, ascending.</summary>
    public double[] Time { get; }

    /// <summary>The events in that order.</summary>
    public bool[] Event { get; }

    /// <summary>G just before each time.</summary>
    public double[] Before { get; }

    /// <summary>The first place with the same time.</summary>
    public int[] GroupStart { get; }

    /// <summary>How many times are at or before t.</summary>
    public int CountUpTo(double t) => TimeFix.CountUpTo(Time, t, _slack);

    /// <summary>Whether a time here is the one asked for.</summary>
    public bool IsAt(int place, double t) => Math.Abs(Time[place] - t) <= _slack;

    /// <summary>Whether a time lies within follow-up.</summary>
    public bool Covers(double t) => t <= Time[^1] + _slack;

    /// <summary>G at t.</summary>
    public double At(double t) => _uncensored.At(t);

    /// <summary>Refuses times at which nobody of those whose censoring is taken is followed up.</summary>
    /// <exception cref="InvalidSurvivalDataException">A weight would be infinite.</exception>
    public void CheckReach(double t)
    {
        if (!_isKnown)
            return;
        var upTo = CountUpTo(t);
        if (!(At(t) > 0) || Enumerable.Range(0, upTo).Any(k => Event[k] && !(Before[k] > 0)))
            throw new InvalidSurvivalDataException(
                Invariant($"The follow-up that the weights of censoring are taken from ends before {t}; take an earlier time, or the ")
                    + "censoring of the data themselves.");
    }

    /// <summary>Kaplan-Meier survival at t.</summary>
    public double SurvivalAt(double t) => _survival.At(t);

    /// <summary>
    /// Adds what the estimation of G contributes to the influence of a mean of terms weighted by 1/G: the integral of the censoring
    /// martingale over those still at risk, applied to the terms it reaches (Blanche, Dartigues and Jacqmin-Gadda, doi:10.1002/sim.5958).
    /// </summary>
    /// <param name="early">Each place's share in the mean whose weight is 1/G(T-), divided by n.</param>
    /// <param name="late">The summed share, divided by n, of those whose weight is 1/G(t).</param>
    /// <param name="upTo">How many times are at or before t.</param>
    /// <param name="rowByRow">Whether tied times are taken one row after the other, as <c>timeROC</c> does.</param>
    /// <param name="influence">What is added to, place by place.</param>
    public void AddTo(ReadOnlySpan<double> early, double late, int upTo, bool rowByRow, Span<double> influence)
    {
        if (_isKnown)
            return;
        var n = Time.Length;
        // reach[k]: the summed terms at places k and later.
        var reach = new double[n + 1];
        for (var k = n - 1; k >= 0; k--)
            reach[k] = reach[k + 1] + early[k];
        var compensator = 0.0;
        for (var start = 0; start < n;)
        {
            var end = start + 1;
            while (end < n && GroupStart[end] == start)
                end++;
            var lateReach = end <= upTo ? late : 0;
            if (rowByRow)
            {
                var jump = n / (double)(n - start) * (reach[start] + lateReach);
                for (var k = start; k < end; k++)
                {
                    double atRisk = n - k;
                    compensator += Event[k] ? 0 : n / (atRisk * atRisk) * (reach[k] + lateReach);
                    influence[k] += (Event[k] ? 0 : jump) - compensator;
                }
            }
            else
            {
                double atRisk = n - start;
                var after = reach[end] + lateReach;
                var censored = 0;
                for (var k = start; k < end; k++)
                    censored += Event[k] ? 0 : 1;
                compensator += censored * n / (atRisk * atRisk) * after;
                for (var k = start; k < end; k++)
                    influence[k] += (Event[k] ? 0 : n / atRisk * after) - compensator;
            }
            start = end;
        }
    }
}

using Survival.Models.Data;

namespace Survival.Models.Discrimination;

/// <summary>
/// The chance of staying uncensored, by the reverse Kaplan-Meier estimate in which deaths leave before censorings of the same
/// time, and its part in the influence function of anything weighted by its inverse. Rows are in the stable order of time.
/// </summary>
internal sealed class CensoringWeights
{
    private readonly double[] _after;

    public CensoringWeights(SurvivalData data)
    {
        var n = data.Count;
        Order = new int[n];
        (Time, Event, Before, _after, GroupStart) = (data.Time.ToArray(), new bool[n], new double[n], new double[n], new int[n]);
        for (var i = 0; i < n; i++)
            Order[i] = i;
        Array.Sort(Time, Order);
        double g = 1, s = 1;
        Survival = new double[n];
        for (var start = 0; start < n;)
        {
            var end = start + 1;
            while (end < n && Time[end] == Time[start])
                end++;
            Array.Sort(Order, start, end - start);
            var dead = 0;
            for (var k = start; k < end; k++)
                dead += (Event[k] = data.Event[Order[k]]) ? 1 : 0;
            var before = g;
            if (end - start > dead)
                g *= 1 - ((end - start - dead) / (double)(n - start - dead));
            s *= 1 - (dead / (double)(n - start));
            for (var k = start; k < end; k++)
                (Before[k], _after[k], GroupStart[k], Survival[k]) = (before, g, start, s);
            start = end;
        }
    }

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

    /// <summary>The Kaplan-Meier estimate of survival at each time.</summary>
    public double[] Survival { get; }

    /// <summary>How many times are at or before t.</summary>
    public int CountUpTo(double t)
    {
        int low = 0, high = Time.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Time[middle] <= t ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>G at t.</summary>
    public double At(double t) => CountUpTo(t) is var k and > 0 ? _after[k - 1] : 1;

    /// <summary>Kaplan-Meier survival at t.</summary>
    public double SurvivalAt(double t) => CountUpTo(t) is var k and > 0 ? Survival[k - 1] : 1;

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

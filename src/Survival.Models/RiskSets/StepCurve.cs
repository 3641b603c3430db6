using Survival.Models.Numerics;

namespace Survival.Models.RiskSets;

/// <summary>
/// A right-continuous step function of time. Survival, a cumulative hazard, a baseline and the distribution of censoring are four ways to
/// fill one.
/// A time that is asked for is matched with the steps' times by the rule by which times are tied.
/// </summary>
internal sealed class StepCurve(double[] time, double[] value, double initial, double slack)
{
    /// <summary>The times, ascending.</summary>
    public double[] Time { get; } = time;

    /// <summary>The value from each time on.</summary>
    public double[] Value { get; } = value;

    /// <summary>The value before the first time.</summary>
    public double Initial { get; } = initial;

    /// <summary>How far a time that is asked for may lie from one of the curve's and still be that time.</summary>
    public double Slack { get; } = slack;

    /// <summary>The place of the last time at or before one; -1 before the first.</summary>
    public int IndexAt(double t) => TimeFix.CountUpTo(Time, t, Slack) - 1;

    /// <summary>The value at a time.</summary>
    public double At(double t) => IndexAt(t) is var k and >= 0 ? Value[k] : Initial;

    /// <summary>The value just before a time.</summary>
    public double Before(double t) => TimeFix.CountBefore(Time, t, Slack) is var k and > 0 ? Value[k - 1] : Initial;

    /// <summary>The value just before the time at a place.</summary>
    public double BeforeIndex(int index) => index > 0 ? Value[index - 1] : Initial;
}

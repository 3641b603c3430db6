namespace Radiomics.Studies;

/// <summary>Breslow's cumulative hazard with given linear predictors: at each event time the events over the sum of exp(lp) at risk.</summary>
internal sealed class BreslowBaseline
{
    private readonly List<(double Time, double Hazard)> _steps = [];
    private double _last;

    public static BreslowBaseline Estimate(SurvivalData follow, double[] lp)
    {
        var baseline = new BreslowBaseline();
        int[] order = [.. Enumerable.Range(0, follow.Count).OrderByDescending(i => follow.Time[i])];
        var (atRisk, steps) = (0.0, new List<(double Time, double Step)>());
        for (var k = 0; k < order.Length;)
        {
            var (time, events) = (follow.Time[order[k]], 0);
            for (; k < order.Length && follow.Time[order[k]] == time; k++)
            {
                atRisk += Math.Exp(lp[order[k]]);
                events += follow.Event[order[k]] ? 1 : 0;
            }
            if (events > 0)
                steps.Add((time, events / atRisk));
        }
        steps.Reverse();
        var sum = 0.0;
        foreach (var (time, step) in steps)
            baseline._steps.Add((time, sum += step));
        baseline._last = follow.Time[order[0]];
        return baseline;
    }

    /// <summary>The hazard at a time; NaN after the last follow-up.</summary>
    public double HazardAt(double time) => time > _last ? double.NaN : _steps.LastOrDefault(s => s.Time <= time).Hazard;
}

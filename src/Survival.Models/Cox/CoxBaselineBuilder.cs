using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>Makes the baselines of a fit.</summary>
internal static class CoxBaselineBuilder
{
    public static IReadOnlyList<CoxBaseline> Build(CoxTraining training, double[] beta, CoxModelState state)
    {
        var (layout, design, hazard) = (training.Layout, training.Design, training.Hazard);
        // The design's zero lies at its centres, the model's at its means.
        var shift = 0.0;
        for (var a = 0; a < training.Used.Length; a++)
            shift += (state.Means[training.Used[a]] - design.Center[a]) * beta[training.Used[a]];
        var factor = Math.Exp(shift);
        var baselines = new List<CoxBaseline>();
        for (var s = 0; s < layout.StratumCount; s++)
        {
            var times = new List<RiskCount>();
            foreach (var time in new RiskCounts(layout, s))
                times.Add(time);
            var n = times.Count;
            var columns = new double[6][];
            for (var c = 0; c < columns.Length; c++)
                columns[c] = new double[n];
            var meanSum = new double[n * beta.Length];
            var variance = 0.0;
            var counted = layout.GroupStart[s];
            for (var k = 0; k < n; k++)
            {
                (columns[0][k], columns[1][k], columns[2][k], columns[3][k]) = (
                    times[k].Time, times[k].AtRisk, times[k].Deaths, times[k].Censored);
                var through = layout.Through[times[k].First];
                for (; counted < through; counted++)
                    variance += hazard.Variance[counted];
                columns[4][k] = factor * hazard.Cumulative[through];
                columns[5][k] = factor * factor * variance;
                for (var a = 0; a < training.Used.Length; a++)
                {
                    var j = training.Used[a];
                    meanSum[(k * beta.Length) + j] = factor
                        * ((design.Scale[a] * hazard.CumulativeMean[(through * design.Stride) + a])
                            + ((design.Center[a] - state.Means[j]) * hazard.Cumulative[through]));
                }
            }
            var code = layout.StratumCode[s];
            var names = training.Data.StratumNames;
            baselines.Add(new CoxBaseline(code, code >= 0 && code < names.Count ? names[code] : "", columns, meanSum, layout.Slack));
        }
        return baselines;
    }
}

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
        for (var s = 0; s + 1 < layout.StratumStart.Length; s++)
        {
            var (begin, end) = (layout.StratumStart[s], layout.StratumStart[s + 1]);
            var first = Enumerable.Range(begin, end - begin).Where(i => i == begin || layout.Time[i] != layout.Time[i - 1]).ToList();
            var n = first.Count;
            var columns = Enumerable.Range(0, 6).Select(_ => new double[n]).ToArray();
            var meanSum = new double[n * beta.Length];
            first.Add(end);
            Counts(layout, s, first, columns);
            var variance = 0.0;
            var counted = layout.GroupStart[s];
            for (var k = 0; k < n; k++)
            {
                var through = layout.Through[first[k]];
                for (; counted < through; counted++)
                    variance += hazard.Variance[counted];
                columns[4][k] = factor * hazard.Cumulative[through];
                columns[5][k] = factor * factor * variance;
                for (var a = 0; a < training.Used.Length; a++)
                {
                    var j = training.Used[a];
                    meanSum[(k * beta.Length) + j] = factor
                        * ((design.Scale[a] * hazard.CumulativeMean[(through * design.Stride) + a]) + ((design.Center[a] - state.Means[j]) * hazard.Cumulative[through]));
                }
            }
            var code = layout.StratumCode[s];
            var names = training.Data.StratumNames;
            baselines.Add(new CoxBaseline(code, code >= 0 && code < names.Count ? names[code] : "", columns, meanSum));
        }
        return baselines;
    }

    private static void Counts(RiskSetLayout layout, int s, List<int> first, double[][] columns)
    {
        var atRisk = 0.0;
        var e = layout.StratumStart[s + 1] - 1;
        for (var k = first.Count - 2; k >= 0; k--)
        {
            columns[0][k] = layout.Time[first[k]];
            for (var i = first[k]; i < first[k + 1]; i++)
            {
                var w = layout.WeightAt(i);
                atRisk += w;
                columns[layout.IsEvent[i] ? 2 : 3][k] += w;
            }
            for (; layout.Entry is not null && e >= layout.StratumStart[s] && layout.Entry[layout.EntryOrder![e]] >= columns[0][k]; e--)
                atRisk -= layout.WeightAt(layout.EntryOrder[e]);
            columns[1][k] = atRisk;
        }
    }
}

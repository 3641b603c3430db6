using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// Score and information of a model enlarged by x g(t), at the fitted coefficients and zero for the new ones: with V the covariance of x
/// over the
/// risk set of an event, the information's blocks are the sums over events of V, g V and g^2 V.
/// </summary>
internal sealed class TimeInteraction
{
    private readonly int _p;
    private readonly double[] _score;
    private readonly double[][] _information;

    public TimeInteraction(CoxTraining training, TimeTransform transform)
    {
        var (layout, design) = (training.Layout, training.Design);
        _p = design.Columns;
        _score = new double[_p];
        _information = [.. Enumerable.Range(0, 3).Select(_ => new double[_p * design.Stride])];
        var g = Transformed(layout, transform);
        var visitor = new Visitor(this, g);
        new RiskSetSweep(layout, design.Rows, design.Stride, training.Ties == TieMethod.Efron).Run(training.Hazard.Likelihood, ref visitor);
        AddSecondMoments(training, g);
        for (var i = 0; i < layout.RowCount; i++)
        {
            if (!layout.IsEvent[i])
                continue;
            for (var j = 0; j < _p; j++)
                _score[j] += layout.WeightAt(i) * g[layout.Through[i] - 1] * design.Rows[(i * design.Stride) + j];
        }
        Stride = design.Stride;
    }

    private int Stride { get; }

    /// <summary>The score test of the interactions of some columns.</summary>
    public TestResult Test(int[] columns)
    {
        var n = _p + columns.Length;
        var matrix = new double[n * n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c <= r; c++)
            {
                var (a, b) = (r < _p ? r : columns[r - _p], c < _p ? c : columns[c - _p]);
                matrix[(r * n) + c] = _information[(r < _p ? 0 : 1) + (c < _p ? 0 : 1)][(Math.Max(a, b) * Stride) + Math.Min(a, b)];
            }
        }
        var solution = new double[n];
        for (var k = 0; k < columns.Length; k++)
            solution[_p + k] = _score[columns[k]];
        var cholesky = new LowerCholesky(n);
        cholesky.Factor(matrix, n);
        cholesky.Solve(solution);
        return TestResult.ChiSquared(
            columns.Select((j, k) => _score[j] * solution[_p + k]).Sum(), columns.Length, "Score test of proportional hazards");
    }

    // The transformed time of each event group, centred at the mean over events and brought to size 1, which no test notices.
    private static double[] Transformed(SortedFollowUp layout, TimeTransform transform)
    {
        var times = layout.Time;
        var value = transform switch
        {
            TimeTransform.Identity => times,
            TimeTransform.Log => [.. times.Select(t => Math.Log(t))],
            TimeTransform.Rank => Ranks(layout),
            TimeTransform.KaplanMeier => OneLessSurvival(layout),
            _ => throw new ArgumentOutOfRangeException(nameof(transform), transform, "There is no such function of time."),
        };
        double sum = 0;
        var events = 0;
        for (var i = 0; i < times.Length; i++)
        {
            if (!layout.IsEvent[i])
                continue;
            if (!double.IsFinite(value[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"The event in {RowPlace.Of(layout.Order[i])} is at time 0, which has no logarithm. ")
                        + "Choose another function of time.",
                    layout.Order[i], "time");
            sum += value[i];
            events++;
        }
        var g = layout.GroupFirst.Select(i => value[i] - (sum / events)).ToArray();
        var size = g.Max(v => Math.Abs(v));
        if (!(size > 0))
            throw new InvalidSurvivalDataException("All events are at one time, so nothing can change over time.", column: "time");
        return [.. g.Select(v => v / size)];
    }

    // Mid-ranks among all rows, whatever their stratum; rows of weight 0 do not count.
    private static double[] Ranks(SortedFollowUp layout)
    {
        double[] sorted = [.. layout.Time.Where((_, i) => layout.WeightAt(i) > 0).Order()];
        return [.. layout.Time.Select(t => (TimeFix.CountBefore(sorted, t, 0) + 1 + TimeFix.CountUpTo(sorted, t, 0)) / 2.0)];
    }

    // One less the survival of all rows just before each time, whatever their stratum and weight; rows of weight 0 do not count.
    private static double[] OneLessSurvival(SortedFollowUp layout)
    {
        int[] rows = [.. Enumerable.Range(0, layout.RowCount).Where(i => layout.WeightAt(i) > 0)];
        double[]? entry = layout.Entry is null ? null : [.. rows.Select(i => layout.Entry[i])];
        var all = SurvivalData.Create(
            [.. rows.Select(i => layout.Time[i])], [.. rows.Select(i => layout.IsEvent[i])], entry, timeFix: false);
        var curve = SurvivalFunction.KaplanMeier(SortedFollowUp.Of(all));
        return [.. layout.Time.Select(t => 1 - curve.Before(t))];
    }

    private void AddSecondMoments(CoxTraining training, double[] g)
    {
        var (layout, design, hazard) = (training.Layout, training.Design, training.Hazard.Likelihood);
        var cumulative = new double[g.Length + 1];
        var weights = new double[layout.RowCount];
        for (var power = 0; power < 3; power++)
        {
            for (var s = 0; s < layout.StratumCount; s++)
            {
                var sum = 0.0;
                for (var k = layout.GroupStart[s]; k < layout.GroupStart[s + 1]; k++)
                    cumulative[k + 1] = sum += Math.Pow(g[k], power) * hazard.Increment[k];
            }
            for (var i = 0; i < weights.Length; i++)
            {
                var h = cumulative[layout.Through[i]] - (layout.Before is null ? 0 : cumulative[layout.Before[i]]);
                if (layout.IsEvent[i])
                {
                    var k = layout.Through[i] - 1;
                    h -= Math.Pow(g[k], power) * (hazard.Increment[k] - hazard.DeathIncrement[k]);
                }
                weights[i] = hazard.Risk[i] * h;
            }
            RowKernels.AddOuterProducts(ref design.Rows[0], ref weights[0], weights.Length, _p, design.Stride, ref _information[power][0]);
        }
    }

    private readonly struct Visitor(TimeInteraction owner, double[] g) : IRiskSetVisitor
    {
        public void Visit(int group, in TieStep step, Span<double> mean)
        {
            for (var j = 0; j < owner._p; j++)
                owner._score[j] -= step.Weight * g[group] * mean[j];
            for (var power = 0; power < 3; power++)
            {
                var weight = -step.Weight * Math.Pow(g[group], power);
                RowKernels.AddOuterProducts(ref mean[0], ref weight, 1, owner._p, mean.Length, ref owner._information[power][0]);
            }
        }
    }
}

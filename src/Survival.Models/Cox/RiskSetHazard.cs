namespace Survival.Models.Cox;

/// <summary>
/// The hazard at each event time and the risk-set means that go with it, at given coefficients: what residuals, baselines and the
/// proportional-hazards test are made of. With Efron's ties the hazard at a time is the mean over the successive risk sets, and those who die
/// there carry the smaller part of it. Values are per unit of exp(linear predictor) in the design's own scaled units.
/// </summary>
internal sealed class RiskSetHazard
{
    private readonly RiskSetLayout _layout;
    private readonly CoxDesign _design;
    private readonly bool _efron;
    private readonly double[] _deathSum;

    public RiskSetHazard(RiskSetLayout layout, CoxDesign design, ReadOnlySpan<double> eta, TieMethod ties)
    {
        (_layout, _design, _efron) = (layout, design, ties == TieMethod.Efron);
        var (groups, stride) = (layout.GroupCount, design.Stride);
        Relative = new double[layout.RowCount];
        Risk = new double[layout.RowCount];
        for (var i = 0; i < Relative.Length; i++)
        {
            Relative[i] = Math.Exp(eta[i]);
            Risk[i] = layout.WeightAt(i) * Relative[i];
        }
        (Increment, DeathIncrement, Variance) = (new double[groups], new double[groups], new double[groups]);
        (MeanIncrement, DeathMeanIncrement, Mean) = (new double[groups * stride], new double[groups * stride], new double[groups * stride]);
        _deathSum = new double[stride];
        var visitor = new Visitor(this);
        new RiskSetSweep(layout, design.Rows, stride).Run(Risk, ref visitor);

        Cumulative = new double[groups + 1];
        CumulativeMean = new double[(groups + 1) * stride];
        for (var s = 0; s + 1 < layout.GroupStart.Length; s++)
        {
            var begin = layout.GroupStart[s];
            for (var g = begin; g < layout.GroupStart[s + 1]; g++)
            {
                Cumulative[g + 1] = Increment[g] + (g > begin ? Cumulative[g] : 0);
                for (var j = 0; j < stride; j++)
                    CumulativeMean[(g + 1) * stride + j] = MeanIncrement[g * stride + j] + (g > begin ? CumulativeMean[g * stride + j] : 0);
            }
        }
    }

    /// <summary>exp(linear predictor) by position.</summary>
    public double[] Relative { get; }

    /// <summary>Weight times <see cref="Relative"/>.</summary>
    public double[] Risk { get; }

    /// <summary>The hazard of each event time.</summary>
    public double[] Increment { get; }

    /// <summary>The part of it that those who die there carry.</summary>
    public double[] DeathIncrement { get; }

    /// <summary>The variance of the hazard, as of a Poisson count.</summary>
    public double[] Variance { get; }

    /// <summary>Hazard times risk-set mean.</summary>
    public double[] MeanIncrement { get; }

    public double[] DeathMeanIncrement { get; }

    /// <summary>The risk-set mean (with Efron's ties the mean of the means).</summary>
    public double[] Mean { get; }

    /// <summary>The cumulative hazard after each event time of its stratum, at index group + 1.</summary>
    public double[] Cumulative { get; }

    public double[] CumulativeMean { get; }

    /// <summary>The expected number of events of a position for relative hazard 1.</summary>
    public double Exposure(int i)
    {
        var hazard = Cumulative[_layout.Through[i]] - (_layout.Before is null ? 0 : Cumulative[_layout.Before[i]]);
        if (_layout.IsEvent[i])
        {
            var g = _layout.Through[i] - 1;
            hazard -= Increment[g] - DeathIncrement[g];
        }
        return hazard;
    }

    /// <summary>The score residual of a position, unweighted, in scaled units.</summary>
    public void Score(int i, Span<double> residual)
    {
        var stride = _design.Stride;
        var x = _design.Rows.AsSpan(i * stride, stride);
        var g = _layout.Through[i] - 1;
        var exposure = Exposure(i);
        var before = _layout.Before is null ? -1 : _layout.Before[i];
        for (var j = 0; j < residual.Length; j++)
        {
            var mean = CumulativeMean[(g + 1) * stride + j] - (before < 0 ? 0 : CumulativeMean[before * stride + j]);
            var value = 0.0;
            if (_layout.IsEvent[i])
            {
                mean -= MeanIncrement[g * stride + j] - DeathMeanIncrement[g * stride + j];
                value = x[j] - Mean[g * stride + j];
            }
            residual[j] = value - Relative[i] * (x[j] * exposure - mean);
        }
    }

    private void Visit(int g, double total, ReadOnlySpan<double> sum)
    {
        var d = _layout.GroupDeaths[g];
        var weight = _layout.GroupWeight[g];
        var stride = _design.Stride;
        var mean = Mean.AsSpan(g * stride, stride);
        var meanIncrement = MeanIncrement.AsSpan(g * stride, stride);
        var deathMean = DeathMeanIncrement.AsSpan(g * stride, stride);
        if (d == 1 || !_efron)
        {
            var hazard = weight / total;
            (Increment[g], DeathIncrement[g], Variance[g]) = (hazard, hazard, weight / (total * total));
            for (var j = 0; j < stride; j++)
                meanIncrement[j] = deathMean[j] = hazard * (mean[j] = sum[j] / total);
            return;
        }
        var first = _layout.GroupFirst[g];
        var deaths = 0.0;
        Array.Clear(_deathSum);
        for (var i = first; i < first + d; i++)
        {
            deaths += Risk[i];
            for (var j = 0; j < stride; j++)
                _deathSum[j] += Risk[i] * _design.Rows[i * stride + j];
        }
        for (var k = 0; k < d; k++)
        {
            var share = (double)k / d;
            var left = total - share * deaths;
            var hazard = weight / d / left;
            Increment[g] += hazard;
            DeathIncrement[g] += (1 - share) * hazard;
            Variance[g] += weight / d / (left * left);
            for (var j = 0; j < stride; j++)
            {
                var m = (sum[j] - share * _deathSum[j]) / left;
                mean[j] += m / d;
                meanIncrement[j] += hazard * m;
                deathMean[j] += (1 - share) * hazard * m;
            }
        }
    }

    private readonly struct Visitor(RiskSetHazard owner) : IRiskSetVisitor
    {
        public void Visit(int group, double total, ReadOnlySpan<double> weighted) => owner.Visit(group, total, weighted);
    }
}

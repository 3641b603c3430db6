using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// The hazard at each event time and the risk-set means that go with it, at given coefficients: what residuals, baselines and the
/// proportional-hazards test are made of. With Efron's ties the hazard at a time is the sum over the successive risk sets, and those who
/// die
/// there carry the smaller part of it. Values are per unit of exp(linear predictor) in the design's own scaled units.
/// </summary>
internal sealed class CoxHazard
{
    private readonly SortedFollowUp _data;
    private readonly CoxDesign _design;
    private readonly double[] _factor;

    public CoxHazard(SortedFollowUp data, CoxDesign design, ReadOnlySpan<double> eta, TieMethod ties)
    {
        (_data, _design) = (data, design);
        // Residuals and hazards of exact ties are Breslow's, as in R.
        ties = ties == TieMethod.Exact ? TieMethod.Breslow : ties;
        Likelihood = new PartialLikelihood(data, ties);
        Likelihood.Evaluate(eta);
        var (groups, stride) = (data.GroupCount, design.Stride);
        Relative = new double[data.RowCount];
        for (var i = 0; i < Relative.Length; i++)
            Relative[i] = Math.Exp(eta[i]);
        (Increment, DeathIncrement, Variance) = (new double[groups], new double[groups], new double[groups]);
        (MeanIncrement, DeathMeanIncrement, Mean) = (new double[groups * stride], new double[groups * stride], new double[groups * stride]);
        _factor = new double[groups];
        for (var s = 0; s < data.StratumCount; s++)
        {
            var factor = Math.Exp(-Likelihood.Shift[s]);
            for (var g = data.GroupStart[s]; g < data.GroupStart[s + 1]; g++)
            {
                _factor[g] = factor;
                (Increment[g], DeathIncrement[g]) = (factor * Likelihood.Increment[g], factor * Likelihood.DeathIncrement[g]);
                Variance[g] = factor * factor * Likelihood.Square[g];
            }
        }
        var visitor = new Visitor(this);
        new RiskSetSweep(data, design.Rows, stride, ties == TieMethod.Efron).Run(Likelihood, ref visitor);

        Cumulative = new double[groups + 1];
        CumulativeMean = new double[(groups + 1) * stride];
        for (var s = 0; s < data.StratumCount; s++)
        {
            var begin = data.GroupStart[s];
            for (var g = begin; g < data.GroupStart[s + 1]; g++)
            {
                Cumulative[g + 1] = Increment[g] + (g > begin ? Cumulative[g] : 0);
                for (var j = 0; j < stride; j++)
                    CumulativeMean[((g + 1) * stride) + j] = MeanIncrement[(g * stride) + j]
                        + (g > begin ? CumulativeMean[(g * stride) + j] : 0);
            }
        }
    }

    /// <summary>The likelihood that it was taken from.</summary>
    public PartialLikelihood Likelihood { get; }

    /// <summary>exp(linear predictor) by position.</summary>
    public double[] Relative { get; }

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
        var hazard = Cumulative[_data.Through[i]] - (_data.Before is null ? 0 : Cumulative[_data.Before[i]]);
        if (_data.IsEvent[i])
        {
            var g = _data.Through[i] - 1;
            hazard -= Increment[g] - DeathIncrement[g];
        }
        return hazard;
    }

    /// <summary>The score residual of a position, unweighted, in scaled units.</summary>
    public void Score(int i, Span<double> residual)
    {
        var stride = _design.Stride;
        var x = _design.Rows.AsSpan(i * stride, stride);
        var g = _data.Through[i] - 1;
        var exposure = Exposure(i);
        var before = _data.Before is null ? 0 : _data.Before[i];
        for (var j = 0; j < residual.Length; j++)
        {
            var mean = CumulativeMean[((g + 1) * stride) + j] - CumulativeMean[(before * stride) + j];
            var value = 0.0;
            if (_data.IsEvent[i])
            {
                mean -= MeanIncrement[(g * stride) + j] - DeathMeanIncrement[(g * stride) + j];
                value = x[j] - Mean[(g * stride) + j];
            }
            residual[j] = value - (Relative[i] * ((x[j] * exposure) - mean));
        }
    }

    private readonly struct Visitor(CoxHazard owner) : IRiskSetVisitor
    {
        public void Visit(int group, in TieStep step, Span<double> mean)
        {
            var (stride, at) = (mean.Length, group * mean.Length);
            var hazard = owner._factor[group] * step.Weight / step.AtRisk;
            var share = step.Weight / owner._data.GroupWeight[group];
            for (var j = 0; j < stride; j++)
            {
                owner.Mean[at + j] += share * mean[j];
                owner.MeanIncrement[at + j] += hazard * mean[j];
                owner.DeathMeanIncrement[at + j] += (1 - step.Share) * hazard * mean[j];
            }
        }
    }
}

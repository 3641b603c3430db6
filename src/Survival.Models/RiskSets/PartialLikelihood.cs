using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Survival.Models.Numerics;

namespace Survival.Models.RiskSets;

/// <summary>
/// The log partial likelihood of Cox's model (J. R. Stat. Soc. B 34, 1972) as a function of the linear predictor, with ties after Breslow
/// (Biometrics
/// 30, 1974) or Efron (J. Am. Stat. Assoc. 72, 1977): value, gradient and the product of its curvature with a vector, each in O(n).
/// Ordinary,
/// penalised and Firth's models, residuals and baselines all stand on it. Risks are relative to the largest of their stratum, so that none
/// overflows.
/// </summary>
internal sealed class PartialLikelihood
{
    private readonly SortedFollowUp _data;
    private readonly TieMethod _ties;
    private readonly double _scale;
    private readonly double[] _suffix;
    private readonly double[] _share; // weights as they count here
    private readonly double[] _died;  // those of the events; 0 elsewhere

    /// <param name="data">The sorted follow-up.</param>
    /// <param name="ties">How ties are treated; with exact ties, tied events are left out, for the caller to add.</param>
    /// <param name="scale">What the weights are multiplied by.</param>
    public PartialLikelihood(SortedFollowUp data, TieMethod ties, double scale = 1)
    {
        (_data, _ties, _scale) = (data, ties, scale);
        var (n, groups) = (data.RowCount, data.GroupCount);
        (Risk, Hazard, Residual) = (new double[n], new double[n], new double[n]);
        (Total, DeathRisk) = (new double[groups], new double[groups]);
        (Increment, DeathIncrement, Cumulative) = (new double[groups], new double[groups], new double[groups + 1]);
        (Square, SquareShare, SquareShares) = (new double[groups], new double[groups], new double[groups]);
        Shift = new double[data.StratumCount];
        _suffix = new double[data.Entry is null ? n : 0];
        (_share, _died) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            _share[i] = scale * data.WeightAt(i);
            _died[i] = data.IsEvent[i] ? _share[i] : 0;
        }
    }

    /// <summary>What was taken off each stratum's linear predictor before it was exponentiated: its largest value.</summary>
    public double[] Shift { get; }

    /// <summary>Weight times exp(linear predictor - shift) by position.</summary>
    public double[] Risk { get; }

    /// <summary>The cumulated hazard of each position while it was at risk, for <see cref="Risk"/> over its weight.</summary>
    public double[] Hazard { get; }

    /// <summary>The derivative of the log likelihood by the linear predictor at each position: weighted martingale residuals.</summary>
    public double[] Residual { get; }

    /// <summary>The risk of those at risk at each group's time.</summary>
    public double[] Total { get; }

    /// <summary>The part of it that is the events' own; only where ties need it.</summary>
    public double[] DeathRisk { get; }

    /// <summary>The hazard of each group's time: the sum over its steps of weight / risk left.</summary>
    public double[] Increment { get; }

    /// <summary>The part of it that those who die there carry.</summary>
    public double[] DeathIncrement { get; }

    /// <summary>The cumulative hazard after each group of its stratum, at group + 1; 0 at 0.</summary>
    public double[] Cumulative { get; }

    /// <summary>The sum over a group's steps of weight / (risk left)^2: the variance of the hazard as of a Poisson count.</summary>
    public double[] Square { get; }

    /// <summary>The same times the share of the events' risk that is gone.</summary>
    public double[] SquareShare { get; }

    /// <summary>The same times the square of that share.</summary>
    public double[] SquareShares { get; }

    /// <summary>Sets everything to a linear predictor and returns the log likelihood; negative infinity where a risk set has
    /// underflowed.</summary>
    public double Evaluate(ReadOnlySpan<double> eta)
    {
        double value = 0;
        for (var s = 0; s < _data.StratumCount; s++)
            value += Stratum(s, eta);
        if (!double.IsFinite(value))
            return double.NegativeInfinity;
        Accumulate();
        return value;
    }

    private double Stratum(int s, ReadOnlySpan<double> eta)
    {
        var data = _data;
        var (begin, end) = (data.StratumStart[s], data.StratumStart[s + 1]);
        var highest = Shift[s] = TensorPrimitives.Max(eta[begin..end]);
        VectorMath.ExpBelow(eta[begin..end], highest, Risk.AsSpan(begin, end - begin));
        if (data.Weight is not null || _scale != 1)
            TensorPrimitives.Multiply(Risk.AsSpan(begin, end - begin), _share.AsSpan(begin, end - begin), Risk.AsSpan(begin, end - begin));
        var value = RowKernels.WeightedDistance(_died.AsSpan(begin, end - begin), eta[begin..end], highest);
        if (data.Entry is null)
            SumAtRisk(s, Risk, Total);
        else
            SumAtRiskWithEntry(s, Risk, Total);
        return value - Losses(s);
    }

    // What the events of a stratum take off the log likelihood; sets the sums of its groups.
    private double Losses(int s)
    {
        var data = _data;
        var (first, end) = (data.GroupStart[s], data.GroupStart[s + 1]);
        if (!data.HasTies && data.Weight is null && Rates(first, end))
            return _scale * RowKernels.LogOfProduct(Total.AsSpan(first, end - first));
        double losses = 0;
        // Of single events the product of the risks stands for the sum of their logarithms, as long as it is in range.
        var product = 1.0;
        for (var g = first; g < end; g++)
        {
            if (data.GroupDeaths[g] > 1 || data.Weight is not null || !(Total[g] is > 1e-100 and < 1e100))
            {
                losses += Group(g);
                continue;
            }
            var rate = _scale / Total[g];
            (Increment[g], DeathIncrement[g], Square[g], SquareShare[g], SquareShares[g]) = (rate, rate, rate / Total[g], 0, 0);
            product *= Total[g];
            if (product is > 1e-100 and < 1e100)
                continue;
            losses += _scale * Math.Log(product);
            product = 1;
        }
        return losses + (_scale * Math.Log(product));
    }

    // The sums of groups of one event of weight 1 each, all at once, where all risks are in range.
    private bool Rates(int first, int end)
    {
        if (end == first)
            return true;
        Span<double> total = Total.AsSpan(first, end - first), rate = Increment.AsSpan(first, end - first);
        if (!(TensorPrimitives.Min<double>(total) > 1e-100 && TensorPrimitives.Max<double>(total) < 1e100))
            return false;
        TensorPrimitives.Divide(_scale, total, rate);
        rate.CopyTo(DeathIncrement.AsSpan(first));
        TensorPrimitives.Divide(rate, total, Square.AsSpan(first, end - first));
        return true;
    }

    private void SumAtRisk(int s, ReadOnlySpan<double> values, double[] totals)
    {
        var sum = 0.0;
        var (first, suffix) = (_data.GroupFirst, _suffix);
        for (var i = _data.StratumStart[s + 1] - 1; i >= _data.StratumStart[s]; i--)
            suffix[i] = sum += values[i];
        for (var g = _data.GroupStart[s]; g < _data.GroupStart[s + 1]; g++)
            totals[g] = suffix[first[g]];
    }

    private void SumAtRiskWithEntry(int s, ReadOnlySpan<double> values, double[] totals)
    {
        var data = _data;
        double sum = 0, rest = 0;
        var (begin, i, count) = (data.StratumStart[s], data.StratumStart[s + 1] - 1, 0);
        var e = i;
        for (var g = data.GroupStart[s + 1] - 1; g >= data.GroupStart[s]; g--)
        {
            var first = data.GroupFirst[g];
            for (; i >= first; i--, count++)
                RowKernels.TwoSum(ref sum, ref rest, values[i]);
            // Who enters at or after this time has been added, for its own time is later still.
            for (; e >= begin && data.Entry![data.EntryOrder![e]] >= data.Time[first]; e--, count--)
                RowKernels.TwoSum(ref sum, ref rest, -values[data.EntryOrder[e]]);
            if (count == 0)
                (sum, rest) = (0, 0);
            totals[g] = sum + rest;
        }
    }

    // What a group's events take off the log likelihood; sets the group's sums.
    private double Group(int g)
    {
        var (deaths, weight, total) = (_data.GroupDeaths[g], _scale * _data.GroupWeight[g], Total[g]);
        if (deaths > 1 && _ties == TieMethod.Exact)
            return 0;
        double own = 0, loss = 0, increment = 0, byDeaths = 0, square = 0, squareShare = 0, squareShares = 0;
        if (TieSteps.NeedDeathRisk(_ties == TieMethod.Efron, deaths))
        {
            for (var i = _data.GroupFirst[g]; i < _data.GroupFirst[g] + deaths; i++)
                own += Risk[i];
        }
        DeathRisk[g] = own;
        foreach (var step in new TieSteps(_ties == TieMethod.Efron, deaths, weight, total, own))
        {
            if (!(step.AtRisk > 0))
                return double.NaN;
            var rate = step.Weight / step.AtRisk;
            loss += step.Weight * Math.Log(step.AtRisk);
            increment += rate;
            byDeaths += (1 - step.Share) * rate;
            square += rate / step.AtRisk;
            squareShare += step.Share * rate / step.AtRisk;
            squareShares += step.Share * step.Share * rate / step.AtRisk;
        }
        (Increment[g], DeathIncrement[g], Square[g], SquareShare[g], SquareShares[g]) = (
            increment, byDeaths, square, squareShare, squareShares);
        return loss;
    }

    // The hazard of each position: accumulated while it was at risk.
    private void Accumulate()
    {
        var data = _data;
        for (var s = 0; s < data.StratumCount; s++)
        {
            var sum = 0.0;
            for (var g = data.GroupStart[s]; g < data.GroupStart[s + 1]; g++)
                Cumulative[g + 1] = sum += Increment[g];
            var (begin, end) = (data.StratumStart[s], data.StratumStart[s + 1]);
            for (var i = begin; i < end; i++)
                Hazard[i] = Cumulative[data.Through[i]];
            for (var i = begin; i < end && data.Before is not null; i++)
                Hazard[i] -= Cumulative[data.Before[i]];
            for (var g = data.GroupStart[s]; g < data.GroupStart[s + 1] && data.HasTies; g++)
            {
                var less = Increment[g] - DeathIncrement[g];
                for (var i = data.GroupFirst[g]; i < data.GroupFirst[g] + data.GroupDeaths[g] && less != 0; i++)
                    Hazard[i] -= less;
            }
        }
        TensorPrimitives.Multiply(Risk, Hazard, Residual);
        TensorPrimitives.Subtract(_died, Residual, Residual);
    }

    /// <summary>The cumulative hazard of a stratum where the linear predictor is 0, a step for each of its event times.</summary>
    public StepCurve CumulativeHazard(int stratum = 0)
    {
        var (first, count) = (_data.GroupStart[stratum], _data.GroupStart[stratum + 1] - _data.GroupStart[stratum]);
        var (time, value, factor) = (new double[count], new double[count], Math.Exp(-Shift[stratum]));
        for (var k = 0; k < count; k++)
            (time[k], value[k]) = (_data.Time[_data.GroupFirst[first + k]], factor * Cumulative[first + k + 1]);
        return new StepCurve(time, value, 0, _data.Slack);
    }

    /// <summary>The curvature of the negative log likelihood at the last predictor, kept while this moves on.</summary>
    public Curvature NewCurvature() => new(this);

    /// <summary>The log likelihood of the saturated model: each tied group has a risk set of its own events only.</summary>
    public double Saturated(double scale)
    {
        double sum = 0;
        for (var g = 0; g < _data.GroupCount; g++)
        {
            var weight = scale * _data.GroupWeight[g];
            foreach (var step in new TieSteps(_ties == TieMethod.Efron, _data.GroupDeaths[g], weight, weight, weight))
                sum -= step.Weight * Math.Log(step.AtRisk);
        }
        return sum;
    }

    /// <summary>The second derivatives by the linear predictor at one point. Their product with a vector takes O(n).</summary>
    internal sealed class Curvature(PartialLikelihood owner)
    {
        private readonly SortedFollowUp _data = owner._data;
        private readonly double[] _risk = new double[owner.Risk.Length];
        private readonly double[] _diagonal = new double[owner.Risk.Length];
        private readonly double[] _square = new double[owner.Square.Length];
        private readonly double[] _squareShare = new double[owner.Square.Length];
        private readonly double[] _squareShares = new double[owner.Square.Length];
        private readonly double[] _product = new double[owner.Risk.Length];
        private readonly double[] _total = new double[owner.Square.Length];
        private readonly double[] _cumulative = new double[owner.Square.Length + 1];
        private readonly Vector256<double>[] _rows = new Vector256<double>[owner.Risk.Length];
        private readonly Vector256<double>[] _left = new Vector256<double>[owner.Risk.Length];
        private readonly Vector256<double>[] _passed = new Vector256<double>[owner.Square.Length + 1];
        private bool _isShared; // whether tied events see each other's risk go

        /// <summary>Takes the curvature where the likelihood stands.</summary>
        public void Take()
        {
            owner.Risk.CopyTo(_risk, 0);
            for (var i = 0; i < _risk.Length; i++)
                _diagonal[i] = owner.Risk[i] * owner.Hazard[i];
            owner.Square.CopyTo(_square, 0);
            owner.SquareShare.CopyTo(_squareShare, 0);
            owner.SquareShares.CopyTo(_squareShares, 0);
            _isShared = _squareShare.AsSpan().ContainsAnyExcept(0);
        }

        /// <summary>result = curvature times v.</summary>
        public void Multiply(ReadOnlySpan<double> v, Span<double> result)
        {
            for (var i = 0; i < _product.Length; i++)
                _product[i] = _risk[i] * v[i];
            for (var s = 0; s < _data.StratumCount; s++)
            {
                if (_data.Entry is null)
                    owner.SumAtRisk(s, _product, _total);
                else
                    owner.SumAtRiskWithEntry(s, _product, _total);
                var sum = 0.0;
                for (var g = _data.GroupStart[s]; g < _data.GroupStart[s + 1]; g++)
                {
                    sum += _square[g] * _total[g];
                    if (_squareShare[g] != 0)
                        sum -= _squareShare[g] * Deaths(g);
                    _cumulative[g + 1] = sum;
                }
                for (var i = _data.StratumStart[s]; i < _data.StratumStart[s + 1]; i++)
                {
                    var through = _data.Through[i];
                    var h = _cumulative[through];
                    if (_data.Before is { } before)
                        h -= _cumulative[before[i]];
                    result[i] = (_diagonal[i] * v[i]) - (_risk[i] * h);
                }
                for (var g = _data.GroupStart[s]; g < _data.GroupStart[s + 1]; g++)
                {
                    if (_squareShare[g] == 0)
                        continue;
                    var less = (_squareShare[g] * _total[g]) - (_squareShares[g] * Deaths(g));
                    for (var i = _data.GroupFirst[g]; i < _data.GroupFirst[g] + _data.GroupDeaths[g]; i++)
                        result[i] += _risk[i] * less;
                }
            }
        }

        /// <summary>The same of four vectors that stand one after the other, each in a lane of its own: the same bits, while the sums of
        /// one need not wait for each other.</summary>
        public void Multiply4(
            ReadOnlySpan<double> v0, ReadOnlySpan<double> v1, ReadOnlySpan<double> v2, ReadOnlySpan<double> v3, Span<double> result)
        {
            var n = _risk.Length;
            if (_isShared || _data.Entry is not null)
            {
                Multiply(v0, result[..n]);
                Multiply(v1, result.Slice(n, n));
                Multiply(v2, result.Slice(2 * n, n));
                Multiply(v3, result.Slice(3 * n, n));
                return;
            }
            Span<double> r0 = result[..n], r1 = result.Slice(n, n), r2 = result.Slice(2 * n, n), r3 = result.Slice(3 * n, n);
            var (first, through) = (_data.GroupFirst, _data.Through);
            for (var s = 0; s < _data.StratumCount; s++)
            {
                var (begin, end) = (_data.StratumStart[s], _data.StratumStart[s + 1]);
                var sum = Vector256<double>.Zero;
                for (var i = end - 1; i >= begin; i--)
                {
                    var row = Vector256.Create(v0[i], v1[i], v2[i], v3[i]);
                    _rows[i] = row;
                    _left[i] = sum += Vector256.Create(_risk[i]) * row;
                }
                sum = Vector256<double>.Zero;
                for (var g = _data.GroupStart[s]; g < _data.GroupStart[s + 1]; g++)
                    _passed[g + 1] = sum += Vector256.Create(_square[g]) * _left[first[g]];
                for (var i = begin; i < end; i++)
                {
                    var row = (Vector256.Create(_diagonal[i]) * _rows[i]) - (Vector256.Create(_risk[i]) * _passed[through[i]]);
                    (r0[i], r1[i], r2[i], r3[i]) = (row[0], row[1], row[2], row[3]);
                }
            }
        }

        private double Deaths(int g)
        {
            var sum = 0.0;
            for (var i = _data.GroupFirst[g]; i < _data.GroupFirst[g] + _data.GroupDeaths[g]; i++)
                sum += _product[i];
            return sum;
        }
    }
}

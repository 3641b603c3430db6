using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>
/// The log partial likelihood with its gradient and information, in O(n p) and O(n p^2) a pass without allocation. The
/// information is the difference of sum_i m_i x_i x_i', where m_i is the expected number of events of row i, and the sum
/// over events of the outer products of risk-set means: both are sums of outer products of rows of contiguous blocks.
/// </summary>
internal sealed class CoxObjective
{
    private const int BufferRows = 64;

    private readonly RiskSetLayout _layout;
    private readonly double[] _x;
    private readonly double[]? _offset;
    private readonly TieMethod _ties;
    private readonly RiskSetSweep _sweep;
    private readonly double[] _eta;
    private readonly double[] _risk;
    private readonly double[] _expected;
    private readonly double[] _hazard;
    private readonly double[] _hazardOfDeaths;
    private readonly double[] _cumulative;
    private readonly double[] _buffer;
    private readonly double[] _bufferWeights;
    private readonly double[] _deathSum;
    private readonly double[] _eventCovariates;
    private readonly double[] _beta;
    private readonly ExactTies? _exact;
    private int _buffered;

    /// <summary>Creates the likelihood.</summary>
    /// <param name="layout">The sorted follow-up.</param>
    /// <param name="x">The covariates by position, rows of <see cref="Stride"/>.</param>
    /// <param name="columns">How many covariates.</param>
    /// <param name="offset">The offset by position, or <see langword="null"/>.</param>
    /// <param name="ties">The tie method.</param>
    public CoxObjective(RiskSetLayout layout, double[] x, int columns, double[]? offset, TieMethod ties)
    {
        (_layout, _x, Columns, _offset, _ties) = (layout, x, columns, offset, ties);
        Stride = RowKernels.Stride(columns);
        var n = layout.RowCount;
        _sweep = new RiskSetSweep(layout, x, Stride);
        _eta = new double[n];
        _risk = new double[n];
        _expected = new double[n];
        _hazard = new double[layout.GroupCount];
        _hazardOfDeaths = new double[layout.GroupCount];
        _cumulative = new double[layout.GroupCount + 1];
        _buffer = new double[BufferRows * Stride];
        _bufferWeights = new double[BufferRows];
        _deathSum = new double[Stride];
        _eventCovariates = new double[Stride];
        _beta = new double[Stride];
        Gradient = new double[Stride];
        Information = new double[Math.Max(1, columns * Stride)];
        for (var i = 0; i < n; i++)
        {
            if (!layout.IsEvent[i])
                continue;
            for (var j = 0; j < columns; j++)
                _eventCovariates[j] += layout.WeightAt(i) * x[i * Stride + j];
        }
        if (ties == TieMethod.Exact)
            _exact = new ExactTies(layout, x, columns, Stride);
    }

    public int Columns { get; }

    public int Stride { get; }

    /// <summary>The log partial likelihood at the last evaluation.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Its gradient.</summary>
    public double[] Gradient { get; }

    /// <summary>Minus its second derivatives: the lower triangle, rows of <see cref="Stride"/>.</summary>
    public double[] Information { get; }

    /// <summary>The linear predictor by position at the last evaluation, offset included.</summary>
    public ReadOnlySpan<double> LinearPredictor => _eta;

    /// <summary>Evaluates.</summary>
    /// <param name="beta">The coefficients.</param>
    /// <param name="derivatives">Whether the information is wanted too; else only the likelihood is.</param>
    public void Evaluate(ReadOnlySpan<double> beta, bool derivatives = true)
    {
        beta[..Columns].CopyTo(_beta);
        var sumOfEvents = Predict();
        Gradient.AsSpan().Clear();
        Information.AsSpan().Clear();
        _buffered = 0;
        LogLikelihood = sumOfEvents;
        var visitor = new Visitor(this);
        _sweep.Run(_risk, ref visitor);
        Flush();
        for (var j = 0; j < Stride; j++)
            Gradient[j] += _eventCovariates[j];
        if (!derivatives || Columns == 0 || !double.IsFinite(LogLikelihood))
            return;
        Accumulate();
        RowKernels.AddOuterProducts(
            ref MemoryMarshal.GetArrayDataReference(_x),
            ref MemoryMarshal.GetArrayDataReference(_expected),
            _layout.RowCount, Columns, Stride, ref MemoryMarshal.GetArrayDataReference(Information));
    }

    /// <summary>The cumulative hazard at the last evaluation, where the linear predictor is 0, up to and including a time; for one stratum.</summary>
    public double HazardUpTo(double time)
    {
        var sum = 0.0;
        for (var g = 0; g < _hazard.Length && _layout.Time[_layout.GroupFirst[g]] <= time; g++)
            sum += _hazard[g];
        return sum;
    }

    private double Predict()
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(_x);
        ref var beta = ref MemoryMarshal.GetArrayDataReference(_beta);
        var sumOfEvents = 0.0;
        for (var i = 0; i < _eta.Length; i++)
        {
            var eta = RowKernels.Dot(ref Unsafe.Add(ref x, (nint)i * Stride), ref beta, Stride);
            if (_offset is not null)
                eta += _offset[i];
            _eta[i] = eta;
            var risk = Math.Exp(eta);
            if (_layout.Weight is null)
            {
                _risk[i] = risk;
                if (_layout.IsEvent[i])
                    sumOfEvents += eta;
            }
            else
            {
                _risk[i] = _layout.Weight[i] * risk;
                if (_layout.IsEvent[i])
                    sumOfEvents += _layout.Weight[i] * eta;
            }
        }
        return sumOfEvents;
    }

    // The expected number of events of each row: its risk times the hazard accumulated while it was at risk.
    private void Accumulate()
    {
        for (var s = 0; s + 1 < _layout.StratumStart.Length; s++)
        {
            var sum = 0.0;
            for (var g = _layout.GroupStart[s]; g < _layout.GroupStart[s + 1]; g++)
                _cumulative[g + 1] = sum += _hazard[g];
        }
        var (through, before) = (_layout.Through, _layout.Before);
        for (var i = 0; i < _expected.Length; i++)
        {
            var hazard = _cumulative[through[i]];
            if (before is not null)
                hazard -= _cumulative[before[i]];
            if (_layout.IsEvent[i])
                hazard -= _hazard[through[i] - 1] - _hazardOfDeaths[through[i] - 1];
            _expected[i] = _risk[i] * hazard;
        }
    }

    private void Visit(int g, double total, ReadOnlySpan<double> sum)
    {
        var d = _layout.GroupDeaths[g];
        var weight = _layout.GroupWeight[g];
        if (d > 1 && _exact is not null)
        {
            (_hazard[g], _hazardOfDeaths[g]) = (0, 0);
            LogLikelihood -= _exact.Add(g, _risk, Gradient, Information);
            return;
        }
        if (d == 1 || _ties != TieMethod.Efron)
        {
            _hazard[g] = _hazardOfDeaths[g] = weight / total;
            LogLikelihood -= weight * Math.Log(total);
            Push(sum, default, 0, total, weight);
            return;
        }
        var deaths = 0.0;
        Array.Clear(_deathSum);
        var first = _layout.GroupFirst[g];
        for (var i = first; i < first + d; i++)
        {
            deaths += _risk[i];
            RowKernels.AddScaled(ref _deathSum[0], ref _x[i * Stride], _risk[i], Stride);
        }
        double hazard = 0, hazardOfDeaths = 0;
        for (var k = 0; k < d; k++)
        {
            var share = (double)k / d;
            var left = total - share * deaths;
            var step = weight / d / left;
            hazard += step;
            hazardOfDeaths += (1 - share) * step;
            LogLikelihood -= weight / d * Math.Log(left);
            Push(sum, _deathSum, share, left, weight / d);
        }
        (_hazard[g], _hazardOfDeaths[g]) = (hazard, hazardOfDeaths);
    }

    // Keeps a risk-set mean until enough of them are there to add their outer products at once.
    private void Push(ReadOnlySpan<double> sum, ReadOnlySpan<double> deaths, double share, double total, double weight)
    {
        var row = _buffer.AsSpan(_buffered * Stride, Stride);
        if (share == 0)
        {
            for (var j = 0; j < row.Length; j++)
                row[j] = sum[j] / total;
        }
        else
        {
            for (var j = 0; j < row.Length; j++)
                row[j] = (sum[j] - share * deaths[j]) / total;
        }
        _bufferWeights[_buffered++] = -weight;
        if (_buffered == BufferRows)
            Flush();
    }

    private void Flush()
    {
        if (Columns > 0)
        {
            for (var k = 0; k < _buffered; k++)
                RowKernels.AddScaled(ref Gradient[0], ref _buffer[k * Stride], _bufferWeights[k], Stride);
            RowKernels.AddOuterProducts(ref _buffer[0], ref _bufferWeights[0], _buffered, Columns, Stride, ref Information[0]);
        }
        _buffered = 0;
    }

    private readonly struct Visitor(CoxObjective owner) : IRiskSetVisitor
    {
        public void Visit(int group, double total, ReadOnlySpan<double> weighted) => owner.Visit(group, total, weighted);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>
/// The log partial likelihood of coefficients, in O(n p), with its gradient and information, in O(n p^2), without allocation. The gradient
/// is the sum of
/// martingale residuals times rows. The information is the difference of sum_i m_i x_i x_i', where m_i is the expected number of events of
/// row i, and the
/// sum over events of the outer products of risk-set means: both are sums of outer products of rows of contiguous blocks.
/// </summary>
internal sealed class CoxObjective : INewtonTarget
{
    private const int BufferRows = 64; // no fewer than the event times of a run

    private readonly SortedFollowUp _data;
    private readonly double[] _x;
    private readonly double[]? _offset;
    private readonly RiskSetSweep _sweep;
    private readonly double[] _eta;
    private readonly double[] _expected;
    private readonly double[] _buffer;
    private readonly double[] _bufferWeights;
    private readonly double[] _beta;
    private readonly double[] _gradient;
    private readonly double[] _information;
    private readonly ExactTies? _exact;
    private int _buffered;

    /// <summary>Creates the likelihood.</summary>
    /// <param name="data">The sorted follow-up.</param>
    /// <param name="x">The covariates by position, rows of <see cref="Stride"/>.</param>
    /// <param name="columns">How many covariates.</param>
    /// <param name="offset">The offset by position, or <see langword="null"/>.</param>
    /// <param name="ties">The tie method.</param>
    public CoxObjective(SortedFollowUp data, double[] x, int columns, double[]? offset, TieMethod ties)
    {
        (_data, _x, Columns, _offset) = (data, x, columns, offset);
        Stride = RowKernels.Stride(columns);
        Likelihood = new PartialLikelihood(data, ties);
        _sweep = new RiskSetSweep(data, x, Stride, ties == TieMethod.Efron);
        _eta = new double[data.RowCount];
        _expected = new double[data.RowCount];
        _buffer = new double[BufferRows * Stride];
        _bufferWeights = new double[BufferRows];
        _beta = new double[Stride];
        _gradient = new double[Stride];
        _information = new double[Math.Max(1, columns * Stride)];
        if (ties == TieMethod.Exact)
            _exact = new ExactTies(data, x, columns, Stride);
    }

    public int Columns { get; }

    public int Stride { get; }

    /// <summary>The likelihood by the linear predictor, at the last evaluation.</summary>
    public PartialLikelihood Likelihood { get; }

    /// <summary>The log partial likelihood at the last evaluation.</summary>
    public double Value { get; private set; }

    public ReadOnlySpan<double> Gradient => _gradient.AsSpan(0, Columns);

    /// <summary>Minus the second derivatives: the lower triangle, rows of <see cref="Stride"/>.</summary>
    public ReadOnlySpan<double> Information => _information;

    /// <summary>The linear predictor by position at the last evaluation, offset included.</summary>
    public ReadOnlySpan<double> LinearPredictor => _eta;

    public double Evaluate(ReadOnlySpan<double> beta)
    {
        beta[..Columns].CopyTo(_beta);
        Predict();
        Value = Likelihood.Evaluate(_eta);
        if (_exact is not null && double.IsFinite(Value))
            Value -= _exact.LogDenominators(Likelihood.Risk);
        return Value;
    }

    public bool Differentiate(LowerCholesky factor)
    {
        Array.Clear(_gradient);
        Array.Clear(_information);
        _buffered = 0;
        if (Columns > 0)
        {
            var visitor = new Visitor(this);
            _sweep.Run(Likelihood, ref visitor);
            Flush();
            _exact?.Differentiate(Likelihood.Risk, _gradient, _information);
        }
        return factor.Factor(_information, Stride);
    }

    private void Predict()
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(_x);
        ref var beta = ref MemoryMarshal.GetArrayDataReference(_beta);
        Array.Clear(_eta);
        var moves = _beta.AsSpan().ContainsAnyExcept(0);
        for (var i = 0; moves && i < _eta.Length; i++)
            _eta[i] = RowKernels.Dot(ref Unsafe.Add(ref x, (nint)i * Stride), ref beta, Stride);
        for (var i = 0; _offset is not null && i < _eta.Length; i++)
            _eta[i] += _offset[i];
    }

    // Keeps a risk-set mean until enough of them are there to add their outer products at once.
    private void Push(double weight, ReadOnlySpan<double> mean)
    {
        mean.CopyTo(_buffer.AsSpan(_buffered * Stride, Stride));
        _bufferWeights[_buffered++] = -weight;
        if (_buffered == BufferRows)
            Flush();
    }

    private void Flush()
    {
        if (_buffered == 0)
            return;
        RowKernels.AddOuterProducts(ref _buffer[0], ref _bufferWeights[0], _buffered, Columns, Stride, ref _information[0]);
        _buffered = 0;
    }

    private void AddRows(int first, int end)
    {
        var (risk, hazard, residual) = (Likelihood.Risk, Likelihood.Hazard, Likelihood.Residual);
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_x), (nint)first * Stride);
        for (var i = first; i < end; i++)
            _expected[i] = risk[i] * hazard[i];
        RowKernels.AddCombination(ref _gradient[0], ref x, ref residual[first], end - first, Stride);
        RowKernels.AddOuterProducts(ref x, ref _expected[first], end - first, Columns, Stride, ref _information[0]);
    }

    private readonly struct Visitor(CoxObjective owner) : IRiskSetVisitor
    {
        public void Visit(int group, in TieStep step, Span<double> mean)
        {
            if (owner._exact is null || owner._data.GroupDeaths[group] == 1)
                owner.Push(step.Weight, mean);
        }

        public bool VisitRun(int group, int count, Span<double> means)
        {
            owner.Flush();
            for (var at = 0; at < count; at++)
                owner._bufferWeights[at] = -owner._data.GroupWeight[group - at];
            RowKernels.AddOuterProducts(
                ref means[0], ref owner._bufferWeights[0], count, owner.Columns, owner.Stride, ref owner._information[0]);
            return true;
        }

        public void Passed(int first, int end) => owner.AddRows(first, end);
    }
}

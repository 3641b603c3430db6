using Survival.Models.Numerics;

namespace Survival.Models.Cox;

/// <summary>Newton's method with step halving on a Cox likelihood, and the diagnosis of what keeps it from converging.</summary>
internal sealed class CoxNewton
{
    // A step this small in standard errors that still moves some row's predictor by this much is no convergence:
    // the likelihood flattens while a coefficient runs away.
    private const double FlatDecrement = 1e-4;
    private const double RunawayStep = 0.01;

    private readonly CoxObjective _objective;
    private readonly LowerCholesky _cholesky;
    private readonly double[] _step;
    private readonly double[] _trial;

    public CoxNewton(CoxObjective objective)
    {
        _objective = objective;
        _cholesky = new LowerCholesky(objective.Columns);
        _step = new double[objective.Columns];
        _trial = new double[objective.Columns];
        Beta = new double[objective.Columns];
    }

    /// <summary>The estimate, in the objective's own units.</summary>
    public double[] Beta { get; }

    public double LogLikelihoodNull { get; private set; }

    public double LogLikelihood { get; private set; }

    /// <summary>The score statistic u' I^-1 u at zero.</summary>
    public double ScoreStatistic { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>The factored information at the estimate.</summary>
    public LowerCholesky Information => _cholesky;

    /// <summary>Evaluates at zero. Returns whether no column depends on the others.</summary>
    public bool Start()
    {
        Array.Clear(Beta);
        _objective.Evaluate(Beta);
        LogLikelihoodNull = LogLikelihood = _objective.LogLikelihood;
        Iterations = 0;
        var full = _cholesky.Factor(_objective.Information, _objective.Stride);
        ScoreStatistic = Step();
        return full;
    }

    /// <summary>Iterates from zero to the optimum, after <see cref="Start"/>. Returns the columns at fault, or <see langword="null"/> where it converged.</summary>
    public CoxFailure? Run(ReadOnlySpan<double> reach, double tolerance, int maxIterations, CancellationToken cancellation = default)
    {
        var p = _objective.Columns;
        if (!double.IsFinite(LogLikelihood))
            return new CoxFailure(CoxFailureKind.NotFinite, []);
        var squared = ScoreStatistic;
        var last = double.PositiveInfinity;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var decrement = Math.Sqrt(Math.Max(0, squared));
            if (decrement <= tolerance || (decrement < 1e-7 && decrement > last / 2))
            {
                if (FindRunaway(reach, RunawayStep) is { } infinite && decrement > 0)
                    return infinite;
                for (var j = 0; j < p; j++)
                    Beta[j] += _step[j];
                LogLikelihood += squared / 2;
                return null;
            }
            last = decrement;
            if (decrement < FlatDecrement && FindRunaway(reach, RunawayStep) is { } runaway)
                return runaway;
            if (Iterations == maxIterations)
                return FindRunaway(reach, 0.1) ?? new CoxFailure(CoxFailureKind.Iterations, [Largest(reach)]);
            Iterations++;
            if (!Advance())
            {
                if (decrement < 1e-6)
                    return null;
                return new CoxFailure(CoxFailureKind.NoAscent, [Largest(reach)]);
            }
            if (!_cholesky.Factor(_objective.Information, _objective.Stride))
            {
                var flat = Enumerable.Range(0, p).Where(j => _cholesky.Dependent[j]).ToList();
                return new CoxFailure(CoxFailureKind.Monotone, flat);
            }
            squared = Step();
        }
    }

    private double Step()
    {
        _objective.Gradient.AsSpan(0, _step.Length).CopyTo(_step);
        _cholesky.Solve(_step);
        var squared = 0.0;
        for (var j = 0; j < _step.Length; j++)
            squared += _step[j] * _objective.Gradient[j];
        return squared;
    }

    private bool Advance()
    {
        var factor = 1.0;
        for (var halving = 0; halving < 40; halving++, factor /= 2)
        {
            for (var j = 0; j < _step.Length; j++)
                _trial[j] = Beta[j] + factor * _step[j];
            _objective.Evaluate(_trial);
            if (_objective.LogLikelihood >= LogLikelihood - 1e-13 * (1 + Math.Abs(LogLikelihood)))
            {
                _trial.CopyTo(Beta, 0);
                LogLikelihood = _objective.LogLikelihood;
                return true;
            }
        }
        _objective.Evaluate(Beta);
        return false;
    }

    private CoxFailure? FindRunaway(ReadOnlySpan<double> reach, double least)
    {
        List<int>? columns = null;
        for (var j = 0; j < _step.Length; j++)
        {
            if (Math.Abs(_step[j]) * reach[j] > least && Math.Abs(Beta[j]) * reach[j] > 3)
                (columns ??= []).Add(j);
        }
        return columns is null ? null : new CoxFailure(CoxFailureKind.Monotone, columns);
    }

    private int Largest(ReadOnlySpan<double> reach)
    {
        var best = 0;
        for (var j = 1; j < _step.Length; j++)
        {
            if (Math.Abs(_step[j]) * reach[j] > Math.Abs(_step[best]) * reach[best])
                best = j;
        }
        return best;
    }
}

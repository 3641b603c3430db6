using Survival.Models.Numerics;

namespace Survival.Models.RiskSets;

/// <summary>What Newton's iteration climbs.</summary>
internal interface INewtonTarget
{
    int Columns { get; }

    /// <summary>The gradient after <see cref="Differentiate"/>.</summary>
    ReadOnlySpan<double> Gradient { get; }

    /// <summary>The value at coefficients; negative infinity where there is none.</summary>
    double Evaluate(ReadOnlySpan<double> beta);

    /// <summary>Works out the gradient where it was last evaluated, and factors minus the second derivatives. Returns whether they have
    /// full rank.</summary>
    bool Differentiate(LowerCholesky factor);
}

/// <summary>When an iteration ends.</summary>
/// <param name="Tolerance">How small a step, or a relative change of the value, ends it.</param>
/// <param name="MaxIterations">The most steps.</param>
/// <param name="ByChange">Whether it is the relative change of the value, as in R, that ends it; else the step in standard errors, the root
/// of u' I^-1 u.</param>
/// <param name="MostMove">How far a step may move the predictor of any row, for each column.</param>
internal readonly record struct NewtonRule(
    double Tolerance, int MaxIterations, bool ByChange = false, double MostMove = double.PositiveInfinity);

/// <summary>Why an iteration gave no estimate.</summary>
internal enum NewtonFailure
{
    None,
    Monotone,
    Iterations,
    NoAscent,
    NotFinite,
}

/// <summary>Newton's method with step halving, and the diagnosis of what keeps it from converging.</summary>
internal sealed class NewtonRaphson
{
    // A step this small in standard errors that still moves some row's predictor by this much, and is no shorter than the step before it,
    // is no convergence: the value flattens while a coefficient runs away. Where there is an optimum the steps shrink by their square.
    private const double FlatDecrement = 1e-4;
    private const double RunawayStep = 0.01;
    private const double RunawayRatio = 0.2;
    private const int MostHalvings = 40;

    private readonly INewtonTarget _target;
    private readonly double[] _step;
    private readonly double[] _trial;
    private readonly double[] _before;

    public NewtonRaphson(INewtonTarget target)
    {
        _target = target;
        Information = new LowerCholesky(target.Columns);
        (_step, _trial) = (new double[target.Columns], new double[target.Columns]);
        (_before, Beta) = (new double[target.Columns], new double[target.Columns]);
    }

    /// <summary>The estimate, in the target's own units.</summary>
    public double[] Beta { get; }

    public double ValueAtStart { get; private set; }

    public double Value { get; private set; }

    /// <summary>The score statistic u' I^-1 u at the start.</summary>
    public double ScoreStatistic { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>The factored information at the estimate.</summary>
    public LowerCholesky Information { get; }

    /// <summary>The columns at fault where there is no estimate.</summary>
    public IReadOnlyList<int> AtFault { get; private set; } = [];

    /// <summary>Evaluates at zero, or at another start. Returns whether no column depends on the others.</summary>
    public bool Start(ReadOnlySpan<double> start = default)
    {
        Array.Clear(Beta);
        start.CopyTo(Beta);
        Iterations = 0;
        ValueAtStart = Value = _target.Evaluate(Beta);
        if (!double.IsFinite(Value))
            return true;
        var full = _target.Differentiate(Information);
        ScoreStatistic = Direction();
        return full;
    }

    /// <summary>Iterates to the optimum after <see cref="Start"/>.</summary>
    /// <param name="reach">The largest value of each column, in size: what a unit of its coefficient moves a row's predictor by at
    /// most.</param>
    /// <param name="rule">When it ends.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    public NewtonFailure Run(ReadOnlySpan<double> reach, in NewtonRule rule, CancellationToken cancellationToken = default)
    {
        if (!double.IsFinite(Value))
            return NewtonFailure.NotFinite;
        var squared = ScoreStatistic;
        var last = double.PositiveInfinity;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var decrement = Math.Sqrt(Math.Max(0, squared));
            if (!rule.ByChange)
            {
                if (decrement <= rule.Tolerance || (decrement < 1e-7 && decrement > last / 2))
                {
                    if (decrement > 0 && FindRunaway(reach, RunawayStep))
                        return NewtonFailure.Monotone;
                    for (var j = 0; j < _step.Length; j++)
                        Beta[j] += _step[j];
                    Value += squared / 2;
                    return NewtonFailure.None;
                }
                if (decrement < FlatDecrement && FindRunaway(reach, RunawayStep))
                    return NewtonFailure.Monotone;
            }
            last = decrement;
            if (Iterations == rule.MaxIterations)
                return FindRunaway(reach, 10 * RunawayStep) ? NewtonFailure.Monotone : Fault(NewtonFailure.Iterations, reach);
            Iterations++;
            var old = Value;
            if (!Advance(reach, rule))
                return decrement < 1e-6 ? NewtonFailure.None : Fault(NewtonFailure.NoAscent, reach);
            if (!_target.Differentiate(Information))
            {
                AtFault = [.. Enumerable.Range(0, _step.Length).Where(j => Information.Dependent[j])];
                return NewtonFailure.Monotone;
            }
            if (rule.ByChange && (Value == 0 || Math.Abs(1 - (old / Value)) <= rule.Tolerance))
                return NewtonFailure.None;
            _step.CopyTo(_before, 0);
            squared = Direction();
        }
    }

    private double Direction()
    {
        _target.Gradient.CopyTo(_step);
        Information.Solve(_step);
        var squared = 0.0;
        for (var j = 0; j < _step.Length; j++)
            squared += _step[j] * _target.Gradient[j];
        return squared;
    }

    private bool Advance(ReadOnlySpan<double> reach, in NewtonRule rule)
    {
        var factor = 1.0;
        for (var j = 0; j < _step.Length && double.IsFinite(rule.MostMove); j++)
            factor = Math.Min(factor, rule.MostMove / (Math.Abs(_step[j]) * reach[j]));
        for (var halving = 0; halving < MostHalvings; halving++, factor /= 2)
        {
            for (var j = 0; j < _step.Length; j++)
                _trial[j] = Beta[j] + (factor * _step[j]);
            var value = _target.Evaluate(_trial);
            var allowed = rule.ByChange ? rule.Tolerance * Math.Abs(value) : 1e-13 * (1 + Math.Abs(Value));
            if (value >= Value - allowed)
            {
                _trial.CopyTo(Beta, 0);
                Value = value;
                return true;
            }
        }
        _target.Evaluate(Beta);
        return false;
    }

    private bool FindRunaway(ReadOnlySpan<double> reach, double least)
    {
        List<int>? columns = null;
        for (var j = 0; j < _step.Length; j++)
        {
            if (Math.Abs(_step[j]) * reach[j] > least && Math.Abs(Beta[j]) * reach[j] > 3
                && Math.Abs(_step[j]) > RunawayRatio * Math.Abs(_before[j]))
                (columns ??= []).Add(j);
        }
        AtFault = columns ?? AtFault;
        return columns is not null;
    }

    private NewtonFailure Fault(NewtonFailure kind, ReadOnlySpan<double> reach)
    {
        var best = 0;
        for (var j = 1; j < _step.Length; j++)
        {
            if (Math.Abs(_step[j]) * reach[j] > Math.Abs(_step[best]) * reach[best])
                best = j;
        }
        AtFault = [best];
        return kind;
    }
}

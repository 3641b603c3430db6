using Plain;
using Survival.Models.RiskSets;

namespace Survival.Models.Penalised;

/// <summary>
/// Solves the problem at one lambda after another, each from the solution before it. On the active set, where the penalty is smooth, it
/// takes
/// quasi-Newton steps with the exact curvature of an earlier point, held as a Cholesky factor that follows the active set;
/// a coefficient that would cross 0 or a limit stops there and leaves the set (a step of the active-set method for the
/// quadratic model, in exact arithmetic that of proximal Newton: Lee, Sun and Saunders, SIAM J. Optim. 24, 2014).
/// Columns outside are screened by the sequential strong rule (Tibshirani et al., J. R. Stat. Soc. B 74, 2012), and every
/// solution is confirmed against all columns, of which a bound spares most the product (<see cref="GradientBound"/>).
/// </summary>
internal sealed partial class PathSolver
{
    private const double LooseTolerance = 0.05;
    private const double MiddleTolerance = 0.005;
    private const double FarOut = 15; // a log hazard ratio for one standard deviation

    private readonly PathProblem _problem;
    private readonly StandardColumns _x;
    private readonly PartialLikelihood _objective;
    private readonly double[] _eta;
    private readonly double[] _beta;
    private readonly double[] _gradient;
    private readonly sbyte[] _sign;      // the sign that the penalty gives an active coefficient; 0 where it has no L1 part
    private readonly int[] _place;       // the place in the active set, or -1
    private int[] _active = new int[64];
    private int _count;
    private readonly List<int> _limited = []; // coefficients that sit at a limit other than 0
    private double _lambda = double.PositiveInfinity;
    private double _value;
    private readonly PathExtrapolation _ahead;
    private bool _standing;  // whether the objective stands at the coefficients
    private bool _sloped;    // whether _gradient is also that of the active columns there

    public PathSolver(PathProblem problem)
    {
        (_problem, _x) = (problem, problem.Columns);
        _objective = problem.Sets.Likelihood(problem.Efron);
        _curvature = _objective.NewCurvature();
        _eta = new double[problem.Sets.RowCount];
        _bound = new GradientBound(problem.Sets.RowCount, _x.Count);
        (_beta, _gradient) = (new double[_x.Count], new double[_x.Count]);
        (_sign, _place) = (new sbyte[_x.Count], new int[_x.Count]);
        Array.Fill(_place, -1);
        _single = _x.Single;
        if (_single is not null)
        {
            var (rows, columns) = (_eta.Length, _x.Count);
            (_anchorEta, _anchorResidual, _difference) = (new double[rows], new double[rows], new double[rows]);
            (_anchorBeta, _anchorGradient, _inAnchor) = (new double[columns], new double[columns], new bool[columns]);
        }
        _isRound = problem.IsRound && _x.Count <= MostRound;
        _open = new int[_x.Count];
        _candidates = [.. Enumerable.Range(0, _x.Count).Where(j => problem.Allowed[j])];
        _ahead = new PathExtrapolation(_x.Count, problem.Alpha == 0);
        NullValue = Null();
    }

    /// <summary>The coefficients on the scale of the standardised columns.</summary>
    public ReadOnlySpan<double> Coefficients => _beta;

    /// <summary>The log-likelihood at the coefficients, for weights that add up to 1.</summary>
    public double Value => _value;

    /// <summary>The log-likelihood of the offset alone.</summary>
    public double NullValue { get; }

    /// <summary>The objective, standing at the coefficients.</summary>
    public PartialLikelihood Objective => _objective;

    /// <summary>The number of passes over the active columns so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>The largest violation of the optimality conditions at the last solution.</summary>
    public double Violation { get; private set; }

    /// <summary>The smallest lambda at which no penalised column has entered; for alpha below 1e-3, that of alpha = 1e-3.</summary>
    public double LambdaMax()
    {
        double highest = 0;
        foreach (var j in _candidates.Where(j => _problem.Factor[j] > 0))
            highest = Math.Max(highest, Math.Abs(_gradient[j]) / (_problem.Factor[j] * Math.Max(_problem.Alpha, 1e-3)));
        return highest;
    }

    /// <summary>Goes to a lambda, by way of others where it is far away.</summary>
    public void Solve(double lambda, CancellationToken cancellationToken)
    {
        if (double.IsPositiveInfinity(_lambda))
            _lambda = Math.Max(LambdaMax(), lambda);
        // A far lambda would bring in more columns at once than the solution has; stations on the way do not need to be exact.
        var start = LambdaMaxSeen = Math.Max(LambdaMaxSeen, _lambda);
        while (lambda < 0.6 * _lambda && _lambda > 1e-5 * start && _problem.Alpha > 0)
            At(0.7 * _lambda, exact: false, cancellationToken);
        At(lambda, exact: true, cancellationToken);
    }

    private double LambdaMaxSeen { get; set; }

    private double Null()
    {
        Evaluate();
        var value = _value;
        for (var j = 0; j < _x.Count; j++)
        {
            if (_problem.Allowed[j] && _problem.Factor[j] == 0)
                Enter(j, 0);
        }
        if (_count > 0)
        {
            var free = _active.AsSpan(0, _count).ToArray();
            do
                Descend(0, 1e-14, isLast: true, CancellationToken.None);
            while (AddViolators(free, 0, 1e-14, known: false) > 0);
        }
        FullGradient(exact: true);
        return value;
    }

    private void At(double lambda, bool exact, CancellationToken cancellationToken)
    {
        var p = _problem;
        var scale = Math.Max(lambda * Math.Max(p.Alpha, 1e-3), 1e-300);
        // Below this the sums are rounding errors only.
        var tight = exact ? Math.Max(p.Tolerance * scale, 1e-15) : LooseTolerance * scale;
        if (p.Alpha == 0 || lambda == 0)
        {
            foreach (var j in _candidates)
            {
                if (_place[j] < 0 && !AtLimit(j))
                    Enter(j, 0);
            }
        }
        var strong = Strong(lambda);
        _memory.Shift(Drift(lambda));
        Depart(lambda);
        _lambda = lambda;
        Foresee(lambda);
        for (var round = 0; ; round++)
        {
            if (round > 200)
                throw NotConverged(lambda, "columns kept entering and leaving");
            AddViolators(strong, lambda, 0, known: round == 0);
            Descend(lambda, Math.Max(LooseTolerance * scale, tight), isLast: false, cancellationToken);
            if (AddViolators(p.Alpha == 0 ? strong : Open(strong, lambda), lambda, 0, known: false) > 0 && round < 100)
                continue;
            // The check of all columns comes before the last digits: a column that enters after them would have them found anew.
            if (p.Alpha > 0 && round < 100)
            {
                Descend(lambda, Math.Max(MiddleTolerance * scale, tight), isLast: false, cancellationToken);
                if (Confirm(lambda, 0) > 0)
                    continue;
            }
            Violation = Descend(lambda, tight, isLast: true, cancellationToken);
            if ((p.Alpha > 0 || AddViolators(strong, lambda, tight, known: false) == 0) && Confirm(lambda, tight) == 0)
            {
                CheckFree(lambda);
                if (exact)
                    _ahead.Add(lambda, _beta);
                return;
            }
        }
    }

    /// <summary>The L1 and L2 weights of a coefficient.</summary>
    private (double L1, double L2) Penalty(int j, double lambda) =>
        (lambda * _problem.Alpha * _problem.Factor[j], lambda * (1 - _problem.Alpha) * _problem.Factor[j]);

    private void Enter(int j, int sign)
    {
        if (_count == _active.Length)
            Array.Resize(ref _active, 2 * _count);
        _limited.Remove(j);
        _active[_count] = j;
        _place[j] = _count++;
        _sign[j] = (sbyte)sign;
        _sloped = false;
        if (_anchored)
            AnchorAlso(j);
        Forget();
    }

    private void Forget()
    {
        _memory.Clear();
        _remember = false;
    }

    private void Leave(int place)
    {
        var j = _active[place];
        Forget();
        for (var i = place; i + 1 < _count; i++)
        {
            _active[i] = _active[i + 1];
            _place[_active[i]] = i;
        }
        _count--;
        _place[j] = -1;
        if (_beta[j] != 0)
            _limited.Add(j);
        if (_factored > place)
        {
            _factor.Remove(place);
            _factored--;
            Array.Copy(_factoredL2, place + 1, _factoredL2, place, _factored - place);
        }
    }

    // By how much the penalty's own curvature changes from the last lambda to this one; none where it does not.
    private ReadOnlySpan<double> Drift(double lambda)
    {
        if (_problem.Alpha == 1 || !double.IsFinite(_lambda))
            return default;
        Grow();
        for (var i = 0; i < _count; i++)
            _drift[i] = Penalty(_active[i], lambda).L2 - Penalty(_active[i], _lambda).L2;
        return _drift.AsSpan(0, _count);
    }

    private bool AtLimit(int j) => _beta[j] != 0 && _place[j] < 0;

    private void Evaluate()
    {
        var most = Math.Max(_count, _anchorCount);
        Span<double> factors = _scratch.Length >= most ? _scratch : _scratch = new double[2 * most];
        _exact = !_anchored || _blind || _single is null;
        if (_exact)
        {
            _problem.Offset.CopyTo(_eta, 0);
            for (var i = 0; i < _count; i++)
                factors[i] = _beta[_active[i]];
            _x.Combine(_active.AsSpan(0, _count), factors, _eta);
            foreach (var j in _limited)
                ColumnKernels.Add(_beta[j], _x[j], _eta);
        }
        else
        {
            PredictFromAnchor(_single!, factors);
        }
        _value = _objective.Evaluate(_eta);
        (_standing, _sloped) = (true, false);
        Iterations++;
    }

    private double[] _scratch = new double[64];

    /// <summary>The penalty of all coefficients.</summary>
    private double PenaltyValue(double lambda)
    {
        if (_isRound)
            return 0.5 * Penalty(0, lambda).L2 * ColumnKernels.Dot(_beta, _beta);
        double sum = 0;
        for (var i = 0; i < _count; i++)
            sum += PenaltyOf(_active[i], lambda);
        foreach (var j in _limited)
            sum += PenaltyOf(j, lambda);
        return sum;
    }

    private double PenaltyOf(int j, double lambda)
    {
        var (l1, l2) = Penalty(j, lambda);
        return (l1 * Math.Abs(_beta[j])) + (0.5 * l2 * _beta[j] * _beta[j]);
    }

    /// <summary>A likelihood that rises for ever seems to converge where its slope underflows: an unpenalised coefficient is far out
    /// there.</summary>
    private void CheckFree(double lambda)
    {
        for (var i = 0; i < _count; i++)
        {
            var j = _active[i];
            if (Penalty(j, lambda) is (0, 0) && Math.Abs(_beta[j]) * Spread(j) > FarOut)
                throw NotConverged(lambda, $"the likelihood rises without end along column '{_problem.Names[j]}'");
        }
    }

    /// <summary>The (unweighted) standard deviation of a column as it is here: 1 where it is standardised.</summary>
    private double Spread(int j) => _x.Norm[j] / Math.Sqrt(_problem.Sets.RowCount);

    private ConvergenceException NotConverged(double lambda, string why)
    {
        var worst = Enumerable.Range(0, _count).Select(i => _active[i]).OrderByDescending(j => Math.Abs(_beta[j])).Take(5)
            .Select(j => _problem.Names[j]).ToArray();
        return new ConvergenceException(
            Invariant($"The penalised Cox model did not converge at lambda = {lambda:G6}: {why}. The largest coefficients are those of ")
            + $"{PlainWords.List(worst)}. " +
            "Stop the path at a larger lambda, or leave collinear columns or columns that separate events from the others out or "
            + "penalise them.",
            worst);
    }
}

using Survival.Models.RiskSets;

namespace Survival.Models.Penalised;

/// <summary>The steps on the active set.</summary>
internal sealed partial class PathSolver
{
    private readonly PartialLikelihood.Curvature _curvature;
    private readonly UpdatableCholesky _factor = new();
    private bool _hasCurvature;
    private bool _roughly; // whether the products with the curvature are taken in single precision
    private int _factored; // how many of the active columns the factor holds
    private double[] _slope = new double[64];
    private double[] _step = new double[64];
    private double[] _start = new double[64];
    private double[] _column = [];
    private readonly SecantMemory _memory = new();
    private double[] _heldSlope = new double[64];
    private double[] _factoredL2 = new double[64]; // what the penalty gave the diagonal of the factor
    private double[] _drift = new double[64];      // what it gives now, less that
    private int[] _held = new int[64];
    private sbyte[] _heldSign = new sbyte[64];
    private const int MostRound = 512;  // columns, for which a tridiagonal form costs less than what it spares
    private readonly bool _isRound;     // whether that form stands for the factor
    private TridiagonalForm? _form;
    private bool _remember; // whether the last step was a whole one on an unchanged set, and still is to be told to the memory

    /// <summary>Minimises over the active set until its conditions hold within the tolerance; returns the largest violation.</summary>
    /// <param name="lambda">Where on the path.</param>
    /// <param name="tolerance">The largest violation to leave.</param>
    /// <param name="isLast">Whether the solution must stand in double precision.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    private double Descend(double lambda, double tolerance, bool isLast, CancellationToken cancellationToken)
    {
        var last = double.PositiveInfinity;
        var size = -1;
        var (stalled, lost) = (0, 0);
        for (var iteration = 0; ; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_standing)
                Evaluate();
            if (_count == 0)
            {
                if (isLast && !_exact)
                    Renew();
                return 0;
            }
            var violation = Slopes(lambda);
            // Of columns that nearly depend on each other a long way changes little: single precision loses it.
            var isLost = !_exact && _count == size && violation > 0.5 * last;
            if (isLost || IsBlurred(violation, tolerance, isLast))
            {
                lost += isLost ? 1 : 0;
                _blind |= lost > 1;
                Renew();
                violation = Slopes(lambda);
            }
            if (violation <= tolerance)
                return violation;
            if (_remember)
            {
                _memory.Add(_start.AsSpan(0, _count), Current(), _heldSlope.AsSpan(0, _count), _slope.AsSpan(0, _count));
                _remember = false;
            }
            var fresh = !_hasCurvature;
            if (_count == size)
            {
                var rate = violation / last;
                stalled = rate > 0.5 ? stalled + 1 : 0;
                // Rounding decides from here on: a fresh curvature has not helped either.
                if (stalled >= 4 && violation <= Math.Max(1e-9 * lambda, 1e-12))
                    return violation;
                if (Worthwhile(rate, violation, tolerance))
                    fresh = true;
            }
            else
            {
                stalled = 0;
            }
            if (iteration >= _problem.MaxIterations)
                throw NotConverged(lambda, Invariant(
                    $"after {iteration} steps the optimality conditions are still violated by {violation:G3}"
                ));
            (last, size) = (violation, _count);
            if (fresh)
                Refresh();
            Step(lambda);
        }
    }

    /// <summary>The derivatives of the objective over the active set; returns the largest.</summary>
    private double Slopes(double lambda)
    {
        Grow();
        if (!_sloped && !_exact)
        {
            SlopesFromAnchor(_single!);
        }
        else if (!_sloped)
        {
            _x.Products(_active.AsSpan(0, _count), _objective.Residual, _slope);
            for (var i = 0; i < _count; i++)
                _gradient[_active[i]] = -_slope[i];
        }
        _sloped = true;
        if (_single is not null && _exact && !_anchored)
            Anchor();
        double largest = 0;
        for (var i = 0; i < _count; i++)
        {
            var j = _active[i];
            var (l1, l2) = Penalty(j, lambda);
            _slope[i] = _gradient[j] + (l1 * _sign[j]) + (l2 * _beta[j]);
            largest = Math.Max(largest, Math.Abs(_slope[i]));
        }
        _reach = Math.Max(_reach, largest);
        return largest;
    }

    private double[] _current = new double[64];

    private ReadOnlySpan<double> Current()
    {
        for (var i = 0; i < _count; i++)
            _current[i] = _beta[_active[i]];
        return _current.AsSpan(0, _count);
    }

    private void Grow()
    {
        if (_slope.Length > _count)
            return;
        var n = 2 * _count;
        (_slope, _step, _start, _heldSlope, _current, _drift) = (
            new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_held, _heldSign) = (new int[n], new sbyte[n]);
    }

    /// <summary>Whether a new curvature costs less than the steps that it spares.</summary>
    private bool Worthwhile(double rate, double violation, double tolerance)
    {
        if (rate >= 0.5)
            return true;
        var steps = Math.Log(tolerance / violation) / Math.Log(rate);
        double n = _problem.Sets.RowCount, k = _count;
        // In multiplications: a step's wait for memory and have an overhead, those of a curvature are done in registers (measured).
        var step = (2 * n * k) + (20 * n) + (k * k) + 15_000;
        var refresh = (0.15 * n * k * k) + (k * k * k * (_isRound ? 1.5 : 1.0 / 12)) + (12 * n * k) + 15_000;
        return (steps - 3) * step > refresh;
    }

    /// <summary>Takes the curvature here.</summary>
    private void Refresh()
    {
        _curvature.Take();
        _hasCurvature = true;
        _factor.Clear();
        _form = null;
        _memory.Clear();
        _factored = 0;
        // Where there are nearly as many columns as rows, they nearly depend on each other.
        _roughly = _single is not null && _count < _problem.Sets.RowCount / 3;
    }

    /// <summary>Brings the factor up to the active set.</summary>
    private void Factorise()
    {
        while (_factored < _count)
        {
            // Four columns at a time, so that each active column is read once for four products.
            var batch = Math.Min(4, _count - _factored);
            var products = CurvatureRows(_factored, batch);
            var first = _factored;
            for (var c = 0; c < batch; c++)
            {
                var j = _active[first + c];
                var (l1, l2) = Penalty(j, double.IsFinite(_lambda) ? _lambda : 0);
                products[c][first + c] += l2;
                if (_factoredL2.Length <= _factored)
                    Array.Resize(ref _factoredL2, 2 * _count);
                _factoredL2[_factored] = l2;
                var sound = _factor.Append(products[c], _roughly ? 1e-5 : 1e-11);
                if (!sound && _roughly)
                {
                    // Columns that nearly depend on each other are told apart in double precision only.
                    _roughly = false;
                    _factor.Clear();
                    break;
                }
                if (!sound && l1 == 0 && l2 == 0)
                {
                    throw new ConvergenceException(
                        $"Column '{_problem.Names[j]}' is not penalised and is a linear combination of other columns in the model: its "
                        + "coefficient is not determined. Leave it out or penalise it.",
                        [_problem.Names[j]]);
                }
                _factored++;
            }
            _factored = _factor.Size;
        }
    }

    // The curvature of some active columns with themselves and all before them.
    private double[][] CurvatureRows(int first, int batch)
    {
        var n = _problem.Sets.RowCount;
        if (_column.Length < 4 * n)
            _column = new double[4 * n];
        var together = batch == 4 || _roughly;
        if (together)
        {
            // The last of fewer stands in for those that lack.
            ReadOnlySpan<double> Row(int c) => _x[_active[first + Math.Min(c, batch - 1)]];
            _curvature.Multiply4(Row(0), Row(1), Row(2), Row(3), _column.AsSpan(0, 4 * n));
        }
        for (var c = 0; c < batch && !together; c++)
            _curvature.Multiply(_x[_active[first + c]], _column.AsSpan(c * n, n));
        var products = new double[batch][];
        for (var c = 0; c < batch; c++)
            products[c] = new double[first + c + 1];
        if (_roughly)
        {
            _single!.Products16(_active.AsSpan(0, first), _column.AsSpan(0, 4 * n), products);
        }
        else if (batch == 4)
        {
            Span<double> tile = stackalloc double[16];
            var i = 0;
            for (; i <= first - 4; i += 4)
            {
                ColumnKernels.Dot16(
                    _x[_active[i]], _x[_active[i + 1]], _x[_active[i + 2]], _x[_active[i + 3]], _column.AsSpan(0, 4 * n), tile);
                for (var c = 0; c < 4; c++)
                    tile.Slice(4 * c, 4).CopyTo(products[c].AsSpan(i));
            }
            for (; i < first; i++)
            {
                (products[0][i], products[1][i], products[2][i], products[3][i]) = ColumnKernels.Dot4(
                    _x[_active[i]], _column.AsSpan(0, n), _column.AsSpan(n, n), _column.AsSpan(2 * n, n), _column.AsSpan(3 * n, n));
            }
        }
        else
        {
            for (var c = 0; c < batch; c++)
                _x.Products(_active.AsSpan(0, first), _column.AsSpan(c * n, n), products[c]);
        }
        for (var c = 0; c < batch; c++)
        {
            for (var i = 0; i <= c; i++)
                products[c][first + i] = ColumnKernels.Dot(_x[_active[first + i]], _column.AsSpan(c * n, n));
        }
        return products;
    }

    private TridiagonalForm Form()
    {
        var matrix = new double[_count][];
        for (var k = 0; k < _count; k++)
            matrix[k] = new double[_count];
        for (var first = 0; first < _count; first += 4)
        {
            var rows = CurvatureRows(first, Math.Min(4, _count - first));
            for (var c = 0; c < rows.Length; c++)
            {
                for (var i = 0; i <= first + c; i++)
                    matrix[first + c][i] = matrix[i][first + c] = rows[c][i];
            }
        }
        return new TridiagonalForm(matrix);
    }

    /// <summary>One step: the minimum of the quadratic model where the signs and limits allow it, shortened until the objective
    /// falls.</summary>
    private void Step(double lambda)
    {
        var before = -_value + PenaltyValue(lambda);
        var held = _count;
        for (var i = 0; i < held; i++)
        {
            var j = _held[i] = _active[i];
            (_start[i], _heldSign[i]) = (_beta[j], _sign[j]);
        }
        _slope.AsSpan(0, _count).CopyTo(_heldSlope);
        MinimiseModel(lambda);
        Evaluate();
        var blur = (1e-12 * (1 + Math.Abs(before))) + (_exact ? 0 : _blur * _reach);
        for (var halving = 0; !(-_value + PenaltyValue(lambda) <= before + blur); halving++)
        {
            if (halving > 40)
                throw NotConverged(lambda, "no step lowers the objective");
            // The set was right at the start of the step; its curvature may be too old.
            for (var i = 0; i < held; i++)
            {
                var j = _held[i];
                _beta[j] = _start[i] + (0.25 * (_beta[j] - _start[i]));
                if (_place[j] < 0)
                    Enter(j, _heldSign[i]);
            }
            Evaluate();
            _hasCurvature = false;
        }
        _remember = _hasCurvature && _count == held;
        if (!_hasCurvature)
            DropZeros(lambda);
    }

    /// <summary>Starts where the path is bound for, if that is better than where it stands.</summary>
    private void Foresee(double lambda)
    {
        if (!_ahead.IsUseful || _count == 0)
            return;
        Grow();
        var before = -_value + PenaltyValue(lambda);
        Current();
        _ahead.Predict(lambda, _active.AsSpan(0, _count), _step);
        for (var i = 0; i < _count; i++)
        {
            var (j, b) = (_active[i], _step[i]);
            // A penalised coefficient keeps its sign, and none passes its limit.
            if (b * _sign[j] >= 0 && (b != 0 || _sign[j] == 0) && b >= _problem.Lower[j] && b <= _problem.Upper[j])
                _beta[j] = b;
        }
        Evaluate();
        if (-_value + PenaltyValue(lambda) <= before)
            return;
        for (var i = 0; i < _count; i++)
            _beta[_active[i]] = _current[i];
        _standing = false;
    }

    private void DropZeros(double lambda)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_beta[_active[i]] == 0 && Penalty(_active[i], lambda).L1 > 0)
                Leave(i);
        }
    }

    private void MinimiseModel(double lambda)
    {
        var p = _problem;
        _standing = false;
        while (_count > 0)
        {
            Direction(lambda);
            double share = 1;
            var stop = -1;
            for (var i = 0; i < _count; i++)
            {
                var j = _active[i];
                var (b, d) = (_beta[j], _step[i]);
                if (d == 0)
                    continue;
                var target = d > 0 ? p.Upper[j] : p.Lower[j];
                // A penalised coefficient may not change its sign on the way.
                if (_sign[j] != 0 && d * _sign[j] < 0 && lambda > 0)
                    target = 0;
                // Most are nowhere near: a division less.
                if (Math.Abs(target - b) >= share * Math.Abs(d) && (target - b) * d > 0)
                    continue;
                var reach = (target - b) / d;
                if (reach < share)
                    (share, stop) = (Math.Max(reach, 0), i);
            }
            for (var i = 0; i < _count; i++)
                _beta[_active[i]] += share * _step[i];
            if (stop < 0)
                return;
            var left = _active[stop];
            _beta[left] = _sign[left] != 0 && _step[stop] * _sign[left] < 0 ? 0 : _step[stop] > 0 ? p.Upper[left] : p.Lower[left];
            for (var i = 0; i < _count; i++)
                _slope[i] *= 1 - share;
            for (var i = stop; i + 1 < _count; i++)
                _slope[i] = _slope[i + 1];
            Leave(stop);
        }
    }

    private void Direction(double lambda)
    {
        if (_isRound)
        {
            for (var i = 0; i < _count; i++)
                _step[i] = -_slope[i];
            _memory.Apply(_form ??= Form(), Penalty(_active[0], lambda).L2, _step.AsSpan(0, _count));
            return;
        }
        Factorise();
        var drifts = false;
        for (var i = 0; i < _count; i++)
        {
            _step[i] = -_slope[i];
            _drift[i] = Penalty(_active[i], lambda).L2 - _factoredL2[i];
            drifts |= _drift[i] != 0;
        }
        _memory.Apply(_factor, drifts ? _drift.AsSpan(0, _count) : default, _step.AsSpan(0, _count));
    }
}

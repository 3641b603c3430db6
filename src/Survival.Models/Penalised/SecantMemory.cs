namespace Survival.Models.Penalised;

/// <summary>
/// What the last steps on one active set told about the curvature: turns a step of the factor into one of limited-memory BFGS
/// (Nocedal, Math. Comput. 35, 1980), whose start is the factor.
/// </summary>
internal sealed class SecantMemory
{
    private const int Depth = 12;
    private const int MostRounds = 6;
    private readonly double[][] _steps = new double[Depth][];
    private readonly double[][] _changes = new double[Depth][];
    private readonly double[] _inverse = new double[Depth];
    private readonly double[] _along = new double[Depth];
    private double[] _work = [];
    private int _count;
    private int _size;

    public void Clear() => _count = 0;

    /// <summary>Keeps a step and the change of the slopes along it; forgets the oldest.</summary>
    public void Add(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> slopeFrom, ReadOnlySpan<double> slopeTo)
    {
        if (_size != from.Length)
            (_count, _size) = (0, from.Length);
        var at = _count < Depth ? _count : Depth - 1;
        if (_count == Depth)
        {
            var (step, change) = (_steps[0], _changes[0]);
            Array.Copy(_steps, 1, _steps, 0, Depth - 1);
            Array.Copy(_changes, 1, _changes, 0, Depth - 1);
            Array.Copy(_inverse, 1, _inverse, 0, Depth - 1);
            (_steps[at], _changes[at]) = (step, change);
        }
        if (_steps[at] is null || _steps[at].Length < _size)
            (_steps[at], _changes[at]) = (new double[2 * _size], new double[2 * _size]);
        double product = 0, square = 0;
        for (var i = 0; i < _size; i++)
        {
            var (s, y) = (to[i] - from[i], slopeTo[i] - slopeFrom[i]);
            (_steps[at][i], _changes[at][i]) = (s, y);
            product += s * y;
            square += y * y;
        }
        // A step so short that only rounding changed the slopes says nothing.
        if (!(product > 1e-14 * square))
            return;
        _inverse[at] = 1 / product;
        _count = at + 1;
    }

    /// <summary>Follows a change of the curvature by a diagonal; empty for none.</summary>
    public void Shift(ReadOnlySpan<double> diagonal)
    {
        if (_size != diagonal.Length)
        {
            _count = diagonal.IsEmpty ? _count : 0;
            return;
        }
        for (var k = 0; k < _count; k++)
        {
            Span<double> step = _steps[k].AsSpan(0, _size), change = _changes[k].AsSpan(0, _size);
            for (var i = 0; i < step.Length; i++)
                change[i] += diagonal[i] * step[i];
            var product = ColumnKernels.Dot(change, step);
            if (!(product > 0))
            {
                _count = 0;
                return;
            }
            _inverse[k] = 1 / product;
        }
    }

    /// <summary>Replaces minus the slopes by the step.</summary>
    /// <param name="factor">The factor of an earlier curvature.</param>
    /// <param name="drift">What the diagonal of the curvature gained since; empty for nothing.</param>
    /// <param name="step">Minus the slopes; then the step.</param>
    public void Apply(UpdatableCholesky factor, ReadOnlySpan<double> drift, Span<double> step)
    {
        Begin(step);
        if (drift.IsEmpty)
            factor.Solve(step);
        else
            SolveShifted(factor, drift, step);
        End(step);
    }

    /// <summary>Replaces minus the slopes by the step.</summary>
    /// <param name="form">An earlier curvature without the penalty's part.</param>
    /// <param name="shift">The penalty's part.</param>
    /// <param name="step">Minus the slopes; then the step.</param>
    public void Apply(TridiagonalForm form, double shift, Span<double> step)
    {
        Begin(step);
        form.Solve(shift, step);
        End(step);
    }

    private void Begin(Span<double> step)
    {
        if (_size != step.Length)
            _count = 0;
        for (var k = _count - 1; k >= 0; k--)
        {
            _along[k] = _inverse[k] * ColumnKernels.Dot(_steps[k].AsSpan(0, _size), step);
            ColumnKernels.Add(-_along[k], _changes[k].AsSpan(0, _size), step);
        }
    }

    private void End(Span<double> step)
    {
        for (var k = 0; k < _count; k++)
        {
            var b = _inverse[k] * ColumnKernels.Dot(_changes[k].AsSpan(0, _size), step);
            ColumnKernels.Add(_along[k] - b, _steps[k].AsSpan(0, _size), step);
        }
    }

    // (M + D) x = b by conjugate gradients with M's factor as preconditioner: what M makes of a direction is known from the residual that
    // it came from, so that a round costs one solution.
    private void SolveShifted(UpdatableCholesky factor, ReadOnlySpan<double> drift, Span<double> b)
    {
        var n = b.Length;
        if (_work.Length < 5 * n)
            _work = new double[10 * n];
        Span<double> x = _work.AsSpan(0, n), z = _work.AsSpan(n, n), p = _work.AsSpan(2 * n, n);
        Span<double> mp = _work.AsSpan(3 * n, n), ap = _work.AsSpan(4 * n, n);
        x.Clear();
        b.CopyTo(z);
        factor.Solve(z);
        z.CopyTo(p);
        b.CopyTo(mp);
        var size = ColumnKernels.Dot(b, z);
        var least = size * 1e-6;
        for (var round = 0; round < MostRounds && size > least; round++)
        {
            for (var i = 0; i < n; i++)
                ap[i] = mp[i] + (drift[i] * p[i]);
            var curvature = ColumnKernels.Dot(p, ap);
            if (!(curvature > 0))
                break;
            var length = size / curvature;
            ColumnKernels.Add(length, p, x);
            ColumnKernels.Add(-length, ap, b);
            b.CopyTo(z);
            factor.Solve(z);
            var next = ColumnKernels.Dot(b, z);
            var along = next / size;
            for (var i = 0; i < n; i++)
                (p[i], mp[i]) = (z[i] + (along * p[i]), b[i] + (along * mp[i]));
            size = next;
        }
        x.CopyTo(b);
    }
}

namespace Survival.Models.Penalised;

/// <summary>
/// What the last steps on one active set told about the curvature: turns a step of the factor into one of limited-memory BFGS
/// (Nocedal, Math. Comput. 35, 1980), whose start is the factor.
/// </summary>
internal sealed class SecantMemory
{
    private const int Depth = 12;
    private readonly double[][] _steps = new double[Depth][];
    private readonly double[][] _changes = new double[Depth][];
    private readonly double[] _inverse = new double[Depth];
    private readonly double[] _along = new double[Depth];
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

    /// <summary>Replaces minus the slopes by the step.</summary>
    public void Apply(UpdatableCholesky factor, Span<double> step)
    {
        if (_size != step.Length)
            _count = 0;
        for (var k = _count - 1; k >= 0; k--)
        {
            _along[k] = _inverse[k] * ColumnKernels.Dot(_steps[k].AsSpan(0, _size), step);
            ColumnKernels.Add(-_along[k], _changes[k].AsSpan(0, _size), step);
        }
        factor.Solve(step);
        for (var k = 0; k < _count; k++)
        {
            var b = _inverse[k] * ColumnKernels.Dot(_changes[k].AsSpan(0, _size), step);
            ColumnKernels.Add(_along[k] - b, _steps[k].AsSpan(0, _size), step);
        }
    }
}

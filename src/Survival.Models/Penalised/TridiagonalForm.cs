namespace Survival.Models.Penalised;

/// <summary>
/// A symmetric matrix as Q T Q', T tridiagonal, by Householder's reflections (Golub and Van Loan, Matrix Computations, 8.3.1): with any
/// multiple of the identity added, which is what a ridge penalty adds, it is solved in O(n^2) without another factor.
/// </summary>
internal sealed class TridiagonalForm
{
    private readonly int _size;
    private readonly double[][] _rows; // the rows of Q'
    private readonly double[] _diagonal;
    private readonly double[] _beside; // element i lies beside diagonal element i - 1
    private readonly double[] _pivot;
    private readonly double[] _work;
    private double _shift = double.NaN;

    /// <param name="matrix">The rows of the whole matrix; overwritten.</param>
    public TridiagonalForm(double[][] matrix)
    {
        _size = matrix.Length;
        (_diagonal, _beside) = (new double[_size], new double[_size]);
        (_pivot, _work) = (new double[_size], new double[_size]);
        var scale = new double[_size];
        for (var k = 0; k < _size - 1; k++)
        {
            _diagonal[k] = matrix[k][k];
            // The row right of the diagonal becomes the vector of the reflection that leaves its first element only.
            var v = matrix[k].AsSpan(k + 1);
            var length = Math.Sqrt(ColumnKernels.Dot(v, v));
            _beside[k + 1] = v[0] > 0 ? -length : length;
            v[0] -= _beside[k + 1];
            var square = ColumnKernels.Dot(v, v);
            if (square == 0)
                continue;
            scale[k] = 2 / square;
            var p = _work.AsSpan(k + 1);
            for (var i = 0; i < p.Length; i++)
                p[i] = scale[k] * ColumnKernels.Dot(matrix[k + 1 + i].AsSpan(k + 1), v);
            ColumnKernels.Add(-0.5 * scale[k] * ColumnKernels.Dot(p, v), v, p);
            for (var i = 0; i < p.Length; i++)
            {
                var row = matrix[k + 1 + i].AsSpan(k + 1);
                ColumnKernels.Add(-v[i], p, row);
                ColumnKernels.Add(-p[i], v, row);
            }
        }
        _diagonal[^1] = matrix[^1][^1];
        _rows = Rotation(matrix, scale);
    }

    /// <summary>Solves (matrix + shift I) x = b in place.</summary>
    public void Solve(double shift, Span<double> b)
    {
        Shift(shift);
        var z = _work.AsSpan();
        var i = 0;
        for (; i <= _size - 4; i += 4)
            (z[i], z[i + 1], z[i + 2], z[i + 3]) = ColumnKernels.Dot4(b, _rows[i], _rows[i + 1], _rows[i + 2], _rows[i + 3]);
        for (; i < _size; i++)
            z[i] = ColumnKernels.Dot(_rows[i], b);
        for (var k = 1; k < _size; k++)
            z[k] -= _beside[k] * _pivot[k - 1] * z[k - 1];
        z[^1] *= _pivot[^1];
        for (var k = _size - 2; k >= 0; k--)
            z[k] = _pivot[k] * (z[k] - (_beside[k + 1] * z[k + 1]));
        b.Clear();
        for (i = 0; i <= _size - 4; i += 4)
            ColumnKernels.Add4(z[i], _rows[i], z[i + 1], _rows[i + 1], z[i + 2], _rows[i + 2], z[i + 3], _rows[i + 3], b);
        for (; i < _size; i++)
            ColumnKernels.Add(z[i], _rows[i], b);
    }

    // The reciprocals of the pivots of T + shift I.
    private void Shift(double shift)
    {
        if (shift == _shift)
            return;
        _shift = shift;
        for (var k = 0; k < _size; k++)
        {
            var pivot = _diagonal[k] + shift - (k == 0 ? 0 : _beside[k] * _beside[k] * _pivot[k - 1]);
            // The matrix has no negative eigenvalue: less than the shift is rounding.
            _pivot[k] = 1 / Math.Max(pivot, shift);
        }
    }

    // Q' = H(n-2) ... H(0), whose vectors stand in the rows of the reduced matrix.
    private static double[][] Rotation(double[][] reduced, double[] scale)
    {
        var n = reduced.Length;
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
        {
            rows[i] = new double[n];
            rows[i][i] = 1;
        }
        // From the last on each reflection meets rows and columns behind its own alone.
        for (var k = n - 2; k >= 0; k--)
        {
            if (scale[k] == 0)
                continue;
            var v = reduced[k].AsSpan(k + 1);
            for (var i = k + 1; i < n; i++)
            {
                var row = rows[i].AsSpan(k + 1);
                ColumnKernels.Add(-scale[k] * ColumnKernels.Dot(row, v), v, row);
            }
        }
        return rows;
    }
}

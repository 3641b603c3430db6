namespace Radiomics.Features.Maps;

/// <summary>
/// The maximal correlation coefficient of a small symmetric matrix: the greatest absolute eigenvalue, but for the 1 that belongs to the roots of the marginals, of
/// p_ij / sqrt(p_i p_j). Householder's reduction to three diagonals, then Newton's method from beyond both ends (Golub and Van Loan, Matrix Computations, 8.3 and 8.4).
/// </summary>
internal sealed class WindowCorrelation
{
    private int[] _present = new int[64];
    private double[] _matrix = new double[64 * 64];
    private double[] _roots = new double[64];
    private double[] _diagonal = new double[64];
    private double[] _squares = new double[64];
    private double[] _work = new double[64];

    /// <summary>The coefficient.</summary>
    /// <param name="cells">The counts of unordered pairs of ranks, those of one rank twice.</param>
    /// <param name="rows">The sum of each rank's row.</param>
    /// <param name="stride">One more than the number of ranks.</param>
    /// <param name="total">The sum of all.</param>
    public double Of(int[] cells, int[] rows, int stride, double total)
    {
        var n = 0;
        for (var a = 1; a < stride; a++)
        {
            if (rows[a] == 0)
                continue;
            if (n == _present.Length)
                Grow();
            _roots[n] = Math.Sqrt(rows[a]);
            _present[n++] = a;
        }
        if (n < 2)
            return 0;
        for (var i = 0; i < n; i++)
        {
            var row = _present[i] * stride;
            for (var j = i; j < n; j++)
            {
                var value = cells[row + _present[j]] / (_roots[i] * _roots[j]) - _roots[i] * _roots[j] / total;
                (_matrix[i * n + j], _matrix[j * n + i]) = (value, value);
            }
        }
        Reduce(n);
        var greatest = Greatest(n, 1);
        return Math.Min(1, Math.Max(greatest, Greatest(n, -1)));
    }

    private void Grow()
    {
        var length = 2 * _present.Length;
        Array.Resize(ref _present, length);
        Array.Resize(ref _roots, length);
        Array.Resize(ref _diagonal, length);
        Array.Resize(ref _squares, length);
        Array.Resize(ref _work, length);
        _matrix = new double[length * length];
    }

    private void Reduce(int n)
    {
        var m = _matrix.AsSpan(0, n * n);
        for (var k = 0; k < n - 2; k++)
        {
            _diagonal[k] = m[k * n + k];
            var below = m.Slice(k * n + k + 1, n - k - 1);
            var norm = 0.0;
            foreach (var value in below)
                norm += value * value;
            _squares[k] = norm;
            if (norm == 0)
                continue;
            var alpha = -Math.CopySign(Math.Sqrt(norm), below[0]);
            var scale = norm - below[0] * alpha;
            below[0] -= alpha;

            // w = A v / scale - (v' A v / (2 scale²)) v, and A -= v w' + w v'.
            var inner = 0.0;
            for (var i = 0; i < below.Length; i++)
            {
                var row = m.Slice((k + 1 + i) * n + k + 1, below.Length);
                var sum = 0.0;
                for (var j = 0; j < below.Length; j++)
                    sum += row[j] * below[j];
                _work[i] = sum / scale;
                inner += _work[i] * below[i];
            }
            inner /= 2 * scale;
            for (var i = 0; i < below.Length; i++)
                _work[i] -= inner * below[i];
            for (var i = 0; i < below.Length; i++)
            {
                var row = m.Slice((k + 1 + i) * n + k + 1, below.Length);
                for (var j = 0; j < below.Length; j++)
                    row[j] -= below[i] * _work[j] + _work[i] * below[j];
            }
        }
        _diagonal[n - 2] = m[(n - 2) * n + n - 2];
        _diagonal[n - 1] = m[n * n - 1];
        _squares[n - 2] = m[(n - 2) * n + n - 1] * m[(n - 2) * n + n - 1];
    }

    // The greatest root of the characteristic polynomial of the three diagonals, or of their opposites; at least 0.
    private double Greatest(int n, int sign)
    {
        var x = 0.0;
        for (var i = 0; i < n; i++)
        {
            var reach = sign * _diagonal[i] + (i > 0 ? Math.Sqrt(_squares[i - 1]) : 0) + (i < n - 1 ? Math.Sqrt(_squares[i]) : 0);
            x = Math.Max(x, reach);
        }
        x = Math.Min(x, 1 + 1e-9);
        for (var iteration = 0; iteration < 100; iteration++)
        {
            var (q, slope, sum) = (x - sign * _diagonal[0], 1.0, 0.0);
            for (var i = 1; i < n && q > 0; i++)
            {
                sum += slope / q;
                slope = 1 + _squares[i - 1] * slope / (q * q);
                q = x - sign * _diagonal[i] - _squares[i - 1] / q;
            }
            if (q <= 0)
                break;
            var step = 1 / (sum + slope / q);
            if (!(step > 1e-12))
                break;
            x -= step;
        }
        return Math.Max(x, 0);
    }
}

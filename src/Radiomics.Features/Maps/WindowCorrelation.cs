using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Features.Maps;

/// <summary>
/// The maximal correlation coefficient of a small symmetric matrix: the greatest absolute eigenvalue, but for the 1 that belongs to the
/// roots of the marginals, of
/// p_ij / sqrt(p_i p_j). Householder's reduction to three diagonals (Golub and Van Loan, Matrix Computations, 8.3), then Laguerre's method
/// from beyond both ends, which for
/// real roots falls onto the outermost one (Wilkinson, The Algebraic Eigenvalue Problem, 7.20). Four lanes in a fixed order: the same on
/// every machine.
/// </summary>
internal sealed class WindowCorrelation
{
    private int[] _present = [];
    private double[] _matrix = [];
    private double[] _roots = [];
    private double[] _inverse = [];
    private double[] _diagonal = [];
    private double[] _squares = [];
    private double[] _vector = [];
    private double[] _work = [];

    /// <summary>The coefficient.</summary>
    /// <param name="cells">The counts of unordered pairs of ranks, those of one rank twice.</param>
    /// <param name="rows">The sum of each rank's row.</param>
    /// <param name="stride">One more than the number of ranks.</param>
    /// <param name="total">The sum of all.</param>
    public double Of(int[] cells, int[] rows, int stride, double total)
    {
        if (_present.Length < stride)
            Grow(stride);
        var n = 0;
        for (var a = 1; a < stride; a++)
        {
            if (rows[a] == 0)
                continue;
            _roots[n] = Math.Sqrt(rows[a]);
            _inverse[n] = 1 / _roots[n];
            _present[n++] = a;
        }
        if (n < 2)
            return 0;
        var width = (n + 3) & ~3;
        _matrix.AsSpan(0, n * width).Clear();
        for (var i = 0; i < n; i++)
        {
            var row = _present[i] * stride;
            var (root, inverse) = (_roots[i] / total, _inverse[i]);
            for (var j = i; j < n; j++)
            {
                var value = cells[row + _present[j]] * (inverse * _inverse[j]) - root * _roots[j];
                (_matrix[i * width + j], _matrix[j * width + i]) = (value, value);
            }
        }
        Reduce(n, width);
        var greatest = Greatest(n, 1);
        return Math.Min(1, Math.Max(greatest, Greatest(n, -1)));
    }

    private void Grow(int length)
    {
        length = (length + 7) & ~3;
        (_present, _matrix) = (new int[length], new double[length * length]);
        (_roots, _inverse, _diagonal, _squares) = (new double[length], new double[length], new double[length], new double[length]);
        (_vector, _work) = (new double[length], new double[length]);
    }

    private void Reduce(int n, int width)
    {
        var vectors = MemoryMarshal.Cast<double, Vector256<double>>(_vector.AsSpan(0, width));
        var works = MemoryMarshal.Cast<double, Vector256<double>>(_work.AsSpan(0, width));
        var all = MemoryMarshal.Cast<double, Vector256<double>>(_matrix.AsSpan(0, n * width));
        var blocks = width / 4;
        for (var k = 0; k < n - 2; k++)
        {
            _diagonal[k] = _matrix[k * width + k];
            var norm = 0.0;
            var start = (k + 1) / 4;
            for (var j = start * 4; j < width; j++)
            {
                _vector[j] = j > k ? _matrix[k * width + j] : 0;
                norm += _vector[j] * _vector[j];
            }
            _squares[k] = norm;
            if (norm < 1e-30)
            {
                _squares[k] = 0;
                continue;
            }
            var alpha = -Math.CopySign(Math.Sqrt(norm), _vector[k + 1]);
            var scale = 1 / (norm - _vector[k + 1] * alpha);
            _vector[k + 1] -= alpha;

            // w = A v / h - (v' A v / (2 h²)) v, and A -= v w' + w v'.
            var inner = 0.0;
            for (var j = start * 4; j < width; j++)
                _work[j] = 0;
            for (var i = k + 1; i < n; i++)
            {
                var row = all.Slice(i * blocks, blocks);
                var sum = row[start] * vectors[start];
                for (var b = start + 1; b < blocks; b++)
                    sum += row[b] * vectors[b];
                _work[i] = (sum[0] + sum[2] + (sum[1] + sum[3])) * scale;
                inner += _work[i] * _vector[i];
            }
            inner *= 0.5 * scale;
            for (var i = k + 1; i < n; i++)
                _work[i] -= inner * _vector[i];
            for (var i = k + 1; i < n; i++)
            {
                var row = all.Slice(i * blocks, blocks);
                var (v, w) = (Vector256.Create(_vector[i]), Vector256.Create(_work[i]));
                for (var b = start; b < blocks; b++)
                    row[b] -= v * works[b] + w * vectors[b];
            }
        }
        _diagonal[n - 2] = _matrix[(n - 2) * width + n - 2];
        _diagonal[n - 1] = _matrix[(n - 1) * width + n - 1];
        var last = _matrix[(n - 2) * width + n - 1];
        _squares[n - 2] = last * last;
    }

    // The greatest root of the characteristic polynomial of the three diagonals, or of their opposites; at least 0.
    private double Greatest(int n, int sign)
    {
        var (x, before) = (0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var after = i < n - 1 ? Math.Sqrt(_squares[i]) : 0;
            x = Math.Max(x, sign * _diagonal[i] + before + after);
            before = after;
        }
        x = Math.Min(x, 1 + 1e-9);
        for (var iteration = 0; iteration < 60 && x > 0; iteration++)
        {
            // The polynomial and its first two derivatives; a common factor does not matter.
            double p1 = 1, d1 = 0, e1 = 0, p = x - sign * _diagonal[0], d = 1, e = 0;
            for (var i = 1; i < n; i++)
            {
                var (from, square) = (x - sign * _diagonal[i], _squares[i - 1]);
                var (p2, d2, e2) = (from * p - square * p1, from * d + p - square * d1, from * e + 2 * d - square * e1);
                (p1, d1, e1, p, d, e) = (p, d, e, p2, d2, e2);
                if (p > 1e100 || d > 1e100)
                    (p1, d1, e1, p, d, e) = (p1 * 1e-100, d1 * 1e-100, e1 * 1e-100, p * 1e-100, d * 1e-100, e * 1e-100);
            }
            if (!(p > 0) || !(d > 0))
                break;
            var g = d / p;
            var h = g * g - e / p;
            var step = n / (g + Math.Sqrt(Math.Max(0, (n - 1) * (n * h - g * g))));
            x -= step;
            if (!(step > 1e-13))
                break;
        }
        return Math.Max(x, 0);
    }
}

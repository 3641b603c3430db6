namespace Survival.Models.Numerics;

/// <summary>
/// The factors L D L' of a symmetric matrix that may be singular, as R's survival package factors its information matrix:
/// a pivot at or below a tolerance (relative to the largest diagonal element) marks its row as linearly dependent on those
/// before it; the row is left out of solutions and of the inverse, where it is zero.
/// </summary>
internal sealed class LowerCholesky(int size)
{
    /// <summary>R's default tolerance, epsilon^(3/4).</summary>
    public const double DefaultTolerance = 1.818989403545856e-12;

    private readonly double[] _factor = new double[size * size];
    private readonly bool[] _dependent = new bool[size];

    /// <summary>Whether each row depends on those before it.</summary>
    public ReadOnlySpan<bool> Dependent => _dependent;

    /// <summary>How many rows are independent.</summary>
    public int Rank { get; private set; }

    /// <summary>Whether no pivot was clearly negative.</summary>
    public bool IsNonNegative { get; private set; }

    /// <summary>The logarithm of the determinant of the independent part.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Factors a matrix given by its lower triangle.</summary>
    /// <param name="matrix">Rows of <paramref name="stride"/> numbers.</param>
    /// <param name="stride">The distance between rows.</param>
    /// <param name="tolerance">The smallest pivot, relative to the largest diagonal element.</param>
    /// <returns>Whether the matrix has full rank.</returns>
    public bool Factor(ReadOnlySpan<double> matrix, int stride, double tolerance = DefaultTolerance)
    {
        var largest = 0.0;
        for (var j = 0; j < size; j++)
            largest = Math.Max(largest, matrix[j * stride + j]);
        var least = largest > 0 ? largest * tolerance : tolerance;
        (Rank, IsNonNegative, LogDeterminant) = (0, true, 0);
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var sum = matrix[j * stride + k];
                for (var m = 0; m < k; m++)
                    sum -= _factor[j * size + m] * _factor[k * size + m] * _factor[m * size + m];
                if (k < j)
                {
                    _factor[j * size + k] = _dependent[k] ? 0 : sum / _factor[k * size + k];
                    continue;
                }
                _dependent[j] = !(sum > least);
                if (_dependent[j])
                {
                    if (!(sum > -8 * least))
                        IsNonNegative = false;
                    for (var m = 0; m < j; m++)
                        _factor[j * size + m] = 0;
                    _factor[j * size + j] = 0;
                }
                else
                {
                    Rank++;
                    LogDeterminant += Math.Log(sum);
                    _factor[j * size + j] = sum;
                }
            }
        }
        return Rank == size;
    }

    /// <summary>Solves for a right-hand side, in place; zero for dependent rows.</summary>
    public void Solve(Span<double> b)
    {
        for (var j = 0; j < size; j++)
        {
            var sum = b[j];
            for (var k = 0; k < j; k++)
                sum -= b[k] * _factor[j * size + k];
            b[j] = _dependent[j] ? 0 : sum;
        }
        for (var j = size - 1; j >= 0; j--)
        {
            if (_dependent[j])
            {
                b[j] = 0;
                continue;
            }
            var sum = b[j] / _factor[j * size + j];
            for (var k = j + 1; k < size; k++)
                sum -= b[k] * _factor[k * size + j];
            b[j] = sum;
        }
    }

    /// <summary>The inverse, row-major; zero in the rows and columns of dependent rows.</summary>
    public double[] Inverse()
    {
        var inverse = new double[size * size];
        var column = new double[size];
        for (var j = 0; j < size; j++)
        {
            if (_dependent[j])
                continue;
            Array.Clear(column);
            column[j] = 1;
            Solve(column);
            for (var k = 0; k < size; k++)
                inverse[k * size + j] = column[k];
        }
        for (var j = 0; j < size; j++)
        {
            for (var k = 0; k < j; k++)
                inverse[j * size + k] = inverse[k * size + j] = 0.5 * (inverse[j * size + k] + inverse[k * size + j]);
        }
        return inverse;
    }
}

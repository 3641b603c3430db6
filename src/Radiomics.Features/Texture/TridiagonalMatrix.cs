namespace Radiomics.Features.Texture;

/// <summary>
/// A symmetric tridiagonal matrix that grows row by row, as Lanczos' method makes it, and the ends of its spectrum. Buffers are kept.
/// </summary>
internal sealed class TridiagonalMatrix
{
    private double[] _diagonal = new double[64];
    private double[] _squares = new double[64];

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Empties the matrix.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a row.</summary>
    /// <param name="diagonal">What stands on the diagonal.</param>
    /// <param name="beside">What will stand beside it when another row follows.</param>
    public void Add(double diagonal, double beside)
    {
        if (Count == _diagonal.Length)
        {
            Array.Resize(ref _diagonal, 2 * Count);
            Array.Resize(ref _squares, 2 * Count);
        }
        (_diagonal[Count], _squares[Count]) = (diagonal, beside * beside);
        Count++;
    }

    /// <summary>
    /// The greatest eigenvalue, by Newton's method on the characteristic polynomial, which falls onto its greatest root from above all of
    /// them, and the size of the last component of its vector of length 1.
    /// </summary>
    /// <param name="sign">1, or -1 for the matrix of opposite sign.</param>
    /// <param name="guess">Where the search may start.</param>
    /// <param name="higher">Where it starts if an eigenvalue is above that; from a bound on all of them if one is above this, too.</param>
    /// <param name="last">The size of the last component.</param>
    public double Greatest(int sign, double guess, double higher, out double last)
    {
        var (x, before) = (guess, 0.0);
        if (!Try(sign, x, out var step, out _) && (higher <= guess || !Try(sign, x = higher, out step, out _)))
        {
            x = Bound(sign);
            Try(sign, x, out step, out _);
        }

        // Each step is about the square of the last one, so the end is seen a step ahead.
        while (x - step < x && step > 1e-16 * x)
        {
            x -= step;
            if (step * step * step <= 1e-17 * x * (before * before))
                break;
            before = step;
            if (!Try(sign, x, out step, out _))
                break;
        }

        // Just above the eigenvalue all pivots are positive and nothing cancels, so the component, however small, has its digits.
        Try(sign, x + 1e-13 * Math.Abs(x), out _, out last);
        return x;
    }

    // Pivots of x less the matrix, from the last row to the first. Where all are positive x is above all eigenvalues, and they and their
    // derivatives give Newton's step. The last pivot's derivative is the squared length of the vector that has a first component of 1
    // and is multiplied by beside / pivot from row to row.
    private bool Try(int sign, double x, out double step, out double last)
    {
        var (pivot, slope, sum, component, least) = (x - sign * _diagonal[Count - 1], 1.0, 0.0, 1.0, 1e-16 * Math.Abs(x));
        var above = pivot > 0;
        for (var row = Count - 2; row >= 0; row--)
        {
            var inverse = 1 / Math.Max(pivot, least);
            var ratio = _squares[row] * inverse;
            sum += slope * inverse;
            slope = 1 + ratio * inverse * slope;
            component *= ratio * inverse;
            pivot = x - sign * _diagonal[row] - ratio;
            above &= pivot > 0;
        }
        step = 1 / (sum + slope / Math.Max(pivot, least));
        last = Math.Sqrt(component / slope);
        return above;
    }

    // No eigenvalue is further out than a diagonal element and what stands beside it; nor, but for rounding, above 1.
    private double Bound(int sign)
    {
        var bound = 0.0;
        for (var row = 0; row < Count; row++)
        {
            var (left, right) = (row > 0 ? Math.Sqrt(_squares[row - 1]) : 0, row < Count - 1 ? Math.Sqrt(_squares[row]) : 0);
            bound = Math.Max(bound, sign * _diagonal[row] + left + right);
        }
        return Math.Min(bound, 1 + 1e-9);
    }
}

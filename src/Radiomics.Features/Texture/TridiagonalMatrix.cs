namespace Radiomics.Features.Texture;

/// <summary>
/// A symmetric tridiagonal matrix that grows row by row, as Lanczos' method makes it, and the ends of its spectrum. Buffers are kept.
/// </summary>
internal sealed class TridiagonalMatrix
{
    // So near to an eigenvalue, in parts of it, a shift gives the vector's last component, be it as small as ten times that.
    private const double Near = 1e-8;

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
    /// The greatest eigenvalue, and the size of the last component of its vector of length 1. Newton's method on the characteristic
    /// polynomial falls onto its greatest root from above all of them; near it, inverse iteration gives the vector, whose Rayleigh
    /// quotient is right to the square of what the shift is off.
    /// </summary>
    /// <param name="sign">1, or -1 for the matrix of opposite sign.</param>
    /// <param name="guess">Where the search may start.</param>
    /// <param name="higher">Where it starts if an eigenvalue is above that; from a bound on all of them if one is above this, too.</param>
    /// <param name="last">The size of the last component.</param>
    public double Greatest(int sign, double guess, double higher, out double last)
    {
        var (x, shift) = (guess, new Shift());
        if (!Try(sign, x, ref shift) && (!(higher > guess) || !Try(sign, x = higher, ref shift)))
            Try(sign, x = Bound(sign), ref shift);
        for (var iteration = 0; iteration < 200 && shift.Step > Math.Max(Near * Math.Abs(x), 1e-17); iteration++)
            Try(sign, x -= shift.Step, ref shift);
        last = Math.Sqrt(shift.Component);
        return x - shift.Quotient;
    }

    // Pivots of x less the matrix, from the last row to the first. Where all are positive x is above all eigenvalues, nothing cancels, and
    // they and their derivatives give Newton's step. The vector of inverse iteration has a first component of 1 and is multiplied by
    // beside / pivot from row to row; the last pivot's derivative is its squared length.
    private bool Try(int sign, double x, ref Shift shift)
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
        shift = new Shift(1 / (sum + slope / Math.Max(pivot, least)), pivot / slope, component / slope);
        return above;
    }

    /// <summary>What a shift gives: Newton's step, how far the Rayleigh quotient is below it, the square of the last component.</summary>
    private readonly record struct Shift(double Step, double Quotient, double Component);

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

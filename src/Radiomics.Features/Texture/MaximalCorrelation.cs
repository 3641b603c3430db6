namespace Radiomics.Features.Texture;

/// <summary>
/// The maximal correlation coefficient: the root of the second greatest eigenvalue of Q = Dx^-1 P Dy^-1 P' (Haralick et al. 1973, f14).
/// Q is similar to B B' with B = Dx^-1/2 P Dy^-1/2, whose greatest singular value is 1 with the vectors (sqrt px, sqrt py): they are taken
/// out,
/// and the coefficient is the greatest singular value of what is left, which of a symmetric B is its greatest eigenvalue, but for the sign.
/// Lanczos' method with full reorthogonalisation finds it in a few products with the entries that are not 0.
/// </summary>
internal static class MaximalCorrelation
{
    private const int StepsBetweenChecks = 2;
    private const int FirstCheck = 6;

    // The basis takes no more memory than this many numbers, then the method starts again from the best vector so far. The work
    // on one matrix is bounded too: only thousands of levels in a smooth image come near it.
    private const int MostNumbers = 4_000_000;
    private const int MostSteps = 20_000;
    private const long MostWork = 400_000_000;

    /// <summary>
    /// The coefficient: 1 for a single level in the region, 0 where rows and columns are independent, NaN where it is not found to its
    /// digits in bounded time, which takes a smooth region of many thousand levels.
    /// </summary>
    public static double Coefficient(CooccurrenceStatistics statistics)
    {
        if (statistics.LevelCount < 2)
            return 1;
        var rows = statistics.Rows;
        var columns = statistics.Columns;
        var dimension = columns.Length - columns.Count(0.0) - 1;
        if (dimension < 1 || rows.Length - rows.Count(0.0) < 2)
            return 0;
        using var product = new CorrelationOperator(statistics);
        var eigenvalue = GreatestEigenvalue(product, Start(statistics, product.Right.Length), dimension);
        // Rounding leaves the eigenvalue of independent rows and columns below 0: its root is 0, and no direction is lost for it.
        return product.IsSymmetric ? Math.Max(eigenvalue, 0) : Math.Sqrt(Math.Max(eigenvalue, 0));
    }

    private static double GreatestEigenvalue(CorrelationOperator product, double[] vector, int dimension)
    {
        var n = product.Right.Length;
        var most = Math.Min(dimension, Math.Max(30, MostNumbers / n));
        var basis = new List<double[]>();
        List<double> diagonal = [], squares = [];
        Orthogonalise(vector, product.Right, basis);
        if (Normalise(vector) == 0)
            return 0;
        var (eigenvalue, rival, change, sign) = (0.0, 0.0, double.PositiveInfinity, 1);
        long work = 0;
        for (var step = 0; step < MostSteps && work < MostWork; step++, work += 4L * n * basis.Count)
        {
            basis.Add(vector);
            var next = new double[n];
            product.Apply(vector, next);
            diagonal.Add(Lanes.Dot(vector, next));
            Orthogonalise(next, product.Right, basis);
            var beta = Normalise(next);
            var complete = basis.Count == dimension || beta < 1e-15;
            var full = basis.Count == most;
            if (complete || full || (basis.Count % StepsBetweenChecks == 0 && basis.Count >= FirstCheck))
            {
                var (before, progress) = (eigenvalue, change);
                eigenvalue = GreatestRoot(diagonal, squares, sign);
                change = eigenvalue - before;

                // The error of a Ritz value is at most its residual, and at most the square of that over the gap; it falls in about the
                // same ratio as steps go on.
                var residual = beta * LeadingVector(diagonal, squares, eigenvalue, sign)[^1];
                var found = (residual <= 1e-6 * eigenvalue && change * change <= 1e-12 * eigenvalue * Math.Max(progress, change))
                    || eigenvalue <= (product.IsSymmetric ? 1e-15 : 1e-30);
                if ((complete || found || full) && product.IsSymmetric)
                {
                    // The other end of the spectrum must not lie further out, nor come to lie there.
                    rival = GreatestRoot(diagonal, squares, -sign);
                    residual = beta * LeadingVector(diagonal, squares, rival, -sign)[^1];
                    found &= complete || rival + Math.Abs(residual) <= eigenvalue;
                    if (rival > eigenvalue)
                        (eigenvalue, rival, sign, change) = (rival, eigenvalue, -sign, double.PositiveInfinity);
                }
                if (complete || found)
                    return eigenvalue;
            }
            squares.Add(beta * beta);
            vector = next;
            if (full)
            {
                vector = RitzVector(basis, diagonal, squares, rival > 0 ? [eigenvalue, rival] : [eigenvalue], sign);
                basis.Clear();
                diagonal.Clear();
                squares.Clear();
                Orthogonalise(vector, product.Right, basis);
                Normalise(vector);
            }
        }
        return double.NaN;
    }

    // That of the greatest eigenvalue, and of the one at the other end where there is one: either may turn out to lie further out.
    private static double[] RitzVector(List<double[]> basis, List<double> diagonal, List<double> squares, double[] ends, int sign)
    {
        var vector = new double[basis[0].Length];
        foreach (var end in ends)
        {
            var components = LeadingVector(diagonal, squares, end, sign);
            for (var i = 0; i < basis.Count; i++)
                Lanes.AddScaled(vector, basis[i], sign < 0 && i % 2 == 1 ? -components[i] : components[i]);
            sign = -sign;
        }
        return vector;
    }

    // The eigenvector of the tridiagonal matrix T by one step of inverse iteration: (x - T) y = e1 with x just above the eigenvalue, where
    // all pivots are positive, so nothing cancels and the last component, however small, has its digits. A recurrence from the first
    // component on loses them once the vector has converged, and the end would go unnoticed.
    private static double[] LeadingVector(List<double> diagonal, List<double> squares, double eigenvalue, int sign)
    {
        var (n, x) = (diagonal.Count, eigenvalue * (1 + 1e-13));
        var (pivots, vector) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            vector[i] = i == 0 ? 1 : vector[i - 1] * Math.Sqrt(squares[i - 1]) / pivots[i - 1];
            pivots[i] = Math.Max(x - sign * diagonal[i] - (i == 0 ? 0 : squares[i - 1] / pivots[i - 1]), 1e-16 * x);
        }
        var length = 0.0;
        for (var i = n - 1; i >= 0; i--)
        {
            vector[i] = (vector[i] + (i + 1 == n ? 0 : Math.Sqrt(squares[i]) * vector[i + 1])) / pivots[i];
            length += vector[i] * vector[i];
        }
        length = Math.Sqrt(length);
        for (var i = 0; i < n; i++)
            vector[i] /= length;
        return vector;
    }

    // Mostly the levels themselves, which in images the sought vector is near to, and a part without structure, so that there is one along
    // every eigenvector; the same whatever was computed before.
    private static double[] Start(CooccurrenceStatistics statistics, int length)
    {
        var columns = statistics.Columns;
        var levels = statistics.Levels;
        var (vector, spread, share) = (new double[length], Math.Sqrt(statistics.VarianceY), 0.2 / Math.Sqrt(columns.Length));
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < columns.Length; i++)
        {
            state = state * 6364136223846793005UL + 1442695040888963407UL;
            if (columns[i] == 0)
                continue;
            var random = (state >> 11) * (1.0 / (1UL << 53)) - 0.5;
            vector[i] = Math.Sqrt(columns[i]) * (levels[i] - statistics.MeanY) / spread + share * random;
        }
        return vector;
    }

    // The two vectors that the recurrence names first, then all of them against what rounding left.
    private static void Orthogonalise(double[] vector, double[] first, List<double[]> basis)
    {
        for (var back = 1; back <= Math.Min(2, basis.Count); back++)
            Lanes.Subtract(vector, basis[^back]);
        Lanes.Subtract(vector, first);
        foreach (var other in basis)
            Lanes.Subtract(vector, other);
    }

    private static double Normalise(double[] vector)
    {
        var length = Math.Sqrt(Lanes.Dot(vector, vector));
        if (length > 0)
            Lanes.Divide(vector, length, vector);
        return length;
    }

    // Newton's method on the characteristic polynomial of the tridiagonal matrix, from above all its roots, falls onto the greatest one.
    // The pivots q of x less the matrix and their derivatives give the step. No root is above 1, but for rounding.
    private static double GreatestRoot(List<double> diagonal, List<double> squares, int sign)
    {
        var x = 0.0;
        for (var i = 0; i < diagonal.Count; i++)
        {
            var (left, right) = (i > 0 ? Math.Sqrt(squares[i - 1]) : 0, i < diagonal.Count - 1 ? Math.Sqrt(squares[i]) : 0);
            x = Math.Max(x, sign * diagonal[i] + left + right);
        }
        x = Math.Min(x, 1 + 1e-9);
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var (q, slope, sum) = (x - sign * diagonal[0], 1.0, 0.0);
            for (var i = 1; i < diagonal.Count && q > 0; i++)
            {
                sum += slope / q;
                slope = 1 + squares[i - 1] * slope / (q * q);
                q = x - sign * diagonal[i] - squares[i - 1] / q;
            }
            if (q <= 0)
                break;
            var step = 1 / (sum + slope / q);
            if (!(x - step < x) || step <= 1e-16 * x)
                break;
            x -= step;
        }
        return x;
    }
}

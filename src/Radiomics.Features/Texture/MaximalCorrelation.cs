namespace Radiomics.Features.Texture;

/// <summary>
/// The maximal correlation coefficient: the root of the second greatest eigenvalue of Q = Dx^-1 P Dy^-1 P' (Haralick et al. 1973, f14).
/// Q is similar to B B' with B = Dx^-1/2 P Dy^-1/2, whose greatest singular value is 1 with the vectors (sqrt px, sqrt py): they are taken
/// out,
/// and the coefficient is the greatest singular value of what is left. Lanczos' method with full reorthogonalisation finds it in a few
/// products with the entries that are not 0.
/// </summary>
internal static class MaximalCorrelation
{
    private const int StepsBetweenChecks = 4;

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
        return Math.Sqrt(GreatestEigenvalue(new CorrelationOperator(statistics), columns, dimension));
    }

    private static double GreatestEigenvalue(CorrelationOperator product, ReadOnlySpan<double> columns, int dimension)
    {
        var n = product.Right.Length;
        var most = Math.Min(dimension, Math.Max(30, MostNumbers / n));
        var basis = new List<double[]>();
        List<double> diagonal = [], squares = [];
        var vector = Start(columns, n);
        Orthogonalise(vector, product.Right, basis);
        if (Normalise(vector) == 0)
            return 0;
        var eigenvalue = 0.0;
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
            if (complete || full || basis.Count % StepsBetweenChecks == 0)
            {
                var before = eigenvalue;
                eigenvalue = GreatestRoot(diagonal, squares, out var lastComponentSquared);

                // The error of a Ritz value is at most the square of its residual over the gap.
                var residual = beta * Math.Sqrt(lastComponentSquared);
                if (complete || (residual <= 1e-7 * eigenvalue && eigenvalue - before <= 1e-12 * eigenvalue) || eigenvalue <= 1e-30)
                    return eigenvalue;
            }
            squares.Add(beta * beta);
            vector = next;
            if (full)
            {
                vector = RitzVector(basis, diagonal, squares, eigenvalue);
                basis.Clear();
                diagonal.Clear();
                squares.Clear();
                Orthogonalise(vector, product.Right, basis);
                Normalise(vector);
            }
        }
        return double.NaN;
    }

    // The components of the eigenvector follow from the pivots, which are positive above all roots of the leading minors.
    private static double[] RitzVector(List<double[]> basis, List<double> diagonal, List<double> squares, double eigenvalue)
    {
        var vector = new double[basis[0].Length];
        var (component, pivot) = (1.0, eigenvalue - diagonal[0]);
        for (var i = 0; i < basis.Count; i++)
        {
            Lanes.AddScaled(vector, basis[i], component);
            if (i + 1 == basis.Count)
                break;
            component *= Math.Max(pivot, 0) / Math.Sqrt(squares[i]);
            pivot = eigenvalue - diagonal[i + 1] - squares[i] / pivot;
        }
        return vector;
    }

    // A fixed vector without structure, so that it has a part along every eigenvector.
    private static double[] Start(ReadOnlySpan<double> columns, int length)
    {
        var vector = new double[length];
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 0; i < columns.Length; i++)
        {
            state = state * 6364136223846793005UL + 1442695040888963407UL;
            vector[i] = columns[i] == 0 ? 0 : (state >> 11) * (1.0 / (1UL << 53)) - 0.5;
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
        {
            for (var i = 0; i < vector.Length; i++)
                vector[i] /= length;
        }
        return length;
    }

    // Newton's method on the characteristic polynomial of the tridiagonal matrix, from above all its roots, falls onto the greatest one.
    // The pivots
    // q of the matrix less x and their derivatives give the step; the last derivative is one over the square of the eigenvector's last
    // component.
    private static double GreatestRoot(List<double> diagonal, List<double> squares, out double lastComponentSquared)
    {
        var x = 0.0;
        for (var i = 0; i < diagonal.Count; i++)
        {
            var (left, right) = (i > 0 ? Math.Sqrt(squares[i - 1]) : 0, i < diagonal.Count - 1 ? Math.Sqrt(squares[i]) : 0);
            x = Math.Max(x, diagonal[i] + left + right);
        }
        lastComponentSquared = 1;
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var (q, slope, sum) = (x - diagonal[0], 1.0, 0.0);
            for (var i = 1; i < diagonal.Count && q > 0; i++)
            {
                sum += slope / q;
                slope = 1 + squares[i - 1] * slope / (q * q);
                q = x - diagonal[i] - squares[i - 1] / q;
            }
            lastComponentSquared = 1 / slope;
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

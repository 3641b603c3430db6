namespace Survival.Models.Penalised;

/// <summary>
/// A pure ridge problem with more columns than rows, turned into one with as many columns as rows: with X = L Q, the rows of Q orthonormal,
/// the optimum lies in
/// the rows' span, b = Q'c, so that Xb = Lc and |b| = |c| (Hastie and Tibshirani, Biostatistics 5, 2004, section 2). Penalty factors v are
/// taken into the columns, x / sqrt(v).
/// </summary>
internal sealed class RidgeRotation
{
    private readonly PathProblem _given;
    private readonly int[] _columns;
    private readonly StandardColumns _directions; // the rows of Q

    private RidgeRotation(PathProblem given, int[] columns, double[][] directions, PathProblem problem)
    {
        (_given, _columns, _directions, Problem) = (given, columns, new StandardColumns(directions), problem);
    }

    /// <summary>The rotated problem.</summary>
    public PathProblem Problem { get; }

    /// <summary>The rotation, or <see langword="null"/> where the problem is not a pure ridge with more columns than rows.</summary>
    public static RidgeRotation? Of(PathProblem given, IReadOnlyList<double>? lambdas)
    {
        int[] columns = [.. Enumerable.Range(0, given.Columns.Count).Where(j => given.Allowed[j])];
        if (given.Alpha != 0 || columns.Length <= given.Sets.RowCount || (lambdas?.Contains(0) ?? false)
            || !Array.TrueForAll(columns, j =>
                given.Factor[j] > 0 && double.IsNegativeInfinity(given.Lower[j]) && double.IsPositiveInfinity(given.Upper[j])))
            return null;
        var (lower, directions) = Factor(given, columns);
        var rank = directions.Count;
        return new RidgeRotation(given, columns, [.. directions], new PathProblem
        {
            Sets = given.Sets,
            Columns = new StandardColumns([.. lower]),
            Offset = given.Offset,
            Efron = given.Efron,
            Alpha = 0,
            IsRound = true,
            Factor = [.. Enumerable.Repeat(1.0, rank)],
            Lower = [.. Enumerable.Repeat(double.NegativeInfinity, rank)],
            Upper = [.. Enumerable.Repeat(double.PositiveInfinity, rank)],
            Allowed = [.. Enumerable.Repeat(true, rank)],
            Names = [.. Enumerable.Range(1, rank).Select(k => Invariant($"direction {k}"))],
            Tolerance = given.Tolerance,
            MaxIterations = given.MaxIterations,
        });
    }

    /// <summary>Gives the memory of the rotated columns back.</summary>
    public void Release()
    {
        _directions.Release();
        Problem.Columns.Release();
    }

    /// <summary>The largest lambda of a sequence, from the residual of the null model.</summary>
    public double LambdaMax(double[] residual)
    {
        double highest = 0;
        foreach (var j in _columns)
            highest = Math.Max(highest, Math.Abs(ColumnKernels.Dot(_given.Columns[j], residual)) / (_given.Factor[j] * 1e-3));
        return highest;
    }

    /// <summary>The coefficients of the standardised columns, for up to four solutions.</summary>
    public double[][] Back(ReadOnlySpan<double[]> rotated)
    {
        var (factors, sums) = (new double[4 * _directions.Count], new double[4 * _columns.Length]);
        for (var k = 0; k < rotated.Length; k++)
        {
            for (var c = 0; c < _directions.Count; c++)
                factors[(4 * c) + k] = rotated[k][c];
        }
        _directions.Combine4(factors, sums);
        var beta = new double[rotated.Length][];
        for (var k = 0; k < beta.Length; k++)
        {
            beta[k] = new double[_given.Columns.Count];
            for (var j = 0; j < _columns.Length; j++)
                beta[k][_columns[j]] = sums[(k * _columns.Length) + j] / Math.Sqrt(_given.Factor[_columns[j]]);
        }
        return beta;
    }

    // Gram and Schmidt's process on the rows, taken twice where a row lost much of its length, which leaves orthogonality to rounding
    // (Daniel, Gragg, Kaufman and Stewart, Math. Comput. 30, 1976); four directions at a time.
    private static (List<double[]> Lower, List<double[]> Directions) Factor(PathProblem given, int[] columns)
    {
        var (n, lower, directions) = (given.Sets.RowCount, new List<double[]>(), new List<double[]>());
        var rows = new double[n][];
        for (var i = 0; i < n; i++)
            rows[i] = new double[columns.Length];
        for (var k = 0; k < columns.Length; k++)
        {
            var column = given.Columns[columns[k]];
            var root = Math.Sqrt(given.Factor[columns[k]]);
            for (var i = 0; i < n; i++)
                rows[i][k] = column[i] / root;
        }
        for (var i = 0; i < n; i++)
        {
            var row = rows[i];
            var size = Math.Sqrt(ColumnKernels.Dot(row, row));
            var rest = size;
            for (var (pass, before) = (0, double.PositiveInfinity); pass < 2 && rest < 0.7 * before; pass++)
            {
                before = rest;
                var k = 0;
                for (; k <= directions.Count - 4; k += 4)
                {
                    var (q0, q1, q2, q3) = (directions[k], directions[k + 1], directions[k + 2], directions[k + 3]);
                    var (s0, s1, s2, s3) = ColumnKernels.Dot4(row, q0, q1, q2, q3);
                    ColumnKernels.Add4(-s0, q0, -s1, q1, -s2, q2, -s3, q3, row);
                    lower[k][i] += s0;
                    lower[k + 1][i] += s1;
                    lower[k + 2][i] += s2;
                    lower[k + 3][i] += s3;
                }
                for (; k < directions.Count; k++)
                {
                    var share = ColumnKernels.Dot(directions[k], row);
                    lower[k][i] += share;
                    ColumnKernels.Add(-share, directions[k], row);
                }
                rest = Math.Sqrt(ColumnKernels.Dot(row, row));
            }
            // Columns are centred, so that the last row always depends on the others.
            if (!(rest > 1e-12 * size))
                continue;
            for (var j = 0; j < row.Length; j++)
                row[j] /= rest;
            directions.Add(row);
            lower.Add(new double[n]);
            lower[^1][i] = rest;
        }
        return (lower, directions);
    }
}

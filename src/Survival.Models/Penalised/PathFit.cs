using System.Runtime.InteropServices;

namespace Survival.Models.Penalised;

/// <summary>Sets a problem up, walks its path and gathers the result; for all rows or for some, as folds and resamples need.</summary>
internal sealed class PathFit
{
    private PathFit(CoxNetPath path, PathData sets) => (Path, Sets) = (path, sets);

    public CoxNetPath Path { get; }

    public PathData Sets { get; }

    public static PathFit Fit(
        SurvivalData data, DesignMatrix x, int[]? rows, CoxNetOptions options, IProgress<double>? progress,
        CancellationToken cancellationToken, bool nullFirst = false)
    {
        CoxNetChecks.Check(data, x, options);
        var sets = PathData.Of(data, rows);
        var columns = new StandardColumns(
            x, rows, sets, options.Standardise, options.Alpha > 0 || x.ColumnCount <= sets.RowCount);
        var problem = Problem(x, options, sets, columns, rows);
        var rotation = RidgeRotation.Of(problem, options.Lambdas);
        var solver = new PathSolver(rotation?.Problem ?? problem);
        var path = Walk(solver, problem, rotation, options, rows?.Length ?? data.Count, nullFirst, progress, cancellationToken);
        columns.Release();
        rotation?.Release();
        return new PathFit(path, sets);
    }

    private static PathProblem Problem(DesignMatrix x, CoxNetOptions options, PathData sets, StandardColumns columns, int[]? rows)
    {
        var p = x.ColumnCount;
        var factor = options.PenaltyFactors is null ? [.. Enumerable.Repeat(1.0, p)] : options.PenaltyFactors.ToArray();
        var allowed = new bool[p];
        var excluded = options.Excluded?.ToHashSet() ?? [];
        for (var j = 0; j < p; j++)
        {
            var isOut = excluded.Contains(j) || double.IsPositiveInfinity(factor[j]);
            allowed[j] = !isOut && !columns.IsConstant[j];
            if (isOut)
                factor[j] = 1;
        }
        if (!Array.Exists(allowed, a => a))
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"None of the {p} columns may enter: {columns.IsConstant.Count(c => c)} constant, {excluded.Count} excluded, the rest "
                )
                + "with an infinite penalty factor.");
        var sum = factor.Sum();
        if (!(sum > 0))
            throw new ArgumentException(
                "All penalty factors are 0, so nothing is penalised; fit an ordinary Cox model, or use lambda = 0.", nameof(options));
        var (lower, upper) = (new double[p], new double[p]);
        for (var j = 0; j < p; j++)
        {
            factor[j] *= p / sum;
            lower[j] = Limit(options.LowerLimits, j, double.NegativeInfinity) * columns.Scale[j];
            upper[j] = Limit(options.UpperLimits, j, double.PositiveInfinity) * columns.Scale[j];
        }
        var offset = new double[sets.RowCount];
        if (options.Offset is not null)
        {
            for (var i = 0; i < offset.Length; i++)
                offset[i] = options.Offset[rows is null ? sets.Sorted.Order[i] : rows[sets.Sorted.Order[i]]];
        }
        return new PathProblem
        {
            Sets = sets,
            Columns = columns,
            Offset = offset,
            Efron = options.EfronTies,
            Alpha = options.Alpha,
            Factor = factor,
            Lower = lower,
            Upper = upper,
            Allowed = allowed,
            Names = x.ColumnNames,
            Tolerance = options.Tolerance,
            MaxIterations = options.MaxIterations,
        };
    }

    private static double Limit(IReadOnlyList<double>? limits, int column, double none) =>
        limits is null ? none : limits.Count == 1 ? limits[0] : limits[column];

    private static CoxNetPath Walk(
        PathSolver solver, PathProblem problem, RidgeRotation? rotation, CoxNetOptions options, int rowCount, bool nullFirst,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var saturated = solver.Objective.Saturated(1);
        var nullLogLikelihood = problem.Sets.OnGivenScale(solver.NullValue);
        var nullDeviance = 2 * (saturated - nullLogLikelihood);
        var lambdas = options.Lambdas is null
            ? Sequence(rotation?.LambdaMax(solver.Objective.Residual) ?? solver.LambdaMax(), options, rowCount, problem)
            : [.. options.Lambdas.OrderDescending()];
        var gain = (options.LowerLimits?.Contains(0) ?? false) || (options.UpperLimits?.Contains(0) ?? false) ? 0
            : 100 * options.MinimumGain;
        var ever = new bool[problem.Names.Count];
        var everCount = 0;
        var points = new List<CoxNetPoint>(lambdas.Length);
        var rotated = new List<double[]>();
        var counts = options.MaximumNonzero is not null || options.MaximumEverNonzero is not null;
        for (var k = 0; k < lambdas.Length; k++)
        {
            if (k > 0 || !nullFirst)
                solver.Solve(lambdas[k], cancellationToken);
            if (rotation is not null)
                rotated.Add(solver.Coefficients.ToArray());
            // Where nobody asks how many there are, rotated ones are turned back four at a time, at the end.
            var (indices, values) = rotation is null ? Sparse(solver.Coefficients, problem.Columns.Scale)
                : counts ? Sparse(rotation.Back([rotated[^1]])[0], problem.Columns.Scale) : ([], []);
            foreach (var j in indices)
            {
                everCount += ever[j] ? 0 : 1;
                ever[j] = true;
            }
            if (everCount > options.MaximumEverNonzero)
                break;
            var logLikelihood = problem.Sets.OnGivenScale(solver.Value);
            var ratio = nullDeviance == 0 ? 0 : 1 - (2 * (saturated - logLikelihood) / nullDeviance);
            points.Add(new CoxNetPoint(lambdas[k], indices, values, logLikelihood, ratio, solver.Violation));
            progress?.Report((k + 1.0) / lambdas.Length);
            if (indices.Length > options.MaximumNonzero)
                break;
            if (options.Lambdas is not null || !options.StopEarly || points.Count < Math.Min(5, lambdas.Length))
                continue;
            // At least five lambdas; the gain over the last four steps.
            if (ratio > options.MaximumDevianceRatio * (0.99 / 0.999)
                || (points.Count >= 5 && ratio - points[^5].DevianceRatio < gain * ratio))
                break;
        }
        for (var k = 0; k < points.Count && rotation is not null && !counts; k += 4)
        {
            var beta = rotation.Back(CollectionsMarshal.AsSpan(rotated).Slice(k, Math.Min(4, points.Count - k)));
            for (var at = 0; at < beta.Length; at++)
            {
                var (indices, values) = Sparse(beta[at], problem.Columns.Scale);
                points[k + at] = points[k + at] with { Indices = indices, Values = values };
            }
        }
        return new CoxNetPath(problem.Names, options.Alpha, options.EfronTies, options.Offset is not null, points, nullLogLikelihood,
            saturated, solver.Iterations);
    }

    private static double[] Sequence(double highest, CoxNetOptions options, int rowCount, PathProblem problem)
    {
        var ratio = options.LambdaMinRatio ?? (rowCount < problem.Names.Count ? 1e-2 : 1e-4);
        var lambdas = new double[options.LambdaCount];
        // glmnet takes the exponent 1/(count - 1) of a step in single precision, but not in its solver for strata and entry times:
        // with 40 lambdas down to 0.2 that moves the last by 2e-8, which would cost a digit of any comparison.
        var exponent = problem.Sets.IsPlain ? 1f / (lambdas.Length - 1) : 1.0 / (lambdas.Length - 1);
        for (var k = 0; k < lambdas.Length; k++)
            lambdas[k] = k == 0 ? highest : highest * Math.Pow(ratio, k * exponent);
        return lambdas;
    }

    private static (int[] Indices, double[] Values) Sparse(ReadOnlySpan<double> beta, double[] scale)
    {
        var count = beta.Length - beta.Count(0.0);
        var (indices, values) = (new int[count], new double[count]);
        for (int j = 0, k = 0; j < beta.Length; j++)
        {
            if (beta[j] != 0)
                (indices[k], values[k++]) = (j, beta[j] / scale[j]);
        }
        return (indices, values);
    }
}

using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>The data of a fit in working form, and the fit itself.</summary>
internal sealed class CoxTraining
{
    private readonly CoxOptions _options;
    private Lazy<CoxHazard>? _hazard;

    private CoxTraining(SurvivalData data, DesignMatrix x, CoxOptions options, ReadOnlySpan<double> offset)
    {
        (Data, X, _options) = (data, x, options);
        Layout = SortedFollowUp.Of(data);
        Used = [.. Enumerable.Range(0, x.ColumnCount)];
        Design = CoxDesign.Create(Layout, x, Used);
        if (!offset.IsEmpty)
        {
            Offset = new double[data.Count];
            double sum = 0, weights = 0;
            for (var i = 0; i < data.Count; i++)
            {
                Offset[i] = offset[Layout.Order[i]];
                sum += Layout.WeightAt(i) * Offset[i];
                weights += Layout.WeightAt(i);
            }
            OffsetMean = sum / weights;
            for (var i = 0; i < data.Count; i++)
                Offset[i] -= OffsetMean;
        }
    }

    public SurvivalData Data { get; }

    public DesignMatrix X { get; }

    public SortedFollowUp Layout { get; }

    /// <summary>The columns estimated, in the scaled design's order.</summary>
    public int[] Used { get; private set; }

    public CoxDesign Design { get; private set; }

    /// <summary>The offset by position, less its mean.</summary>
    public double[]? Offset { get; }

    public double OffsetMean { get; }

    public TieMethod Ties => _options.Ties;

    /// <summary>The hazards at the estimate.</summary>
    public CoxHazard Hazard => _hazard!.Value;

    public static CoxTraining Create(SurvivalData data, DesignMatrix x, CoxOptions options, ReadOnlySpan<double> offset) =>
        new(data, x, options, offset);

    public CoxModel Fit(CancellationToken cancellationToken)
    {
        if (!_options.DropCollinear)
            RefuseConstant();
        var objective = new CoxObjective(Layout, Design.Rows, Design.Columns, Offset, _options.Ties);
        var newton = new NewtonRaphson(objective);
        if (!newton.Start() && double.IsFinite(newton.Value))
        {
            var dependent = Used.Where(j => newton.Information.Dependent[j]).ToArray();
            if (!_options.DropCollinear)
                throw Collinear(dependent);
            Used = [.. Used.Except(dependent)];
            Design.Release();
            Design = CoxDesign.Create(Layout, X, Used);
            objective = new CoxObjective(Layout, Design.Rows, Design.Columns, Offset, _options.Ties);
            newton = new NewtonRaphson(objective);
            newton.Start();
        }
        var failure = newton.Run(Design.Reach, new NewtonRule(_options.Tolerance, _options.MaxIterations), cancellationToken);
        if (failure != NewtonFailure.None)
            throw CoxFailure.Of(failure, newton.AtFault, [.. Used.Select(j => X.ColumnNames[j])]);
        var model = Finish(newton.Beta, newton.Information.Inverse(), newton.ValueAtStart, newton.Value, newton.ScoreStatistic,
            newton.Iterations);
        // Few models are asked for what takes the rows again: hazards and residuals.
        Design.Release();
        return model;
    }

    /// <summary>The model at coefficients (in scaled units) that were estimated otherwise.</summary>
    public CoxModel FinishAt(double[] beta, double[] inverse, double nullLikelihood, double likelihood, double score, int iterations) =>
        Finish(beta, inverse, nullLikelihood, likelihood, score, iterations);

    /// <summary>Refuses constant columns.</summary>
    public void RefuseConstant()
    {
        var j = Array.FindIndex(Design.Scale, s => s == 0);
        if (j >= 0)
        {
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"Column '{X.ColumnNames[j]}' is constant ({X[0, j]} in every row), so it has no coefficient. Leave it out, or set "
                )
                + "Collinear to Drop.", column: X.ColumnNames[j]);
        }
    }

    /// <summary>The linear predictor by position in scaled units at coefficients in the columns' own units.</summary>
    public double[] ScaledPredictor(ReadOnlySpan<double> scaledBeta)
    {
        var (eta, rows) = (new double[Layout.RowCount], Design.Rows);
        for (var i = 0; i < eta.Length; i++)
        {
            var sum = Offset is null ? 0 : Offset[i];
            for (var j = 0; j < Design.Columns; j++)
                sum += rows[(i * Design.Stride) + j] * scaledBeta[j];
            eta[i] = sum;
        }
        return eta;
    }

    /// <summary>The score residuals by position in scaled units, weighted, and summed within clusters where there are some.</summary>
    public List<double[]> ClusterScores(CoxHazard hazard)
    {
        var p = Design.Columns;
        var sums = new Dictionary<int, double[]>();
        var row = new double[p];
        for (var i = 0; i < Layout.RowCount; i++)
        {
            hazard.Score(i, row);
            var key = Data.Cluster.IsEmpty ? i : Data.Cluster[Layout.Order[i]];
            if (!sums.TryGetValue(key, out var sum))
                sums[key] = sum = new double[p];
            var w = Layout.WeightAt(i);
            for (var j = 0; j < p; j++)
                sum[j] += w * row[j];
        }
        return [.. sums.Values];
    }

    public IReadOnlyList<CoxBaseline> Baselines(double[] beta, CoxModelState state) => CoxBaselineBuilder.Build(this, beta, state);

    private CoxModel Finish(double[] beta, double[] scaled, double nullLikelihood, double likelihood, double score, int iterations)
    {
        var (p, q) = (X.ColumnCount, Used.Length);
        _hazard = new Lazy<CoxHazard>(() => new CoxHazard(Layout, Design, ScaledPredictor(beta), _options.Ties));
        var robust = _options.Robust ?? (!Data.Cluster.IsEmpty || Data.HasFractionalWeight);
        double[]? sandwich = null;
        var robustScore = double.NaN;
        if (robust && q > 0)
        {
            sandwich = Sandwich(scaled, ClusterScores(Hazard));
            robustScore = RobustScore();
        }
        var coefficients = new double[p];
        Array.Fill(coefficients, double.NaN);
        for (var a = 0; a < q; a++)
            coefficients[Used[a]] = beta[a] / Design.Scale[a];
        var covariance = Unscale(scaled, p);
        return new CoxModel(
            new CoxModelState
            {
                ColumnNames = X.ColumnNames,
                Terms = X.Terms,
                Coefficients = coefficients,
                Means = Means(),
                OffsetMean = OffsetMean,
                ModelCovariance = covariance,
                Covariance = sandwich is null ? covariance : Unscale(sandwich, p),
                IsRobust = robust,
                Ties = _options.Ties,
                RowCount = Data.Count,
                EventCount = Data.EventCount,
                LogLikelihoodNull = nullLikelihood,
                LogLikelihood = likelihood,
                ScoreStatistic = score,
                RobustScoreStatistic = robustScore,
                Iterations = iterations,
            },
            this);
    }

    private double[] Sandwich(double[] inverse, List<double[]> scores)
    {
        var q = Design.Columns;
        var result = new double[q * q];
        var d = new double[q];
        foreach (var u in scores)
        {
            for (var j = 0; j < q; j++)
            {
                d[j] = 0;
                for (var k = 0; k < q; k++)
                    d[j] += u[k] * inverse[(k * q) + j];
            }
            for (var j = 0; j < q; j++)
            {
                for (var k = 0; k < q; k++)
                    result[(j * q) + k] += d[j] * d[k];
            }
        }
        return result;
    }

    // u' (sum of u_c u_c')^-1 u at zero, with u_c the score of a cluster.
    private double RobustScore()
    {
        var q = Design.Columns;
        var hazard = new CoxHazard(Layout, Design, ScaledPredictor(new double[q]), _options.Ties);
        var total = new double[q];
        var meat = new double[q * q];
        foreach (var u in ClusterScores(hazard))
        {
            for (var j = 0; j < q; j++)
            {
                total[j] += u[j];
                for (var k = 0; k < q; k++)
                    meat[(j * q) + k] += u[j] * u[k];
            }
        }
        var cholesky = new LowerCholesky(q);
        cholesky.Factor(meat, q);
        var solution = (double[])total.Clone();
        cholesky.Solve(solution);
        return total.Zip(solution, (a, b) => a * b).Sum();
    }

    private double[] Unscale(double[] scaled, int p)
    {
        var result = new double[p * p];
        var q = Used.Length;
        for (var a = 0; a < q; a++)
        {
            for (var b = 0; b < q; b++)
                result[(Used[a] * p) + Used[b]] = scaled[(a * q) + b] / (Design.Scale[a] * Design.Scale[b]);
        }
        return result;
    }

    private double[] Means()
    {
        var means = new double[X.ColumnCount];
        for (var j = 0; j < means.Length; j++)
        {
            var column = X.Column(j);
            // R takes the plain mean where there are entry times.
            var plain = Data.Weight.IsEmpty || !Data.Entry.IsEmpty;
            if (!column.ContainsAnyExcept(0, 1, -1))
                continue;
            // The design was centred by it.
            if (Data.Weight.IsEmpty && Array.IndexOf(Used, j) is var at and >= 0)
            {
                means[j] = Design.Center[at];
                continue;
            }
            double sum = plain ? RowKernels.SumAndRange(column).Sum : 0, weights = plain ? column.Length : 0;
            for (var i = 0; i < column.Length && !plain; i++)
            {
                sum += Data.Weight[i] * column[i];
                weights += Data.Weight[i];
            }
            means[j] = sum / weights;
        }
        return means;
    }

    /// <summary>The error of columns that depend on others.</summary>
    public ConvergenceException Collinear(int[] dependent)
    {
        string[] names = [.. dependent.Select(j => X.ColumnNames[j])];
        var j = dependent[0];
        var twin = Enumerable.Range(0, j).Where(k => X.Column(k).SequenceEqual(X.Column(j))).Select(k => X.ColumnNames[k]).FirstOrDefault();
        var cause = twin is not null ? $"it equals '{twin}'"
            : "it is a linear combination of the columns before it, or constant within every risk set";
        return new ConvergenceException(
            $"The columns are collinear: '{string.Join("', '", names)}' cannot be estimated ({cause}). Leave them out, "
                + "or leave their coefficients at NaN as R does (CoxOptions.DropCollinear).", names);
    }
}

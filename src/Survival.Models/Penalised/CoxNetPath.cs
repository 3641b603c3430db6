using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>A penalised Cox model over a falling sequence of lambdas. Immutable.</summary>
[DebuggerDisplay("Path of {Count} lambdas")]
public sealed partial class CoxNetPath
{
    private readonly CoxNetPoint[] _points;

    internal CoxNetPath(
        IReadOnlyList<string> columnNames, double alpha, bool efronTies, bool hasOffset, IReadOnlyList<CoxNetPoint> points,
            double nullLogLikelihood, double saturatedLogLikelihood, int iterations)
    {
        (ColumnNames, Alpha, EfronTies, HasOffset, _points) = (columnNames, alpha, efronTies, hasOffset, [.. points]);
        (NullLogLikelihood, SaturatedLogLikelihood, Iterations) = (nullLogLikelihood, saturatedLogLikelihood, iterations);
        Lambdas = Array.ConvertAll(_points, p => p.Lambda);
        NonzeroCounts = Array.ConvertAll(_points, p => p.Indices.Length);
        DevianceRatios = Array.ConvertAll(_points, p => p.DevianceRatio);
        LogLikelihoods = Array.ConvertAll(_points, p => p.LogLikelihood);
        Violations = Array.ConvertAll(_points, p => p.Violation);
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The share of the L1 penalty.</summary>
    public double Alpha { get; }

    /// <summary>Whether tied events were treated after Efron instead of Breslow.</summary>
    public bool EfronTies { get; }

    /// <summary>Whether the fit had an offset.</summary>
    public bool HasOffset { get; }

    /// <summary>The number of lambdas fitted; fewer than asked for where the path ended early.</summary>
    public int Count => _points.Length;

    /// <summary>The lambdas, falling.</summary>
    public IReadOnlyList<double> Lambdas { get; }

    /// <summary>The number of nonzero coefficients at each lambda (glmnet's <c>df</c>).</summary>
    public IReadOnlyList<int> NonzeroCounts { get; }

    /// <summary>The share of the null deviance that each model explains, 1 - deviance / null deviance.</summary>
    public IReadOnlyList<double> DevianceRatios { get; }

    /// <summary>The partial log-likelihood at each lambda, with the weights as given.</summary>
    public IReadOnlyList<double> LogLikelihoods { get; }

    /// <summary>The largest violation of the optimality conditions that the fit left at each lambda, as a derivative of the objective on
    /// standardised columns.</summary>
    public IReadOnlyList<double> Violations { get; }

    /// <summary>The partial log-likelihood of the offset alone.</summary>
    public double NullLogLikelihood { get; }

    /// <summary>The partial log-likelihood of the saturated model: minus the sum over event times of D log D, where D is the weight of the
    /// events (Simon et al. 2011).</summary>
    public double SaturatedLogLikelihood { get; }

    /// <summary>Twice the difference of the saturated and the null log-likelihood.</summary>
    public double NullDeviance => 2 * (SaturatedLogLikelihood - NullLogLikelihood);

    /// <summary>The number of passes over the active columns that the whole path took.</summary>
    public int Iterations { get; }

    /// <summary>The model at one lambda of the path.</summary>
    /// <param name="index">Which lambda, from 0.</param>
    public CoxNetModel At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var point = _points[index];
        return new CoxNetModel(ColumnNames, point.Lambda, isInterpolated: false, HasOffset, point.Indices, point.Values);
    }

    /// <summary>The model at one lambda of the path.</summary>
    /// <param name="lambda">The lambda, which must be one of <see cref="Lambdas"/> to ten digits.</param>
    /// <exception cref="ArgumentException">The path does not hold that lambda; the message says which are nearest.</exception>
    public CoxNetModel AtLambda(double lambda)
    {
        var index = NearestIndex(lambda);
        var nearest = Lambdas[index];
        if (!(Math.Abs(nearest - lambda) <= 1e-10 * Math.Max(nearest, lambda)))
            throw new ArgumentException(
                Invariant(
                    $"The path has no lambda {lambda}; the nearest is {nearest} (index {index}). Fit with Lambdas, or take Interpolate."
                ),
                nameof(lambda));
        return At(index);
    }

    /// <summary>
    /// The coefficients between the two lambdas that enclose one, interpolated linearly in lambda, and those of the nearer end outside the
    /// path:
    /// what glmnet's <c>predict</c> and <c>coef</c> do with <c>exact = FALSE</c>. They are not the optimum at that lambda.
    /// </summary>
    /// <param name="lambda">Any lambda; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lambda is negative or not a number.</exception>
    public CoxNetModel Interpolate(double lambda)
    {
        if (!(lambda >= 0))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "A lambda must not be negative.");
        var after = 0;
        while (after < Count && _points[after].Lambda > lambda)
            after++;
        if (after == Count)
            return new CoxNetModel(ColumnNames, lambda, isInterpolated: true, HasOffset, _points[^1].Indices, _points[^1].Values);
        if (_points[after].Lambda == lambda)
            return At(after);
        if (after == 0)
            return new CoxNetModel(ColumnNames, lambda, isInterpolated: true, HasOffset, _points[0].Indices, _points[0].Values);
        var (left, right) = (_points[after - 1], _points[after]);
        var share = (lambda - right.Lambda) / (left.Lambda - right.Lambda);
        var sum = new SortedDictionary<int, double>();
        for (var k = 0; k < left.Indices.Length; k++)
            sum[left.Indices[k]] = share * left.Values[k];
        for (var k = 0; k < right.Indices.Length; k++)
            sum[right.Indices[k]] = sum.GetValueOrDefault(right.Indices[k]) + ((1 - share) * right.Values[k]);
        return new CoxNetModel(ColumnNames, lambda, isInterpolated: true, HasOffset, [.. sum.Keys], [.. sum.Values]);
    }

    private int NearestIndex(double lambda)
    {
        var best = 0;
        for (var k = 1; k < Count; k++)
        {
            if (Math.Abs(Lambdas[k] - lambda) < Math.Abs(Lambdas[best] - lambda))
                best = k;
        }
        return best;
    }

    /// <summary>As R's <c>print(glmnet)</c>: columns in the model, share of the deviance explained in per cent, and lambda.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "Df", "%Dev", "Lambda");
        for (var k = 0; k < Count; k++)
            table.Row(TextTable.Count(k + 1), TextTable.Count(NonzeroCounts[k]), TextTable.Fixed(100 * DevianceRatios[k], 2),
                TextTable.Number(Lambdas[k]));
        return table.ToString().TrimEnd();
    }
}

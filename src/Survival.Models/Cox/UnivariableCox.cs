using Survival.Models.Discrimination;
using Survival.Models.Numerics;
using Survival.Models.RiskSets;

namespace Survival.Models.Cox;

/// <summary>The Cox model of one column by itself. <see cref="Screen(SurvivalData, DesignMatrix, UnivariableCoxOptions?, IProgress{int}?,
/// CancellationToken)"/> fits that of each column: the follow-up is sorted once, each column costs O(n) an iteration. Where a column could
/// not be fitted the numbers are NaN and <see cref="Problem"/> says why.</summary>
public sealed partial record UnivariableCox
{
    /// <summary>Screens all columns. Weights, strata, clusters and entry times of the follow-up are used; with clusters, or weights that
    /// are not whole, standard errors and Wald tests are robust, as <see cref="CoxModel"/>'s.</summary>
    /// <param name="data">The follow-up.</param>
    /// <param name="x">The columns.</param>
    /// <param name="options">How; Efron's ties, one thread by default.</param>
    /// <param name="progress">Told the number of columns done.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    /// <returns>A result for each column, in their order. A column that is constant or separates the events is reported, not
    /// thrown.</returns>
    /// <exception cref="ArgumentException">Different numbers of rows, an option out of range, or weights or clusters with exact
    /// ties.</exception>
    /// <exception cref="InvalidSurvivalDataException">There are no events.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<UnivariableCox> Screen(
        SurvivalData data,
        DesignMatrix x,
        UnivariableCoxOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= UnivariableCoxOptions.Default;
        ArgumentNullException.ThrowIfNull(x);
        InParallel.Check(options.MaxDegreeOfParallelism, nameof(options));
        CoxModel.Check(data, x.SelectColumns([]), new CoxOptions { Ties = options.Ties }, default);
        var z = Confidence.Critical(options.ConfidenceLevel);
        var layout = SortedFollowUp.Of(data);
        var results = new UnivariableCox[x.ColumnCount];
        var done = 0;
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        InParallel.For(results.Length, parallel, j =>
        {
            results[j] = Fit(data, layout, x.ColumnNames[j], x.Column(j), options, z);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return new ResultList<UnivariableCox>(Adjusted(results, options));
    }

    private static UnivariableCox[] Adjusted(UnivariableCox[] results, UnivariableCoxOptions options)
    {
        var fitted = Enumerable.Range(0, results.Length).Where(j => !double.IsNaN(results[j].WaldPValue)).ToArray();
        var adjusted = PValue.Adjust([.. fitted.Select(j => results[j].WaldPValue)], options.Adjustment);
        for (var k = 0; k < fitted.Length; k++)
            results[fitted[k]] = results[fitted[k]] with { AdjustedPValue = adjusted[k] };
        return results;
    }

    private static UnivariableCox Fit(
        SurvivalData data, SortedFollowUp layout, string name, ReadOnlySpan<double> column, UnivariableCoxOptions options, double z)
    {
        var design = CoxDesign.CreateSingle(layout, column);
        if (design.Scale[0] == 0)
            return Failed(name, "The column is constant.");
        var newton = new NewtonRaphson(new CoxObjective(layout, design.Rows, 1, null, options.Ties));
        if (!newton.Start())
            return Failed(name, "The column is constant in every risk set.");
        var failure = newton.Run(design.Reach, new NewtonRule(CoxOptions.Default.Tolerance, CoxOptions.Default.MaxIterations));
        if (failure != NewtonFailure.None)
            return Failed(name, CoxFailure.Of(failure, newton.AtFault, [name]).Message);
        var unit = options.PerStandardDeviation ? StandardDeviation(column) / design.Scale[0] : 1 / design.Scale[0];
        var coefficient = newton.Beta[0] * unit;
        var error = data.Cluster.IsEmpty && !data.HasFractionalWeight
            ? Math.Sqrt(newton.Information.Inverse()[0]) * unit
            : RobustError(data, name, column, options);
        var concordance = options.WithConcordance ? ConcordanceOf(data, column, coefficient) : null;
        return new UnivariableCox(
            name,
            coefficient,
            error,
            Math.Exp(coefficient),
            Math.Exp(coefficient - (z * error)),
            Math.Exp(coefficient + (z * error)),
            Tails.NormalTwoSided(coefficient / error),
            Tails.ChiSquareUpper(2 * (newton.Value - newton.ValueAtStart), 1),
            Tails.ChiSquareUpper(newton.ScoreStatistic, 1),
            double.NaN,
            concordance?.Index ?? double.NaN,
            concordance?.StandardError ?? double.NaN,
            null);
    }

    private static double RobustError(SurvivalData data, string name, ReadOnlySpan<double> column, UnivariableCoxOptions options)
    {
        var x = DesignMatrix.FromColumns((name, column.ToArray()));
        var error = CoxModel.Fit(data, x, new CoxOptions { Ties = options.Ties }).StandardErrors[0];
        return error * (options.PerStandardDeviation ? StandardDeviation(column) : 1);
    }

    private static Concordance? ConcordanceOf(SurvivalData data, ReadOnlySpan<double> column, double coefficient)
    {
        var marker = new double[column.Length];
        for (var i = 0; i < marker.Length; i++)
            marker[i] = coefficient < 0 ? -column[i] : column[i];
        try
        {
            return Discrimination.Concordance.Estimate(data, marker);
        }
        catch (InvalidSurvivalDataException)
        {
            // No event was outlived: an effect there is by tied times, but no pair to compare.
            return null;
        }
    }

    private static double StandardDeviation(ReadOnlySpan<double> values)
    {
        double mean = 0, sum = 0;
        foreach (var v in values)
            mean += v / values.Length;
        foreach (var v in values)
            sum += (v - mean) * (v - mean);
        return Math.Sqrt(sum / (values.Length - 1));
    }

    private static UnivariableCox Failed(string name, string problem)
    {
        const double None = double.NaN;
        return new UnivariableCox(name, None, None, None, None, None, None, None, None, None, None, None, problem);
    }
}

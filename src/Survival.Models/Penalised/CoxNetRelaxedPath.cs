using System.Diagnostics;

namespace Survival.Models.Penalised;

/// <summary>
/// A path and, at each of its lambdas, the unpenalised model of the columns selected there (Meinshausen, "Relaxed Lasso", Comput. Stat.
/// Data
/// Anal. 52, 2007; blended as in Hastie, Tibshirani and Tibshirani, Stat. Sci. 35, 2020, doi:10.1214/19-STS733). Immutable.
/// </summary>
[DebuggerDisplay("Relaxed path of {Path.Count} lambdas")]
public sealed partial class CoxNetRelaxedPath
{
    private readonly CoxNetModel?[] _relaxed;

    private CoxNetRelaxedPath(CoxNetPath path, CoxNetModel?[] relaxed) => (Path, _relaxed) = (path, relaxed);

    /// <summary>The penalised path.</summary>
    public CoxNetPath Path { get; }

    /// <summary>Whether there is an unpenalised model at a lambda: none where the columns are too many, collinear or separate the
    /// events.</summary>
    /// <param name="index">Which lambda, from 0.</param>
    public bool IsRelaxed(int index) => _relaxed[index] is not null;

    /// <summary>The blend (1 - gamma) unpenalised + gamma penalised at one lambda.</summary>
    /// <param name="index">Which lambda, from 0.</param>
    /// <param name="gamma">The share of the penalised coefficients, in [0, 1]; 0 is the unpenalised model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not in [0, 1], or there is no such lambda.</exception>
    /// <exception cref="InvalidOperationException">There is no unpenalised model at that lambda.</exception>
    public CoxNetModel At(int index, double gamma)
    {
        if (!(gamma >= 0 && gamma <= 1))
            throw new ArgumentOutOfRangeException(nameof(gamma), gamma, "The share must lie in [0, 1].");
        var penalised = Path.At(index);
        if (gamma == 1)
            return penalised;
        if (_relaxed[index] is not { } free)
            throw new InvalidOperationException(
                Invariant(
                    $"At lambda {penalised.Lambda} the {penalised.NonzeroCount} columns selected have no unpenalised Cox model. Take a "
                )
                + "larger lambda, or gamma = 1.");
        var (a, b) = (free.ToDense(), penalised.ToDense());
        var values = Array.ConvertAll(penalised.Indices.ToArray(), j => ((1 - gamma) * a[j]) + (gamma * b[j]));
        return new CoxNetModel(penalised.ColumnNames, penalised.Lambda, isInterpolated: false, penalised.HasOffset,
            penalised.Indices.ToArray(), values);
    }

    /// <summary>Fits the unpenalised model of each set of selected columns.</summary>
    /// <param name="path">The penalised path.</param>
    /// <param name="data">The follow-up that it was fitted to.</param>
    /// <param name="x">The covariates that it was fitted to.</param>
    /// <param name="options">The settings that it was fitted with; limits hold here, too.</param>
    /// <param name="maximumColumns">The most columns to fit; <see langword="null"/> for the number of events less 3.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">The path is of other columns, or follow-up and covariates differ in length.</exception>
    public static CoxNetRelaxedPath Fit(
        SurvivalData data, DesignMatrix x, CoxNetPath path, CoxNetOptions? options = null, int? maximumColumns = null,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        return Fit(data, x, path, rows: null, options ?? CoxNetOptions.Default, maximumColumns, cancellationToken);
    }

    /// <summary>The same for a path that was fitted to some of the rows.</summary>
    internal static CoxNetRelaxedPath Fit(
        SurvivalData data, DesignMatrix x, CoxNetPath path, int[]? rows, CoxNetOptions options, int? maximumColumns,
        CancellationToken cancellationToken)
    {
        var events = rows is null ? data.EventCount : rows.Count(i => data.Event[i]);
        var most = maximumColumns ?? events - 3;
        var known = new Dictionary<string, CoxNetModel?>(StringComparer.Ordinal);
        var relaxed = new CoxNetModel?[path.Count];
        for (var k = 0; k < path.Count; k++)
        {
            var model = path.At(k);
            var key = string.Join(',', model.Indices.ToArray());
            if (!known.TryGetValue(key, out relaxed[k]))
                known[key] = relaxed[k] = model.NonzeroCount == 0 ? model : model.NonzeroCount > most ? null
                    : Unpenalised(data, x, rows, model.Indices.ToArray(), options, cancellationToken);
        }
        return new CoxNetRelaxedPath(path, relaxed);
    }

    private static CoxNetModel? Unpenalised(
        SurvivalData data, DesignMatrix x, int[]? rows, int[] columns, CoxNetOptions options, CancellationToken cancellationToken)
    {
        var selected = columns.ToHashSet();
        var free = options with
        {
            Lambdas = [0],
            PenaltyFactors = null,
            Excluded = [.. Enumerable.Range(0, x.ColumnCount).Where(j => !selected.Contains(j))],
            MaximumNonzero = null,
            MaximumEverNonzero = null,
            MaxIterations = Math.Min(options.MaxIterations, 200),
        };
        try
        {
            return PathFit.Fit(data, x, rows, free, progress: null, cancellationToken).Path.At(0);
        }
        catch (ConvergenceException)
        {
            return null; // the answer to IsRelaxed
        }
    }

    /// <summary>The path, and at how many of its lambdas there is an unpenalised model.</summary>
    public override string ToString() =>
        Invariant($"Relaxed path: unpenalised models at {_relaxed.Count(m => m is not null)} of {Path.Count} lambdas\n{Path}");
}

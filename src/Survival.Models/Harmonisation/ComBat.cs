using Plain;
using Survival.Models.Numerics;

namespace Survival.Models.Harmonisation;

/// <summary>
/// Batch effects (scanners, sites, protocols) taken out of many features at once, by location and scale that borrow strength over the
/// features (W. E.
/// Johnson, C. Li and A. Rabinovic, Biostatistics 8, 2007, doi:10.1093/biostatistics/kxj037): R's <c>sva::ComBat</c>. Fitted on training
/// data and applied
/// to new rows of known batches, so that no outcome and no new row leaks into it; a new batch is adjusted to a reference batch
/// (<see cref="WithBatch"/>).
/// </summary>
public sealed partial class ComBat
{
    // sva's: a relative change, over all features together.
    private const double Converged = 1e-4;
    private const int MostIterations = 10_000;

    /// <summary>Estimates the effects of batches.</summary>
    /// <param name="features">The features, a row a patient; at least two features.</param>
    /// <param name="batches">The batch of each row; a missing one is refused.</param>
    /// <param name="covariates">What may differ between batches for reasons to keep, such as stage; or <see langword="null"/>.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">Different numbers of rows, or a reference that is no batch.</exception>
    /// <exception cref="InvalidSurvivalDataException">A batch is missing, there is one batch only, fewer than two features that vary in
    /// every batch, covariates confounded with batches, no more rows than batches and covariates, or a reference of one row.</exception>
    public static ComBat Fit(
        DesignMatrix features,
        IReadOnlyList<string?> batches,
        DesignMatrix? covariates = null,
        ComBatOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(batches);
        options ??= ComBatOptions.Default;
        var n = features.RowCount;
        if (batches.Count != n)
            throw new ArgumentException(Invariant($"There are {n} rows of features but {batches.Count} batches."), nameof(batches));
        if (covariates is not null && covariates.RowCount != n)
            throw new ArgumentException(
                Invariant($"There are {n} rows of features but {covariates.RowCount} rows of covariates."),
                nameof(covariates)
            );
        string[] given = [.. batches.Select((b, i) => b ?? throw NoBatch(i))];
        string[] names = [.. given.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
            throw new InvalidSurvivalDataException(
                $"There is one batch only ('{names.FirstOrDefault()}'), so there is nothing to harmonise.",
                column: "batch"
            );
        var reference = options.ReferenceBatch is null ? -1 : Array.IndexOf(names, options.ReferenceBatch);
        if (options.ReferenceBatch is not null && reference < 0)
            throw new ArgumentException(
                $"The reference '{options.ReferenceBatch}' is no batch. The batches are: {PlainWords.List(names)}.",
                nameof(options)
            );
        int[] batch = [.. given.Select(b => Array.IndexOf(names, b))];
        int[][] members = [.. names.Select((_, b) => Enumerable.Range(0, n).Where(i => batch[i] == b).ToArray())];
        if (reference >= 0 && members[reference].Length == 1)
            throw new InvalidSurvivalDataException(
                $"The reference '{options.ReferenceBatch}' has one row, which has no spread that others could be scaled by. Take another "
                    + "reference, or none.",
                column: "batch"
            );
        var meanOnly = options.MeanOnly || members.Any(m => m.Length == 1);
        // A feature that is constant within a batch has no scale there; it is left as it is.
        int[] kept = [.. Enumerable.Range(0, features.ColumnCount).Where(f => !IsConstantSomewhere(features.Column(f), members))];
        if (kept.Length < 2)
            throw new InvalidSurvivalDataException(
                Invariant(
                    $"{kept.Length} of {features.ColumnCount} features vary in every batch; at least two are needed, for the effects are "
                )
                    + $"pooled over features."
            );
        var kind = new Kind(batch, names.Length, reference, meanOnly, options.IsParametric, covariates);
        return Estimate(features, kept, names, members, kind);
    }

    private sealed record Kind(int[] Batch, int Batches, int Reference, bool MeanOnly, bool Parametric, DesignMatrix? Covariates);

    private static bool IsConstantSomewhere(ReadOnlySpan<double> column, int[][] members)
    {
        foreach (var rows in members)
        {
            var same = rows.Length > 1;
            foreach (var i in rows)
                same &= column[i] == column[rows[0]];
            if (same)
                return true;
        }
        return false;
    }

    private static ComBat Estimate(DesignMatrix features, int[] kept, string[] names, int[][] members, Kind kind)
    {
        var (n, batches) = (features.RowCount, names.Length);
        double[][] design = [.. Enumerable.Range(0, batches).Select(b => Indicator(kind, b)), .. Columns(kind.Covariates)];
        var q = design.Length;
        if (n <= q)
            throw new InvalidSurvivalDataException(
                Invariant($"{n} rows cannot tell {q} effects of batches and covariates from what is left to chance: nothing is. Leave ")
                    + "covariates out, or rows of batches so small."
            );
        var factor = Normal(design, n);
        if (factor.Rank < q)
        {
            var column = Enumerable.Range(0, q).First(j => factor.Dependent[j]) - batches;
            throw new InvalidSurvivalDataException(
                $"The covariate '{(column >= 0 ? UsedNames(kind.Covariates)[column] : "?")}' is confounded with the batches or with "
                    + $"other covariates, so its effect cannot be told from theirs. Leave it out."
            );
        }
        var (means, deviations, effects) = (new double[kept.Length], new double[kept.Length], new double[kept.Length][]);
        var scaled = new double[kept.Length][];
        var (gamma, delta) = (Matrix(batches, kept.Length), Matrix(batches, kept.Length));
        var beta = new double[q];
        for (var f = 0; f < kept.Length; f++)
        {
            var y = features.Column(kept[f]);
            for (var j = 0; j < q; j++)
            {
                beta[j] = 0;
                for (var i = 0; i < n; i++)
                    beta[j] += design[j][i] * y[i];
            }
            factor.Solve(beta);
            if (kind.Reference >= 0)
            {
                means[f] = beta[kind.Reference];
            }
            else
            {
                for (var b = 0; b < batches; b++)
                    means[f] += members[b].Length / (double)n * beta[b];
            }
            effects[f] = beta[batches..];
            var (squares, counted) = (0.0, 0);
            for (var i = 0; i < n; i++)
            {
                if (kind.Reference >= 0 && kind.Batch[i] != kind.Reference)
                    continue;
                var residual = y[i];
                for (var j = 0; j < q; j++)
                    residual -= design[j][i] * beta[j];
                squares += residual * residual;
                counted++;
            }
            deviations[f] = Math.Sqrt(squares / counted);
            var z = scaled[f] = new double[n];
            for (var i = 0; i < n; i++)
            {
                z[i] = y[i] - means[f];
                for (var j = batches; j < q; j++)
                    z[i] -= design[j][i] * beta[j];
                z[i] /= deviations[f];
            }
            for (var b = 0; b < batches; b++)
            {
                var (mean, squared) = (members[b].Average(i => z[i]), 0.0);
                foreach (var i in members[b])
                    squared += (z[i] - mean) * (z[i] - mean);
                gamma[b][f] = mean;
                delta[b][f] = kind.MeanOnly ? 1 : squared / (members[b].Length - 1);
            }
            // With a reference, other batches' effects are differences from it.
            for (var b = 0; b < batches && kind.Reference >= 0; b++)
                gamma[b][f] -= b == kind.Reference ? 0 : gamma[kind.Reference][f];
        }
        var (shift, scale) = (Matrix(batches, kept.Length), Matrix(batches, kept.Length));
        for (var b = 0; b < batches; b++)
        {
            if (b == kind.Reference)
                Array.Fill(scale[b], 1);
            else if (kind.Parametric)
                Parametric(scaled, members[b], gamma[b], delta[b], kind.MeanOnly, shift[b], scale[b]);
            else
                Empirical(scaled, members[b], gamma[b], delta[b], shift[b], scale[b]);
        }
        return new ComBat(
            features.ColumnNames,
            kept,
            names,
            UsedNames(kind.Covariates),
            means,
            deviations,
            effects,
            shift,
            scale,
            kind.Reference,
            kind.Parametric,
            kind.MeanOnly
        );
    }

    /// <summary>Posterior means under a normal prior of the means and an inverse gamma one of the variances, both by moments over the
    /// features.</summary>
    private static void Parametric(double[][] z, int[] rows, double[] gamma, double[] delta, bool meanOnly, double[] shift, double[] scale)
    {
        var (centre, spread) = Moments(gamma);
        double Mean(double own, double size, double variance) =>
            ((spread * size * own) + (variance * centre)) / ((spread * size) + variance);
        if (meanOnly)
        {
            for (var f = 0; f < shift.Length; f++)
                (shift[f], scale[f]) = (Mean(gamma[f], 1, 1), 1);
            return;
        }
        var (m, s2) = Moments(delta);
        var (a, b) = (((2 * s2) + (m * m)) / s2, ((m * s2) + (m * m * m)) / s2);
        gamma.CopyTo(shift, 0);
        delta.CopyTo(scale, 0);
        for (var k = 0; k < MostIterations; k++)
        {
            var change = double.NegativeInfinity;
            for (var f = 0; f < shift.Length; f++)
            {
                var mean = Mean(gamma[f], rows.Length, scale[f]);
                var sum = 0.0;
                foreach (var i in rows)
                    sum += (z[f][i] - mean) * (z[f][i] - mean);
                var variance = ((0.5 * sum) + b) / ((rows.Length / 2.0) + a - 1);
                // The denominator keeps its sign, as in sva: only effects above 0 hold the iteration up.
                change = Math.Max(change, Math.Max(Math.Abs(mean - shift[f]) / shift[f], Math.Abs(variance - scale[f]) / scale[f]));
                (shift[f], scale[f]) = (mean, variance);
            }
            if (!(change > Converged))
                return;
        }
    }

    /// <summary>Posterior means under the other features' own effects as prior, weighted by the likelihood that they give to this
    /// feature.</summary>
    private static void Empirical(double[][] z, int[] rows, double[] gamma, double[] delta, double[] shift, double[] scale)
    {
        for (var f = 0; f < shift.Length; f++)
        {
            double sum = 0, squares = 0;
            foreach (var i in rows)
                sum += z[f][i];
            var mean = sum / rows.Length;
            foreach (var i in rows)
                squares += (z[f][i] - mean) * (z[f][i] - mean);
            // In logarithms, relative to the largest: with many rows the likelihood itself leaves the range of a double.
            var log = new double[gamma.Length];
            var most = double.NegativeInfinity;
            for (var g = 0; g < gamma.Length; g++)
            {
                var misfit = squares + (rows.Length * (mean - gamma[g]) * (mean - gamma[g]));
                log[g] = (-rows.Length / 2.0 * Math.Log(2 * Math.PI * delta[g])) - (misfit / (2 * delta[g]));
                if (g != f)
                    most = Math.Max(most, log[g]);
            }
            double total = 0, means = 0, variances = 0;
            for (var g = 0; g < gamma.Length; g++)
            {
                if (g == f)
                    continue;
                var weight = Math.Exp(log[g] - most);
                total += weight;
                means += weight * gamma[g];
                variances += weight * delta[g];
            }
            (shift[f], scale[f]) = (means / total, variances / total);
        }
    }

    private static double[] Indicator(Kind kind, int b) => Array.ConvertAll(kind.Batch, k => k == b || b == kind.Reference ? 1.0 : 0);

    /// <summary>The covariates but for a constant one: the batches hold the intercept already.</summary>
    private static double[][] Columns(DesignMatrix? x) => x is null ? [] : [.. Used(x).Select(j => x.Column(j).ToArray())];

    private static string[] UsedNames(DesignMatrix? x) => x is null ? [] : [.. Used(x).Select(j => x.ColumnNames[j])];

    private static IEnumerable<int> Used(DesignMatrix x)
    {
        var constant = x.ConstantColumns();
        return Enumerable.Range(0, x.ColumnCount).Where(j => !constant.Contains(x.ColumnNames[j]));
    }

    private static LowerCholesky Normal(double[][] design, int n)
    {
        var q = design.Length;
        var (matrix, factor) = (new double[q * q], new LowerCholesky(q));
        for (var j = 0; j < q; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                for (var i = 0; i < n; i++)
                    matrix[(j * q) + k] += design[j][i] * design[k][i];
            }
        }
        factor.Factor(matrix, q);
        return factor;
    }

    private static (double Mean, double Variance) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double[][] Matrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];
}

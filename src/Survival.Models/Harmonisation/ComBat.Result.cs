using Plain;

namespace Survival.Models.Harmonisation;

public sealed partial class ComBat
{
    private readonly int[] _kept;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[][] _effects;
    private readonly double[][] _shift;
    private readonly double[][] _scale;
    private readonly int _reference;
    private readonly bool _isParametric;
    private readonly bool _meanOnly;

    internal ComBat(
        IReadOnlyList<string> names,
        int[] kept,
        string[] batches,
        string[] covariates,
        double[] means,
        double[] deviations,
        double[][] effects,
        double[][] shift,
        double[][] scale,
        int reference,
        bool isParametric,
        bool meanOnly
    )
    {
        (_isParametric, _meanOnly) = (isParametric, meanOnly);
        (FeatureNames, _kept, Batches, Covariates) = (names, kept, batches, covariates);
        (_means, _deviations, _effects, _shift, _scale, _reference) = (means, deviations, effects, shift, scale, reference);
    }

    /// <summary>The features, in their order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The features that are constant within a batch, and therefore left as they are.</summary>
    public IReadOnlyList<string> Unchanged => [.. FeatureNames.Where((_, f) => Array.IndexOf(_kept, f) < 0)];

    /// <summary>The batches whose effects are known.</summary>
    public IReadOnlyList<string> Batches { get; }

    /// <summary>The covariates whose effects are kept.</summary>
    public IReadOnlyList<string> Covariates { get; }

    /// <summary>The batch that others were adjusted to; <see langword="null"/> for none.</summary>
    public string? ReferenceBatch => _reference < 0 ? null : Batches[_reference];

    /// <summary>The effects of a batch on a feature in standard deviations: what is subtracted, and the variance that is divided out; (0,
    /// 1) for an unchanged feature.</summary>
    /// <param name="batch">A batch.</param>
    /// <param name="feature">A feature.</param>
    /// <exception cref="ArgumentException">There is no such batch or feature.</exception>
    public (double Shift, double Variance) Effect(string batch, string feature)
    {
        var (b, f) = (BatchIndex(batch), Index(FeatureNames, feature));
        if (f < 0)
            throw new ArgumentException($"There is no feature '{feature}'.", nameof(feature));
        var k = Array.IndexOf(_kept, f);
        return k < 0 ? (0, 1) : (_shift[b][k], _scale[b][k]);
    }

    /// <summary>
    /// What harmonisation does to one feature of one batch: slope times value plus intercept; (1, 0) for an unchanged feature and for
    /// the reference. So the z-score of a
    /// harmonised feature is a z-score of the feature as it is, by a mean and standard deviation of the batch's own.
    /// </summary>
    /// <param name="batch">A batch.</param>
    /// <param name="feature">A feature.</param>
    /// <exception cref="ArgumentException">There is no such batch or feature.</exception>
    /// <exception cref="InvalidOperationException">The model keeps the effects of covariates, so that the line differs from row to
    /// row.</exception>
    public (double Slope, double Intercept) Line(string batch, string feature)
    {
        if (Covariates.Count > 0)
            throw new InvalidOperationException(
                $"The model keeps the effects of covariates ({PlainWords.List(Covariates)}), so that each row has a line of its own; "
                    + $"use Apply."
            );
        var (shift, variance) = Effect(batch, feature);
        var k = Array.IndexOf(_kept, Index(FeatureNames, feature));
        if (k < 0 || BatchIndex(batch) == _reference)
            return (1, 0);
        var slope = 1 / Math.Sqrt(variance);
        return (slope, _means[k] - (slope * (_means[k] + (shift * _deviations[k]))));
    }

    /// <summary>Takes the effects out of rows: those the model was fitted to, or new ones of the same batches.</summary>
    /// <param name="features">The model's features, in any order.</param>
    /// <param name="batches">The batch of each row.</param>
    /// <param name="covariates">The model's covariates, in any order; <see langword="null"/> where it has none.</param>
    /// <returns>The harmonised features, in the model's order.</returns>
    /// <exception cref="ArgumentException">Different numbers of rows, or a feature or covariate is missing.</exception>
    /// <exception cref="InvalidSurvivalDataException">A batch is missing, or one the model has not seen: its effect is not known.
    /// <see cref="WithBatch"/>
    /// estimates it where the model has a reference batch; else fit with some of its rows, or leave it out.</exception>
    public DesignMatrix Apply(DesignMatrix features, IReadOnlyList<string?> batches, DesignMatrix? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(batches);
        var n = features.RowCount;
        if (batches.Count != n)
            throw new ArgumentException(Invariant($"There are {n} rows of features but {batches.Count} batches."), nameof(batches));
        RequireCovariates(n, covariates);
        var batch = new int[n];
        for (var i = 0; i < n; i++)
        {
            batch[i] = Index(Batches, batches[i] ?? throw NoBatch(i));
            if (batch[i] < 0)
            {
                throw new InvalidSurvivalDataException(
                    Invariant($"The batch in {RowPlace.Of(i)} is '{batches[i]}', whose effect was not estimated; the model knows ")
                        + $"{PlainWords.List(Batches)}. "
                        + (_reference >= 0
                            ? $"{nameof(WithBatch)} estimates it from rows of that batch; or leave the row out."
                            : $"Fit with rows of that batch (or with a reference batch, to which {nameof(WithBatch)} can adjust new ones), "
                                + "or leave the row out."),
                    i,
                    "batch"
                );
            }
        }
        var x = CovariateColumns(covariates);
        var values = new double[n * FeatureNames.Count];
        for (var f = 0; f < FeatureNames.Count; f++)
        {
            var from = features.Column(features.IndexOf(FeatureNames[f]));
            var to = values.AsSpan(f * n, n);
            from.CopyTo(to);
            var k = Array.IndexOf(_kept, f);
            for (var i = 0; i < n && k >= 0; i++)
            {
                var b = batch[i];
                if (b == _reference)
                    continue;
                var mean = Mean(k, x, i);
                var z = (from[i] - mean) / _deviations[k];
                to[i] = ((z - _shift[b][k]) / Math.Sqrt(_scale[b][k]) * _deviations[k]) + mean;
            }
        }
        return DesignMatrix.Create(FeatureNames, n, values);
    }

    /// <summary>What the model holds.</summary>
    public override string ToString() =>
        $"ComBat: {FeatureNames.Count} features ({Unchanged.Count} unchanged), batches {string.Join(", ", Batches)}"
        + (ReferenceBatch is { } r ? $", reference {r}" : "")
        + (Covariates.Count > 0 ? $", covariates kept: {string.Join(", ", Covariates)}" : "");

    private int BatchIndex(string batch) => Index(Batches, batch) is var b and >= 0 ? b
        : throw new ArgumentException($"There is no batch '{batch}'. The batches are: {PlainWords.List(Batches)}.", nameof(batch));

    private static InvalidSurvivalDataException NoBatch(int row) => new(
        $"{RowPlace.Start(row)} has no batch. Leave the row out, or name its batch.", row, "batch");

    private static int Index(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
                return i;
        }
        return -1;
    }
}

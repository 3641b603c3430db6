using Survival.Models.Numerics;
using Survival.Models.Resampling;

namespace Survival.Models.Validation;

/// <summary>An index over the held-out folds.</summary>
/// <param name="Name"><c>C</c>, <c>C of groups</c>, <c>AUC</c>, <c>Brier</c> or <c>Slope</c>.</param>
/// <param name="Mean">The mean over the folds in which it is defined.</param>
/// <param name="StandardError">The standard deviation over these folds by the root of their number; folds share patients, so it is too
/// small rather than too large.</param>
/// <param name="Folds">The number of these folds.</param>
public sealed record CrossValidatedIndex(string Name, double Mean, double StandardError, int Folds)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

/// <summary>Nested cross-validation: the whole procedure, with whatever cross-validation it has inside, is repeated without each fold and
/// measured on that fold (Varma and Simon 2006, doi:10.1186/1471-2105-7-91).</summary>
public sealed class PipelineCrossValidation
{
    private PipelineCrossValidation(CrossValidatedIndex[] indices, int folds, int failed) =>
        (Indices, FoldCount, Failed) = (indices, folds, failed);

    /// <summary>The indices that are defined in a fold.</summary>
    public IReadOnlyList<CrossValidatedIndex> Indices { get; }

    /// <summary>The number of folds of all repeats.</summary>
    public int FoldCount { get; }

    /// <summary>How many of them allowed no model.</summary>
    public int Failed { get; }

    /// <summary>An index by its name; <see langword="null"/> where it is not defined.</summary>
    /// <param name="name">The name.</param>
    public CrossValidatedIndex? Find(string name) => Indices.FirstOrDefault(i => i.Name == name);

    /// <summary>Cross-validates a procedure.</summary>
    /// <param name="data">The follow-up; without weights, strata, clusters or entry times.</param>
    /// <param name="pipeline">The procedure, from the patients of a sample to a model: filters, scaling, selection, cut-point, fit. It must
    /// learn from these patients alone, may be called by several threads at a time, and throws a <see cref="SurvivalModelException"/> where
    /// they allow no model: the sample then counts as failed.</param>
    /// <param name="repeats">The outer folds, each of all rows; several repeat the whole with other folds.</param>
    /// <param name="options">Horizon, seed, threads and journal; its number of resamples does not matter.</param>
    /// <param name="progress">Told the share of the folds that is done.</param>
    /// <param name="cancellationToken">Ends the work; what a journal holds stays.</param>
    /// <exception cref="ArgumentException">No folds, folds of another number of rows, or as for the bootstrap.</exception>
    /// <exception cref="SurvivalModelException">No fold gives a model, or the journal is of another run.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static PipelineCrossValidation Estimate(
        SurvivalData data,
        Func<PipelineSample, CancellationToken, PipelineFit> pipeline,
        IReadOnlyList<Folds> repeats,
        PipelineOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= PipelineOptions.Default;
        ArgumentNullException.ThrowIfNull(repeats);
        var run = new PipelineRun(data, pipeline, options);
        if (repeats.Count == 0 || repeats.Any(f => f.FoldOfRow.Length != data.Count))
            throw new ArgumentException(Invariant($"Folds of all {data.Count} rows are needed, once or more."), nameof(repeats));
        (Folds Folds, int Fold)[] all = [.. repeats.SelectMany(f => Enumerable.Range(0, f.Count).Select(k => (f, k)))];
        var records = run.ForEach("cross-validation", all.Length, i =>
        {
            var (folds, fold) = all[i];
            var training = folds.Training(fold);
            var model = run.Fit(training, data.Select(training), i, cancellationToken);
            return new ResampleRecord(i, PipelineMeasures.Of(data, folds.HeldOut(fold), model, options.Horizon), model.Selected);
        }, progress, cancellationToken);
        var indices = new List<CrossValidatedIndex>();
        for (var j = 0; j < PipelineMeasures.Names.Length; j++)
        {
            double[] values = [.. records.Where(r => !r.HasFailed && double.IsFinite(r.Values[j])).Select(r => r.Values[j])];
            if (values.Length == 0)
                continue;
            var mean = values.Average();
            var error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
            indices.Add(new CrossValidatedIndex(PipelineMeasures.Names[j], mean, values.Length > 1 ? error : double.NaN, values.Length));
        }
        return indices.Count > 0
            ? new PipelineCrossValidation([.. indices], all.Length, records.Count(r => r.HasFailed))
            : throw new InvalidSurvivalDataException(Invariant($"The procedure gave a model in none of {all.Length} folds."));
    }

    /// <summary>The indices as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "mean", "se", "folds");
        foreach (var i in Indices)
            table.Row(i.Name, TextTable.Fixed(i.Mean, 4), TextTable.Fixed(i.StandardError, 4), TextTable.Count(i.Folds));
        return table.ToString().TrimEnd();
    }
}

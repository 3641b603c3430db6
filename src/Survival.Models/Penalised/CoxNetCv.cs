using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

/// <summary>Cross-validation of a penalised Cox path (Simon et al., J. Stat. Softw. 39(5), 2011, section 2.5).</summary>
public static class CoxNetCv
{
    /// <summary>Fits the path to all rows and to the training rows of each fold, and measures each fold's models.</summary>
    /// <param name="x">The covariates.</param>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="folds">Which fold holds each row out, such as <see cref="Folds.Stratified"/>.</param>
    /// <param name="options">The settings of the fit; <see langword="null"/> for the defaults.</param>
    /// <param name="cvOptions">The settings of the cross-validation; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the folds that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentException">Folds of another number of rows, or a setting outside its range.</exception>
    /// <exception cref="InvalidSurvivalDataException">A fold holds no event, or leaves none for its training rows.</exception>
    /// <exception cref="ConvergenceException">A fit found no optimum.</exception>
    public static CoxNetCvResult Run(
        DesignMatrix x, SurvivalData data, Folds folds, CoxNetOptions? options = null, CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        Run(x, data, [folds], options, cvOptions, progress, cancellation);

    /// <summary>Repeats the cross-validation over several sets of folds: the scores of a lambda are averaged over the repeats, and its standard error is the root of the mean squared one.</summary>
    /// <param name="x">The covariates.</param>
    /// <param name="data">The follow-up, in the same row order.</param>
    /// <param name="repeats">The folds of each repeat; at least one.</param>
    /// <param name="options">The settings of the fit; <see langword="null"/> for the defaults.</param>
    /// <param name="cvOptions">The settings of the cross-validation; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Is told the share of the folds that is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <inheritdoc cref="Run(DesignMatrix, SurvivalData, Folds, CoxNetOptions?, CoxNetCvOptions?, IProgress{double}?, CancellationToken)" path="/exception"/>
    public static CoxNetCvResult Run(
        DesignMatrix x, SurvivalData data, IReadOnlyList<Folds> repeats, CoxNetOptions? options = null, CoxNetCvOptions? cvOptions = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(repeats);
        return Run(x, data, repeats, options ?? CoxNetOptions.Default, cvOptions ?? CoxNetCvOptions.Default, [1], progress, cancellation).Results[0];
    }

    /// <summary>Runs all folds for one or more blends of penalised and unpenalised coefficients; a result for each blend.</summary>
    internal static (CoxNetCvResult[] Results, PathFit Full) Run(
        DesignMatrix x, SurvivalData data, IReadOnlyList<Folds> repeats, CoxNetOptions options, CoxNetCvOptions cvOptions, double[] gammas, IProgress<double>? progress, CancellationToken cancellation)
    {
        Check(data, repeats, cvOptions);
        var full = PathFit.Fit(x, data, rows: null, options, progress: null, cancellation);
        if (full.Path.Count == 0)
            throw new ArgumentException("The path holds no lambda: MaximumEverNonzero is below the number of unpenalised columns.", nameof(options));
        var grouped = cvOptions.Grouped || repeats.Any(f => data.Count / (double)f.Count < 10);
        var jobs = repeats.SelectMany((f, r) => Enumerable.Range(0, f.Count).Select(k => (Repeat: r, Fold: k))).ToArray();
        var scores = new double[jobs.Length][][];
        var weights = new double[jobs.Length];
        var done = 0;
        var work = new CoxNetFold(x, data, options, cvOptions.Measure, grouped, cvOptions.OwnFoldSequences, gammas, full);
        try
        {
            Parallel.For(0, jobs.Length, new ParallelOptions { MaxDegreeOfParallelism = cvOptions.Parallelism, CancellationToken = cancellation }, i =>
            {
                (scores[i], weights[i]) = work.Score(repeats[jobs[i].Repeat], jobs[i].Fold, cancellation);
                progress?.Report(Interlocked.Increment(ref done) / (double)jobs.Length);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Any(inner => inner is SurvivalModelException))
        {
            throw e.InnerExceptions.First(inner => inner is SurvivalModelException);
        }
        int[] repeatOfFold = [.. jobs.Select(j => j.Repeat)];
        return ([.. gammas.Select((_, g) => new CoxNetCvResult(full.Path, cvOptions.Measure, grouped, repeats.Count, repeatOfFold, [.. scores.Select(f => f[g])], weights))], full);
    }

    private static void Check(SurvivalData data, IReadOnlyList<Folds> repeats, CoxNetCvOptions cvOptions)
    {
        if (repeats.Count == 0)
            throw new ArgumentException("Give at least one set of folds.", nameof(repeats));
        if (cvOptions.Parallelism is 0 or < -1)
            throw new ArgumentOutOfRangeException(nameof(cvOptions), cvOptions.Parallelism, "Parallelism must be at least 1, or -1.");
        foreach (var folds in repeats)
        {
            ArgumentNullException.ThrowIfNull(folds, nameof(repeats));
            if (folds.FoldOfRow.Length != data.Count)
                throw new ArgumentException($"The folds have {folds.FoldOfRow.Length} rows, the follow-up has {data.Count}.", nameof(repeats));
            var events = new double[folds.Count];
            for (var i = 0; i < data.Count; i++)
            {
                if (data.Event[i])
                    events[folds.FoldOfRow[i]] += data.Weight.IsEmpty ? 1 : data.Weight[i];
            }
            var empty = Array.FindIndex(events, e => e == 0);
            if (empty >= 0)
                throw new InvalidSurvivalDataException($"Fold {empty} (counted from 0) holds no event, so it cannot be scored. Take fewer folds, or Folds.Stratified, which shares the events out.");
        }
    }
}

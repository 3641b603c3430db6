using Survival.Models.Numerics;
using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

/// <summary>Fits on the training rows of each fold and scores on the rest.</summary>
internal static class CvFits
{
    /// <summary>Runs all folds for one or more blends of penalised and unpenalised coefficients; a result for each blend.</summary>
    public static (CoxNetCv[] Results, PathFit Full) Run(
        SurvivalData data, DesignMatrix x, IReadOnlyList<Folds> repeats, CoxNetOptions options, CoxNetCvOptions cvOptions, double[] gammas,
            IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Check(data, repeats, cvOptions);
        var full = PathFit.Fit(data, x, rows: null, options, progress: null, cancellationToken);
        if (full.Path.Count == 0)
            throw new ArgumentException(
                "The path holds no lambda: MaximumEverNonzero is below the number of unpenalised columns.", nameof(options));
        var grouped = cvOptions.Grouped || repeats.Any(f => data.Count / (double)f.Count < 10);
        var jobs = repeats.SelectMany((f, r) => Enumerable.Range(0, f.Count).Select(k => (Repeat: r, Fold: k))).ToArray();
        var scores = new double[jobs.Length][][];
        var weights = new double[jobs.Length];
        var done = 0;
        var work = new CoxNetFold(data, x, options, cvOptions.Measure, grouped, cvOptions.OwnFoldSequences, gammas, full);
        try
        {
            Parallel.For(0, jobs.Length,
                new ParallelOptions { MaxDegreeOfParallelism = cvOptions.MaxDegreeOfParallelism, CancellationToken = cancellationToken },
                i =>
            {
                (scores[i], weights[i]) = work.Score(repeats[jobs[i].Repeat], jobs[i].Fold, cancellationToken);
                progress?.Report(Interlocked.Increment(ref done) / (double)jobs.Length);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Any(inner => inner is SurvivalModelException))
        {
            throw e.InnerExceptions.First(inner => inner is SurvivalModelException);
        }
        int[] repeatOfFold = [.. jobs.Select(j => j.Repeat)];
        return ([.. gammas.Select(
            (_, g) => new CoxNetCv(
            full.Path, cvOptions.Measure, grouped, repeats.Count, repeatOfFold, [.. scores.Select(f => f[g])], weights))], full);
    }

    // A patient who is like one of the training rows is not held out.
    private static void RequireWholeClusters(SurvivalData data, Folds folds)
    {
        var foldOfCluster = new Dictionary<int, int>();
        for (var i = 0; i < data.Cluster.Length; i++)
        {
            if (!foldOfCluster.TryAdd(data.Cluster[i], folds.FoldOfRow[i]) && foldOfCluster[data.Cluster[i]] != folds.FoldOfRow[i])
                throw new ArgumentException(
                    $"{RowPlace.Start(i)} is in another fold than an earlier row of its cluster. Keep clusters together, as "
                    + "Folds.Stratified does.",
                    nameof(folds));
        }
    }

    private static void Check(SurvivalData data, IReadOnlyList<Folds> repeats, CoxNetCvOptions cvOptions)
    {
        if (repeats.Count == 0)
            throw new ArgumentException("Give at least one set of folds.", nameof(repeats));
        InParallel.Check(cvOptions.MaxDegreeOfParallelism, nameof(cvOptions));
        foreach (var folds in repeats)
        {
            ArgumentNullException.ThrowIfNull(folds, nameof(repeats));
            if (folds.FoldOfRow.Length != data.Count)
                throw new ArgumentException(
                    $"The folds have {folds.FoldOfRow.Length} rows, the follow-up has {data.Count}.", nameof(repeats));
            RequireWholeClusters(data, folds);
            var events = new double[folds.Count];
            for (var i = 0; i < data.Count; i++)
            {
                if (data.Event[i])
                    events[folds.FoldOfRow[i]] += data.Weight.IsEmpty ? 1 : data.Weight[i];
            }
            var empty = Array.FindIndex(events, e => e == 0);
            if (empty >= 0)
                throw new InvalidSurvivalDataException(
                    Invariant($"Fold {empty} (counted from 0) holds no event, so it cannot be scored. Take fewer folds, or ")
                        + "Folds.Stratified, which "
                    + "shares the events out.");
        }
    }
}

using Survival.Models.Data;
using Survival.Models.Discrimination;
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
        options ??= CoxNetOptions.Default;
        cvOptions ??= CoxNetCvOptions.Default;
        Check(data, repeats, cvOptions);
        var full = PathFit.Fit(x, data, rows: null, options, progress: null, cancellation);
        if (full.Path.Count == 0)
            throw new ArgumentException("The path holds no lambda: MaximumEverNonzero is below the number of unpenalised columns.", nameof(options));
        var grouped = cvOptions.Grouped || repeats.Any(f => data.Count / (double)f.Count < 10);
        var jobs = repeats.SelectMany((f, r) => Enumerable.Range(0, f.Count).Select(k => (Repeat: r, Fold: k))).ToArray();
        var scores = new double[jobs.Length][];
        var weights = new double[jobs.Length];
        var done = 0;
        var work = new FoldWork(x, data, options, cvOptions.Measure, grouped, cvOptions.OwnFoldSequences, full);
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
        return new CoxNetCvResult(full.Path, cvOptions.Measure, grouped, repeats.Count, [.. jobs.Select(j => j.Repeat)], scores, weights);
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

    /// <summary>Fits and scores one fold.</summary>
    private sealed class FoldWork(DesignMatrix x, SurvivalData data, CoxNetOptions options, CvMeasure measure, bool grouped, bool own, PathFit full)
    {
        public (double[] Scores, double Weight) Score(Folds folds, int fold, CancellationToken cancellation)
        {
            var (training, heldOut) = (folds.Training(fold), folds.HeldOut(fold));
            var ownSequence = own && options.Lambdas is null;
            var foldOptions = ownSequence ? options : options with { Lambdas = full.Path.Lambdas, MaximumNonzero = null, MaximumEverNonzero = null };
            // glmnet gives the first lambda of a sequence of its own the null model; below alpha = 1e-3 that is not the optimum there.
            var fit = PathFit.Fit(x, data, training, foldOptions, progress: null, cancellation, nullFirst: ownSequence);
            if (fit.Path.Count == 0)
                throw new ArgumentException("A fold's path holds no lambda; raise MaximumEverNonzero.");
            var models = new CoxNetModel[full.Path.Count];
            for (var k = 0; k < models.Length; k++)
                models[k] = fit.Path.Interpolate(full.Path.Lambdas[k]);
            // As glmnet, C compares what the columns predict, without the offset.
            return measure == CvMeasure.Concordance ? Concordances(models, heldOut) : Deviances(models, training, heldOut, fit.Sets);
        }

        private (double[] Scores, double Weight) Deviances(CoxNetModel[] models, int[] training, int[] heldOut, CoxRiskSets trainingSets)
        {
            double events = 0;
            foreach (var row in heldOut)
                events += data.Event[row] ? Weight(row) : 0;
            // The full path's risk sets are shared by all folds: they are only read.
            var (large, largeRows) = grouped ? (full.Sets, null) : (PathFit.RiskSets(data, heldOut), heldOut);
            var (largeObjective, smallObjective) = (new CoxObjective(large, options.EfronTies), new CoxObjective(trainingSets, options.EfronTies));
            var scores = new double[models.Length];
            for (var k = 0; k < models.Length; k++)
            {
                scores[k] = CoxDeviance.Of(large, largeObjective, Eta(models[k], large, largeRows), options.EfronTies);
                if (grouped)
                    scores[k] -= CoxDeviance.Of(trainingSets, smallObjective, Eta(models[k], trainingSets, training), options.EfronTies);
                scores[k] /= events;
            }
            return (scores, events);
        }

        private (double[] Scores, double Weight) Concordances(CoxNetModel[] models, int[] heldOut)
        {
            T[] Take<T>(ReadOnlySpan<T> values)
            {
                var taken = new T[heldOut.Length];
                for (var i = 0; i < taken.Length; i++)
                    taken[i] = values[heldOut[i]];
                return taken;
            }
            var follow = SurvivalData.Create(
                Take(data.Time), Take(data.Event), data.Entry.IsEmpty ? null : Take(data.Entry), data.Weight.IsEmpty ? null : Take(data.Weight), data.Stratum.IsEmpty ? null : Take(data.Stratum));
            double weight = 0;
            foreach (var row in heldOut)
                weight += Weight(row);
            var scores = new double[models.Length];
            for (var k = 0; k < models.Length; k++)
                scores[k] = Concordance.CountPairs(follow, Eta(models[k], null, heldOut, withOffset: false)).Index;
            return (scores, weight);
        }

        private double Weight(int row) => data.Weight.IsEmpty ? 1 : data.Weight[row];

        /// <summary>The linear predictor of rows, in the order of the risk sets where they are given.</summary>
        private double[] Eta(CoxNetModel model, CoxRiskSets? sets, int[]? rows, bool withOffset = true)
        {
            var n = sets?.RowCount ?? rows!.Length;
            var place = new int[n];
            for (var i = 0; i < n; i++)
            {
                var at = sets is null ? i : sets.Order[i];
                place[i] = rows is null ? at : rows[at];
            }
            var eta = new double[n];
            for (var i = 0; withOffset && options.Offset is not null && i < n; i++)
                eta[i] = options.Offset[place[i]];
            for (var k = 0; k < model.Indices.Length; k++)
            {
                var column = x.Column(model.Indices[k]);
                var b = model.Values[k];
                for (var i = 0; i < n; i++)
                    eta[i] += b * column[place[i]];
            }
            return eta;
        }
    }
}

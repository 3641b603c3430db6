using Survival.Models.Discrimination;
using Survival.Models.Resampling;

namespace Survival.Models.Penalised;

/// <summary>Fits and scores one fold, for each blend (1 - gamma) unpenalised + gamma penalised.</summary>
internal sealed class CoxNetFold(
    SurvivalData data, DesignMatrix x, CoxNetOptions options, CvMeasure measure, bool grouped, bool own, double[] gammas, PathFit full)
{
    public (double[][] Scores, double Weight) Score(Folds folds, int fold, CancellationToken cancellationToken)
    {
        var (training, heldOut) = (folds.Training(fold), folds.HeldOut(fold));
        var ownSequence = own && options.Lambdas is null;
        var foldOptions = ownSequence ? options
            : options with { Lambdas = full.Path.Lambdas, MaximumNonzero = null, MaximumEverNonzero = null };
        // glmnet gives the first lambda of a sequence of its own the null model; below alpha = 1e-3 that is not the optimum there.
        var fit = PathFit.Fit(data, x, training, foldOptions, progress: null, cancellationToken, nullFirst: ownSequence);
        if (fit.Path.Count == 0)
            throw new ArgumentException("A fold's path holds no lambda; raise MaximumEverNonzero.");
        var relaxed = gammas.All(g => g == 1) ? null
            : CoxNetRelaxedPath.Fit(data, x, fit.Path, training, foldOptions, maximumColumns: null, cancellationToken);
        var (scores, weight) = (new double[gammas.Length][], 0.0);
        for (var g = 0; g < gammas.Length; g++)
        {
            var models = new CoxNetModel?[full.Path.Count];
            for (var k = 0; k < models.Length; k++)
                models[k] = relaxed is null ? fit.Path.Interpolate(full.Path.Lambdas[k]) : gammas[g] == 1 || relaxed.IsRelaxed(k)
                    ? relaxed.At(k, gammas[g]) : null;
            // As glmnet, C compares what the columns predict, without the offset.
            (scores[g], weight) = measure == CvMeasure.Concordance ? Concordances(models, heldOut)
                : Deviances(models, training, heldOut, fit.Sets);
        }
        return (scores, weight);
    }

    private (double[] Scores, double Weight) Deviances(CoxNetModel?[] models, int[] training, int[] heldOut, PathData trainingSets)
    {
        double events = 0;
        foreach (var row in heldOut)
            events += data.Event[row] ? Weight(row) : 0;
        // The full path's risk sets are shared by all folds: they are only read.
        var (large, largeRows) = grouped ? (full.Sets, null) : (PathData.Of(data, heldOut), heldOut);
        var (largeObjective, smallObjective) = (large.Likelihood(options.EfronTies), trainingSets.Likelihood(options.EfronTies));
        var (largeSaturated, smallSaturated) = (large.Saturated(largeObjective), trainingSets.Saturated(smallObjective));
        var scores = new double[models.Length];
        for (var k = 0; k < models.Length; k++)
        {
            if (models[k] is not { } model)
            {
                scores[k] = double.NaN;
                continue;
            }
            scores[k] = large.Deviance(largeObjective, largeSaturated, Eta(model, large, largeRows));
            if (grouped)
                scores[k] -= trainingSets.Deviance(smallObjective, smallSaturated, Eta(model, trainingSets, training));
            scores[k] /= events;
        }
        return (scores, events);
    }

    private (double[] Scores, double Weight) Concordances(CoxNetModel?[] models, int[] heldOut)
    {
        var follow = data.Select(heldOut);
        double weight = 0;
        foreach (var row in heldOut)
            weight += Weight(row);
        var scores = new double[models.Length];
        for (var k = 0; k < models.Length; k++)
            scores[k] = models[k] is { } model ? Concordance.CountPairs(follow, Eta(model, null, heldOut, withOffset: false)).Index
                : double.NaN;
        return (scores, weight);
    }

    private double Weight(int row) => data.Weight.IsEmpty ? 1 : data.Weight[row];

    /// <summary>The linear predictor of rows, in the order of the risk sets where they are given.</summary>
    private double[] Eta(CoxNetModel model, PathData? sets, int[]? rows, bool withOffset = true)
    {
        var n = sets?.RowCount ?? rows!.Length;
        var place = new int[n];
        for (var i = 0; i < n; i++)
        {
            var at = sets is null ? i : sets.Sorted.Order[i];
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

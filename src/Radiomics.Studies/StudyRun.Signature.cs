using Survival.Models;
using Survival.Models.Penalised;
using Survival.Models.Resampling;
using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>From the features to the Rad-score.</summary>
internal sealed partial class StudyRun
{
    private StudyIcc? Agreement()
    {
        if (input.SecondReader is not { } second)
        {
            Note("icc", "No second reader was given, so reproducibility was not tested: every feature goes on.");
            return null;
        }
        var theirs = second.Features.ColumnNames.ToHashSet(StringComparer.Ordinal);
        string[] names = [.. input.Features.ColumnNames.Where(theirs.Contains)];
        int[] rows = [.. second.Rows];
        var results = IntraclassCorrelation.EstimateAll([input.Features.SelectColumns(names).SelectRows(rows), second.Features.SelectColumns(names)], options.Icc);
        string[] kept = [.. names.Where((_, j) => results[j].Value > options.IccThreshold)];
        if (kept.Length == 0)
            Note("icc", FormattableString.Invariant($"No feature has an intraclass correlation above {options.IccThreshold}."));
        return new StudyIcc(rows, names, results, kept);
    }

    private FeatureScale? Standardize(StudySet training, StudyIcc? icc)
    {
        var (names, means, deviations, constant) = (new List<string>(), new List<double>(), new List<double>(), new List<string>());
        foreach (var name in icc?.Kept ?? input.Features.ColumnNames)
        {
            var values = training.Take(input.Features.Column(input.Features.IndexOf(name)).ToArray());
            var mean = values.Sum() / values.Length;
            var squares = 0.0;
            foreach (var v in values)
                squares += (v - mean) * (v - mean);
            var deviation = Math.Sqrt(squares / (values.Length - 1));
            // A constant feature's mean carries a rounding error, so its deviation is not quite 0.
            if (!(deviation > 1e-12 * Math.Abs(mean)))
            {
                constant.Add(name);
                continue;
            }
            names.Add(name);
            means.Add(mean);
            deviations.Add(deviation);
        }
        if (constant.Count > 0)
            Note("standardize", $"{constant.Count} {(constant.Count == 1 ? "feature is" : "features are")} constant in the training set, left out: {string.Join(", ", constant.Take(10))}{(constant.Count > 10 ? ", ..." : "")}.");
        return names.Count == 0 ? null : new FeatureScale(names, means, deviations);
    }

    private StudyLasso? Lasso(StudySet training, FeatureScale? scale)
    {
        if (scale is null)
        {
            Note("lasso", "There is no feature to select from.");
            return null;
        }
        var folds = TrainingFolds(training);
        if (folds is null)
            return null;
        int[] rows = [.. training.Rows];
        var x = DesignMatrix.FromColumns([.. scale.Features.Select((name, j) =>
        {
            var column = input.Features.Column(input.Features.IndexOf(name));
            var z = new double[rows.Length];
            for (var i = 0; i < z.Length; i++)
                z[i] = (column[rows[i]] - scale.Means[j]) / scale.StandardDeviations[j];
            return (name, z);
        })]);
        return Try("lasso", "The LASSO could not be fitted", () =>
        {
            var largest = CoxNet.Fit(x, training.FollowUp, new CoxNetOptions { LambdaCount = 1 }, cancellation: cancellation).Lambdas[0];
            double[] lambdas = [.. Enumerable.Range(0, options.LambdasFitted).Select(k => largest * Math.Pow(options.LambdaMinimumRatio, k / (options.LambdaCount - 1.0)))];
            var cv = CoxNetCv.Run(
                x, training.FollowUp, folds, new CoxNetOptions { Lambdas = lambdas }, new CoxNetCvOptions { Parallelism = options.Parallelism },
                progress is null ? null : new StepProgress(progress, "lasso"), cancellation);
            var lasso = new StudyLasso(cv, folds, options.Lambda, options.Lambda == LambdaRule.Minimum ? cv.ModelMin : cv.Model1Se);
            if (lasso.Model.NonzeroCount == 0)
                Note("lasso", $"The LASSO selects no feature at {(options.Lambda == LambdaRule.Minimum ? "lambda_min" : "lambda_1se")}{(lasso.Index == 0 ? ", which is lambda_max" : "")}: there is no signature, and the study goes on with the clinical factors.");
            else if (cv.IndexMin == cv.Path.Count - 1 && cv.Path.Count == options.LambdasFitted)
                Note("lasso", $"lambda_min is the smallest of the {options.LambdasFitted} lambdas fitted, so a smaller one might be better still: raise LambdasFitted.");
            return lasso;
        });
    }

    private Folds? TrainingFolds(StudySet training)
    {
        var follow = training.FollowUp;
        if (input.Folds is { } given)
        {
            var ids = training.Take(given);
            var events = new Dictionary<int, int>();
            for (var i = 0; i < ids.Length; i++)
                events[ids[i]] = events.GetValueOrDefault(ids[i]) + (follow.Event[i] ? 1 : 0);
            if (events.Count < 3)
                throw new StudyInputException($"The training patients are in {events.Count} {(events.Count == 1 ? "fold" : "folds")}; at least 3 are needed. Leave the fold column out to have folds drawn.");
            if (events.OrderBy(e => e.Key).Where(e => e.Value == 0).Select(e => (int?)e.Key).FirstOrDefault() is { } empty)
                throw new StudyInputException($"Fold {empty} has no event among its training patients, so it tells nothing. Leave the fold column out to have folds drawn with equal shares of events.");
            return Folds.FromIds(ids);
        }
        var count = Math.Min(options.FoldCount, follow.EventCount);
        Note("lasso", $"No folds were given: {count} were drawn with seed {options.Seed} and equal shares of events.");
        return Folds.Stratified(follow, count, options.Seed);
    }

    private static SignatureTerm[] Signature(StudyLasso? lasso, FeatureScale? scale)
    {
        if (lasso is null || scale is null)
            return [];
        var terms = new SignatureTerm[lasso.Model.NonzeroCount];
        for (var k = 0; k < terms.Length; k++)
        {
            var j = lasso.Model.Indices[k];
            terms[k] = new SignatureTerm(scale.Features[j], scale.Means[j], scale.StandardDeviations[j], lasso.Model.Values[k]);
        }
        return terms;
    }

    private CorrelationMatrix? Spearman(StudySet training, SignatureTerm[] signature) => signature.Length == 0
        ? null
        : Try("spearman", "No correlations", () => CorrelationMatrix.Compute(
            input.Features.SelectColumns([.. signature.Select(t => t.Feature)]).SelectRows([.. training.Rows]), CorrelationMethod.Spearman, cancellationToken: cancellation));

    private double[]? RadScore(SignatureTerm[] signature)
    {
        if (signature.Length == 0)
            return null;
        var columns = signature.Select(t => input.Features.Column(input.Features.IndexOf(t.Feature)).ToArray()).ToArray();
        var score = new double[Count];
        for (var i = 0; i < score.Length; i++)
            score[i] = StudyModel.Score(signature, signature.Select((t, k) => (t.Feature, columns[k][i])).ToDictionary(p => p.Feature, p => p.Item2, StringComparer.Ordinal));
        return score;
    }

    private sealed class StepProgress(IProgress<StudyProgress> target, string step) : IProgress<double>
    {
        public void Report(double value) => target.Report(new StudyProgress(step, value));
    }
}

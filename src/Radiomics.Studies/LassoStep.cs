using System.Globalization;
using Survival.Models.Penalised;
using Survival.Models.Prognosis;
using Survival.Models.Resampling;
using Survival.Models.Selection;

namespace Radiomics.Studies;

/// <summary>Which lambda of the cross-validated LASSO gives the signature.</summary>
public enum LambdaRule
{
    /// <summary>That of the smallest mean deviance.</summary>
    Minimum,

    /// <summary>The largest within one standard error of it; often the empty model in a small cohort.</summary>
    OneStandardError,
}

/// <summary>The cross-validated LASSO of the z-scored features in the training set, and the signature it gives.</summary>
/// <param name="Cv">The path, its deviances and its lambdas.</param>
/// <param name="Folds">The folds of the training rows.</param>
/// <param name="FoldEvents">The events of each fold.</param>
/// <param name="Rule">Which lambda gave the signature.</param>
/// <param name="Model">The model at it; without coefficients where nothing was selected.</param>
public sealed record StudyLasso(CoxNetCv Cv, Folds Folds, IReadOnlyList<int> FoldEvents, LambdaRule Rule, CoxNetModel Model)
{
    /// <summary>The place of the signature's lambda in the sequence, from 0.</summary>
    public int Index => Rule == LambdaRule.Minimum ? Cv.IndexMin : Cv.Index1Se;
}

/// <summary>Selects features by the LASSO.</summary>
internal static class LassoStep
{
    // Below this share of the largest lambda hardly anything is penalised any more.
    private const double SmallestShare = 1e-4;
    private const int More = 20;

    public static Outcome<StudyLasso> Make(StudyWork work, StudySet training, Scaler? scale)
    {
        if (work.Protocol.Selector is not null)
            return Outcome<StudyLasso>.None("");
        if (scale is null)
            return Outcome<StudyLasso>.None("There is no feature to select from.");
        if (FoldsOf(work, training) is not { } folds)
            return Outcome<StudyLasso>.None("");
        var x = Scores(work.Features, training, scale);
        var cv = work.Try(StudyStep.Lasso, "The LASSO could not be fitted", () => Fit(work, training, x, folds));
        if (cv is null)
            return Outcome<StudyLasso>.None("");
        var (protocol, follow) = (work.Protocol, training.FollowUp);
        int[] events = [.. Enumerable.Range(0, folds.Count).Select(f => folds.HeldOut(f).Count(i => follow.Event[i]))];
        var model = protocol.Lambda == LambdaRule.Minimum ? cv.Minimum : cv.OneStandardError;
        var lasso = new StudyLasso(cv, folds, events, protocol.Lambda, model);
        if (lasso.Model.NonzeroCount == 0)
        {
            work.Note(
                StudyStep.Lasso,
                $"The LASSO selects no feature at "
                    + $"{(protocol.Lambda == LambdaRule.Minimum ? "lambda_min" : "lambda_1se")}"
                    + $"{(lasso.Index == 0 ? ", which is lambda_max" : "")}: there is no signature, "
                    + $"and the study goes on with the clinical factors."
            );
        }
        else if (cv.IndexMin == cv.Lambdas.Count - 1)
        {
            work.Note(
                StudyStep.Lasso,
                string.Create(CultureInfo.InvariantCulture,
                    $"The deviance still falls at the smallest of {cv.Lambdas.Count} lambdas, {cv.LambdaMin / cv.Lambdas[0]:0.#####} of "
                        + $"the largest: hardly any penalty is best, so the features that are many beside {follow.EventCount} events are "
                            + $"hardly selected."
                )
            );
        }
        return lasso;
    }

    /// <summary>What the protocol's selector chooses, in place of the LASSO.</summary>
    public static Outcome<FeatureSelection> Select(StudyWork work, StudySet training, Scaler? scale)
    {
        if (work.Protocol.Selector is not { } selector)
            return Outcome<FeatureSelection>.None("");
        if (scale is null)
            return Outcome<FeatureSelection>.None("There is no feature to select from.");
        if (FoldsOf(work, training) is not { } folds)
            return Outcome<FeatureSelection>.None("");
        var options = new FeatureSelectionOptions
        {
            Folds = folds,
            Seed = work.Protocol.Seed,
            OneStandardError = work.Protocol.Lambda == LambdaRule.OneStandardError,
            MaxDegreeOfParallelism = work.Threads,
        };
        var chosen = work.Try(StudyStep.Lasso, $"The selector '{selector.Name}' failed",
            () => selector.Select(training.FollowUp, Scores(work.Features, training, scale), options, work.Cancellation));
        if (chosen is null)
            return Outcome<FeatureSelection>.None("");
        if (chosen.Features.Count == 0)
            work.Note(
                StudyStep.Lasso,
                $"The selector '{selector.Name}' selects no feature ({chosen.Description}): there is no signature, and the study goes "
                    + $"on with "
                    + "the clinical factors.");
        return chosen;
    }

    /// <summary>Fits as many lambdas as it takes for the least deviance not to be that of the last.</summary>
    private static CoxNetCv Fit(StudyWork work, StudySet training, DesignMatrix x, Folds folds)
    {
        var protocol = work.Protocol;
        var largest = CoxNet.Fit(training.FollowUp, x, new CoxNetOptions { LambdaCount = 1 }, cancellationToken: work.Cancellation).Lambdas[
            0
        ];
        // lambda_k is largest * ratio^(k / (count - 1)); beyond the count the sequence goes on at the same pace.
        var most = Math.Max(
            protocol.LambdaCount,
            (int)Math.Floor(Math.Log(SmallestShare) / Math.Log(protocol.LambdaMinimumRatio) * (protocol.LambdaCount - 1)) + 1
        );
        for (var count = Math.Min(protocol.LambdasFitted, most); ; count = Math.Min(count + More, most))
        {
            double[] lambdas =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(k => largest * Math.Pow(protocol.LambdaMinimumRatio, k / (protocol.LambdaCount - 1.0))),
            ];
            var cv = CoxNet.CrossValidate(
                training.FollowUp,
                x,
                folds,
                new CoxNetOptions { Lambdas = lambdas },
                new CoxNetCvOptions { MaxDegreeOfParallelism = work.Threads },
                work.Fraction(StudyStep.Lasso),
                work.Cancellation
            );
            if (cv.IndexMin < cv.Lambdas.Count - 1 || cv.Lambdas.Count < count || count == most)
                return cv;
        }
    }

    private static DesignMatrix Scores(DesignMatrix features, StudySet training, Scaler scale) =>
        DesignMatrix.FromColumns([
            .. scale.Features.Select(
                name =>
                {
                    var (mean, deviation) = (scale.MeanOf(name), scale.StandardDeviationOf(name));
                    var column = features.Column(features.IndexOf(name));
                    var z = new double[training.Rows.Count];
                    for (var i = 0; i < z.Length; i++)
                        z[i] = (column[training.Rows[i]] - mean) / deviation;
                    return (name, z);
                }
            ),
        ]);

    private static Folds? FoldsOf(StudyWork work, StudySet training)
    {
        var follow = training.FollowUp;
        if (work.IsSample)
            return OfPatients(work, training);
        if (work.Input.Folds is { } given)
        {
            var ids = training.Take(given);
            var events = new Dictionary<int, int>();
            for (var i = 0; i < ids.Length; i++)
                events[ids[i]] = events.GetValueOrDefault(ids[i]) + (follow.Event[i] ? 1 : 0);
            if (events.Count < 3)
                throw new StudyInputException(
                    $"The training patients are in {events.Count} {(events.Count == 1 ? "fold" : "folds")}; at least 3 are needed. Leave "
                        + $"the fold column out to have folds drawn."
                );
            if (events.OrderBy(e => e.Key).Where(e => e.Value == 0).Select(e => (int?)e.Key).FirstOrDefault() is { } empty)
                throw new StudyInputException(
                    Invariant(
                        $"Fold {empty} has no event among its training patients, so it tells nothing. Leave the fold column out to have "
                    )
                        + $"folds drawn with equal shares of events."
                );
            return Folds.FromIds(ids);
        }
        var count = Math.Min(work.Protocol.FoldCount, follow.EventCount);
        work.Note(StudyStep.Lasso, Invariant($"No folds were given: {count} were drawn with seed {work.Protocol.Seed} and equal shares ")
            + Invariant($"of events."));
        return Folds.Stratified(follow, count, work.Protocol.Seed);
    }

    // A patient who stands twice is held out whole: in training and held-out rows at once he would be foretold by himself.
    private static Folds? OfPatients(StudyWork work, StudySet sample)
    {
        int[] patients = [.. sample.Rows.Distinct()];
        int[] first = [.. patients.Select(r => Array.IndexOf([.. sample.Rows], r))];
        var follow = sample.FollowUp.Select(first);
        if (follow.EventCount < 3)
            return null;
        var drawn = Folds.Stratified(follow, Math.Min(work.Protocol.FoldCount, follow.EventCount), work.Protocol.Seed);
        var fold = patients.Select((r, k) => (r, k)).ToDictionary(p => p.r, p => drawn.FoldOfRow[p.k]);
        return Folds.FromIds([.. sample.Rows.Select(r => fold[r])]);
    }
}

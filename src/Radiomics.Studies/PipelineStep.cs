using Survival.Models.NonParametric;
using Survival.Models.Resampling;
using Survival.Models.Validation;

namespace Radiomics.Studies;

/// <summary>The validation of everything that the study learned from its training patients: reproducibility filter, harmonisation, scaling,
/// selection, cut-point, clinical factors and fit are repeated in each resample.</summary>
/// <param name="Whole">The bootstrap of all of it; <see langword="null"/> where the protocol asks for none.</param>
/// <param name="FitAlone">The same resamples with the selected features, their score and the factors held: the optimism of the last fit,
/// which is what is usually reported.</param>
/// <param name="CrossValidation">The nested cross-validation; <see langword="null"/> where the protocol asks for none.</param>
/// <param name="Permutation">The permutation test of the signature; <see langword="null"/> where the protocol asks for none, or there is no
/// signature.</param>
public sealed record StudyPipeline(
    PipelineBootstrap? Whole, PipelineBootstrap? FitAlone, PipelineCrossValidation? CrossValidation, PipelinePermutation? Permutation);

/// <summary>Repeats the study's steps in resamples of its training patients.</summary>
internal static class PipelineStep
{
    public static Outcome<StudyPipeline> Make(StudyWork work, StudySet training, StudyModels models, double[]? score, List<Factor> factors)
    {
        var protocol = work.Protocol;
        if (protocol.PipelineBootstraps == 0 && protocol.PipelineFolds == 0 && protocol.PipelinePermutations == 0)
            return Outcome<StudyPipeline>.None("");
        var options = new PipelineOptions
        {
            // The area and the Brier score at a time are of follow-up with censoring alone.
            Horizon = work.Input.Competing is null ? models.CalibrationHorizon : null,
            Seed = protocol.Seed,
            MaxDegreeOfParallelism = work.Threads,
        };
        PipelineBootstrap? whole = null, alone = null;
        if (protocol.PipelineBootstraps > 0)
        {
            var resamples = options with { Resamples = Math.Max(2, protocol.PipelineBootstraps) };
            whole = work.Try(StudyStep.Pipeline, "The procedure was not validated", () => PipelineBootstrap.Estimate(
                training.FollowUp, (sample, token) => Repeat(work, training, sample, withFactors: true, token),
                work.Input.Features.ColumnNames, resamples, work.Fraction(StudyStep.Pipeline), work.Cancellation));
            alone = work.Try(StudyStep.Pipeline, "The last fit was not validated", () => PipelineBootstrap.Estimate(
                training.FollowUp, (sample, token) => Refit(work, training, sample, models, score, factors, token),
                null, resamples, cancellationToken: work.Cancellation));
            if (whole?.Failed > 0)
                work.Note(StudyStep.Pipeline,
                    Invariant($"{whole.Failed} of {whole.Resamples} resamples allowed no model and are left out."));
        }
        var folds = Math.Min(protocol.PipelineFolds, training.FollowUp.EventCount);
        var crossed = folds < 2 ? null : work.Try(StudyStep.Pipeline, "No nested cross-validation", () => PipelineCrossValidation.Estimate(
            training.FollowUp, (sample, token) => Repeat(work, training, sample, withFactors: true, token),
            [Folds.Stratified(training.FollowUp, folds, protocol.Seed)], options, cancellationToken: work.Cancellation));
        var permuted = protocol.PipelinePermutations < 1 || score is null ? null : work.Try(
            StudyStep.Pipeline, "No permutation test", () => PipelinePermutation.Test(
                training.FollowUp, (sample, token) => Repeat(work, training, sample, withFactors: false, token),
                options with { Resamples = Math.Max(2, protocol.PipelinePermutations) }, cancellationToken: work.Cancellation));
        return new StudyPipeline(whole, alone, crossed, permuted);
    }

    /// <summary>All steps on a sample of the training patients.</summary>
    private static PipelineFit Repeat(
        StudyWork work, StudySet training, PipelineSample sample, bool withFactors, CancellationToken cancellationToken)
    {
        int[] rows = [.. sample.Rows.Select(i => training.Rows[i])];
        var set = new StudySet(StudySet.TrainingName, rows, sample.FollowUp);
        // The data themselves are gone through exactly as the study does.
        var again = work.ForSample(sample.Number < 0 ? null : sample.Seed, cancellationToken);
        try
        {
            var icc = again.Make(StudyStep.Icc, () => IccStep.Make(again, sample.Number < 0 ? null : (training, set)));
            var harmonised = again.Make(StudyStep.Harmonise, () => HarmoniseStep.Make(again, new BySet<StudySet>(set, null), icc));
            var scale = again.Make(StudyStep.Standardize, () => ScaleStep.Make(again, set, icc));
            var lasso = again.Make(StudyStep.Lasso, () => LassoStep.Make(again, set, scale));
            var selection = again.Make(StudyStep.Lasso, () => LassoStep.Select(again, set, scale));
            var signature = ScoreStep.Signature(lasso, selection, scale, harmonised);
            var score = again.Make(StudyStep.RadScore, () => ScoreStep.Make(again, signature, harmonised));
            var factors = withFactors ? again.Make(StudyStep.Cox, () => FactorsStep.Make(again, set))! : [];
            var cox = again.Make(StudyStep.Cox, () => CoxStep.Make(again, set, score, factors))!;
            var fit = ModelsStep.FinalFit(again, set, score, factors, cox);
            return Told(
                training, sample, again.Protocol.CalibrationHorizon!.Value, fit, score is null ? null : CutPointStep.High(again, set,
                    score),
                [
                    .. signature?.Terms.Select(t => t.Feature) ?? [],
                    .. fit?.Model.Terms.Select(t => t.Name).Where(n => n != ModelStep.ScoreName) ?? [],
                ]);
        }
        catch (StudyInputException e)
        {
            throw new InvalidSurvivalDataException(StudyWork.FirstLine(e));
        }
    }

    /// <summary>The final model's own terms on a sample.</summary>
    private static PipelineFit Refit(
        StudyWork work, StudySet training, PipelineSample sample, StudyModels models, double[]? score, List<Factor> factors,
        CancellationToken cancellationToken)
    {
        var set = new StudySet(StudySet.TrainingName, [.. sample.Rows.Select(i => training.Rows[i])], sample.FollowUp);
        List<Factor> all = score is null ? factors : [new Factor(ModelStep.ScoreName, score), .. factors];
        var again = work.ForSample(sample.Seed, cancellationToken);
        var fit = ModelsStep.Refit(again, set, [.. models.Final.Model.Terms.Select(t => all.Find(f => f.Name == t.Name)!)]);
        return Told(training, sample, again.Protocol.CalibrationHorizon!.Value, fit, null, []);
    }

    // Without a model everyone has the same risk, and the survival of the sample.
    private static PipelineFit Told(
        StudySet training, PipelineSample sample, double horizon, StudyModelFit? fit, bool[]? high, IReadOnlyList<string> selected)
    {
        var survival = fit is null ? KaplanMeier.Fit(sample.FollowUp).At(horizon).Estimate : 0;
        return new PipelineFit
        {
            LinearPredictor = fit is null ? new double[training.Rows.Count] : training.Take(fit.LinearPredictor),
            Survival = fit is null ? [.. training.Rows.Select(_ => survival)] : training.Take(fit.SurvivalAtCalibration),
            HighRisk = high is null ? null : training.Take(high),
            Selected = selected,
        };
    }
}

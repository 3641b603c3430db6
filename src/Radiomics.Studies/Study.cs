using Suggestions;

namespace Radiomics.Studies;

/// <summary>
/// The whole study in one call: reproducibility, standardisation, LASSO signature, cut-point, survival by group, clinical model, nomogram,
/// discrimination, calibration, decision curves and the tables, each by Survival.Models (docs/study.md).
/// </summary>
public static class Study
{
    /// <summary>Runs the study. The same input, protocol and seed give the same result to the bit, on any number of threads.</summary>
    /// <param name="input">The features, clinical columns and follow-up.</param>
    /// <param name="protocol">What is studied and how; <see langword="null"/> for an unnamed event with the default rules.</param>
    /// <param name="maxDegreeOfParallelism">The largest number of threads; -1 for no limit.</param>
    /// <param name="progress">Told the step under way.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StudyProtocolException">A setting of the protocol is outside its range.</exception>
    /// <exception cref="StudyInputException">An input that no study can be made of: too few patients or events, an unknown factor, folds
    /// without events.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is 0 or below -1.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static StudyResult Run(
        StudyInput input,
        StudyProtocol? protocol = null,
        int maxDegreeOfParallelism = 1,
        IProgress<StudyProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(input);
        if (maxDegreeOfParallelism is 0 or < -1)
            throw new ArgumentOutOfRangeException(
                nameof(maxDegreeOfParallelism),
                maxDegreeOfParallelism,
                "It must be 1 or more, or -1 for no limit."
            );
        protocol ??= StudyProtocol.Default;
        protocol.Validate();
        RefuseUnknown(protocol, input);
        return Make(new StudyWork(input, protocol, maxDegreeOfParallelism, progress, cancellationToken));
    }

    // An entry that only says something of a column would be without effect, as a reference that stays another. Entries that say what is
    // no candidate go from cohort to cohort.
    private static void RefuseUnknown(StudyProtocol protocol, StudyInput input)
    {
        var columns = input.Clinical.ColumnNames;
        bool IsUnknown(StudyFactor f) => f.IsCandidate is null && !f.IsOptional && !StudyLabels.Takes(f.Name, input);
        if (protocol.Factors.FirstOrDefault(IsUnknown) is { } unknown)
            throw new StudyInputException(
                $"There is no clinical column '{unknown.Name}', of which the protocol says what it is called, its unit or its reference."
                + $"{Nearest.Suggest(unknown.Name, columns)} The columns are: {SettingForms.Names(columns)}.");
    }

    private static StudyResult Make(StudyWork work)
    {
        var sets = work.Make(StudyStep.Input, () => SplitStep.Make(work))!;
        var training = sets.Training;
        var icc = work.Make(StudyStep.Icc, () => IccStep.Make(work));
        var harmonised = work.Make(StudyStep.Harmonise, () => HarmoniseStep.Make(work, sets, icc));
        var scale = work.Make(StudyStep.Standardize, () => ScaleStep.Make(work, training, icc));
        var lasso = work.Make(StudyStep.Lasso, () => LassoStep.Make(work, training, scale));
        var selection = work.Make(StudyStep.Lasso, () => LassoStep.Select(work, training, scale));
        var signature = ScoreStep.Signature(lasso, selection, scale, harmonised);
        var redundancy = work.Make(StudyStep.Spearman, () => SpearmanStep.Make(work, training, signature));
        var score = work.Make(StudyStep.RadScore, () => ScoreStep.Make(work, signature, harmonised));
        var cut = work.Make(StudyStep.CutPoint, () => CutPointStep.Make(work, sets, score));
        var survival = work.Make(StudyStep.Survival, () => SurvivalStep.Make(work, sets, cut))!;
        var factors = work.Make(StudyStep.Cox, () => FactorsStep.Make(work, training))!;
        var cox = work.Make(StudyStep.Cox, () => CoxStep.Make(work, training, score, factors))!;
        var models = work.Make(StudyStep.Models, () => ModelsStep.Make(work, training, score, factors, cox));
        // Where events compete what is predicted is the incidence; what of follow-up with censoring alone would be another quantity.
        var competes = work.Input.Competing is not null;
        var fineGray = models is null ? null : work.Make(StudyStep.Competing, () => CompetingStep.FineGray(work, training, models));
        var evaluated = models is null ? null : sets.Map(set => ModelsStep.Evaluated(work, set, models));
        T? Measure<T>(string step, Func<BySet<StudySet>, StudyModels, Outcome<T>> make)
            where T : class => models is null ? null : work.Make(step, () => make(evaluated!, models));
        return new StudyResult
        {
            Input = work.Input,
            Protocol = work.Protocol,
            Sets = sets,
            Icc = icc,
            Harmonisation = harmonised,
            Scale = scale,
            Lasso = lasso,
            Selection = selection,
            Redundancy = redundancy,
            RadScore = score,
            CutPoint = cut,
            Survival = survival,
            Cox = cox,
            Models = models,
            Concordance = Measure(StudyStep.Concordance, (all, m) => ConcordanceStep.Make(work, all, m)),
            Accuracy = competes ? null : Measure(StudyStep.Accuracy, (all, m) => AccuracyStep.Make(work, all, m)),
            Calibration = Measure(StudyStep.Calibration, (all, m) => CalibrationStep.Make(work, all, sets, m)),
            Decisions = competes ? null : Measure(StudyStep.Decisions, (all, m) => DecisionsStep.Make(work, all, m)),
            DecisionsAtHorizons = models is null || competes ? [] : DecisionsStep.AtHorizons(work, evaluated!, models),
            Competing = work.Make(StudyStep.Competing, () => CompetingStep.Make(work, sets, cut, models, fineGray)),
            FineGray = fineGray,
            Pipeline = models is null
                ? null
                : work.Make(StudyStep.Pipeline, () => PipelineStep.Make(work, training, models, score, factors)),
            Baseline = work.Make(StudyStep.Baseline, () => BaselineStep.Make(work, sets, score, cut))!,
            External = work.Make(StudyStep.External, () => ExternalStep.Make(work, sets)),
            Model = models is null ? null : ModelStep.Make(work, training, signature, score, cut, factors, models, fineGray),
            Notes = work.Notes,
        };
    }
}

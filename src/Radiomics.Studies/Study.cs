namespace Radiomics.Studies;

/// <summary>
/// The whole study in one call: reproducibility, standardisation, LASSO signature, cut-point, survival by group, clinical model, nomogram,
/// discrimination, calibration, decision curves and the tables, each by Survival.Models (docs/study.md).
/// </summary>
public static class Study
{
    /// <summary>Runs the study. The same input, options and seed give the same result to the bit, on any number of threads.</summary>
    /// <param name="input">The features, clinical columns and follow-up.</param>
    /// <param name="options">The choices; <see langword="null"/> for the paper's.</param>
    /// <param name="progress">Told the step under way.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentException">An option outside its range.</exception>
    /// <exception cref="StudyInputException">An input that no study can be made of: too few patients or events, an unknown factor, folds without events.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static StudyResult Run(StudyInput input, StudyOptions? options = null, IProgress<StudyProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        options ??= StudyOptions.Default;
        options.Validate();
        return new StudyRun(input, options, progress, cancellation).Run();
    }
}

using Nomogram.HccSbrt;

namespace Radiomics.Studies;

/// <summary>The published signature and model on this cohort, standardised by its training set.</summary>
/// <param name="Standardization">The training means and standard deviations of the seven features.</param>
/// <param name="Score">The published Rad-score of every row of the input.</param>
/// <param name="High">Who is at or above the published cut-off.</param>
/// <param name="LinearPredictor">The published five-variable linear predictor; NaN where a predictor is missing; empty where they are not in the files.</param>
/// <param name="Sets">Separation and concordance by set.</param>
/// <param name="Baseline">Breslow's baseline with that linear predictor as offset, from the training rows; <see langword="null"/> without it.</param>
public sealed record StudyPublished(
    FeatureStandardization Standardization,
    IReadOnlyList<double> Score,
    IReadOnlyList<bool> High,
    IReadOnlyList<double> LinearPredictor,
    BySet<PublishedSet> Sets,
    BaselineSurvival? Baseline);

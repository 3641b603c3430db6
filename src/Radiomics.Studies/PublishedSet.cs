using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>The published signature and model in one set.</summary>
/// <param name="Groups">Low against high by the published cut-off, high is at or above it; <see langword="null"/> where one group is empty.</param>
/// <param name="Score">The concordance of the published Rad-score; <see langword="null"/> where it is not defined.</param>
/// <param name="LinearPredictor">The concordance of the published five-variable linear predictor; <see langword="null"/> where its predictors are not in the files.</param>
public sealed record PublishedSet(GroupSurvival? Groups, ConcordanceResult? Score, ConcordanceResult? LinearPredictor);

using Survival.Models.NonParametric;

namespace Radiomics.Studies;

/// <summary>A patient scored by a study's model. For research use only.</summary>
public sealed record StudyPrediction
{
    /// <summary>The Rad-score; NaN where the model has no signature.</summary>
    public required double RadScore { get; init; }

    /// <summary>Whether the Rad-score is of the high-risk group; <see langword="null"/> without a cut-point.</summary>
    public required bool? HighRisk { get; init; }

    /// <summary>What each feature adds to the Rad-score, in the signature's order.</summary>
    public required IReadOnlyList<(string Feature, double ZScore, double Contribution)> Contributions { get; init; }

    /// <summary>What each predictor of the final model contributes.</summary>
    public required IReadOnlyList<PredictorScore> Predictors { get; init; }

    /// <summary>The linear predictor of the final model, not centred.</summary>
    public required double LinearPredictor { get; init; }

    /// <summary>The hazard relative to that of a patient with the training means.</summary>
    public required double RelativeHazard { get; init; }

    /// <summary>The nomogram's total points; NaN where the model has no nomogram.</summary>
    public required double TotalPoints { get; init; }

    /// <summary>The expected survival at the model's horizons, with 95 % limits.</summary>
    public required IReadOnlyList<SurvivalAtTime> Survival { get; init; }

    /// <summary>The median survival, with limits; NaN where the curve does not come down so far.</summary>
    public required SurvivalQuantile Median { get; init; }

    /// <summary>Values outside the training range, and the like.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

namespace Radiomics.Studies;

/// <summary>What one predictor contributes to a prediction.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Value">The patient's value, as text.</param>
/// <param name="Effect">What it adds to the linear predictor.</param>
/// <param name="Points">Its points in the nomogram; NaN where the model has none.</param>
public sealed record PredictorScore(string Name, string Value, double Effect, double Points);

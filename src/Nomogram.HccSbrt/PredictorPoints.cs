namespace Nomogram.HccSbrt;

/// <summary>What one predictor adds to a patient's prediction.</summary>
/// <param name="Name">The predictor.</param>
/// <param name="Value">Its value in words.</param>
/// <param name="LinearPredictor">Coefficient times coded value.</param>
/// <param name="Points">Its points on the nomogram.</param>
public sealed record PredictorPoints(string Name, string Value, double LinearPredictor, double Points);

using Survival.Models.Cox;
using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>The study's models and its nomogram.</summary>
/// <param name="Fits">The models there are, in the order signature, clinical, nomogram. The nomogram is missing where there is only one of the others.</param>
/// <param name="Final">The model that the nomogram draws: <c>nomogram</c>, or the only model there is.</param>
/// <param name="Nomogram">Its axes, as <c>rms::nomogram</c> lays them out; the functions are <c>surv_t6</c> ... in the order of <paramref name="Horizons"/>. <see langword="null"/> where it cannot be drawn.</param>
/// <param name="Center">What is taken off the uncentred linear predictor: the sum of coefficients times training means.</param>
/// <param name="Horizons">The times of the predictions: those of the options that lie within the training follow-up.</param>
/// <param name="CalibrationHorizon">The time of calibration and decision curves.</param>
/// <param name="TotalPoints">The total points of every row of the input; NaN where a covariate is missing; empty without a nomogram.</param>
/// <param name="ProportionalHazards">The test of proportional hazards of <paramref name="Final"/>; <see langword="null"/> where it cannot be made.</param>
public sealed record StudyModels(
    IReadOnlyList<StudyModelFit> Fits,
    StudyModelFit Final,
    CoxNomogram? Nomogram,
    double Center,
    IReadOnlyList<double> Horizons,
    double CalibrationHorizon,
    IReadOnlyList<double> TotalPoints,
    ProportionalHazardsTest? ProportionalHazards)
{
    /// <summary>A model by its name, or <see langword="null"/>.</summary>
    /// <param name="name"><c>signature</c>, <c>clinical</c> or <c>nomogram</c>.</param>
    public StudyModelFit? Find(string name) => Fits.FirstOrDefault(f => f.Name == name);
}

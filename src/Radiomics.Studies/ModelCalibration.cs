using Survival.Models.Calibration;

namespace Radiomics.Studies;

/// <summary>A model's calibration in one set at the calibration horizon. What is not defined there is <see langword="null"/>, and a note says why.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Rows">The rows of the input that it was measured on.</param>
/// <param name="Groups">Kaplan-Meier against mean predicted survival in groups of the set's own predictions.</param>
/// <param name="Slope">The calibration slope.</param>
/// <param name="InTheLarge">Observed against expected risk.</param>
/// <param name="Smooth">The smooth curve with ICI, E50, E90 and Emax.</param>
/// <param name="Bootstrap">Training set only: the optimism-corrected points and indices.</param>
public sealed record ModelCalibration(
    string Model,
    IReadOnlyList<int> Rows,
    GroupedCalibration? Groups,
    CalibrationSlope? Slope,
    InTheLarge? InTheLarge,
    SmoothCalibration? Smooth,
    ModelValidation? Bootstrap);

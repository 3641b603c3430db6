using Survival.Models;
using Survival.Models.Calibration;

namespace Radiomics.Reporting.Figures;

/// <summary>One panel of <see cref="CalibrationFigure"/>; what is <see langword="null"/> is not drawn.</summary>
/// <param name="Title">Its title, for example the set.</param>
/// <param name="Groups">Observed (Kaplan-Meier) against mean predicted survival in groups.</param>
/// <param name="Smooth">The smooth curve.</param>
/// <param name="Bootstrap">The points corrected for optimism.</param>
/// <param name="Slope">The calibration slope, for the legend.</param>
public sealed record CalibrationPanel(
    string Title,
    GroupedCalibration? Groups,
    SmoothCalibration? Smooth,
    ModelValidation? Bootstrap = null,
    TestedEstimate? Slope = null
)
{
    /// <summary>Whether the groups are of the cumulative incidence among competing events (Aalen and Johansen) against predicted risk, and
    /// not of survival.</summary>
    public bool IsIncidence { get; init; }
}

using Survival.Models.DecisionCurves;

namespace Radiomics.Studies;

/// <summary>The decision curves of one set at the calibration horizon.</summary>
/// <param name="Curve">As <c>dcurves</c>: no value where the follow-up of those treated ends before the horizon.</param>
/// <param name="Extended">The same with their Kaplan-Meier curve carried on; the one that figures show.</param>
/// <param name="Patients">The patients that it was measured on: those of the set that every model can predict.</param>
public sealed record SetDecisions(DecisionCurve Curve, DecisionCurve Extended, StudySet Patients);

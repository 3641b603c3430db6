using Survival.Models.DecisionCurves;

namespace Radiomics.Reporting.Figures;

/// <summary>One panel of <see cref="DecisionCurveFigure"/>.</summary>
/// <param name="Title">Its title, for example the set.</param>
/// <param name="Curve">The net benefit of each strategy.</param>
public sealed record DecisionCurvePanel(string Title, DecisionCurve Curve);

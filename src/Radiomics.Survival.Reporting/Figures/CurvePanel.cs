using Survival.Models;

namespace Radiomics.Reporting.Figures;

/// <summary>One panel of curves over time: of <see cref="KaplanMeierFigure"/> or <see cref="CompetingRisksFigure"/>.</summary>
/// <typeparam name="TCurve">What the curves are.</typeparam>
/// <param name="Title">Its title, for example the set, the cause, or the group whose causes are stacked.</param>
/// <param name="Curves">The names and curves; at least one.</param>
/// <param name="Test">The test between them, log-rank or Gray's; <see langword="null"/> for none.</param>
public sealed record CurvePanel<TCurve>(string Title, IReadOnlyList<(string Name, TCurve Curve)> Curves, TestResult? Test = null);

using Survival.Models.NonParametric;

namespace Radiomics.Reporting.Figures;

/// <summary>One panel of <see cref="KaplanMeierFigure"/>.</summary>
/// <param name="Title">Its title, for example the set.</param>
/// <param name="Groups">The groups' names and curves; at least one.</param>
/// <param name="LogRank">The test between them; <see langword="null"/> for none.</param>
public sealed record KaplanMeierPanel(
    string Title,
    IReadOnlyList<(string Name, SurvivalCurve Curve)> Groups,
    LogRankResult? LogRank = null
);

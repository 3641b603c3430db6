namespace Radiomics.Reporting.Figures;

/// <summary>One panel of <see cref="WaterfallFigure"/>.</summary>
/// <param name="Title">Its title, for example the set.</param>
/// <param name="Scores">The score of each patient; finite.</param>
/// <param name="Events">Whether each patient had the event.</param>
public sealed record WaterfallPanel(string Title, IReadOnlyList<double> Scores, IReadOnlyList<bool> Events);

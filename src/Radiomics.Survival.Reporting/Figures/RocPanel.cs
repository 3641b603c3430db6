using Survival.Models.Discrimination;

namespace Radiomics.Reporting.Figures;

/// <summary>One panel of <see cref="RocFigure"/>.</summary>
/// <param name="Title">Its title, for example the set and the model.</param>
/// <param name="Curves">The curves and areas; one curve a time.</param>
public sealed record RocPanel(string Title, TimeDependentRoc Curves);

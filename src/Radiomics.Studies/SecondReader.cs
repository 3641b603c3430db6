
namespace Radiomics.Studies;

/// <summary>The features of some patients from a second contour.</summary>
/// <param name="Rows">The patients' rows in the study's input, from 0.</param>
/// <param name="Features">Their features, a row for each of <paramref name="Rows"/>; columns are found by name.</param>
public sealed record SecondReader(IReadOnlyList<int> Rows, DesignMatrix Features);

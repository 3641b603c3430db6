using Survival.Models.CutPoints;

namespace Radiomics.Studies;

/// <summary>The cut of the Rad-score, searched in the training set.</summary>
/// <param name="Search">The cut, and the statistic at every cut tried.</param>
/// <param name="PValues">The same search with each closed p value.</param>
/// <param name="Rule">On which side of the cut a score equal to it lies.</param>
/// <param name="High">Who is of high risk by that rule, a value a row of the input.</param>
/// <param name="HighAbove">Who is above the cut (survminer's rule).</param>
/// <param name="HighAtOrAbove">Who is at or above the cut (the paper's rule). By rounding alone nobody changes sides: the cut is one of these very scores.</param>
public sealed record StudyCutPoint(
    CutPointResult Search,
    IReadOnlyDictionary<CutPointPValue, CutPointResult> PValues,
    CutPointRule Rule,
    IReadOnlyList<bool> High,
    IReadOnlyList<bool> HighAbove,
    IReadOnlyList<bool> HighAtOrAbove);

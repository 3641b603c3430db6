using Survival.Models.Statistics;

namespace Radiomics.Studies;

/// <summary>Which features two readers agree on.</summary>
/// <param name="Subjects">The patients read twice, by their rows in the input.</param>
/// <param name="Features">The features, in the input's order.</param>
/// <param name="Results">The intraclass correlation of each.</param>
/// <param name="Kept">The features above the threshold, in the input's order.</param>
public sealed record StudyIcc(IReadOnlyList<int> Subjects, IReadOnlyList<string> Features, IReadOnlyList<IccResult> Results, IReadOnlyList<string> Kept);

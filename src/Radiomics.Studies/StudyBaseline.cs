namespace Radiomics.Studies;

/// <summary>Table 1: the two sets described and compared.</summary>
/// <param name="Categorical">The categorical characteristics: 0/1 columns, columns of text, the event, the risk group.</param>
/// <param name="Numeric">The other numeric characteristics, the follow-up time and the Rad-score.</param>
/// <param name="Published">The p values of the paper's Table 1, computed again from its printed counts.</param>
public sealed record StudyBaseline(IReadOnlyList<CategoricalComparison> Categorical, IReadOnlyList<NumericComparison> Numeric, IReadOnlyList<PublishedCharacteristic> Published);

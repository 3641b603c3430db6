namespace Radiomics.Studies;

/// <summary>A row of the paper's own Table 1: its printed counts tested again, beside the p value it prints.</summary>
/// <param name="Test">The tests of the printed counts.</param>
/// <param name="PrintedPValue">The p value that the paper prints.</param>
/// <param name="Reproduced">Whether the Yates-corrected chi-square test gives it to the printed digits.</param>
/// <param name="Remark">Why not, where it does not; else empty.</param>
public sealed record PublishedCharacteristic(CategoricalComparison Test, double PrintedPValue, bool Reproduced, string Remark);

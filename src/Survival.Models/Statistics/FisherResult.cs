namespace Survival.Models.Statistics;

/// <summary>Fisher's exact test of a 2 x 2 table.</summary>
/// <param name="PValue">The two-sided p value: tables no more likely than this one.</param>
/// <param name="PLess">P of this table or one with fewer in the first cell.</param>
/// <param name="PGreater">P of this table or one with more in the first cell.</param>
/// <param name="OddsRatio">The conditional maximum-likelihood estimate; 0 or +∞ at the ends of what the margins allow.</param>
/// <param name="Lower">The lower end of its confidence interval.</param>
/// <param name="Upper">The upper end of its confidence interval.</param>
public readonly record struct FisherResult(double PValue, double PLess, double PGreater, double OddsRatio, double Lower, double Upper);

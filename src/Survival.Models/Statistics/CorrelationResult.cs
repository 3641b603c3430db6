using Survival.Models.Numerics;

namespace Survival.Models.Statistics;

/// <summary>The correlation of two vectors, and a two-sided test that there is none.</summary>
/// <param name="Coefficient">The correlation; NaN where a vector is constant.</param>
/// <param name="Statistic">t for Pearson, S = (n³ - n)(1 - r)/6 for Spearman; for Kendall z, or the number of concordant pairs where the
/// test is exact.</param>
/// <param name="PValue">The p value.</param>
public readonly record struct CorrelationResult(double Coefficient, double Statistic, double PValue)
{
    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}

namespace Survival.Models.Statistics;

/// <summary>A kind of correlation.</summary>
public enum CorrelationMethod
{
    /// <summary>Pearson's product-moment correlation.</summary>
    Pearson,

    /// <summary>Spearman's rank correlation; ties share their mean rank.</summary>
    Spearman,

    /// <summary>Kendall's tau-b.</summary>
    Kendall,
}

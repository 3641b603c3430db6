namespace Survival.Models.Statistics;

/// <summary>What raters must agree in.</summary>
public enum IccType
{
    /// <summary>The order and spacing of subjects; a rater's constant bias does not matter.</summary>
    Consistency,

    /// <summary>The values themselves.</summary>
    Agreement,
}

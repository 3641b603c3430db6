namespace Survival.Models.NonParametric;

/// <summary>How p values are adjusted for their number; R's <c>p.adjust</c>.</summary>
public enum PAdjustment
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Times their number.</summary>
    Bonferroni,

    /// <summary>Step down (Holm S, Scand J Stat 1979;6:65-70).</summary>
    Holm,

    /// <summary>False discovery rate (Benjamini Y, Hochberg Y, J R Stat Soc B 1995;57:289-300, doi:10.1111/j.2517-6161.1995.tb02031.x).</summary>
    BenjaminiHochberg,
}

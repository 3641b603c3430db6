namespace Survival.Models;

/// <summary>A way to adjust p values for their number.</summary>
public enum PAdjustment
{
    /// <summary>Each times their number; controls the chance of any false finding.</summary>
    Bonferroni,

    /// <summary>Holm's step-down procedure; the same control with more power.</summary>
    Holm,

    /// <summary>Hochberg's step-up procedure, for independent tests.</summary>
    Hochberg,

    /// <summary>Hommel's procedure (1988), of more power than Hochberg's, for independent tests.</summary>
    Hommel,

    /// <summary>Benjamini and Hochberg: controls the false discovery rate.</summary>
    BenjaminiHochberg,

    /// <summary>Benjamini and Yekutieli: controls it under any dependence.</summary>
    BenjaminiYekutieli,
}

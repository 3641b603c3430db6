namespace Nomogram.HccSbrt;

/// <summary>The two groups into which the paper divides patients by their Rad-score (section 3.3).</summary>
public enum RiskGroup
{
    /// <summary>Rad-score below -0.03.</summary>
    Low,

    /// <summary>Rad-score of -0.03 or more.</summary>
    High,
}

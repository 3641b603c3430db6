namespace Survival.Models.Penalised;

/// <summary>What a cross-validation measures.</summary>
public enum CvMeasure
{
    /// <summary>The partial-likelihood deviance for each event; smaller is better.</summary>
    Deviance,

    /// <summary>Harrell's C within each held-out fold; larger is better.</summary>
    Concordance,
}

namespace Nomogram.HccSbrt;

/// <summary>Where a baseline survival comes from.</summary>
public enum BaselineKind
{
    /// <summary>Given by the caller.</summary>
    Supplied,

    /// <summary>Estimated on a cohort of the caller's, with the published linear predictor as offset.</summary>
    Recalibrated,

    /// <summary>Made up from published summaries under assumptions that are listed.</summary>
    Reconstructed,
}

namespace Radiomics;

/// <summary>What was being done with a case.</summary>
public enum CohortStage
{
    /// <summary>The image was read.</summary>
    Image,

    /// <summary>The contours were read.</summary>
    Mask,

    /// <summary>The features were computed.</summary>
    Features,

    /// <summary>The second reader's contours were read.</summary>
    SecondMask,

    /// <summary>The second reader's features were computed.</summary>
    SecondFeatures,
}

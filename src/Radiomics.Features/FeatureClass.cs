namespace Radiomics.Features;

/// <summary>The feature classes, in PyRadiomics' own order.</summary>
public enum FeatureClass
{
    /// <summary><c>firstorder</c>: the distribution of intensities.</summary>
    FirstOrder,

    /// <summary><c>glcm</c>: grey level co-occurrence matrix.</summary>
    Glcm,

    /// <summary><c>gldm</c>: grey level dependence matrix.</summary>
    Gldm,

    /// <summary><c>glrlm</c>: grey level run length matrix.</summary>
    Glrlm,

    /// <summary><c>glszm</c>: grey level size zone matrix.</summary>
    Glszm,

    /// <summary><c>ngtdm</c>: neighbouring grey tone difference matrix.</summary>
    Ngtdm,

    /// <summary><c>shape</c>: the region's shape in three dimensions.</summary>
    Shape,

    /// <summary><c>shape2D</c>: the shape of a region of one slice.</summary>
    Shape2D,
}

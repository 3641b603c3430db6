namespace Radiomics.Imaging.Resampling;

/// <summary>How an image is interpolated between its voxels, as SimpleITK names and numbers it (PyRadiomics takes either).</summary>
public enum Interpolator
{
    /// <summary><c>sitkNearestNeighbor</c>.</summary>
    NearestNeighbor = 1,

    /// <summary><c>sitkLinear</c>.</summary>
    Linear = 2,

    /// <summary><c>sitkBSpline</c>: cubic B-spline with a prefilter, so that it goes through the voxels.</summary>
    BSpline = 3,

    /// <summary><c>sitkGaussian</c>.</summary>
    Gaussian = 4,

    /// <summary><c>sitkLabelGaussian</c>.</summary>
    LabelGaussian = 5,

    /// <summary><c>sitkHammingWindowedSinc</c>.</summary>
    HammingWindowedSinc = 6,

    /// <summary><c>sitkCosineWindowedSinc</c>.</summary>
    CosineWindowedSinc = 7,

    /// <summary><c>sitkWelchWindowedSinc</c>.</summary>
    WelchWindowedSinc = 8,

    /// <summary><c>sitkLanczosWindowedSinc</c>.</summary>
    LanczosWindowedSinc = 9,

    /// <summary><c>sitkBlackmanWindowedSinc</c>.</summary>
    BlackmanWindowedSinc = 10,
}

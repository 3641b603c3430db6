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

    /// <summary><c>sitkBSplineResampler</c>: cubic B-spline of the voxels as they are (no prefilter), which smooths.</summary>
    BSplineResampler = 11,

    /// <summary><c>sitkBSplineResamplerOrder1</c>: as <see cref="BSplineResampler"/>, of order 1.</summary>
    BSplineResamplerOrder1 = 12,

    /// <summary><c>sitkBSplineResamplerOrder2</c>: of order 2.</summary>
    BSplineResamplerOrder2 = 13,

    /// <summary><c>sitkBSplineResamplerOrder4</c>: of order 4.</summary>
    BSplineResamplerOrder4 = 14,

    /// <summary><c>sitkBSplineResamplerOrder5</c>: of order 5.</summary>
    BSplineResamplerOrder5 = 15,

    /// <summary><c>sitkBSpline1</c>: B-spline of order 1.</summary>
    BSpline1 = 21,

    /// <summary><c>sitkBSpline2</c>: B-spline of order 2 with its prefilter.</summary>
    BSpline2 = 22,

    /// <summary><c>sitkBSpline3</c>: the same as <see cref="BSpline"/>, by its newer number.</summary>
    BSpline3 = 23,

    /// <summary><c>sitkBSpline4</c>: B-spline of order 4 with its prefilter.</summary>
    BSpline4 = 24,

    /// <summary><c>sitkBSpline5</c>: B-spline of order 5 with its prefilter.</summary>
    BSpline5 = 25,

    /// <summary>
    /// Cubic convolution through the voxels (R. Keys, 1981, doi:10.1109/TASSP.1981.1163711, a = -1/2; the spline of Catmull and Rom), which
    /// ITK
    /// does not have: four voxels an axis, the outermost one repeated past the edge.
    /// </summary>
    CatmullRom = 40,
}

namespace Radiomics.Features.Extraction;

/// <summary>The images that features are computed on: the original and those derived from it by a filter.</summary>
public enum ImageType
{
    /// <summary><c>Original</c>: no filter.</summary>
    Original,

    /// <summary><c>Wavelet</c>: the sub-bands of an undecimated wavelet transform.</summary>
    Wavelet,

    /// <summary><c>LoG</c>: Laplacian of Gaussian, one image for each sigma.</summary>
    LoG,

    /// <summary><c>Square</c>: intensities squared, rescaled to the original range.</summary>
    Square,

    /// <summary><c>SquareRoot</c>: square root of the absolute intensities, with their sign.</summary>
    SquareRoot,

    /// <summary><c>Logarithm</c>: logarithm of the absolute intensities + 1, with their sign.</summary>
    Logarithm,

    /// <summary><c>Exponential</c>: exponential of the intensities.</summary>
    Exponential,

    /// <summary><c>Gradient</c>: magnitude of the gradient.</summary>
    Gradient,

    /// <summary><c>LBP2D</c>: local binary patterns, slice by slice.</summary>
    Lbp2D,

    /// <summary><c>LBP3D</c>: local binary patterns on spherical harmonics, and the kurtosis map.</summary>
    Lbp3D,

    /// <summary>A filter of IBSI 2, <see cref="ImageTypeSettings.Filter"/>: <c>Mean</c>, <c>LaplacianOfGaussian</c>, <c>Laws</c>,
    /// <c>Gabor</c>, <c>SeparableWavelet</c>, <c>NonSeparableWavelet</c> or <c>Riesz</c>.</summary>
    Convolution,

    /// <summary>A filter of one's own, <see cref="ImageTypeSettings.Filter"/>, given by
    /// <see cref="ImageTypeSettings.Of(Imaging.Filters.IImageFilter, string, ImageSettings)"/>.</summary>
    Own,
}

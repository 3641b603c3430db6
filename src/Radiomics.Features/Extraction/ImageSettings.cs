using Radiomics.Imaging.Filters;

namespace Radiomics.Features.Extraction;

/// <summary>
/// The settings that may differ from one image type to another: discretisation, texture, and what the filters take.
/// The names in PyRadiomics' parameter files stand in each summary. Immutable; change it by <c>with</c>.
/// </summary>
public sealed record ImageSettings
{
    /// <summary><c>binWidth</c>: width of a grey level bin; positive. Used unless <see cref="BinCount"/> is set. The default is
    /// 25.</summary>
    public double BinWidth { get; init; } = 25;

    /// <summary><c>binCount</c>: number of grey level bins between the region's minimum and maximum; at least 1; <see langword="null"/> for
    /// a fixed width.</summary>
    public int? BinCount { get; init; }

    /// <summary><c>voxelArrayShift</c>: added to the intensities in Energy, TotalEnergy and RootMeanSquared. The default is 0.</summary>
    public double VoxelArrayShift { get; init; }

    /// <summary><c>distances</c>: the infinity-norm distances, in voxels, of the neighbours in GLCM, GLDM and NGTDM; each at least
    /// 1. The default is 1.</summary>
    public IReadOnlyList<int> Distances { get; init; } = [1];

    /// <summary><c>weightingNorm</c>: merges the directions of GLCM and GLRLM, weighted by distance; <see langword="null"/> to average
    /// features over directions.</summary>
    public WeightingNorm? WeightingNorm { get; init; }

    /// <summary><c>symmetricalGLCM</c>: whether a pair counts in both orders. The default is <see langword="true"/>.</summary>
    public bool SymmetricalGlcm { get; init; } = true;

    /// <summary><c>gldm_a</c>: the largest difference of grey levels that counts as dependent; not negative. The default is 0.</summary>
    public double GldmA { get; init; }

    /// <summary><c>force2D</c>: whether texture is computed slice by slice (and wavelets in the plane). The default is
    /// <see langword="false"/>.</summary>
    public bool Force2D { get; init; }

    /// <summary><c>force2Ddimension</c>: the axis across the slices, in array order: 0 for z, 1 for y, 2 for x. The default is 0.</summary>
    public int Force2DDimension { get; init; }

    /// <summary><c>sigma</c>: the widths of the Laplacian of Gaussian, in mm, each positive; none, the default, gives no LoG
    /// image.</summary>
    public IReadOnlyList<double> Sigma { get; init; } = [];

    /// <summary>Refuses what no image can be discretised or looked at with, before one is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed; the exception names the property.</exception>
    internal void Validate()
    {
        if (BinCount < 1)
            throw new ArgumentOutOfRangeException(nameof(BinCount), BinCount, "The number of grey level bins is at least 1.");
        if (BinCount is null && !(BinWidth > 0 && double.IsFinite(BinWidth)))
            throw new ArgumentOutOfRangeException(nameof(BinWidth), BinWidth, "The width of a grey level bin is a finite number above 0.");
        foreach (var distance in Distances)
        {
            if (distance < 1)
                throw new ArgumentOutOfRangeException(nameof(Distances), distance, "A distance of neighbours is at least 1 voxel.");
        }
    }

    /// <summary>How each sigma was written in the parameter file, for PyRadiomics names the images so (<c>2</c> and <c>2.0</c> differ);
    /// <see langword="null"/> to write them with a fraction.</summary>
    internal IReadOnlyList<string>? SigmaLabels => _sigmaText is { } text && ReferenceEquals(text.Of, Sigma) ? text.Labels : null;

    private (IReadOnlyList<double> Of, IReadOnlyList<string> Labels)? _sigmaText;

    /// <summary>The same settings with sigmas as they were written.</summary>
    internal ImageSettings WithSigma(IReadOnlyList<double> sigma, IReadOnlyList<string> labels) =>
        this with
        {
            Sigma = sigma,
            _sigmaText = (sigma, labels),
        };

    /// <summary><c>wavelet</c>: the wavelet's name in PyWavelets. The default is <c>coif1</c>.</summary>
    public string Wavelet { get; init; } = "coif1";

    /// <summary><c>level</c>: the number of wavelet levels; at least 1. The default is 1.</summary>
    public int Level { get; init; } = 1;

    /// <summary><c>start_level</c>: the levels to skip before the first; not negative. The default is 0.</summary>
    public int StartLevel { get; init; }

    /// <summary><c>gradientUseSpacing</c>: whether the gradient is per mm (else per voxel). The default is
    /// <see langword="true"/>.</summary>
    public bool GradientUseSpacing { get; init; } = true;

    /// <summary><c>lbp2DRadius</c>: the radius, in voxels, of the circle of samples; positive. The default is 1.</summary>
    public double Lbp2DRadius { get; init; } = 1;

    /// <summary><c>lbp2DSamples</c>: the number of samples on the circle; at least 1. The default is 8.</summary>
    public int Lbp2DSamples { get; init; } = 8;

    /// <summary><c>lbp2DMethod</c>: how the pattern is coded. The default is <see cref="LocalBinaryPatternMethod.Uniform"/>.</summary>
    public LocalBinaryPatternMethod Lbp2DMethod { get; init; } = LocalBinaryPatternMethod.Uniform;

    /// <summary><c>lbp3DLevels</c>: the number of levels of spherical harmonics; at least 1. The default is 2.</summary>
    public int Lbp3DLevels { get; init; } = 2;

    /// <summary><c>lbp3DIcosphereRadius</c>: the radius, in voxels, of the sphere of samples; positive. The default is 1.</summary>
    public double Lbp3DIcosphereRadius { get; init; } = 1;

    /// <summary><c>lbp3DIcosphereSubdivision</c>: how often the icosahedron's faces are divided; not negative. The default is 1.</summary>
    public int Lbp3DIcosphereSubdivision { get; init; } = 1;
}
